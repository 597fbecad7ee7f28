"""One minute for both languages: scheduled on one page, both are live in the same run, or neither is and it is said."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.urls import reverse
from wagtail.models import PageLogEntry
from wagtail.users.models import UserProfile

from cms.bilingual import chain, gate
from cms.bilingual.gate_models import Waiting
from cms.bilingual.task_models import Step, TranslationTask
from cms.models import User
from spaces.services import translations
from tests import factories
from tests.spaces import minutes
from tests.spaces.desk import PUBLISH, WORDS, edit, edit_url, words_of
from tests.spaces.minutes import AFTER, LATER, NINE, live, run, schedule, take_back, translated
from tests.spaces.publishing import fresh, spoken
from tests.spaces.side_by_side import said_by, soup_of, step, words
from tests.spaces.team import (
    OTHER,
    asked,
    ready,
    to,
    translate,
    translators,
    twin_of,
    written,
)

pytestmark = pytest.mark.django_db
either_way = pytest.mark.parametrize("source", ["fr", "en"])
clock, made_people, page = minutes.clock, minutes.made_people, minutes.page


@either_way
def test_both_are_live_in_the_same_run_when_the_translation_was_ready(page, people, source, clock):
    translated(page, people, source)
    assert schedule(page, people.lead) is None
    assert live(page) == (False, False)
    run(clock, NINE - timedelta(minutes=1))
    assert live(page) == (False, False)
    run(clock)
    assert live(page) == (True, True)
    assert fresh(page).first_published_at == twin_of(page).first_published_at == AFTER
    assert PageLogEntry.objects.filter(action="wagtail.publish.scheduled").count() == 2


@either_way
def test_a_translation_approved_after_the_minute_was_set_keeps_to_it(page, people, source, clock):
    held = schedule(page, people.lead)
    assert (held.waits, held.at) == (True, NINE)
    task, _mine, other = ready(page, people, source)
    assert translations.approve(task=task, by=other) == (True, None)
    assert live(page) == (False, False), "the minute set for the original holds for its translation"
    run(clock)
    assert live(page) == (True, True)
    assert not Waiting.objects.exists()


@pytest.mark.database
@pytest.mark.parametrize("may_publish", [True, False])
def test_an_approval_before_the_minute_names_it_and_asks_nothing_of_anybody(
    page, people, source, clock, posted, as_user, may_publish
):
    """To who approves, on the translators' desk and by mail, on each reader's clock."""
    User.objects.update(language="en", time_zone="America/Halifax")
    schedule(page, people.lead)
    task, mine, other = ready(page, people, source)
    if not may_publish:
        other = people.editor
        translations.assign(task=task, by=people.lead, assignee=mine, reviser=other)
    mail.outbox.clear()
    with posted():
        response = step(as_user(other), page, "approve")
    minute = "on November 2, 2026 at 10 a.m. (AT), it goes live."
    assert said_by(response) == [f"Approved: {minute}"]
    steps = soup_of(response).select_one("#steps")
    assert f"Approved: {minute} Nothing changes any more before that." in words(steps).replace(" ,", ",")
    assert steps.button is None
    assert live(page) == (False, False)
    assert set(to()) == {mine.first_name.lower(), "editor"} - {other.first_name.lower()}
    assert all(
        f"is approved. {minute[0].upper()}{minute[1:]}" in message.body.replace("\u00a0", " ")
        for message in mail.outbox
    )
    run(clock)
    assert live(page) == (True, True)


@pytest.mark.database
def test_one_that_is_not_ready_holds_both_back_and_their_owners_are_told_once(page, people, source, clock, posted):
    mine = translators(people, source)[0]
    asked(page, people.editor, assignee=mine)
    schedule(page, people.lead)
    mail.outbox.clear()
    with posted():
        run(clock)
    assert live(page) == (False, False)
    told = to()
    assert {"lead", mine.first_name.lower(), "editor"} == set(told)
    (body,) = {message.body for message in mail.outbox if message.to == [people.editor.email]}
    assert "“Fermeture” could not go live in both languages, so neither page did." in body
    assert str(mine) in body
    with posted():
        run(clock, AFTER + timedelta(minutes=1))
    assert len(mail.outbox) == len(told)
    assert fresh(page).scheduled_revision is None, "it may be edited again"
    translate(page, mine)
    task = chain.task_of(page.translation_key)
    translations.ready(task=task, by=mine)
    translations.approve(task=task, by=translators(people, source)[1])
    assert live(page) == (True, True)


def test_if_one_is_refused_by_its_own_page_neither_goes_live_and_both_owners_are_told(
    page, people, source, clock, posted
):
    """E5."""
    translated(page, people, source)
    schedule(page, people.lead)
    revision = TranslationTask.objects.get().approved
    revision.content["seo_title"] = "x" * 256
    revision.save(update_fields=["content"])
    mail.outbox.clear()
    with posted():
        run(clock)
    assert live(page) == (False, False)
    assert "lead" in to()
    assert len(mail.outbox) == len(to()), "each of them once"
    assert Waiting.objects.count() == 1


@either_way
def test_both_expire_together(page, people, source, clock):
    translated(page, people, source)
    schedule(page, people.lead, at=None, expire_at=LATER)
    assert live(page) == (True, True)
    assert (fresh(page).expire_at, twin_of(page).expire_at) == (LATER, LATER)
    run(clock, LATER + timedelta(minutes=1))
    assert live(page) == (False, False)
    assert (fresh(page).expired, twin_of(page).expired) == (True, True)
    assert PageLogEntry.objects.filter(action="wagtail.unpublish.scheduled").count() == 2


def test_an_expiry_taken_back_is_taken_back_in_both(page, people, source, clock):
    translated(page, people, source)
    schedule(page, people.lead, at=None, expire_at=LATER)
    assert schedule(page, people.lead, at=None, expire_at=None) is None
    assert (fresh(page).expire_at, twin_of(page).expire_at) == (None, None)
    run(clock, LATER + timedelta(minutes=1))
    assert live(page) == (True, True)


def test_a_change_set_for_a_minute_leaves_what_readers_have_until_then(page, people, source, clock):
    translated(page, people, source)
    schedule(page, people.lead, at=None)
    schedule(page, people.lead, title="Autrement")
    mine, other, _wrong = translators(people, source)
    task = chain.task_of(page.translation_key)
    translate(page, mine, {"title": "Otherwise"})
    translations.ready(task=task, by=mine)
    translations.approve(task=task, by=other)
    assert (fresh(page).title, live(page)) == ("Fermeture", (True, True))
    run(clock)
    assert (fresh(page).title, twin_of(page).title) == ("Autrement", "Otherwise")


def test_pages_edited_by_hand_share_the_minute_set_on_either(quality, people, source, clock):
    words = {code: {"title": "Avis", "summary": "En bref."} for code in (source, OTHER[source])}
    fact = factories.Announcement.objects.create(space=quality)
    made = factories.pair(
        factories.AnnouncementPage, factories.parents(quality), words, live=False, announcement=fact
    )  # fmt: skip
    for one in made.values():
        one.save_revision(user=people.lead)
    schedule(made[source], people.lead)
    assert gate.keep(fresh(made[OTHER[source]]).latest_revision, by=people.lead) is None
    run(clock)
    assert live(made[source]) == (True, True)


@pytest.mark.parametrize("of", ["original", "translation"])
def test_a_minute_taken_back_on_one_page_is_on_both(page, people, source, clock, as_user, of):
    User.objects.filter(pk=people.lead.pk).update(language="en")
    translated(page, people, source)
    schedule(page, people.lead)
    chosen, other = (fresh(page), twin_of(page)) if of == "original" else (twin_of(page), fresh(page))
    assert other.scheduled_revision is not None
    said = take_back(as_user(people.lead), chosen)
    assert "The minute was set for both languages: it is taken back for both." in said
    assert [fresh(one).scheduled_revision for one in (page, twin_of(page))] == [None, None]
    run(clock)
    assert live(page) == (False, False)


@pytest.mark.parametrize("may_publish", [False, True])
def test_a_minute_is_taken_back_by_who_may_publish_both(page, people, source, as_user, may_publish):
    """A translator publishes one language."""
    mine = translators(people, source)[0]
    User.objects.filter(pk__in=[mine.pk, people.lead.pk]).update(language="en")
    translated(page, people, source)
    schedule(page, people.lead)
    said = take_back(as_user(people.lead if may_publish else mine), twin_of(page))
    assert ("the other page is not yours to publish" in said) is not may_publish
    assert (fresh(page).scheduled_revision is None, twin_of(page).scheduled_revision is None) == (
        may_publish, may_publish
    )  # fmt: skip


@pytest.mark.database
def test_an_article_keeps_its_minute_when_its_translation_loses_it(quality, people, source, as_user):
    article = written(quality, source)
    translated(article, people, source)
    revision = twin_of(article).latest_revision
    for one in (revision, fresh(article).save_revision()):
        type(one).objects.filter(pk=one.pk).update(approved_go_live_at=NINE)
    said = take_back(as_user(people.lead), twin_of(article))
    assert "les deux" not in said, "in the language of the lead"
    assert (fresh(article).scheduled_revision is None, twin_of(article).scheduled_revision is None) == (False, True)


def test_an_article_has_a_minute_of_its_own(quality, people, source, clock):
    article = written(quality, source, live=False)
    assert schedule(article, people.lead) is None
    run(clock)
    assert fresh(article).live


def test_a_translation_of_an_article_that_lost_its_approval_misses_its_minute(quality, people, source, clock, posted):
    article = written(quality, source)
    translated(article, people, source)
    twin = twin_of(article)
    twin.go_live_at = NINE
    revision = twin.save_revision()
    TranslationTask.objects.update(approved=revision)
    assert gate.keep(revision, by=people.lead) is None
    TranslationTask.objects.update(step=Step.TO_TRANSLATE)
    mail.outbox.clear()
    with posted():
        run(clock)
    assert not twin_of(article).live
    assert "editor" in to()


@pytest.mark.database
def test_the_form_says_what_the_minute_waits_for(page, people, source, as_user):
    User.objects.filter(pk=people.lead.pk).update(language="en")
    client = as_user(people.lead)
    response, _page = edit(client, page, go_live_at="2026-11-02 09:00", **PUBLISH)
    (said,) = [spoken(str(message)).replace("\u00a0", " ") for message in get_messages(response.wsgi_request)]
    assert f"“{WORDS['title']}” is to go live on November 2, 2026 at 9 a.m. (ET), if" in said
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) == response.url


@pytest.mark.parametrize("has_profile", [False, True])
def test_the_desk_takes_and_says_the_minute_on_the_clock_of_its_reader(page, people, source, as_user, has_profile):
    """Whoever says it: the form, or the page that is opened next; ours with the zone, and it is said at the field."""
    User.objects.filter(pk=people.lead.pk).update(language="en", time_zone="America/Halifax")
    if has_profile:
        UserProfile.objects.create(user=people.lead, current_time_zone="America/Vancouver")
    client = as_user(people.lead)
    response, saved = edit(client, page, go_live_at="2026-11-02 10:00", **PUBLISH)
    assert saved.latest_revision.as_object().go_live_at == NINE
    said = "is to go live on November 2, 2026 at 10 a.m. (AT), if its"
    texts = " ".join(words_of(client.get(response.url).content)).replace("\u00a0", " ")
    assert texts.count(said) == 1
    again = " ".join(words_of(client.get(response.url).content)).replace("\u00a0", " ")
    assert again.count(said) == 1, "each time"
    assert "scheduled to go live at November 2, 2026, 10 a.m." in again, "so does Wagtail"


@pytest.mark.parametrize(
    ("language", "said"), [("en", "In your own time zone (AT)."), ("fr", "Dans votre fuseau horaire (HA).")]
)
def test_the_fields_of_the_minute_say_whose_hour_they_take(page, people, as_user, language, said):
    User.objects.filter(pk=people.lead.pk).update(language=language, time_zone="America/Halifax")
    form = as_user(people.lead).get(edit_url(page)).content.decode().replace("\u00a0", " ")
    assert form.count(said) == 2
