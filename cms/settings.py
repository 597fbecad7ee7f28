"""Settings, read once from the environment. Unset means "a laptop"."""

import zoneinfo
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from cms.mail_settings import *  # noqa: F403  all of them are settings
from cms.seams import *  # noqa: F403  so are these

env = environ.Env()
zoneinfo.reset_tzpath(())  # hours by the pinned tzdata: a system's own may be years behind a province's change of clock
BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))
VAR.mkdir(parents=True, exist_ok=True)

# Who and where
DEBUG = env.bool("DEBUG", True)
DEMO = env.bool("DEMO", DEBUG)  # demo accounts exist and are shown on the sign-in page
SECRET_KEY = env.str("SECRET_KEY", "laptop-only-not-secret" if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY must be set when DEBUG is 0.")
BASE_URL = env.str("BASE_URL", f"http://localhost:{env.str('PORT', '8000')}").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SITE_TIME_ZONE = env.str("SITE_TIME_ZONE", "America/Toronto")  # the zone times are printed in first

INSTALLED_APPS = [
    "home",
    "search",
    "spaces",
    "cms",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "cms.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.bilingual.middleware.Languages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cms.people.ReaderMiddleware",
    "spaces.doors.AdminDoor",
    "cms.bilingual.guards.LocalizeGuard",
    "spaces.redirects.OldAddresses",
]
ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "home.context.community",
            ],
            "builtins": [
                "cms.templatetags.components",
                "cms.templatetags.frame",
                "cms.templatetags.typo",
                "django.templatetags.i18n",
            ],
        },
    }
]

# Rows: SQLite beside the checkout, or PostgreSQL by DATABASE_URL
DATABASES = {"default": env.db_url("DATABASE_URL", f"sqlite:///{VAR / 'carrefour.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-20000;",
    }
DATABASES["default"]["CONN_MAX_AGE"] = 600
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# "default" is shared by all processes (sign-in limits); "rendered" is each process's own
REDIS_URL = env.str("REDIS_URL", "")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cms_cache"},
    "rendered": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "rendered",
        "OPTIONS": {"MAX_ENTRIES": 4000},
    },
    "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "renditions"},
}
SESSION_ENGINE = "django.contrib.sessions.backends." + ("cached_db" if REDIS_URL else "db")
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Language and time
LANGUAGE_CODE = "en"  # exactly a code of LANGUAGES; the source of interface strings, not a preference
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["cms.formats"]
USE_TZ, TIME_ZONE = True, SITE_TIME_ZONE
LANGUAGE_COOKIE_NAME = "carrefour_language"

# People and sign-in
AUTH_USER_MODEL = "cms.User"
AUTHENTICATION_BACKENDS = ["cms.people.MemberBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation." + name}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = WAGTAILADMIN_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "cms.people.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are opened by invitation; nobody signs up alone
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_FORMS = {
    "login": "cms.forms.LoginForm",
    "reset_password": "cms.forms.ResetPasswordForm",
    "reset_password_from_key": "cms.forms.ResetPasswordKeyForm",
    "change_password": "cms.forms.ChangePasswordForm",
}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""

# Wagtail and translation
WAGTAIL_SITE_NAME = "Carrefour"
WAGTAIL_I18N_ENABLED = TAGGIT_CASE_INSENSITIVE = True
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILLOCALIZE_DISABLE_ON_DELETE = True
MACHINE = {"CLASS": env.str("MACHINE_TRANSLATOR", ""), "OPTIONS": env.json("MACHINE_TRANSLATOR_OPTIONS", None) or {}}
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = MACHINE if MACHINE["CLASS"] else None  # without one, no drafts are offered
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_IMAGE_MODEL = "cms.Picture"
WAGTAILDOCS_DOCUMENT_MODEL = "cms.File"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ics", "md", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = env.int("DOCUMENT_MAX_MB", 25) * 1024 * 1024
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.upload_forms.DocumentForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE, WAGTAILIMAGES_MAX_IMAGE_PIXELS = env.int("IMAGE_MAX_MB", 10) * 1024**2, 128_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.upload_forms.PictureForm"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_AUTOSAVE_INTERVAL = 0  # facts apply when they are saved, so saving is left to the editor
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "cms.rich_text.RichTextArea"}}
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.approval.finish"
WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False

# Search: «embedded» keeps its own file, «elasticsearch» asks a server
SEARCH = {name: env.str(f"ELASTICSEARCH_{name.upper()}", "") for name in ("url", "api_key", "ca", "index")}
SEARCH |= {"engine": env.str("SEARCH_ENGINE", "embedded"), "spare": env.bool("SEARCH_SPARE", True)}
SEARCH["path"] = env.str("SEARCH_INDEX", str(VAR / "search.sqlite3"))
FILE_TEXT = {"mb": 25, "pages": 300, "characters": 200_000, "seconds": 30, "memory_mb": 512}  # most that is read of one
FILE_TEXT = {name: env.int(f"FILE_TEXT_{name.upper()}", most) for name, most in FILE_TEXT.items()}
SEARCH_INSIGHTS_DAYS = env.int("SEARCH_INSIGHTS_DAYS", 180)  # how long what was searched for is kept
ADMIN_PATH, WITHOUT_LANGUAGE = "/admin/", ("/admin/", "/documents/", "/media/", "/mail/")
DORMANT_AFTER_DAYS = env.int("DORMANT_AFTER_DAYS", 90)  # without news, the leads of a space are asked if it goes on
# Files and mail
STATIC_URL, MEDIA_URL = "/static/", "/media/"
STATIC_ROOT, MEDIA_ROOT = VAR / "static", VAR / "media"  # media is not mapped: files go through views that ask
MEDIA_ACCEL = env.str("MEDIA_ACCEL", "").rstrip("/")  # nginx's internal location of MEDIA_ROOT; it then sends the bytes
ANTIVIRUS = env.str("ANTIVIRUS", "off")  # off; optional: files pass when ClamAV is silent; required: they do not
CLAMAV_ADDRESS = env.str("CLAMAV_ADDRESS", "localhost:3310")  # host:port, or the path of a socket
CLAMAV_TIMEOUT = 20  # seconds for a whole file, below the patience of the web server
if ANTIVIRUS not in {"off", "optional", "required"}:
    raise ImproperlyConfigured("ANTIVIRUS is off, optional or required.")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "cms.static.HashedStorage"},
}
WHITENOISE_USE_FINDERS = env.bool("STATIC_FINDERS", DEBUG)  # serve static files from where they lie
WHITENOISE_AUTOREFRESH = DEBUG
EMAIL_FILE_PATH = VAR / "mail"

# Headers
SECURE_CSP = {
    "default-src": ["'none'"],
    **{f"{kind}-src": ["'self'"] for kind in ("script", "style", "img", "font", "connect")},
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
SECURE_CSP_ADMIN = {
    "default-src": ["'self'"],
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "frame-ancestors": ["'self'"],
    "base-uri": ["'none'"],
}
X_FRAME_OPTIONS, SECURE_REFERRER_POLICY = "SAMEORIGIN", "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = BASE_URL.startswith("https:")
SECURE_HSTS_SECONDS = 31536000 if BASE_URL.startswith("https:") else 0
SECURE_REDIRECT_EXEMPT = ["^healthz$"]
if env.bool("BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
COMMUNITY_DEFAULTS = {
    "name_en": "Contact Centre Community of Practice",
    "name_fr": "Communauté de pratique des centres de contact",
    "council_en": "Public Sector Service Delivery Council (PSSDC)",
    "council_fr": "Conseil de la prestation des services du secteur public (CPSSP)",
    "support_email": env.str("SUPPORT_EMAIL", "soutien@example.org"),  # the page of error 500 cannot ask the database
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {name: {"level": "WARNING"} for name in ("wagtail", "django_tasks", "elastic_transport")},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
}
