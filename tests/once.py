"""What several tests begin with is made for the first of them, and taken back after the last."""

from contextlib import contextmanager

import pytest
from django.db import transaction

LANGUAGES = ("fr", "en")


@contextmanager
def taken_back():
    """What is written in the block is there as long as the block lasts."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def begin_with(metafunc, *stages):
    """`made` of a module gets (the language of the original, the last of the stages a test asks for), or None.

    It is an autouse fixture: where a test asks for none of them, nothing is there that was made for another.
    """
    asked = [stage for stage in stages if stage in metafunc.fixturenames]
    given = [(language, asked[-1]) for language in LANGUAGES] if asked else [None]
    names = LANGUAGES if asked else [pytest.HIDDEN_PARAM]
    metafunc.parametrize("made", given, ids=names, indirect=True, scope="module")
