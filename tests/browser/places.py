"""Where each kind of page of the demo stands, in both languages: what accessibility and screenshots walk."""

from tests.addresses import PASSWORD_RESET, SIGN_IN

CODE = """
import json
from django.urls import reverse
from django.utils import translation
from cms.models import Concept
from home.models import StandardPage
from spaces.models import AnnouncementPage, ArticlePage, MeetingPage, SpacePage
found = {}
for language in ("fr", "en"):
    other = "en" if language == "fr" else "fr"
    def page(model, **wanted):
        return model.objects.filter(locale__language_code=language, live=True, **wanted).order_by("pk").first().url
    lone = [p for p in ArticlePage.objects.filter(locale__language_code=other).order_by("pk")
            if p.article.space.is_open and p.article.pages.count() == 1][0]
    with translation.override(language):
        views = {name: reverse(name) for name in ("spaces", "articles", "meetings", "announcements", "topics", "terms", "preferences")}
        found[language] = {
            "home": f"/{language}/", **views,
            "topic": reverse("topic", args=["callback"]),
            "term": reverse("term", args=[Concept.objects.get(code="minutes").pk]),
            "no term": reverse("terms") + "?q=zzzz",
            "space practices": reverse("space_practices", args=["quality"]),
            "space members": reverse("space_members", args=["quality"]),
            "space meetings": reverse("space_meetings", args=["quality"]),
            "search": reverse("search") + ("?q=rappel" if language == "fr" else "?q=callback"),
            "nothing found": reverse("search") + "?q=zzzz", "no question": reverse("search"),
            "no practice": reverse("articles") + "?topic=callback&order=territorial&kind=lesson",
            "password": reverse("account_change_password"),
            "article": page(ArticlePage, article__space__code="self-service"),
            "untranslated": reverse("untranslated", args=[lone.pk, lone.slug]),
            "meeting": page(MeetingPage, meeting__kind="quarterly"),
            "announcement": page(AnnouncementPage),
            "space": page(SpacePage, space__code="quality"),
            "closed space": page(SpacePage, space__code="identity"),
            "ordinary page": page(StandardPage),
            "missing": f"/{language}/nulle-part/",
        }
print(json.dumps(found))
"""
#: Where the term base is written, by those who look after the community.
WRITING_TERMS = """
import json
from django.urls import reverse
from django.utils import translation
from cms.models import Concept
pk, found = Concept.objects.get(code="minutes").pk, {}
for language in ("fr", "en"):
    with translation.override(language):
        found[language] = [*map(reverse, ("term_new", "terms_import", "terms_changes", "terms"))]
        found[language] += [reverse(name, args=[pk]) for name in ("term", "term_edit", "term_remove")]
print(json.dumps(found))
"""
OPEN = {
    "sign in": SIGN_IN,
    "lost password": PASSWORD_RESET,
    "closed sign-up": {"fr": "/fr/comptes/inscription/", "en": "/en/accounts/signup/"},
}
#: The leads' desk, as the person who leads this space of the demo sees it.
LEAD = "priya.nair"
TABS = {
    "members": ("", ""), "invite": ("invitation/", "invite/"), "requests": ("demandes/", "requests/"),
    "pages": ("pages/", "pages/"), "behind": ("pages/?state=behind", "pages/?state=behind"),
    "documents": ("documents/", "documents/"), "document": ("documents/ajouter/", "documents/add/"),
    "settings": ("reglages/", "settings/"), "life": ("vie/", "life/"), "late": ("vie/?late=1", "life/?late=1"),
    "health": ("vitalite/", "health/"), "hand-over": ("releve/", "handover/"),
}  # fmt: skip
DESK = {
    f"desk: {name}": {
        "fr": f"/fr/espaces/self-service/bureau/{french}", "en": f"/en/spaces/self-service/desk/{english}",
    }
    for name, (french, english) in TABS.items()
}  # fmt: skip
DESK["leaving"] = {"fr": "/fr/espaces/self-service/depart/", "en": "/en/spaces/self-service/leave/"}
