"""What several tests begin with is made for the first of them, and taken back after the last."""

from contextlib import contextmanager
from copy import deepcopy

import pytest
from django.db import transaction

LANGUAGES = ("fr", "en")


@contextmanager
def taken_back():
    """What is written in the block is there as long as the block lasts."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def made_once(name, make):
    """Two fixtures: «made_name», made once a module, and «name», each test’s own copy of it."""

    @pytest.fixture(scope="module", name=f"made_{name}")
    def made(once):
        return make()

    @pytest.fixture(name=name)
    def mine(db, request):
        return deepcopy(request.getfixturevalue(f"made_{name}"))

    return made, mine


def made_by(begun, *names):
    """The autouse fixture `made` of `begin_with`: begun(*the «made_name» of each, language, stage), or None."""

    @pytest.fixture(autouse=True, scope="module", name="made")
    def made(once, request):
        given = [request.getfixturevalue(f"made_{name}") for name in names]  # before: they outlast what is made of them
        with taken_back():
            yield request.param and begun(*given, *request.param)

    return made


def copy_of(name):
    """A fixture: each test’s own copy of an attribute of `made`."""

    @pytest.fixture(name=name)
    def mine(db, made):
        return deepcopy(getattr(made, name))

    return mine


def begin_with(metafunc, *stages, languages=LANGUAGES):
    """`made` of a module gets (the language of the original, the last of the stages a test asks for), or None.

    The stage alone where it has no language. It is an autouse fixture: where a test asks for no stage, nothing is
    there that was made for another.
    """
    asked = [stage for stage in stages if stage in metafunc.fixturenames]
    given, names = [asked[-1] if asked else None], [pytest.HIDDEN_PARAM]
    if asked and languages:
        given, names = [(language, asked[-1]) for language in languages], languages
    metafunc.parametrize("made", given, ids=names, indirect=True, scope="module")
