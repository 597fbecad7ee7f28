"""The leak matrix, cell by cell: nothing to those without the right, everything to those with it."""

import pytest

from tests.contract import leak_doors, notice_doors, own_doors, translation_doors  # noqa: F401  register the doors
from tests.contract.leaks import DOORS, KINDS, LANGUAGES, Visit, cells

pytestmark = pytest.mark.django_db
PERSONAE = (
    "anonymous", "member", "member of X", "editor of X", "lead of X", "editor of Y", "co-chair", "disabled account",
    "expired role",
)  # fmt: skip


@pytest.mark.parametrize("persona", PERSONAE)
def test_nothing_leaks_and_nothing_is_hidden(persona, world):
    leaks, missing = [], []
    for language in LANGUAGES:
        visit = Visit(world, persona, language)
        for door in DOORS:
            for kind, code, leaked, hidden in cells(persona, visit, door):
                leaks += [(door.name, language, kind, code)] * leaked
                missing += [(door.name, language, kind, code)] * hidden
    assert leaks == [], leaks
    assert missing == [], missing


def test_the_matrix_has_its_size():
    assert len(PERSONAE) * len(KINDS) * len(LANGUAGES) * len(DOORS) * len(LANGUAGES) >= 2000
    assert len({door.name for door in DOORS}) == len(DOORS)
