"""Replies to meetings, in French and in English: the card in each state, the form and its refusals, the lists."""

from datetime import timedelta

import pytest

from cms.models import User
from spaces.models import CommunityRole, Duty, Meeting, Membership, Role
from spaces.services import replies
from tests import factories
from tests.contract.community import NOW
from tests.contract.walks import LANGUAGES, Walk, to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
TYPED = {"delegate_name": "Xyz", "delegate_email": "xyz@example.org", "accommodation": "Xyz"}
ANSWERS = [{"answer": "attends", "accommodation": "Xyz"}, {"answer": "delegate", **TYPED}, {"answer": "cannot"}]


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def meeting(community):
    found = community.pages["coming"]["fr"].meeting
    Meeting.objects.filter(pk=found.pk).update(seats=2, reply_by=NOW + timedelta(days=10))
    return found


@pytest.fixture
def page(community, language):
    return community.pages["coming"][language]


def test_a_reply_speaks_one_language(community, meeting, page, language, as_user, wordings):
    walk = Walk(as_user(community.alice), language, wordings)
    form = to(language, "meeting_reply", meeting.pk)
    for address in (page.url, form):
        walk.get(address)
    for typed in [{}, {"answer": "delegate", "delegate_email": "x"}, *ANSWERS]:
        walk.post(form, typed)
        walk.get(page.url)
        walk.get(form)
    for number in range(2):
        replies.answer(meeting=meeting, user=factories.person(f"Zoe{number}"), answer="attends")
    walk.post(form, {"answer": "attends"})
    walk.get(form)
    for facts in (
        {"reply_by": NOW - timedelta(hours=1)},
        {"reply_by": None, "starts_at": NOW - timedelta(hours=1)},
        {"ends_at": NOW - timedelta(minutes=1)},
    ):
        Meeting.objects.filter(pk=meeting.pk).update(**facts)
        walk.get(form)
        walk.post(form, {"answer": "cannot"})
    for made in community.pages["coming"].values():
        made.unpublish()
    walk.get(form)
    assert walk.found == {}


@pytest.mark.parametrize("who", ["member", "lead", "support"])
def test_who_comes_is_said_in_one_language(who, community, meeting, language, as_user, wordings):
    for number, typed in enumerate([*ANSWERS, ANSWERS[0]]):
        replies.answer(meeting=meeting, user=factories.person(f"Zoe{number}"), **typed)
    user = factories.person("Ines", language=language)
    for role in (Role.MEMBER, Role.LEAD)[: 1 if who == "member" else 2]:
        Membership.objects.create(user=user, space=community.quality, role=role)
    if who == "support":
        CommunityRole.objects.create(user=user, duty=Duty.SUPPORT)
    walk = Walk(as_user(User.objects.get(pk=user.pk)), language, wordings)
    index = to(language, "meeting_replies", meeting.pk)
    for query in ("", "?answer=waiting", "?order=territorial", "?answer=delegate&order=federal"):
        walk.get(index + query)
    empty = community.pages["past"]["fr"].meeting_id
    walk.get(to(language, "meeting_replies", empty))
    if who == "support":
        walk.get(to(language, "meetings_needs"))
        replies.forget_needs(now=NOW + timedelta(days=999))
        walk.get(to(language, "meetings_needs"))
        walk.get(to(language, "meetings"))
    for name in ("coming", "past"):
        walk.get(to(language, "meeting_agenda", community.pages[name]["fr"].meeting_id))
    assert walk.found == {}
