"""The page of a meeting and its lists ask as much for five hundred replies as for one."""

import pytest

from cms import versions
from cms.models import User
from spaces.models import Jurisdiction, Membership, Profile, Reply, Role
from tests import factories
from tests.spaces.side_by_side import at

DELEGATE = {"answer": "delegate", "delegate_name": "Omar Diaz", "delegate_email": "omar@example.org"}


def crowd(meeting, count):
    """Replies by the dozen, of every kind, from every order of government."""
    places = list(Jurisdiction.objects.order_by("pk"))
    users = User.objects.bulk_create(
        User(email=f"person{number}@example.org", first_name=f"P{number}") for number in range(count)
    )
    Profile.objects.bulk_create(
        Profile(user=user, jurisdiction=places[number % len(places)]) for number, user in enumerate(users)
    )
    kinds = [{"answer": "attends"}, DELEGATE, {"answer": "cannot"}, {"answer": "attends", "is_waiting": True}]
    Reply.objects.bulk_create(
        Reply(meeting=meeting, user=user, **kinds[number % 4]) for number, user in enumerate(users)
    )


@pytest.mark.parametrize("count", [1, 5, 50, 500])
def test_the_page_asks_as_much_for_five_hundred_replies_as_for_one(
    count, quality, alice, as_user, django_assert_num_queries
):
    meeting = factories.meeting(quality, seats=300)
    Membership.objects.create(user=alice, space=quality, role=Role.LEAD)
    crowd(meeting, count)
    client, address = as_user(alice), meeting.made["en"].url
    for _ in range(2):
        assert client.get(address).status_code == 200
    with django_assert_num_queries(6):
        client.get(address)
    versions.bump()
    with django_assert_num_queries(10):  # the first after a change of content makes the page anew, for all
        client.get(address)
    lists = at("meeting_replies", meeting.pk)
    client.get(lists)
    with django_assert_num_queries(9):
        client.get(lists)
