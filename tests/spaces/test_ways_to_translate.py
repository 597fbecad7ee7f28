"""From what one reads to its translation, for those who write it: where it is missing, and where it is late."""

import pytest

from cms.models import CommunitySettings
from tests.spaces.side_by_side import at, soup_of
from tests.spaces.team import OTHER, twin_of

pytestmark = pytest.mark.django_db


def leads(client, address, page, language):
    """Whether a page leads to the translation of another."""
    return bool(
        soup_of(client.get(address)).main.find("a", href=at("translation", page.translation_key, language=language))
    )


@pytest.mark.parametrize("source", ["fr", "en"])
def test_where_it_is_missing(page, people, mine, source, as_user, alice):
    language = OTHER[source]
    address = at("untranslated", page.pk, page.slug, language=language)
    readers = {"translator": mine, "editor": people.editor, "member": people.member, "alice": alice}
    found = {name: leads(as_user(user), address, page, language) for name, user in readers.items()}
    assert found == {"translator": True, "editor": True, "member": False, "alice": False}


@pytest.mark.parametrize("source", ["fr", "en"])
def test_where_it_is_late(changed, people, mine, source, as_user, alice):
    CommunitySettings.objects.update_or_create(pk=1, defaults={"behind_words": 1})
    twin = twin_of(changed)
    readers = {"translator": mine, "member": people.member, "alice": alice, "again": mine}
    found = {name: leads(as_user(user), twin.url, changed, OTHER[source]) for name, user in readers.items()}
    assert found == {"translator": True, "member": False, "alice": False, "again": True}
    assert not leads(as_user(mine), changed.url, changed, source), "the original is late in nothing"
