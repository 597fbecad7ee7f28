"""Whoever waited for a seat is told that they have one, in their language, while it is true."""

from copy import deepcopy
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.utils import timezone

from cms.models import User
from spaces.models import Membership, Reply, Space
from spaces.services import letters, letters_on_replies, replies  # noqa: F401  letters of its own
from tests import factories
from tests.letters import written_with

DELEGATE = {"answer": "delegate", "delegate_name": "Omar Diaz", "delegate_email": "omar@example.org"}

#: the letter, as it is written to each of them -> about which reply
KEYS = {"seat": lambda scene: [scene.reply.pk], "seat-delegate": lambda scene: [scene.sent.pk]}


def begun():
    """Ann has a seat at a meeting of a closed space, and Ben has one for somebody he sends."""
    scene = SimpleNamespace(ann=factories.person("Ann"), ben=factories.person("Ben"))
    scene.row = factories.space("hidden", fr="Zanzibar", en="Zanzibar", is_open=False, members=[scene.ann, scene.ben])
    starts = timezone.now() + timedelta(days=7)
    scene.meeting = factories.meeting(scene.row, fr="Zanzibar", en="Zanzibar", starts=starts)
    scene.reply = Reply.objects.create(meeting=scene.meeting, user=scene.ann, answer="attends")
    scene.sent = Reply.objects.create(meeting=scene.meeting, user=scene.ben, **DELEGATE)
    return scene


@pytest.fixture(scope="module")
def made_scene(once):
    return begun()


@pytest.fixture
def scene(db, made_scene):
    return deepcopy(made_scene)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_goes_to_whoever_waited_with_the_page_in_their_language(language, scene):
    User.objects.update(language=language)
    assert written_with("Zanzibar", "seat", [scene.reply.pk]) == {"ann"}
    assert scene.meeting.made[language].url in mail.outbox[0].body
    assert written_with("Zanzibar", "seat", [scene.sent.pk]) == {"ben"}
    assert "Omar Diaz" in mail.outbox[0].body


def withdraw(scene):
    for page in scene.meeting.made.values():
        page.unpublish()


MEANWHILE = {
    "they gave it up": lambda scene: Reply.objects.update(
        answer="cannot", delegate_name="", delegate_email="", accommodation=""
    ),
    "they wait again": lambda scene: Reply.objects.update(is_waiting=True),
    "the reply is gone": lambda scene: Reply.objects.all().delete(),
    "they left the space": lambda scene: Membership.objects.all().delete(),
    "the account was closed": lambda scene: User.objects.update(is_active=False),
    "the space was removed": lambda scene: Space.objects.update(removed_at=timezone.now()),
    "the space was archived": lambda scene: Space.objects.update(archived_at=timezone.now()),
    "the meeting was withdrawn": withdraw,
    "the meeting is over": lambda scene: type(scene.meeting).objects.update(
        starts_at=timezone.now() - timedelta(hours=2), ends_at=timezone.now() - timedelta(hours=1)
    ),
}


@pytest.mark.parametrize("meanwhile", MEANWHILE)
def test_nothing_goes_once_it_is_not_true_any_more(meanwhile, scene):
    MEANWHILE[meanwhile](scene)
    assert written_with("Zanzibar", "seat", [scene.reply.pk]) == set()


def test_a_seat_that_is_given_up_is_told_to_the_first_who_waits_and_to_nobody_else(scene, posted):
    type(scene.meeting).objects.update(seats=2)
    people = [factories.person(name) for name in ("Cleo", "Dan")]
    for person in people:
        Membership.objects.create(user=person, space=scene.row)
        assert replies.answer(meeting=scene.meeting, user=person, answer="attends").is_waiting
    with posted():
        replies.answer(meeting=scene.meeting, user=scene.ann, answer="cannot")
    assert [message.to for message in mail.outbox] == [["cleo@example.org"]]
    assert list(Reply.objects.waiting().values_list("user__first_name", flat=True)) == ["Dan"]
