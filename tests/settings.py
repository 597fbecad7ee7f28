"""Settings of the tests: the site's own, on throw-away files, with tasks run at once."""

import tempfile
from pathlib import Path

from cms.settings import *  # noqa: F403

DEBUG = False
DEMO = False
SECRET_KEY = "tests-only"
TMP = Path(tempfile.mkdtemp(prefix="carrefour-tests-"))
MEDIA_ROOT = TMP / "media"
SEARCH = {"engine": "embedded", "path": str(TMP / "search.sqlite3")}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "tests.tasks.Backend"}}
CACHES = {name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name} for name in CACHES}  # noqa: F405
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
BASE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
ALLOWED_HOSTS = ["*"]
