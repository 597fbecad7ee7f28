"""Each engine of the registry, on an empty index."""

import pytest
import time_machine

from search import outbox
from tests.contract import community as small
from tests.contract import engines
from tests.contract.languages import Wordings


@pytest.fixture(params=engines.ENGINES)
def name(request):
    return request.param


@pytest.fixture
def engine(name, tmp_path):
    engine = engines.made(name, tmp_path)
    yield engine
    engine.close()


@pytest.fixture
def november():
    """One day for all walks: dates and months are read in both languages."""
    with time_machine.travel(small.NOW, tick=False):
        yield


@pytest.fixture(scope="module")
def wordings():
    return Wordings()


@pytest.fixture
def community(alice, chantal):
    made = small.made(alice, chantal)
    assert outbox.drain()[1] == 0
    return made
