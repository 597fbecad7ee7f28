"""The engine in use: settings.SEARCH names its class."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string


@cache
def engine():
    """One engine a process."""
    return import_string(settings.SEARCH["engine"])(settings.SEARCH)
