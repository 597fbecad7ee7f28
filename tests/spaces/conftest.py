"""A space with its translators, and a page of theirs in every state, whichever language was first."""

from copy import deepcopy
from zlib import crc32

import pytest

from cms.bilingual import chain, ledger
from spaces.models import Membership, Role
from spaces.services import feeds, translations
from tests import factories
from tests.spaces.team import asked, paragraphs, rewrite, translate, translators, written

#: What is asked of both languages; elsewhere half of the tests begin with one, and half with the other.
BOTH_WAYS = {"test_translations", "test_translation_steps", "test_access_pairs"}


def pytest_generate_tests(metafunc):
    """`source` is the language of the original: what holds in one direction holds in the other."""
    is_given = any("source" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize"))
    if "source" in metafunc.fixturenames and not is_given:
        languages = ("fr", "en")
        if metafunc.module.__name__.rpartition(".")[2] not in BOTH_WAYS:
            languages = (languages[crc32(metafunc.function.__name__.encode()) % 2],)
        metafunc.parametrize("source", languages)


@pytest.fixture(scope="module")
def made_leads(once):
    """Ann and Ben, who lead the spaces of a module."""
    return [factories.person("Ann"), factories.person("Ben")]


@pytest.fixture
def leads(db, made_leads):
    return deepcopy(made_leads)


@pytest.fixture(scope="module")
def made_closed(made_leads):
    return factories.space("closed", fr="Fermé", en="Closed", is_open=False, leads=made_leads)


@pytest.fixture
def closed(db, made_closed, alice):
    """With Alice in it."""
    space = deepcopy(made_closed)
    Membership.objects.create(user=alice, space=space, role=Role.MEMBER)
    return space


@pytest.fixture
def lead(closed, leads, as_user):
    return as_user(leads[0])


@pytest.fixture
def media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


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


@pytest.fixture
def feed_key(alice):
    """What opens Alice's feeds and her calendar."""
    feeds.renew(alice)
    return feeds.key_of(alice)
