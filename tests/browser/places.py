"""Where each kind of page of the demo stands, in both languages: what accessibility and screenshots walk."""

from tests.addresses import PASSWORD_RESET, SIGN_IN

CODE = """
import json
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from cms.models import Concept, User
from home.models import StandardPage
from spaces.models import Action, AnnouncementPage, ArticlePage, Decision, Meeting, MeetingPage, Minutes, Plan, Series
from spaces.models import Proposal, Space, SpacePage, Talk, Topic
found, support = {}, {}
what = {"title_fr": "Rappel", "title_en": "Callback", "summary_fr": "Une heure.", "summary_en": "An hour.", "minutes": 60,
        "hour": "02:30", "time_zone": "America/Toronto", "level": "all", "languages": "both",
        "space": Space.objects.get(code="community").pk}
once = {"kind": "targeted", "topics": Topic.objects.get(code="callback").pk, "day": "2099-07-01"}
often = {"kind": "quarterly", "cadence": "week", "every": 1, "ordinal": 1, "weekday": 6, "since": "2099-03-01", "number": 9}
plans = [Plan.objects.create(user=User.objects.get(email="nadia.haddad@example.org"), what=urlencode({**what, **more}))
         for more in (once, often)]
proposals, placed = Proposal.objects.open().order_by("pk"), Proposal.objects.exclude(meeting=None)[0]
coming = Meeting.objects.coming().filter(kind="quarterly")[0].pk
corrected = Minutes.objects.get(version=2).meeting_id
uncalled = Meeting.objects.coming().filter(calls=None, space__is_open=True)[0].pk
for language in ("fr", "en"):
    other = "en" if language == "fr" else "fr"
    def page(model, **wanted):
        return model.objects.filter(locale__language_code=language, live=True, **wanted).order_by("pk").first().url
    lone = [p for p in ArticlePage.objects.filter(locale__language_code=other).order_by("pk")
            if p.article.space.is_open and p.article.pages.count() == 1][0]
    with translation.override(language):
        views = {name: reverse(name) for name in ("spaces", "articles", "meetings", "meetings_month", "records", "announcements", "topics", "terms",
                 "preferences", "subscriptions", "digest", "speakers", "notices", "feeds", "library", "exceptions")}
        support[language] = {name: reverse(name) for name in ("space_new", "spaces_removed", "translation_status",
                             "translation_parity", "search_insights", "search_promote")}
        talk = Talk.objects.filter(meeting=None).earliest("pk")
        support[language] |= {"speaker_new": reverse("speaker_new"), "talk_edit": reverse("talk_edit", args=[talk.speaker_id, talk.pk]),
                              "speaker, kept": reverse("speaker", args=[talk.speaker_id])}
        support[language] |= {name: reverse(name, args=[corrected]) for name in ("meeting_record", "meeting_attendance", "meeting_minutes")}
        support[language]["a line"] = reverse("meeting_decision", args=[Decision.objects.filter(meeting=corrected)[0].pk])
        support[language] |= {name: reverse(name, args=[plans[0].key]) for name in ("meeting_people", "meeting_confirm")}
        support[language] |= {"meeting_new": reverse("meeting_new"), "series_new": reverse("series_new"),
                              "meeting_invitees": reverse("meeting_invitees", args=[Meeting.objects.filter(kind="targeted").earliest("pk").pk]),
                              "series_dates": reverse("series_dates", args=[plans[1].key]),
                              "series": reverse("series", args=[Series.objects.earliest("pk").pk]),
                              "series_publish": reverse("series_publish", args=[Series.objects.earliest("pk").pk])}
        support[language]["needs"] = reverse("meetings_needs")
        support[language]["replies"] = reverse("meeting_replies", args=[coming])
        support[language]["build"] = reverse("meeting_build", args=[coming])
        support[language]["templates"] = reverse("desk_agenda", args=["community"])
        support[language]["notice"] = reverse("meeting_notice", args=[coming])
        support[language]["notice not sent"] = reverse("meeting_notice", args=[uncalled])
        support[language]["exception_new"] = reverse("exception_new", args=[AnnouncementPage.objects.filter(live=True)[0].pk])
        found[language] = {
            "home": f"/{language}/", **views,
            "topic": reverse("topic", args=["callback"]),
            "proposals": reverse("proposals"), "new proposal": reverse("proposal_new"),
            "proposal": reverse("proposal", args=[proposals[0].pk]), "placed": reverse("proposal", args=[placed.pk]),
            "agenda to print": reverse("meeting_agenda", args=[coming]),
            "term": reverse("term", args=[Concept.objects.get(code="minutes").pk]),
            "no term": reverse("terms") + "?q=zzzz",
            "space practices": reverse("space_practices", args=["quality"]),
            "space members": reverse("space_members", args=["quality"]),
            "space meetings": reverse("space_meetings", args=["quality"]),
            "space announcements": reverse("space_announcements", args=["quality"]),
            "space documents": reverse("space_documents", args=["quality"]),
            "all notices": reverse("notices") + "?show=all",
            "question": page(ArticlePage, article__kind="question"),
            "archived space": page(SpacePage, space__code="callback-pilot"),
            "search": reverse("search") + ("?q=rappel" if language == "fr" else "?q=callback"),
            "few answers": reverse("search") + ("?q=rappel+incendie+tri" if language == "fr" else "?q=automatic+callback+cost"),
            "similar": reverse("similar", args=[lone.translation_key]), "no saved search": reverse("saved_searches"),
            "nothing found": reverse("search") + "?q=zzzz", "nothing so narrowed": reverse("search") + "?q=zzzz&kind=article",
            "no question": reverse("search"),
            "no practice": reverse("articles") + "?topic=callback&order=territorial&kind=lesson",
            "password": reverse("account_change_password"),
            "article": page(ArticlePage, article__space__code="self-service"),
            "untranslated": reverse("untranslated", args=[lone.pk, lone.slug]),
            "reply": reverse("meeting_reply", args=[coming]), "who comes": reverse("meeting_replies", args=[coming]),
            "minutes": reverse("meeting_minutes", args=[corrected]), "no record": reverse("records") + "?q=zzzz",
            "action": reverse("action", args=[Action.objects.filter(meeting=corrected)[0].pk]),
            "meeting to come": page(MeetingPage, meeting=coming), "meeting": page(MeetingPage, meeting__kind="quarterly"),
            "speaker": reverse("speaker", args=[talk.speaker_id]), "announcement": page(AnnouncementPage),
            "targeted meeting": page(MeetingPage, meeting__kind="targeted"),
            "space": page(SpacePage, space__code="quality"),
            "closed space": page(SpacePage, space__code="identity"),
            "ordinary page": page(StandardPage),
            "missing": f"/{language}/nulle-part/",
        }
print(json.dumps({**found, "support": support}))
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
    "deliveries": ("envois/", "deliveries/"),
    "settings": ("reglages/", "settings/"), "life": ("vie/", "life/"), "late": ("vie/?late=1", "life/?late=1"),
    "health": ("vitalite/", "health/"), "hand-over": ("releve/", "handover/"),
}  # fmt: skip
DESK = {
    f"desk: {name}": {
        "fr": f"/fr/espaces/libre-service/bureau/{french}", "en": f"/en/spaces/self-service/desk/{english}",
    }
    for name, (french, english) in TABS.items()
}  # fmt: skip
DESK["leaving"] = {"fr": "/fr/espaces/libre-service/depart/", "en": "/en/spaces/self-service/leave/"}
#: The translators' pages, with a translation in each state.
TRANSLATING = """
import json
from django.urls import reverse
from django.utils import translation
from cms.bilingual import chain, ledger
from cms.bilingual.models import Pair
from cms.models import User
from spaces.models import ArticlePage
from spaces.services import translation_desk, translations
denis, elise = (User.objects.get(email=f"{name}@example.org") for name in ("denis.lavoie", "elise.comeau"))
pages = ArticlePage.objects.filter(article__space__code__in=["quality", "self-service"], live=True).order_by("pk")
alone = [page for page in pages if not page.get_translations().exists()]
tied = [page for page in pages if (pair := Pair.objects.get(pk=page.translation_key)).source == page.language
        and pair.state == "up_to_date"]
made = {"to translate": alone[0], "to revise": alone[1], "original changed": tied[0], "by hand": tied[1]}
for name in ("to translate", "to revise"):
    translations.ask(page=made[name], by=elise, assignee=denis, note="Pour lundi.")
pair = Pair.objects.get(pk=alone[1].translation_key)
under_way = ledger.running(pair.pk)
for one in translation_desk.lay_out(pair, denis).todo:
    translations.confirm(pair=pair, translation=under_way, by=denis, context=one.context, string=one.string,
                         text=one.source_text + ("" if one.place.is_rich else " minutes"), was=one.was)
translations.ready(task=chain.task_of(pair.pk), by=denis)
page = made["original changed"]
page.title += " !"
page.save_revision(user=elise).publish()
translations.stop(pair=Pair.objects.get(pk=made["by hand"].translation_key), by=denis)
found = {}
for language in ("fr", "en"):
    with translation.override(language):
        addresses = {name: reverse("translation", args=[page.translation_key]) for name, page in made.items()}
        addresses |= {"queue": reverse("translations"), "ask": reverse("translation_ask", args=[alone[2].pk]),
                      "all": addresses["to revise"] + "?show=all"}
    for name, address in addresses.items():
        found.setdefault(name, {})[language] = address
print(json.dumps(found))
"""
