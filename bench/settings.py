"""Settings of the measurements: the site's own as in production, plus one empty page served by stock Wagtail."""

from cms.settings import *  # noqa: F403
from cms.settings import INSTALLED_APPS

INSTALLED_APPS = ["bench.blank", *INSTALLED_APPS]
ROOT_URLCONF = "bench.urls"
SILENCED_SYSTEM_CHECKS = ["cms.E001", "cms.E002", "cms.E003"]
