"""Fixtures: the personae, a client signed in as each, and a clean index for every test."""

import gc
import shutil
from copy import deepcopy

import pytest
from _pytest.runner import runtestprotocol
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import transaction
from django.template import Template
from django.test import Client
from django.test.signals import template_rendered
from django.utils import translation
from django.utils.crypto import get_random_string

from cms.bilingual import term_base
from cms.bilingual.addresses import forget_locales
from cms.models.people import User
from search.engines import engine
from spaces import words
from spaces.models import CommunityRole, Duty, Membership, Role
from tests import factories
from tests.sink import sink  # noqa: F401  a fixture
from tests.spaces.team import team
from tests.tasks import indexes_kept


@pytest.fixture(autouse=True)
def fresh_state(request):
    """Nothing kept by the process outlives a test: locales, terms, words, rendered bodies, active language, index."""
    forget_locales()
    term_base.forget()
    words.forget()
    for name in ("default", "rendered", "renditions"):
        caches[name].clear()
    translation.activate("en")
    if {"db", "transactional_db"} & set(request.fixturenames):
        engine().rebuild([])
    yield
    translation.deactivate()


@pytest.fixture(autouse=True, scope="session")
def outer_contexts(django_test_environment):
    """The test client keeps a copy of the context of every template: of what is included, nobody asks for it."""
    kept, Template._render = Template._render, rendered
    yield
    Template._render = kept


def rendered(template, context):
    if context.template is template:
        template_rendered.send(sender=template, template=template, context=context)
    return template.nodelist.render(context)


@pytest.fixture(autouse=True, scope="module")
def indexes(request):
    """Wagtail's own indexes, for the modules marked `indexed` and the whole contract."""
    if request.node.get_closest_marker("indexed") or "/contract/" in request.node.nodeid:
        with indexes_kept():
            yield
    else:
        yield


@pytest.fixture(scope="module")
def once(indexes, django_db_setup, django_db_blocker, tmp_path_factory):
    """What all tests of a module ask about is made once, under this; what each of them does to it is taken back."""
    kept, settings.MEDIA_ROOT = settings.MEDIA_ROOT, tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
    settings.MEDIA_ROOT = kept


@pytest.fixture
def alice(db):
    """A member, English-speaking."""
    return factories.person("Alice")


@pytest.fixture
def bob(db):
    """A member of the community who is in none of the spaces tests make."""
    return factories.person("Bob", jurisdiction="halifax")


@pytest.fixture
def chantal(db):
    """The federal co-chair, French-speaking; may publish anywhere."""
    return factories.moderator("Chantal")


@pytest.fixture
def denis(db):
    """The translator, French-speaking; may edit and translate."""
    user = factories.person("Denis", language="fr", jurisdiction="qc")
    user.groups.add(Group.objects.get(name="Editors"))
    return user


@pytest.fixture
def nadia(db):
    """The co-chairs' support, French-speaking."""
    user = factories.person("Nadia", language="fr")
    CommunityRole.objects.create(user=user, duty=Duty.SUPPORT)
    return user


def pytest_unconfigure(config):
    shutil.rmtree(settings.TMP, ignore_errors=True)


def signed_in(user):
    """A client with a session of theirs: the row signing in leaves, without the ten questions it asks."""
    client, key = Client(), get_random_string(32, VALID_KEY_CHARS)
    known = {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: "cms.people.MemberBackend",
        HASH_SESSION_KEY: User.objects.get(pk=user.pk).get_session_auth_hash(),
    }
    store = SessionStore()
    row = Session(session_key=key, session_data=store.encode(known), expire_date=store.get_expiry_date())
    row.save_base(force_insert=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    return client


@pytest.fixture
def as_user():
    """as_user(alice) -> a client signed in as Alice."""
    return signed_in


@pytest.fixture
def posted(django_capture_on_commit_callbacks):
    """with posted(): … -> what the change has written by mail is in mail.outbox."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture(scope="module")
def made_quality(once):
    return factories.space()


@pytest.fixture
def quality(db, made_quality):
    """An open space."""
    return deepcopy(made_quality)


@pytest.fixture(scope="module")
def made_people(made_quality):
    return team(made_quality)


@pytest.fixture
def people(quality, made_people):
    """Those who work there, one for each role."""
    return deepcopy(made_people)


@pytest.fixture(scope="module")
def made_identity(once):
    return factories.space("identity", fr="Identité", en="Identity", is_open=False)


@pytest.fixture
def identity(alice, made_identity):
    """A closed, listed space Alice is in."""
    space = deepcopy(made_identity)
    Membership.objects.create(user=alice, space=space, role=Role.MEMBER)
    return space


def pytest_collection_modifyitems(items):
    """The files with the longest tests first: else one process ends with them while the other has nothing left."""
    items.sort(key=lambda item: "/contract/" not in item.nodeid)


def pytest_configure(config):
    """A test is run from a large frame, and has as much room above it.

    Python keeps the frames of calls in pieces of 16 kB. Wherever calls go to and fro over the end of one, and Django's
    do all the time, a piece is asked of the system and given back each time. A large frame is kept in a piece of its
    size: half a megabyte is then left in it for what is called. A sixth of the time of the contract.
    """
    runtestprotocol.__code__ = runtestprotocol.__code__.replace(co_stacksize=2**16)


def pytest_collection_finish(session):
    """All that is imported stays: it need not be looked through again and again. A sixth of the time of the suite."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
