"""Passages confirmed and not yet on the page readers have: the original that says them anew waits for that page."""

import pytest

from cms.bilingual import chain
from cms.bilingual.gate_models import Waiting
from spaces.services import translations
from tests.cms.test_gate import both as both_there  # noqa: F401  a fixture
from tests.cms.test_gate import either_way, fresh, go_through, kinds, made_both, publish  # noqa: F401  a fixture
from tests.spaces import test_agenda_drafts as agendas
from tests.spaces.team import task_of, translate, translators, twin_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafted(both_there, people, source):  # noqa: F811
    """Both are read; the original has other words in its draft, confirmed in the other language, and no more."""
    page = fresh(both_there)
    page.title, page.summary = "Autrement", "En deux mots."
    page.save_revision(user=people.lead)
    mine, *_others = translators(people, source)
    translate(page, mine, {"title": "Otherwise", "summary": "In two words."})
    return page


def said(page):
    return [(one.title, one.summary) for one in (fresh(page), twin_of(page))]


@either_way
def test_an_original_waits_for_what_was_confirmed_and_not_approved(drafted, people, source):
    before = said(drafted)
    held = publish(drafted, people.lead)
    assert (kinds(held), held.waits) == (["step"], True)
    assert said(drafted) == before
    task, (mine, other, _wrong) = task_of(drafted), translators(people, source)
    translations.ready(task=task, by=mine)
    assert said(drafted) == before
    translations.approve(task=task, by=other)
    assert said(drafted) == [("Autrement", "En deux mots."), ("Otherwise", "In two words.")]
    assert not Waiting.objects.exists()
    assert chain.task_of(drafted.translation_key) is None


@either_way
def test_so_does_an_agenda_built_with_words_known_in_both(source, quality, people):
    """What its authors wrote in the other language answers the items at once; somebody still hands it over."""
    page = agendas.written(quality, source)
    publish(page, people.lead)
    go_through(page, people, source)
    said = {"why": "Mots.", "other_title": "Autre", "other_why": "Autres mots."}
    row = agendas.propose(quality, people.lead, "Connu", language=source, **said)
    agendas.place(page.meeting, people.lead, [row])
    held = publish(page, people.lead)
    assert (kinds(held), held.waits) == (["step"], True)
    assert agendas.drafted(page.meeting)[1] == {"fr": [], "en": []}, "nobody reads half of it"
