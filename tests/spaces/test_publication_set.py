"""What was set holds: a page that is read stays so until its minute, and what was published last is what waits."""

import pytest

from cms.bilingual import chain, gate
from cms.bilingual.gate_models import Waiting
from cms.bilingual.readiness import Stand
from cms.bilingual.task_models import TranslationTask
from cms.models import User
from spaces.services import exceptions, translations
from tests.spaces import minutes
from tests.spaces.minutes import LATER, NINE, live, run, schedule
from tests.spaces.publishing import approve_on_the_form, fresh, said
from tests.spaces.team import ready, translate, translators, twin_of, written

pytestmark = pytest.mark.django_db
clock, made_people, page = minutes.clock, minutes.made_people, minutes.page
either_way = pytest.mark.parametrize("source", ["fr", "en"])


def go_through(page, people, source):
    """Its translation, asked for, written and approved by a reviser who may publish it."""
    task, _mine, other = ready(page, people, source)
    return translations.approve(task=task, by=other)


def translated_again(page, people, source, words):
    """What changed in it, translated, and approved by a reviser who may publish it."""
    mine, other, _wrong = translators(people, source)
    task = chain.task_of(page.translation_key)
    translate(page, mine, words)
    translations.ready(task=task, by=mine)
    return translations.approve(task=task, by=other)


def rewritten(page, by, **words):
    """A draft made of the last one, as the form of the desk makes it."""
    draft = fresh(page).get_latest_revision_as_object()
    for name, value in words.items():
        setattr(draft, name, value)
    return draft.save_revision(user=by)


# -- a page that is read stays so until its minute


@either_way
def test_a_minute_set_on_a_draft_older_than_what_is_read_takes_nothing_from_readers(page, people, source, clock):
    """The author saved it before the pages went live: it knows of no version that is."""
    schedule(page, people.lead, at=None)
    task, _mine, other = ready(page, people, source)
    rewritten(page, people.editor)
    translations.approve(task=task, by=other)
    assert live(page) == (True, True)
    before = fresh(page).live_revision_id
    change_at(page, people, NINE, title="Autrement")
    assert (live(page), fresh(page).live_revision_id) == ((True, True), before)
    translated_again(page, people, source, {"title": "Otherwise"})
    assert (live(page), fresh(page).title) == ((True, True), "Fermeture")
    run(clock)
    assert (fresh(page).title, twin_of(page).title) == ("Autrement", "Otherwise")


def change_at(page, people, at, **words):
    """A draft made of the last one, published with a minute by the lead. Returns what was held."""
    draft = fresh(page).get_latest_revision_as_object()
    return schedule(page, people.lead, at=at, **{"base": draft, **words})


@pytest.mark.parametrize("is_noted", [True, False])
def test_an_article_that_is_read_stays_so_until_its_minute(quality, people, clock, is_noted):
    """Also one loaded in bulk, of which no version is noted as what is read."""
    article = written(quality, "fr", live=False)
    revision = rewritten(article, people.editor)
    rewritten(article, people.editor)
    revision.publish(user=people.lead)
    if not is_noted:
        type(article).objects.filter(pk=article.pk).update(live_revision=None)
    assert change_at(article, people, NINE, title="Autrement") is None
    assert (fresh(article).live, fresh(article).title) == (True, "Rappel")
    run(clock)
    assert (fresh(article).live, fresh(article).title) == (True, "Autrement")


# -- what was published last is what waits, with its minute


@either_way
def test_a_minute_set_after_a_version_was_published_is_kept_when_the_translation_is_approved(
    page, people, source, clock
):
    schedule(page, people.lead, at=None)
    task, _mine, other = ready(page, people, source)
    assert schedule(page, people.lead).at == NINE
    assert not Waiting.objects.exists(), "what was published last is what waits, and its minute is noted"
    translations.approve(task=task, by=other)
    assert live(page) == (False, False)
    run(clock)
    assert live(page) == (True, True)


@either_way
def test_newer_words_with_a_minute_replace_those_that_wait(page, people, source, clock):
    schedule(page, people.lead, at=None)
    go_through(page, people, source)
    schedule(page, people.lead, at=None, title="Autrement")
    change_at(page, people, NINE, title="Encore autrement")
    translated_again(page, people, source, {"title": "Otherwise again"})
    assert fresh(page).title == "Fermeture"
    assert all(one.scheduled_revision for one in (fresh(page), twin_of(page)))
    run(clock)
    assert (fresh(page).title, twin_of(page).title) == ("Encore autrement", "Otherwise again")


def test_an_exception_recorded_before_the_minute_lets_what_was_published_last_go_at_it(page, people, source, clock):
    schedule(page, people.lead, at=None, title="Un")
    change_at(page, people, NINE, title="Deux")
    exceptions.record(page=page, by=people.lead, reason="Urgent.", owner=people.lead, due_on=LATER.date())
    assert (fresh(page).live, fresh(page).scheduled_revision is not None) == (False, True)
    run(clock)
    assert (fresh(page).live, fresh(page).title) == (True, "Deux")


def test_an_approved_translation_published_for_a_minute_was_asked_for_by_who_set_it(page, people, source, clock):
    """Its reviser may not publish it, nor whoever publishes the original: who set its minute may."""
    minutes.translated(page, people, source)
    twin = twin_of(page)
    twin.go_live_at = NINE
    revision = twin.save_revision()
    TranslationTask.objects.update(approved=revision)
    assert gate.keep(revision, by=people.lead).at == NINE
    stand = Stand(page.translation_key)
    assert stand.is_entitled(twin_of(page), people.editor)


# -- what was published later replaces the approval that was asked for before


def submitted(page, people, **words):
    """A draft by its author, and the approval of it that is under way."""
    rewritten(page, people.editor, **words)
    page = fresh(page)
    return page.get_workflow().start(page, people.editor)


def status_of(state):
    state.refresh_from_db()
    return state.status


@pytest.mark.parametrize("at", [None, NINE])
def test_an_older_submission_does_not_win_over_what_was_published_since(page, people, source, clock, at):
    """Neither what waits nor what goes live at its minute."""
    schedule(page, people.lead, at=None)
    go_through(page, people, source)
    state = submitted(page, people, title="De l’auteur")
    assert change_at(page, people, at, title="Du responsable") is not None
    assert status_of(state) == "cancelled"
    translated_again(page, people, source, {"title": "From the lead"})
    run(clock)
    assert (fresh(page).title, twin_of(page).title) == ("Du responsable", "From the lead")


def test_a_minute_set_on_what_is_read_ends_the_approval_asked_for_before(quality, people, clock):
    article = written(quality, "fr")
    state = submitted(article, people, title="De l’auteur")
    change_at(article, people, NINE, title="Du responsable")
    assert status_of(state) == "cancelled"


def test_an_approval_asked_for_after_a_version_was_published_goes_on(page, people, clock):
    """A minute that comes, or a translation that is ready, publishes nothing anew."""
    schedule(page, people.lead)
    state = submitted(page, people)
    run(clock)
    assert (fresh(page).live, status_of(state)) == (False, "in_progress")
    gate.release(page.translation_key)
    assert (fresh(page).live, status_of(state)) == (False, "in_progress")


def test_an_approval_nobody_asks_for_any_more_is_not_taken_for_one(page, people, as_user):
    """The form was opened before somebody published elsewhere: what is typed is kept, and nothing is approved."""
    User.objects.filter(pk=people.lead.pk).update(language="en")
    page.get_workflow().start(page, people.editor).cancel(user=people.lead)
    response = approve_on_the_form(as_user(people.lead), page, None)
    assert "Nothing was approved: no approval is asked any more." in said(response)
    assert (live(page), fresh(page).get_latest_revision_as_object().title) == ((False, False), "Changed")
