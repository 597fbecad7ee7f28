"""The page of a meeting and its lists ask as much for five hundred replies as for one, whatever its agenda points at."""

import json
import uuid
from datetime import date

import pytest

from cms import versions
from cms.models import File, User
from spaces.models import Jurisdiction, Membership, Profile, Reply, Role, Speaker, Talk, Topic
from tests import factories
from tests.spaces.side_by_side import at, soup_of, words

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


def blocks(kind, *values):
    """Blocks as they are stored."""
    return [{"type": kind, "id": str(uuid.uuid4()), "value": value} for value in values]


def rich(space, *people):
    """A meeting with topics and a speaker; each item of its agenda has a topic, a member who leads it and documents."""
    topics = [factories.topic(f"topic-{number}", f"Thème {number}", f"Topic {number}") for number in range(4)]
    files = [factories.document(f"paper{number}.txt", row=space) for number in range(4)]
    home = factories.homes()["en"].pk
    papers = [blocks("item", {"document": one.pk, "title": f"Paper {one.pk}"}) for one in files]
    items = [
        {"title": f"Item {number}", "minutes": 5, "topic": topics[number % 3].pk, "documents": papers[number % 3],
         "person": people[number % len(people)].profile.pk}
        for number in range(6)
    ]  # fmt: skip
    body = blocks("file", {"document": files[3].pk, "title": "To read"})
    body += blocks("links", {"title": "See", "items": blocks("item", {"text": "Home", "url": "", "page": home})})
    meeting = factories.meeting(space, agenda=items, seats=300)
    for page in meeting.made.values():
        page.body = json.dumps(body)
    factories.publish(meeting.made)
    meeting.topics.set(topics[2:])
    for name in ("Zoé Roy", "Élie Côté"):
        speaker = Speaker.objects.create(name=name, organization_fr="Ville")
        Talk.objects.create(speaker=speaker, meeting=meeting, title_en="Callback", given_on=date(2026, 1, 5))
    return meeting


@pytest.mark.parametrize("count", [1, 5, 50, 500])
def test_the_page_asks_as_much_for_five_hundred_replies_as_for_one(
    count, quality, alice, bob, as_user, django_assert_num_queries
):
    meeting = rich(quality, alice, bob)
    Membership.objects.create(user=alice, space=quality, role=Role.LEAD)
    crowd(meeting, count)
    client, address = as_user(alice), meeting.made["en"].url
    for _ in range(2):
        assert client.get(address).status_code == 200
    with django_assert_num_queries(6):
        client.get(address)
    versions.bump()
    with django_assert_num_queries(9):  # the first after a change of content makes the page anew, for all
        made = client.get(address)
    if count == 1:
        shown(soup_of(made))
    lists = at("meeting_replies", meeting.pk)
    client.get(lists)
    with django_assert_num_queries(9):
        client.get(lists)


def shown(page):
    """What the page points at stands on it."""
    said = [words(line) for line in page.select("ol.agenda > li")]
    for number, line in enumerate(said):
        assert f"{['Alice', 'Bob'][number % 2]} Test Topic {number % 3} Paper" in line
    assert [words(one) for one in page.select("[aria-labelledby=sp] li")] == ["Élie Côté Ville", "Zoé Roy Ville"]
    assert [words(one) for one in page.select("[aria-labelledby=rt] li > a")] == ["Topic 2", "Topic 3"]
    assert page.select(".prose .filelink")
    assert page.select(".prose .linklist a[href^='/page/']")


def test_an_agenda_says_nothing_of_what_is_gone(quality, alice, bob, as_user):
    meeting = rich(quality, bob)
    for row in (bob, *File.objects.all(), *Topic.objects.all()):
        row.delete()
    page = soup_of(as_user(alice).get(meeting.made["en"].url))
    assert words(page.select("ol.agenda > li")[0]).endswith("Item 0 5 minutes")
