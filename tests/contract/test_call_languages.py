"""The notice of a meeting, in French and in English: its card and its page in each state, and why it cannot go."""

from datetime import timedelta

import pytest

from cms.models import Mailbox, User
from spaces.models import Delivery, FollowLevel, Meeting, Membership, Role
from spaces.services import calling, replies, subscriptions
from tests import factories
from tests.contract.community import NOW
from tests.contract.walks import LANGUAGES, Walk, to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]


@pytest.fixture
def meeting(community):
    found = community.pages["coming"]["fr"].meeting
    Meeting.objects.filter(pk=found.pk).update(kind="subgroup")
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notice_speaks_one_language(language, community, meeting, as_user, wordings, posted):
    people = [factories.person(f"Zoe{number}", language=language) for number in range(3)]
    for role in (Role.MEMBER, Role.LEAD):
        Membership.objects.create(user=people[0], space=community.quality, role=role)
    for person in people[1:]:
        Membership.objects.create(user=person, space=community.quality)
    subscriptions.follow(user=people[1], space=community.quality, level=FollowLevel.MUTED)
    Mailbox.objects.create(user=people[2], address=people[2].email, stopped_at=NOW)
    walk = Walk(as_user(User.objects.get(pk=people[0].pk)), language, wordings)
    notice, page = to(language, "meeting_notice", meeting.pk), community.pages["coming"][language].url
    walk.get(notice)
    walk.get(page)
    walk.post(notice, {})
    walk.get(notice)
    with posted():
        calling.write(meeting.calls.get().pk)
    walk.post(notice, {})
    Delivery.objects.filter(user=people[2]).update(state="bounced")
    replies.answer(meeting=meeting, user=people[0], answer="attends")
    for query in ("", "?show=unanswered", "?show=failed"):
        walk.get(notice + query)
    walk.get(page)
    walk.get(to(language, "notices"))
    for facts in ({"starts_at": NOW - timedelta(hours=1)}, {"ends_at": NOW - timedelta(minutes=1)}):
        Meeting.objects.filter(pk=meeting.pk).update(**facts)
        walk.get(notice)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=NOW + timedelta(days=1), ends_at=NOW + timedelta(days=2))
    for made in community.pages["coming"].values():
        made.unpublish()
    walk.get(notice)
    walk.post(notice, {})
    assert walk.found == {}
