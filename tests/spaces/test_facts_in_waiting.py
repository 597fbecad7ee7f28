"""A change to the facts of what is live waits in the draft, for readers of both languages, until it is published."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from spaces.models import Article, Meeting
from tests import factories
from tests.spaces import desk

NEW = {"title": "Accueil vocal", "kind": "lesson", "result_after": "12", "result_unit": "percent"}


@pytest.fixture
def article(quality):
    return factories.article(quality, fr="Accueil vocal", en="Voice greeting", topics=[factories.topic()])


def facts(article):
    article = Article.objects.get(pk=article.pk)
    return article.kind, article.result_after, [topic.code for topic in article.topics.all()]


BEFORE = ("practice", None, ["callback"])


def test_a_draft_of_somebody_who_may_not_publish_changes_nothing_live(article, as_user, alice, denis):
    chat = factories.topic("chat", "Clavardage", "Chat")
    response, page = desk.edit(as_user(denis), article.made["fr"], **NEW, topics=str(chat.pk))
    assert response.status_code == 302
    assert facts(article) == BEFORE
    for shown in article.made.values():
        html = as_user(alice).get(shown.url).content.decode()
        assert not any(words in html for words in ("Leçon", "Lesson", "12%", "12\u00a0%", "/chat/"))
    form = as_user(denis).get(desk.edit_url(page)).context["form"]
    assert (form["kind"].value(), form["result_after"].value(), form["topics"].value()) == ("lesson", 12, [chat.pk])


def test_the_draft_is_seen_by_those_who_look_at_it(article, as_user, denis):
    desk.edit(as_user(denis), article.made["fr"], **NEW)
    html = as_user(denis).get(f"/admin/pages/{article.made['fr'].pk}/view_draft/").content.decode()
    assert "Leçon apprise" in html
    assert facts(article) == BEFORE


def test_publishing_applies_it_in_both_languages_and_once(article, as_user, alice, denis, chantal):
    desk.edit(as_user(denis), article.made["fr"], **NEW)
    page = type(article.made["fr"]).objects.get(pk=article.made["fr"].pk)
    page.get_latest_revision().publish(user=chantal)
    assert facts(article) == ("lesson", 12, [])
    assert "Lesson learned" in as_user(alice).get(article.made["en"].url).content.decode()
    page.refresh_from_db()
    assert page.fact_draft is None
    Article.objects.filter(pk=article.pk).update(kind="innovation")
    form = as_user(denis).get(desk.edit_url(page)).context["form"]
    assert form["kind"].value() == "innovation", "a version that was published holds the form to nothing"


def test_a_scheduled_change_waits_for_its_minute(article, as_user, chantal):
    desk.edit(as_user(chantal), article.made["fr"], **NEW)
    revision = Page.objects.get(pk=article.made["fr"].pk).get_latest_revision()
    type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() + timedelta(minutes=5))
    call_command("publish_scheduled", verbosity=0)
    assert facts(article) == BEFORE
    type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled", verbosity=0)
    assert facts(article)[0] == "lesson"


def test_two_drafts_undo_nothing_of_each_other(article, as_user, denis, chantal):
    same = {"kind": "practice", "topics": str(factories.topic().pk)}
    desk.edit(as_user(denis), article.made["fr"], title="Accueil vocal", **{**same, "kind": "lesson"})
    words = {**same, "title": "Voice greeting", "result_after": "7", "result_unit": "percent"}
    desk.edit(as_user(chantal), article.made["en"], **words, **desk.PUBLISH)
    assert facts(article) == ("practice", 7, ["callback"])
    type(article.made["fr"]).objects.get(pk=article.made["fr"].pk).get_latest_revision().publish(user=chantal)
    assert facts(article) == ("lesson", 7, ["callback"])


def test_a_draft_of_the_other_language_waits_too_while_one_is_live(quality, as_user, denis):
    fact = factories.article(quality, fr="Accueil vocal")
    twin = fact.made["fr"].copy_for_translation(type(quality.pages.first().locale).objects.get(language_code="en"))
    twin.save_revision()
    desk.edit(as_user(denis), twin, **{**NEW, "title": "Voice greeting"})
    assert Article.objects.get(pk=fact.pk).kind == "practice"
    twin.refresh_from_db()
    assert twin.fact_draft["fields"]["kind"] == "lesson"


def test_the_facts_of_what_nobody_reads_yet_are_written_at_once(quality, as_user, denis):
    fact = factories.article(quality, fr="Accueil vocal", live=False)
    desk.edit(as_user(denis), fact.made["fr"], **NEW)
    assert Article.objects.get(pk=fact.pk).kind == "lesson"


def test_a_meeting_is_not_moved_by_a_draft(quality, as_user, denis, chantal):
    when = datetime(2026, 12, 10, 18, tzinfo=UTC)
    fact = factories.meeting(quality, starts=when)
    same = {"title": "Réunion", "summary": "Résumé."}  # its words, so that nothing has to be translated
    moved = {**same, "starts_at": "2026-12-10 03:00", "ends_at": "2026-12-10 04:00"}
    desk.edit(as_user(denis), fact.made["fr"], **moved)
    assert Meeting.objects.get(pk=fact.pk).starts_at == when
    form = as_user(denis).get(desk.edit_url(fact.made["fr"])).context["form"]
    assert form["starts_at"].value() == datetime(2026, 12, 10, 3)
    desk.edit(as_user(chantal), fact.made["fr"], **moved, **desk.PUBLISH)
    assert Meeting.objects.get(pk=fact.pk).starts_at == datetime(2026, 12, 10, 8, tzinfo=UTC)
