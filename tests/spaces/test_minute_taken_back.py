"""A minute taken back is no minute any more: in no draft, in no words, and whoever was told of it by mail is told."""

import pytest
from django.core import mail
from django.urls import reverse

from cms.bilingual import gate
from cms.bilingual.gate_models import Waiting
from cms.models import User
from spaces.services import translations
from tests.spaces import minutes
from tests.spaces.minutes import AFTER, NINE, live, run, schedule, take_back
from tests.spaces.publishing import fresh, opened
from tests.spaces.side_by_side import at, desk, step, words
from tests.spaces.team import ready, to, translators, twin_of, written
from tests.spaces.test_approval_mail import approved as approved_by_workflow

pytestmark = pytest.mark.django_db
clock, made_people, page = minutes.clock, minutes.made_people, minutes.page
MINUTE = "November 2, 2026 at 9 a.m. (ET)"


@pytest.fixture
def client(people, as_user):
    User.objects.update(language="en", time_zone="America/Toronto")
    return as_user(people.lead)


def minutes(page):
    """The dates the last drafts and the pages themselves name."""
    pages = [fresh(page), twin_of(page)]
    return {one.get_latest_revision_as_object().go_live_at for one in pages} | {one.go_live_at for one in pages}


def approve(page, people, source):
    task, _mine, other = ready(page, people, source)
    translations.approve(task=task, by=other)
    task.refresh_from_db()
    return task


@pytest.mark.parametrize("of", ["original", "translation"])
def test_no_draft_names_it_any_more_and_no_page_says_it(page, people, source, client, of):
    schedule(page, people.lead)
    approve(page, people, source)
    assert minutes(page) == {NINE}
    assert all(MINUTE in opened(client, one) for one in (page, twin_of(page)))
    take_back(client, fresh(page) if of == "original" else twin_of(page))
    assert minutes(page) == {None}
    for one in (page, twin_of(page)):
        said = opened(client, one)
        assert "November" not in said
        assert "page is a draft: somebody who may publish it has yet to do so." in said


def test_what_is_published_next_waits_for_its_original_and_sets_no_minute(page, people, source, client, clock):
    schedule(page, people.lead)
    approve(page, people, source)
    take_back(client, fresh(page))
    steps = desk(client, page).select_one("#steps")
    assert "November" not in words(steps)
    assert words(steps.button) == "Publish it with its original"
    step(client, page, "publish")
    assert [one.scheduled_revision for one in (fresh(page), twin_of(page))] == [None, None]
    assert Waiting.objects.get().language == twin_of(page).language
    run(clock, AFTER)
    assert live(page) == (False, False)
    assert gate.keep(fresh(page).latest_revision, by=people.lead) is None
    assert live(page) == (True, True)


def test_a_date_in_a_draft_is_no_minute_before_it_is_set(page, people, source, client):
    approve(page, people, source)
    draft = fresh(page)
    draft.go_live_at = NINE
    draft.save_revision(user=people.lead)
    assert all("is to go live on" not in opened(client, one) for one in (page, twin_of(page)))
    assert "November" not in opened(client, twin_of(page))
    schedule(page, people.lead)
    assert MINUTE in opened(client, twin_of(page))


def test_the_editor_of_an_approved_translation_names_its_minute(page, people, source, client):
    schedule(page, people.lead)
    approve(page, people, source)
    assert f"is approved. On {MINUTE}, it goes live." in opened(client, twin_of(page))


def test_whoever_was_told_of_it_by_mail_is_told_once_in_their_language(page, people, source, client, posted, clock):
    mine = translators(people, source)[0]
    schedule(page, people.lead)
    with posted():
        approve(page, people, source)
    User.objects.filter(pk=mine.pk).update(language="fr")
    mail.outbox.clear()
    with posted():
        take_back(client, fresh(page))
    assert to() == {
        mine.email.partition("@")[0]: "Heure prévue annulée\u00a0: «\u00a0Fermeture\u00a0»",
        "editor": "Minute taken back: “Fermeture”",
    }
    bodies = {message.to[0]: message.body.replace("\u00a0", " ") for message in mail.outbox}
    assert f"“Fermeture” no longer goes live on {MINUTE}: that minute was taken back." in bodies[people.editor.email]
    assert f"Taken back by {people.lead}." in bodies[people.editor.email]
    assert "ne sera plus mise en ligne le 2 novembre 2026 à 9 h (HE)" in bodies[mine.email]
    assert at("translation", page.translation_key, language="fr") in bodies[mine.email]
    mail.outbox.clear()
    clock.shift(60)
    schedule(page, people.lead)
    with posted():
        take_back(client, fresh(page))
    assert mail.outbox == [], "nobody was told of the second one"


def test_nobody_is_told_who_was_not(page, people, source, client, posted, clock):
    """Approved before a minute was set: that letter named none."""
    with posted():
        approve(page, people, source)
    clock.shift(60)
    schedule(page, people.lead)
    mail.outbox.clear()
    with posted():
        take_back(client, fresh(page))
    assert mail.outbox == []


def test_who_submitted_what_was_approved_for_a_minute_is_told(quality, people, client, posted):
    article = written(quality, "en", title="Reminder", live=False)
    article.go_live_at = NINE
    assert "it goes live." in approved_by_workflow(article, people.editor, people.lead)[0]
    mail.outbox.clear()
    with posted():
        take_back(client, fresh(article))
    assert to() == {"editor": "Minute taken back: “Reminder”"}
    assert reverse("wagtailadmin_pages:edit", args=[article.pk]) in mail.outbox[0].body
    assert fresh(article).get_latest_revision_as_object().go_live_at is None


def test_nothing_is_said_of_a_minute_set_again_meanwhile(page, people, source, client, posted):
    schedule(page, people.lead)
    with posted():
        approve(page, people, source)
    mail.outbox.clear()
    with posted():
        take_back(client, fresh(page))
        schedule(page, people.lead)
    assert mail.outbox == []


def test_an_official_page_alone_loses_its_minute_too(page, people, client):
    assert schedule(page, people.lead).at == NINE
    take_back(client, fresh(page))
    assert fresh(page).get_latest_revision_as_object().go_live_at is None
    assert "November" not in opened(client, page)
