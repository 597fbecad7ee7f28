"""The same number of queries whatever a list holds: when the page is made anew, and when it was kept."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms import versions
from spaces import access
from spaces.models import Announcement, Article, ArticlePage, Delivery, JoinRequest, Meeting, Membership, Role, Space
from tests import factories
from tests.spaces import many

#: address -> (queries when it is made anew, queries when it was kept)
QUERIES = {
    "/en/": (12, 7),
    "/en/practices/": (8, 4),
    "/en/practices/?kind=practice&order=provincial&topic=callback": (8, 4),
    "/en/practices/?last=1": (8, 4),
    "/fr/qualite/pratique-0/": (8, 5),
    "/en/topics/": (6, 6),
    "/en/topics/callback/": (8, 8),
    "/en/meetings/": (8, 8),  # the spaces and the topics one may choose from among them
    "/en/meetings/?topic=callback": (8, 8),
    "/en/meetings/calendar/": (7, 7),
    "/en/meetings/calendar/?topic=callback": (7, 7),
    "/en/announcements/": (7, 7),  # what one has yet to read among them
    "/en/spaces/": (5, 5),
    "/en/quality/": (15, 9),
    "/en/spaces/quality/practices/": (8, 7),
    "/en/spaces/quality/meetings/": (8, 7),
    "/en/spaces/quality/announcements/": (7, 6),
    "/en/spaces/quality/members/": (7, 6),  # whom one follows of them: one query for all their buttons
    "/en/spaces/quality/desk/": (8, 8),
    "/en/spaces/quality/desk/requests/": (8, 8),
    "/en/spaces/quality/desk/deliveries/": (16, 16),  # whom a new item would reach is matched: four of them
    "/en/preferences/": (4, 4),  # the digest of its reader among them
    "/en/subscriptions/": (8, 8),  # one’s spaces and searches, and the digest, among them
}


@pytest.mark.parametrize("count", [1, 5, 50])
def test_a_view_asks_as_much_for_fifty_things_as_for_one(count, quality, as_user, alice, django_assert_num_queries):
    topics = [factories.topic("callback" if number == 0 else f"topic-{number}") for number in range(count)]
    people = [alice, *(factories.person(f"Person{number}") for number in range(count - 1))]
    Membership.objects.bulk_create(Membership(user=user, space=quality) for user in people)
    Membership.objects.create(user=alice, space=quality, role=Role.LEAD)
    JoinRequest.objects.bulk_create(
        JoinRequest(user=factories.person(f"Asker{number}"), space=quality) for number in range(count)
    )
    quality.topics.set(topics)
    alice.subscriptions.create(topic=topics[0])
    many.articles(quality, count, topics=topics, author=alice)
    many.meetings(quality, count)
    for meeting in Meeting.objects.all():
        meeting.agenda_topics.set(topics[:5])
    many.announcements(quality, count, author=alice)
    many.spaces(count, member=alice)
    for model in (Article, Announcement):  # by turns, so that a page of the desk's deliveries holds both kinds
        for number, fact in enumerate(model.objects.all()):
            model.objects.filter(pk=fact.pk).update(published_at=timezone.now() - timedelta(hours=number))
    pages = ArticlePage.objects.filter(locale__language_code="fr").values_list("translation_key", flat=True)
    Delivery.objects.bulk_create(Delivery(user=alice, key=key, space=quality, reason="space") for key in pages)
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
    lists = ["/en/practices/", "/en/spaces/quality/practices/", "/en/topics/callback/", "/en/meetings/",
             "/en/meetings/calendar/", "/en/announcements/", "/en/spaces/", "/en/spaces/quality/members/"]  # fmt: skip
    assert max(max(QUERIES[address]) for address in lists) <= 8
    assert max(QUERIES["/fr/qualite/pratique-0/"]) <= 8
    assert max(QUERIES["/en/"]) <= 12
    assert QUERIES["/en/quality/"][1] <= 10


@pytest.mark.database
@pytest.mark.parametrize("count", [3, 30, 300])
def test_rights_cost_one_query_however_many_spaces_there_are(count, alice, django_assert_num_queries):
    rows = [Space(code=f"s{n}", name_fr=f"S{n}", name_en=f"S{n}", is_open=bool(n % 3)) for n in range(count)]
    spaces = Space.objects.bulk_create(rows)
    Membership.objects.bulk_create(Membership(user=alice, space=space) for space in spaces[::2])
    with django_assert_num_queries(1):
        found = [access.can_enter(alice, space) for space in spaces]
        assert not access.oversees(alice)
        assert [access.leads(alice, space) for space in spaces] == [False] * count
    assert found == [bool(number % 3) or number % 2 == 0 for number in range(count)]


def test_a_save_does_not_ask_whether_what_wagtail_sets_is_there(quality, django_assert_max_num_queries):
    page = factories.article(quality, fr="Rappel", en="Callback").made["fr"]
    with django_assert_max_num_queries(40) as asked:
        page.save()
    tables = [query["sql"].partition(" FROM ")[2].partition(" ")[0].strip('"') for query in asked.captured_queries]
    assert not {"django_content_type", "wagtailcore_revision"} & set(tables), tables
    assert "wagtailcore_locale" in tables, "what else it points at is asked for"
    page.locale_id = 987_654
    with pytest.raises(ValidationError, match="locale instance"):
        page.save()
