"""A space with its translators, and a page of theirs in every state, whichever language was first."""

import pytest

from cms.bilingual import chain, ledger
from spaces.services import translations
from tests.spaces.team import asked, paragraphs, rewrite, team, translate, translators, written


@pytest.fixture(params=["fr", "en"])
def source(request):
    """The language of the original."""
    return request.param


@pytest.fixture
def people(quality):
    return team(quality)


@pytest.fixture
def page(quality, source):
    """Written in one language."""
    return written(quality, source)


@pytest.fixture
def mine(people, source):
    """Its translator."""
    return translators(people, source)[0]


@pytest.fixture
def under_way(page, people, mine):
    """Its translation, asked for."""
    asked(page, people.editor, assignee=mine)
    return ledger.running(page.translation_key)


@pytest.fixture
def changed(page, people, under_way, source):
    """Everything was translated and published; then one sentence of the original changed."""
    mine, other, _wrong = translators(people, source)
    translate(page, mine)
    task = chain.task_of(page.translation_key)
    translations.ready(task=task, by=mine)
    translations.approve(task=task, by=other)
    return rewrite(page, body=paragraphs("Un mot.", "Deux bons mots.", "Trois."), by=people.editor)
