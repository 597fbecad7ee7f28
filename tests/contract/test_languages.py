"""Every page of the site, walked in French and in English: no word of the other language but where it says so."""

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.template.loader import render_to_string
from django.test import Client
from django.urls import LocalePrefixPattern, get_resolver
from django.utils import translation

from spaces.models import Jurisdiction
from spaces.services import digest_times, subscriptions
from tests import factories
from tests.contract.languages import even, parsed, texts_of
from tests.contract.walks import DESK, LANGUAGES, Walk, to, wrong

#: Views of the language prefixes, and the queries they are asked with; `serve` and `untranslated` by each page.
SPACE_TABS = ["space_practices", "space_meetings", "space_announcements", "space_documents", "space_members"]
pytestmark = pytest.mark.usefixtures("november")
LISTS = {
    "articles": ["", "?kind=lesson&order=provincial&topic=callback", "?kind=nothing"],
    "meetings": ["", "?space=quality", "?space=nowhere"],
    "meetings_month": ["", "?month=2026-12&space=quality", "?month=1999-01", "?month=1900-01&space=nowhere"],
    "records": ["", "?kind=action&mine=1", "?space=quality&since=2026-01-01&q=rappel", "?state=late&place=nowhere"],
    "proposals": ["", "?space=quality"],
    "announcements": [""],
    "exceptions": [""],
    "spaces": [""],
    "library": [""],
    "topics": [""],
    "terms": ["", "?q=rappel&topic=callback", "?show=avoid&letter=a", "?q=introuvable"],
    "preferences": [""],
    "digest": [""],
    "subscriptions": [""],
    "notices": ["", "?show=all"],
    "feeds": ["", "?topic=callback&space=quality"],
    "saved_searches": [""],
    "search": ["", "?q=rappel", "?q=callback&kind=article&sort=date", "?q=introuvable", "?q=here+introuvable"],
}
SIGNED_IN = ["account_logout", "account_change_password", "account_reauthenticate", "account_inactive"]
VISITOR = [
    "account_login", "account_signup", "account_inactive", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key_done",
]  # fmt: skip
ELSEWHERE = [
    "mail_again",  # by tests/cms/test_mail_comes_back.py
    "topic", "topic_follow", "untranslated", "wagtail_serve", "account_reset_password_from_key", "account_set_password",
    "space_join", "space_withdraw", "space_leave", "desk_export", "desk_member", "desk_end_role", "desk_request",
    "announcement_read", "desk_remind",  # by tests/spaces/test_must_read.py
    "notices_read", "notice_read",
    "topic_feed", "space_feed",  # by tests/spaces/test_feeds.py
    "meetings_feed", "meeting_file",  # by tests/spaces/test_calendars.py
    "proposal", "proposal_new", "proposal_vote", "meeting_build",  # by test_proposal_languages.py
    "meeting_agenda",  # by test_reply_languages.py and test_proposal_languages.py
    "meeting_notice",  # by test_call_languages.py
    "meeting_invitees", "meeting_before", "meeting_after", "meeting_new", "meeting_new_again", "meeting_people",
    "meeting_confirm", "series", "series_new", "series_new_again", "series_dates", "series_end", "series_publish",  # by test_planning_languages.py
    "meeting_reply", "meeting_replies", "meeting_replies_export", "meetings_needs",  # by test_reply_languages.py
    "speakers", "speaker", "speaker_new", "speaker_edit", "speaker_remove", "talk_new", "talk_edit", "talk_remove",  # by test_speaker_languages.py
    "meeting_record", "meeting_attendance", "meeting_minutes", "meeting_decision", "meeting_action", "meeting_note",
    "action", "records_export",  # by test_record_languages.py
    "invitation", "unsubscribe", "less", "follow_item", "follow_person", "follow_jurisdiction", "follow_space", "space_new", "spaces_removed", "space_restore", "desk_deliverable", "desk_goes_on", "desk_archive",
    "desk_reopen", "desk_remove", "desk_take_back", "desk_document", "desk_document_remove", "desk_document_promote",
    "desk_delivery",
    "translations", "translation", "translation_ask", "translation_passage", "translation_term", "translation_task",
    "translation_step", "translation_preview",  # walked by test_translation_languages.py
    "translation_files", "translation_file", "translation_export", "translations_export",
    "exception_new", "exception", "exception_take_back", "translation_wish",  # by test_exception_languages.py
    "translation_status", "translation_status_export", "translation_parity",
    "term", "term_new", "term_edit", "term_remove", "terms_import", "terms_changes", "terms_export",
    "saved_search",  # by tests/search/test_saved.py
    "files_not_read",  # by test_search_languages.py
    "similar", "search_asked", "search_insights", "search_insights_export", "search_promote", "search_promoted",
    "suggestions",  # by tests/search/test_suggestions.py
]  # fmt: skip


def test_the_walk_names_every_view_under_the_language_prefixes():
    prefixed = [found for found in get_resolver().url_patterns if isinstance(found.pattern, LocalePrefixPattern)]
    names, nested = set(), [pattern for found in prefixed for pattern in found.url_patterns]
    while nested:
        pattern = nested.pop()
        nested += getattr(pattern, "url_patterns", [])
        names |= {pattern.name} if hasattr(pattern, "name") else set()
    assert names == {*LISTS, *SPACE_TABS, *DESK, *SIGNED_IN, *VISITOR, *ELSEWHERE}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_member_meets_one_language(language, community, as_user, wordings):
    walk = Walk(as_user(community.alice), language, wordings)
    walk.get(f"/{language}/")
    for name, queries in LISTS.items():
        for query in queries:
            walk.get(to(language, name) + query)
    for name in SPACE_TABS:
        walk.get(to(language, name, "quality"))
    walk.get(to(language, "topic", "callback"))
    for pages in community.pages.values():
        if language in pages:
            walk.get(pages[language].url)
        else:
            (page,) = pages.values()
            walk.get(to(language, "untranslated", page.pk, page.slug), with_head=False)
    for name in SIGNED_IN:
        walk.get(to(language, name))
    walk.get(f"/{language}/nowhere/", status=404)
    walk.get(f"/{language}/nowhere/at/all/", status=404)
    assert (walk.found, walk.seen >= 35) == ({}, True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_answer_in_the_language_of_the_page(language, community, as_user, wordings):
    walk = Walk(as_user(community.alice), language, wordings)
    back = {"next": to(language, "topics")}
    for follow in ("no", "yes"):
        walk.post(to(language, "topic_follow", "callback"), {"follow": follow, **back})
    row = community.alice.deliveries.latest("pk")
    walk.post(to(language, "notice_read", row.pk), {"next": to(language, "notices")})
    walk.post(to(language, "notices_read"), {})
    for act in ("renew", "renew", "end"):
        walk.post(to(language, "feeds"), {"act": act})
    preferences = to(language, "preferences")
    walk.post(preferences, {"language": "de", "time_zone": "Mars/Olympus", "theme": "pink"})
    walk.post(preferences, {"language": language, "time_zone": "America/Halifax", "theme": "dark"})
    for follow in ("yes", "no", "yes"):
        walk.post(to(language, "follow_space", "quality"), {"follow": follow, **back})
        walk.post(to(language, "follow_person", community.alice.pk), {"follow": follow, **back})
    times, place = to(language, "subscriptions"), Jurisdiction.objects.get(code="ns")
    walk.post(to(language, "follow_jurisdiction", place.pk), {"follow": "yes"})
    wrong_level = {f"jurisdiction-{place.pk}-level": "mentions"}
    walk.post(times, {"frequency": "hourly", "weekday": "9", "hour": "x", "paused_until": "2020-01-01", **wrong_level})
    for frequency in ("instant", "daily", "none"):
        walk.post(times, {"frequency": frequency, "weekday": "3", "hour": "7"})
        walk.post(to(language, "follow_jurisdiction", place.pk), {"follow": "yes"})
    walk.post(times, {"frequency": "weekly", "weekday": "3", "hour": "7", "stop": f"jurisdiction-{place.pk}"})
    walk.get(to(language, "digest"))
    password = to(language, "account_change_password")
    walk.post(password, {"oldpassword": "wrong", "password1": "abc", "password2": "abd"})
    walk.post(password, {})
    walk.post(to(language, "account_reauthenticate"), {"password": "wrong"})
    assert walk.found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_outsider_meets_one_language(language, community, bob, as_user, wordings):
    bob.set_unusable_password()
    bob.save()
    walk = Walk(as_user(bob), language, wordings)
    walk.get(f"/{language}/")
    walk.get(to(language, "account_set_password"))
    walk.get(to(language, "spaces"))
    walk.get(community.pages["closed"][language].url)
    walk.get(to(language, "topics"))
    walk.get(to(language, "preferences"))
    walk.get(to(language, "space_practices", "identity"), status=404)
    assert walk.found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_visitor_meets_one_language(language, alice, wordings, settings, mailoutbox):
    settings.DEMO = True
    walk = Walk(Client(), language, wordings)
    for name in VISITOR:
        walk.get(to(language, name))
    sign_in, reset = to(language, "account_login"), to(language, "account_reset_password")
    walk.post(sign_in, {})
    walk.post(sign_in, {"login": "alice@example.org", "password": "wrong"})
    walk.post(sign_in, {"login": "not an address", "password": "wrong"})
    walk.post(reset, {"email": "not an address"})
    walk.post(reset, {"email": "alice@example.org"})
    walk.get(to(language, "account_reset_password_from_key", "1", "bad-key"))
    alice.language = language
    alice.save()
    subscriptions.follow(user=alice, topic=factories.topic())
    less = to(language, "less", digest_times.token_of(alice), f"topic-{factories.topic().pk}")
    walk.get(less)
    for step in ("none", "official", "nothing"):
        walk.post(less, {"step": step})
    way_out = to(language, "unsubscribe", digest_times.token_of(alice))
    walk.get(way_out)
    walk.post(way_out, {})
    key = (user_pk_to_url_str(alice), default_token_generator.make_token(alice))
    walk.note("new password", walk.client.get(to(language, "account_reset_password_from_key", *key), follow=True))
    walk.note("closed door", walk.client.get(f"/{language}/nowhere/", follow=True))
    assert walk.found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_sent_too_late_is_refused_in_the_language_of_the_page(language, alice, wordings):
    client = Client(enforce_csrf_checks=True)
    response = client.post(to(language, "account_login"), {"login": "alice@example.org"})
    assert wrong(response, language, wordings, status=403) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_speaks_one_language(language, alice, wordings, rf):
    request = rf.get(f"/{language}/")
    request.user = alice
    with translation.override(language):
        texts = texts_of(parsed(render_to_string("403.html", request=request)))
    assert wordings.of_the_wrong_language(texts) == []
    assert len(texts[language]) > 10


def text_of(client, address):
    return even(parsed(client.get(address).content).get_text(" "))


def test_dates_and_hours_are_written_as_each_language_writes_them(community, as_user):
    client, pages = as_user(community.alice), community.pages
    french, english = (text_of(client, pages["coming"][code].url) for code in LANGUAGES)
    assert "le jeudi 10 décembre 2026, de 13 h à 15 h (he)" in french
    assert "thursday, december 10, 2026, 1 to 3 p.m. (et)" in english
    french, english = (text_of(client, pages["article"][code].url) for code in LANGUAGES)
    assert ("19 novembre 2026" in french, "november 19, 2026" in english) == (True, True)
    assert ("de 12 jours à 1 jour" in french, "from 12 days to 1 day" in english) == (True, True)
    assert ("août 2026" in french, "august 2026" in english) == (True, True)
    homes = [text_of(client, f"/{code}/") for code in LANGUAGES]
    assert ("le vendredi 20 novembre 2026" in homes[0], "friday, november 20, 2026" in homes[1]) == (True, True)
    assert "1 er novembre 2026" in text_of(client, pages["french"]["fr"].url)


FRENCH = '<html lang="fr-CA"><body><p>{}</p><p lang="en">Skip to main content</p></body></html>'
ENGLISH = '<html lang="en-CA"><body><p aria-label="{}">Home</p><p lang="fr">Passer au contenu</p></body></html>'


@pytest.mark.parametrize(
    "words", ["Search", "Voir : Sign out", "12 members", "No meeting is planned yet", "In May of", "Home"]
)
def test_an_english_word_on_a_french_page_would_be_seen(wordings, words):
    assert wordings.of_the_wrong_language(texts_of(parsed(FRENCH.format("Accueil")))) == []
    assert wordings.of_the_wrong_language(texts_of(parsed(FRENCH.format(words))))


@pytest.mark.parametrize("words", ["Rechercher", "Aucun résultat", "le 3 novembre", "Se déconnecter", "Accueil"])
def test_a_french_word_on_an_english_page_would_be_seen(wordings, words):
    assert wordings.of_the_wrong_language(texts_of(parsed(ENGLISH.format("Home")))) == []
    assert wordings.of_the_wrong_language(texts_of(parsed(ENGLISH.format(words))))
