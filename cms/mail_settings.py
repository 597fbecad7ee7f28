"""Settings of mail, read from the environment like the others: where it goes, who sends it, where it comes back."""

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

EMAIL_BACKEND = env.str("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
if EMAIL_URL := env.str("EMAIL_URL", ""):
    vars().update(env.email_url_config(EMAIL_URL))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("FROM_EMAIL", "Carrefour <carrefour@example.org>")
EMAIL_TIMEOUT = 20
ADMINS = [(address, address) for address in env.list("ADMINS", default=[])]  # Django writes to them of each error 500
BOUNCE_ADDRESS = env.str("BOUNCE_ADDRESS", "")  # takes back what is not delivered, with a token after a plus sign
BOUNCE_SECRET = env.str("BOUNCE_SECRET", "")  # of who posts reports to /mail/bounces/; without one, it is not there
if BOUNCE_ADDRESS and not 0 < BOUNCE_ADDRESS.find("@") <= 15:
    raise ImproperlyConfigured("BOUNCE_ADDRESS is an address with at most 15 characters before the @.")
