"""A confirmed passage corrected when nothing is asked of anybody: a round of its own, revised like any other."""

from copy import deepcopy

import pytest
from wagtail_localize.models import StringTranslation

from cms.bilingual import gate
from cms.bilingual.drift import digest
from cms.bilingual.models import State
from cms.bilingual.task_models import Act, Step
from spaces.services import translations
from tests import factories
from tests.conftest import signed_in
from tests.once import taken_back
from tests.spaces.publishing import SAYS_SO, by_approval, by_strings, by_the_clock, in_bulk, said
from tests.spaces.side_by_side import desk, post, said_by, step, words
from tests.spaces.team import (
    fresh,
    official,
    pair_of,
    paragraphs,
    ready,
    rewrite,
    segments,
    task_of,
    translate,
    translators,
    twin_of,
    written,
)

pytestmark = pytest.mark.django_db
WAYS = [by_strings, in_bulk, by_the_clock, by_approval]
KINDS = {"article": written, "official": official}


def published(page, people, source):
    """Live in both languages, nothing asked of anybody."""
    if not page.live:
        gate.keep(page.latest_revision, by=people.lead)
    task, _mine, reviser = ready(page, people, source)
    translations.approve(task=task, by=reviser)
    assert (twin_of(page).live, task_of(page)) == (True, None)
    return page


def said_of(segment):
    """What a translator who opens a passage starts from."""
    return digest(StringTranslation.objects.get(context=segment.context_id).data)


@pytest.fixture(params=KINDS, scope="module")
def made_corrected(request, made_quality, made_people):
    """{language of the original: page} whose title was confirmed anew, on the translators' desk, by its translator."""
    with taken_back():
        pages = {code: published(KINDS[request.param](made_quality, code), made_people, code) for code in ("fr", "en")}
        for code, page in pages.items():
            mine, (title,) = translators(made_people, code)[0], segments(page, "title")
            post(signed_in(mine), page, title, "Corrected", was=said_of(title), show="all")
        yield pages


@pytest.fixture
def corrected(quality, people, source, made_corrected):
    return deepcopy(made_corrected[source])


def test_a_correction_is_handed_to_a_reviser_and_published(corrected, people, mine, source, as_user):
    task = task_of(corrected)
    assert (task.step, task.assignee, task.words) == (Step.TO_TRANSLATE, mine, 1)
    assert [(entry.act, entry.by) for entry in task.entries.all()] == [(Act.CORRECTED, mine)]
    assert (pair_of(corrected).state, pair_of(corrected).is_unpublished) == (State.UP_TO_DATE, True)
    client, reviser = as_user(mine), translators(people, source)[1]
    soup = desk(client, corrected)
    assert [button["value"] for button in soup.select("#steps button")] == ["ready"]
    assert "changed the original" not in words(soup.select_one("main"))
    assert said_by(step(client, corrected, "ready")) == ["Ready for revision: the reviser is told."]
    (passage,) = desk(as_user(reviser), corrected).select(".passage")
    assert "Corrected" in str(passage)
    assert said_by(step(as_user(reviser), corrected, "approve")) == ["Approved and published: readers have it."]
    assert (twin_of(corrected).title, task_of(corrected)) == ("Corrected", None)
    assert not pair_of(corrected).is_unpublished


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("moment", ["before it is handed over", "while it waits"])
def test_nobody_publishes_it_past_the_reviser(corrected, people, mine, as_user, moment, way):
    people.lead.language = "en"
    people.lead.save()
    before = twin_of(corrected).title
    if moment == "while it waits":
        translations.ready(task=task_of(corrected), by=mine)
    else:
        twin_of(corrected).save_revision()
    response = way(as_user(people.lead), twin_of(corrected))
    assert twin_of(corrected).title == before != "Corrected"
    assert task_of(corrected) is not None
    if way in SAYS_SO:
        waits = "waits to be revised" if moment == "while it waits" else "has not handed it over yet"
        assert waits in said(response) or "waits for its reviser" in said(response)


def test_whoever_revised_it_last_does_not_revise_their_own_correction(quality, people, source, as_user):
    page = published(written(quality, source), people, source)
    mine, reviser, _wrong = translators(people, source)
    (title,) = segments(page, "title")
    post(as_user(reviser), page, title, "Corrected", was=said_of(title))
    assert (task_of(page).assignee, task_of(page).reviser) == (reviser, None)
    translations.ready(task=task_of(page), by=reviser)
    assert translations.approve(task=task_of(page), by=fresh(mine)) == (True, None)
    assert twin_of(page).title == "Corrected"


def test_the_same_words_confirmed_again_ask_nothing_of_anybody(quality, people, source, as_user):
    page = published(written(quality, source), people, source)
    (title,) = segments(page, "title")
    row = StringTranslation.objects.get(context=title.context_id)
    post(as_user(people.lead), page, title, row.data, was=said_of(title))
    assert (task_of(page), pair_of(page).state) == (None, State.UP_TO_DATE)


def test_a_correction_of_what_was_withdrawn_is_revised_too(quality, people, source, as_user):
    page = published(written(quality, source), people, source)
    twin_of(page).unpublish()
    (title,) = segments(page, "title")
    mine = translators(people, source)[0]
    post(as_user(mine), page, title, "Corrected", was=said_of(title))
    assert task_of(page).step == Step.TO_TRANSLATE
    assert [one.kind for one in gate.keep(twin_of(page).latest_revision, by=people.lead).obstacles] == ["step"]
    assert not twin_of(page).live


def test_an_original_goes_on_being_published_while_a_correction_waits(corrected, people, mine):
    translations.ready(task=task_of(corrected), by=mine)
    original = type(corrected).objects.get(pk=corrected.pk)
    revision = original.save_revision(user=people.lead)
    assert gate.keep(revision, by=people.lead) is None
    assert twin_of(corrected).title != "Corrected"


def test_what_only_a_draft_says_is_not_what_readers_have(quality, people, source):
    """Official content whose original went ahead by an exception: its translation waits in a draft."""
    page = published(official(quality, source), people, source)
    factories.excepted(page, owner=people.lead)
    rewrite(page, body=paragraphs("Un mot.", "Deux mots.", "Trois.", "Quatre."), by=people.lead)
    page.refresh_from_db()
    assert (page.live, page.has_unpublished_changes) == (True, False)
    task, mine, reviser = task_of(page), *translators(people, source)[:2]
    translate(page, mine)
    translations.ready(task=task, by=mine)
    assert twin_of(page).has_unpublished_changes
    assert (pair_of(page).state, pair_of(page).is_unpublished) == (State.UP_TO_DATE, True)
    translations.approve(task=task, by=reviser)
    assert (task_of(page), pair_of(page).is_unpublished) == (None, False)


def test_edited_by_hand_a_draft_is_not_what_readers_have_either(quality, people, source):
    page = published(official(quality, source), people, source)
    translations.stop(pair=pair_of(page), by=people.lead)
    factories.excepted(page, owner=people.lead)
    rewrite(page, body=paragraphs("Un mot.", "Deux bons mots.", "Trois."), by=people.lead)
    twin = twin_of(page)
    twin.body = paragraphs("~ Un mot.", "Two good words.", "~ Trois.")
    twin.save_revision(user=people.lead)
    assert (pair_of(page).state, pair_of(page).is_unpublished) == (State.UP_TO_DATE, True)
    twin.get_latest_revision().publish(user=people.lead)
    assert (pair_of(page).state, pair_of(page).is_unpublished) == (State.UP_TO_DATE, False)
