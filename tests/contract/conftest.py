"""Each engine of the registry, on an empty index; and worlds made once for all tests of a module."""

from copy import deepcopy

import pytest
import time_machine
from django.template import Template

from cms.models import User
from search import documents
from search.engines import engine as search_engine
from tests import factories
from tests.contract import community as small
from tests.contract import engines, leaks
from tests.contract.languages import Wordings


@pytest.fixture(autouse=True)
def no_kept_contexts(monkeypatch):
    """Walks read what is said; that the test client keeps every context of every template is a part of their time."""
    monkeypatch.setattr(Template, "_render", lambda self, context: self.nodelist.render(context))


@pytest.fixture(params=engines.ENGINES)
def name(request):
    return request.param


@pytest.fixture
def engine(name, tmp_path):
    engine = engines.made(name, tmp_path)
    engine.rebuild([])
    yield engine
    engine.remove()
    engine.close()


@pytest.fixture
def november():
    """One day for all walks: dates and months are read in both languages."""
    with time_machine.travel(small.NOW, tick=False):
        yield


@pytest.fixture(scope="session")
def wordings():
    return Wordings()


@pytest.fixture(scope="module")
def made_community(once):
    with time_machine.travel(small.NOW, tick=False):
        return small.made(factories.person("Alice"), factories.moderator("Chantal"))


@pytest.fixture
def community(db, made_community):
    return copied(made_community)


@pytest.fixture
def alice(db):
    """Alice of the community where there is one."""
    return User.objects.filter(email="alice@example.org").first() or factories.person("Alice")


@pytest.fixture
def chantal(db):
    """The same of Chantal, who may publish anywhere."""
    return User.objects.filter(email="chantal@example.org").first() or factories.moderator("Chantal")


@pytest.fixture(scope="module")
def made_world(once):
    return leaks.build()


@pytest.fixture
def world(db, made_world):
    """The world of the leak matrix."""
    return copied(made_world)


def copied(made):
    """One's own copy of what was made for the module, found by searching."""
    search_engine().rebuild(documents.build())
    return deepcopy(made)
