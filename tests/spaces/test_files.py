"""Who may open a picture or a document: its space decides, for the original, the rendition and both languages."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from wagtail.models import Collection

from cms.models import File, Picture, User
from spaces import access
from spaces.models import CommunityRole, Membership, Space, today
from tests import factories
from tests.answers import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_folder")]


def doors(row):
    """Every address at which something of a space, or of the library, is fetched."""
    document = factories.document("guide.txt", row=row, language="fr", other_title="Guide")
    document.other_file.save("guide-en.txt", factories.ContentFile(b"the same"))
    picture = factories.picture(row=row)
    return [
        document.first_copy.url,
        document.second_copy.url,
        document.url,
        picture.file.url,
        picture.get_rendition("width-100").url,
    ]


def fetch(client, address, **headers):
    """The answer, with its file read to the end as a browser reads it."""
    return read(client.get(address, headers=headers))


def answers(client, addresses):
    return [fetch(client, address).status_code for address in addresses]


@pytest.fixture
def expired(identity):
    """Somebody whose role in the closed space ended yesterday."""
    person = factories.person("Xav")
    days = {"starts_on": today() - timedelta(days=30), "ends_on": today() - timedelta(days=1)}
    Membership.objects.create(user=person, space=identity, role="member", **days)
    return person


@pytest.fixture
def support(db):
    """The co-chairs' support: runs every desk, reads only what is theirs."""
    person = factories.person("Sue")
    CommunityRole.objects.create(user=person, duty="support")
    return person


def test_what_a_closed_space_holds_is_for_its_members(client, identity, alice, bob, expired, support, denis, as_user):
    addresses = doors(identity)
    assert answers(client, addresses) == [302] * 5
    assert answers(as_user(alice), addresses) == [200] * 5
    for outsider in (bob, expired, support, denis):
        assert answers(as_user(outsider), addresses) == [404] * 5


def test_a_missing_file_and_one_that_is_not_for_the_reader_answer_alike(identity, bob, as_user):
    held, document = as_user(bob), factories.document(row=identity)
    refused, missing = held.get(document.url), held.get("/documents/999999/guide.txt")
    assert (refused.status_code, missing.status_code) == (404, 404)
    own = rb'(?<=value=")\w{64}|\d+'  # the token of a form (whole, digits and all), the address asked for
    assert re.sub(own, b"", refused.content) == re.sub(own, b"", missing.content)


def test_what_an_open_space_and_the_library_hold_is_for_every_member(client, quality, bob, expired, as_user):
    for row in (quality, None):
        addresses = doors(row)
        assert answers(client, addresses) == [302] * 5
        assert answers(as_user(bob), addresses) == answers(as_user(expired), addresses) == [200] * 5


def test_a_closed_account_opens_nothing_not_even_in_a_session_begun_before(identity, alice, as_user):
    addresses, client = [*doors(identity), *doors(None)], as_user(alice)
    assert answers(client, addresses) == [200] * 10
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert answers(client, addresses) == [302] * 10


def test_losing_the_role_takes_effect_at_once_also_for_what_the_browser_keeps(identity, alice, as_user):
    client, addresses = as_user(alice), doors(identity)
    tags = {address: fetch(client, address)["ETag"] for address in addresses}
    again = [fetch(client, address, if_none_match=tag).status_code for address, tag in tags.items()]
    assert again == [304] * 5
    Membership.objects.filter(user=alice).update(
        starts_on=today() - timedelta(days=9), ends_on=today() - timedelta(days=1)
    )
    again = [fetch(client, address, if_none_match=tag).status_code for address, tag in tags.items()]
    assert again == [404] * 5


def test_a_file_moved_between_the_space_and_the_library_changes_readers_at_once(identity, bob, as_user):
    client, root = as_user(bob), Collection.get_first_root_node()
    document, picture = factories.document(row=identity), factories.picture(row=identity)
    addresses = [document.url, picture.file.url, picture.get_rendition("width-100").url]
    assert answers(client, addresses) == [404] * 3
    for model in (File, Picture):
        model.objects.update(collection=root)
    assert answers(client, addresses) == [200] * 3
    for model in (File, Picture):
        model.objects.update(collection=identity.collection)
    assert answers(client, addresses) == [404] * 3


def test_opening_and_closing_the_space_changes_readers_at_once(identity, bob, as_user):
    client, addresses = as_user(bob), doors(identity)
    Space.objects.filter(pk=identity.pk).update(is_open=True)
    assert answers(client, addresses) == [200] * 5
    Space.objects.filter(pk=identity.pk).update(is_open=False)
    assert answers(client, addresses) == [404] * 5


def test_what_a_removed_space_holds_exists_for_nobody(identity, quality, alice, as_user):
    root = User.objects.create_superuser("root@example.org", "password")
    closed, opened = doors(identity), doors(quality)
    assert answers(as_user(root), closed) == [200] * 5
    Space.objects.update(removed_at=timezone.now())
    for person in (root, alice):
        assert answers(as_user(person), closed + opened) == [404] * 10


def test_a_collection_below_that_of_a_space_belongs_to_it_and_a_neighbour_does_not(identity, alice, bob):
    below = factories.folder(identity).add_child(name="2026").add_child(name="Annexes")
    beside = Collection.get_first_root_node().add_child(name="identity too")
    inside, outside = factories.document(collection=below), factories.document(collection=beside)
    assert (access.gate_of(inside), access.gate_of(outside)) == (identity.pk, None)
    assert [access.may_open(bob, document) for document in (inside, outside)] == [False, True]
    assert access.may_open(alice, inside)


def test_the_nearest_space_decides_when_one_lies_inside_another(identity, quality, bob):
    quality.collection = factories.folder(identity).add_child(name="open part")
    quality.save()
    document = factories.document(row=quality)
    assert access.gate_of(document) == quality.pk
    assert access.may_open(bob, document)
    assert list(access.open_to(bob, File.objects.all())) == [document]


def test_one_file_and_a_list_of_files_give_the_same_answer(identity, quality, alice, bob, expired, support):
    root = User.objects.create_superuser("root@example.org", "password")
    gone = factories.space("gone", fr="Parti", en="Gone")
    below = factories.folder(identity).add_child(name="2026")
    for place in ({"row": identity}, {"row": quality}, {"row": gone}, {}, {"collection": below}):
        factories.document(**place)
        factories.picture(**place)
    Space.objects.filter(pk=gone.pk).update(removed_at=timezone.now())
    for person, count in ((alice, 4), (bob, 2), (expired, 2), (support, 2), (root, 4)):
        reader = User.objects.get(pk=person.pk)
        for model in (File, Picture):
            listed = set(access.open_to(reader, model.objects.all()))
            assert listed == {file for file in model.objects.all() if access.can_see(reader, file)}
            assert len(listed) == count
    assert not access.open_to(AnonymousUser(), File.objects.all())
    assert not access.can_see(AnonymousUser(), File.objects.first())


@pytest.mark.parametrize("count", [1, 5, 50])
def test_a_list_of_files_costs_the_same_whatever_its_length(identity, alice, count, django_assert_num_queries):
    for number in range(count):
        factories.document(f"{number}.txt", row=identity)
    reader = User.objects.get(pk=alice.pk)
    with django_assert_num_queries(2):  # the reader's rights, the list
        assert len(access.open_to(reader, File.objects.all())) == count


def test_a_file_costs_three_queries_once_the_reader_is_known(identity, alice, as_user, django_assert_num_queries):
    client, document, picture = as_user(alice), factories.document(row=identity), factories.picture(row=identity)
    client.get("/en/topics/")  # the first visit of the day is noted
    for address in (document.url, picture.file.url, picture.get_rendition("width-100").url):
        with django_assert_num_queries(5):  # session, reader; the row, its gate, the reader's rights
            fetch(client, address)


def test_the_readers_of_a_space_are_those_who_may_enter_it(identity, quality, alice, bob, expired, support):
    User.objects.create_superuser("root@example.org", "password")
    people = User.objects.all()
    for space in (identity, quality):
        assert set(access.readers(space)) == {person for person in people if access.can_enter(person, space)}
    assert len(access.readers(identity)) == 2
    identity.removed_at = timezone.now()
    assert not access.readers(identity)
