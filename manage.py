#!/usr/bin/env python3
"""Run a management command with the site's settings."""

import os
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from cms.laptop import as_in_production

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    if sys.argv[1:2] == ["serve"]:
        as_in_production(os.environ, Path(__file__).parent)
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:  # a setting that lacks is for whoever runs the site: one sentence will do
        sys.exit(str(error))
