"""What a meeting is about, in which languages one speaks there, and whom it calls."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from spaces.models import Invitee, Level, MeetingKind, MeetingLevel, MeetingPage, Membership, Profile, Role
from spaces.services import audiences, matching, subscriptions
from tests import factories
from tests.spaces import desk

pytestmark = pytest.mark.django_db


def test_the_form_writes_languages_and_topics_once_for_both_pages(quality, denis, as_user, alice):
    callback = factories.topic()
    said = {"languages": "fr", "sign_languages": "lsq", "topics": str(callback.pk), "kind": "speaker"}
    response, page = desk.create(as_user(denis), MeetingPage, factories.parents(quality)["fr"], **said)
    assert page is not None, desk.errors(response)
    meeting = page.meeting
    assert (meeting.languages, meeting.sign_languages, meeting.kind) == ("fr", "lsq", MeetingKind.SPEAKER)
    assert list(meeting.topics.all()) == [callback]


def test_the_page_says_languages_and_leads_to_its_topics(quality, as_user, alice):
    meeting = factories.meeting(quality, languages="en", sign_languages="both")
    meeting.topics.add(factories.topic())
    english, french = (as_user(alice).get(meeting.made[code].url).content.decode() for code in ("en", "fr"))
    assert "<dt>Languages</dt><dd>English<br>Interpreted into LSQ and ASL</dd>" in english
    assert "<dt>Langues</dt><dd>Anglais<br>Interprétation en LSQ et ASL</dd>" in french
    assert '<a href="/en/topics/callback/">Callback</a>' in english
    assert '<a href="/fr/themes/callback/">Rappel</a>' in french


@pytest.mark.parametrize("where", ["/en/meetings/", "/en/meetings/calendar/"])
def test_the_list_and_the_month_are_narrowed_by_topic(where, quality, closed, as_user, bob):
    callback, hidden = factories.topic(), factories.topic("hidden", "Caché", "Hidden")
    month, starts = timezone.localdate() + timedelta(days=40), timezone.now() + timedelta(days=40)
    for space, name, topics in ((quality, "One", [callback]), (quality, "Two", []), (closed, "Secret", [hidden])):
        factories.meeting(space, en=name, starts=starts).topics.set(topics)
    chat, unread = factories.topic("chat", "Clavardage", "Chat"), factories.topic("unread", "Non lu", "Unread")
    items = [{"title": "Item", "minutes": 5, "topic": topic.pk} for topic in (callback, chat, callback)]
    third = factories.meeting(quality, en="Three", starts=starts, agenda=items)
    third.topics.set([callback])
    factories.meeting(closed, en="Secret", starts=starts, agenda=[{**items[0], "topic": hidden.pk}])
    third.made["en"].agenda = json.dumps([{"type": "item", "value": {**items[0], "topic": unread.pk}}])
    third.made["en"].save_revision()

    def found(query):
        html = as_user(bob).get(f"{where}?month={month:%Y-%m}&{query}").content.decode()
        return sorted(re.findall(r">(One|Two|Three|Secret)</a>", html)), html

    assert found("")[0] == ["One", "Three", "Two"]
    names, html = found("topic=callback")
    assert names == ["One", "Three"]
    assert found("topic=chat")[0] == ["Three"]
    assert 'value="unread"' not in html  # of a draft
    assert '<option value="callback" selected>' in html
    assert 'value="hidden"' not in html  # of a meeting this reader may not read
    assert found("topic=hidden")[0] == found("topic=callback&space=closed")[0] == []


def test_topics_of_an_agenda_are_those_of_what_is_read(quality):
    topics = [factories.topic("one"), factories.topic("two")]
    items = [{"title": "Item", "minutes": 5, "topic": topics[0].pk}]
    meeting = factories.meeting(quality, agenda=items)
    assert list(meeting.agenda_topics.all()) == topics[:1]
    for page in meeting.made.values():
        page.agenda = json.dumps([{"type": "item", "value": {**items[0], "topic": topics[1].pk}}])
    factories.publish(meeting.made)
    assert list(meeting.agenda_topics.all()) == topics[1:]
    for page in meeting.made.values():
        page.unpublish()
    assert not meeting.agenda_topics.exists()


def test_who_follows_a_topic_hears_of_its_meetings(quality, alice, bob):
    subscriptions.follow(user=bob, topic=factories.topic())
    meeting = factories.meeting(quality)
    assert bob.pk not in matching.ways(matching.subject_of(meeting))
    meeting.topics.add(factories.topic())
    assert bob.pk in matching.ways(matching.subject_of(meeting))


@pytest.fixture
def community(quality, alice, bob, denis):
    """Alice, a member of the space and a manager; Bob, an executive outside of it; Denis, neither."""
    Membership.objects.create(user=alice, space=quality, role=Role.MEMBER)
    Profile.objects.filter(user=bob).update(level=Level.EXECUTIVE)
    Profile.objects.filter(user=denis).update(level=Level.STAFF)
    return {alice: "Alice", bob: "Bob", denis: "Denis"}


@pytest.mark.parametrize(
    ("kind", "level", "called"),
    [
        (MeetingKind.QUARTERLY, MeetingLevel.EXECUTIVE, {"Bob"}),
        (MeetingKind.QUARTERLY, MeetingLevel.ALL, {"Alice", "Bob", "Denis"}),
        (MeetingKind.SPEAKER, MeetingLevel.MANAGER, {"Alice"}),
        (MeetingKind.SUBGROUP, MeetingLevel.ALL, {"Alice"}),
        (MeetingKind.ADHOC, MeetingLevel.EXECUTIVE, set()),
        (MeetingKind.TARGETED, MeetingLevel.EXECUTIVE, {"Denis"}),
    ],
)
def test_a_meeting_calls_those_it_is_meant_for(kind, level, called, quality, denis, community):
    meeting = factories.meeting(quality, kind=kind, level=level)
    Invitee.objects.create(meeting=meeting, user=denis)
    assert {community[user] for user in audiences.called(meeting) if user in community} == called


def test_a_meeting_of_a_closed_space_calls_nobody_outside_of_it(closed, alice, bob):
    meeting = factories.meeting(closed, kind=MeetingKind.TARGETED)
    for user in (alice, bob):
        Invitee.objects.create(meeting=meeting, user=user)
    assert list(audiences.called(meeting)) == [alice]
