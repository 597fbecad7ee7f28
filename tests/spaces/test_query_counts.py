"""The same number of queries whatever a list holds: when the page is made anew, and when it was kept."""

import pytest

from cms import versions
from spaces.models import ArticlePage, Membership
from tests import factories
from tests.spaces import many

pytestmark = pytest.mark.database

#: address -> (queries when it is made anew, queries when it was kept)
QUERIES = {
    "/en/": (14, 9),
    "/en/practices/": (8, 4),
    "/en/practices/?kind=practice&order=provincial&topic=callback": (8, 4),
    "/en/practices/?last=1": (8, 4),
    "/fr/qualite/pratique-0/": (8, 5),
    "/en/topics/": (6, 6),
    "/en/topics/callback/": (9, 9),
    "/en/meetings/": (6, 6),
    "/en/announcements/": (6, 6),
    "/en/spaces/": (6, 6),
    "/en/quality/": (15, 15),
    "/en/spaces/quality/practices/": (10, 10),
    "/en/spaces/quality/meetings/": (9, 9),
    "/en/spaces/quality/announcements/": (8, 8),
    "/en/spaces/quality/members/": (7, 7),
    "/en/preferences/": (4, 4),
}


@pytest.mark.parametrize("count", [1, 5, 50])
def test_a_view_asks_as_much_for_fifty_things_as_for_one(count, quality, as_user, alice, django_assert_num_queries):
    topics = [factories.topic("callback" if number == 0 else f"topic-{number}") for number in range(count)]
    people = [alice, *(factories.person(f"Person{number}") for number in range(count - 1))]
    Membership.objects.bulk_create(Membership(user=user, space=quality) for user in people)
    quality.topics.set(topics)
    many.articles(quality, count, topics=topics, author=alice)
    many.meetings(quality, count)
    many.announcements(quality, count, author=alice)
    many.spaces(count, member=alice)
    assert ArticlePage.objects.filter(locale__language_code="fr").count() == count
    client = as_user(alice)
    for address, (anew, kept) in QUERIES.items():
        for _ in range(2):
            assert client.get(address).status_code == 200
        with django_assert_num_queries(kept, info=address):
            client.get(address)
        versions.bump()
        with django_assert_num_queries(anew, info=address):
            client.get(address)


def test_lists_and_pages_keep_to_their_budgets():
    budgets = {"/en/practices/": 8, "/fr/qualite/pratique-0/": 8}
    assert {address: max(QUERIES[address]) for address in budgets} == budgets
    assert QUERIES["/en/"][1] <= 12
