"""What was set holds: a page that is read stays so until its minute, and what was published last is what waits."""

import pytest

from cms.bilingual import chain
from spaces.services import translations
from tests.spaces import minutes
from tests.spaces.minutes import live, run, schedule
from tests.spaces.publishing import fresh
from tests.spaces.team import ready, translate, translators, twin_of, written

pytestmark = [pytest.mark.database, pytest.mark.django_db]
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
    change_at(page, people, minutes.NINE, title="Autrement")
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
    assert change_at(article, people, minutes.NINE, title="Autrement") is None
    assert (fresh(article).live, fresh(article).title) == (True, "Rappel")
    run(clock)
    assert (fresh(article).live, fresh(article).title) == (True, "Autrement")
