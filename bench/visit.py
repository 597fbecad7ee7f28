"""Sign a member in without the form, make sure the empty page exists, and print where to go."""

import json

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.utils import translation  # noqa: E402
from django.utils.module_loading import import_string  # noqa: E402

from bench.blank.models import BlankPage  # noqa: E402
from cms.models import User  # noqa: E402
from home.models import HomePage  # noqa: E402
from spaces.models import ArticlePage  # noqa: E402

translation.activate("en")
member = User.objects.get(email="dana.whitlock@example.org")
session = import_string(settings.SESSION_ENGINE + ".SessionStore")()
session.update({SESSION_KEY: str(member.pk), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                HASH_SESSION_KEY: member.get_session_auth_hash()})  # fmt: skip
session.save()
home = HomePage.objects.get(locale__language_code="en")
if not BlankPage.objects.exists():
    home.add_child(instance=BlankPage(title="Blank", slug="blank", locale=home.locale))
article = ArticlePage.objects.get(slug="fewer-transfers-with-a-natural-language-voice-greeting")
paths = {
    "empty page": "/stock/blank/",
    "article": article.url,
    "listing": "/en/practices/",
    "home": "/en/",
    "search": "/en/search/?q=transfer",
}
print(json.dumps({"cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}", "paths": paths}))
