"""A meeting made on the site in three screens: what is typed stays, two drafts come of it, and it is made once."""

from datetime import UTC, datetime

import pytest
import time_machine
from bs4 import BeautifulSoup

from cms.bilingual import chain, ledger
from cms.models import TranslationTask
from spaces.models import (
    CommunityRole,
    Duty,
    Invitee,
    Meeting,
    MeetingPage,
    Membership,
    Plan,
    Role,
    Space,
    SpaceKind,
    Subscription,
)
from spaces.services import plans
from tests import factories
from tests.spaces.side_by_side import at, words

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def leah(quality):
    """Who leads the space, and speaks English."""
    user = factories.person("Leah")
    for role in (Role.MEMBER, Role.LEAD):
        Membership.objects.create(user=user, space=quality, role=role)
    return user


@pytest.fixture
def topic():
    return factories.topic()


@pytest.fixture
def client(leah, as_user):
    return as_user(leah)


@pytest.fixture
def what(quality, topic):
    """The first screen, filled in in English."""
    return {
        "title_en": "Callback at night", "summary_en": "What happens after six.", "space": quality.pk, "kind": "targeted",
        "topics": [topic.pk], "day": "2026-12-10", "hour": "13:30", "minutes": "90", "time_zone": "America/St_Johns",
        "level": "all", "languages": "both", "teams_url": "https://teams.microsoft.com/l/meetup-join/1", "captions": "on",
    }  # fmt: skip


def begin(client, what, language="en", **more):
    return client.post(at("meeting_new", language=language), {**what, **more})


def wrong(response):
    page = BeautifulSoup(response.content, "html.parser")
    return {one["id"].removeprefix("id_").removesuffix("_error"): words(one) for one in page.select(".error")}


def follow(topic, *names, **facts):
    users = [factories.person(name, **facts) for name in names]
    for user in users:
        Subscription.objects.create(user=user, topic=topic)
    return users


def ticked(response):
    page = BeautifulSoup(response.content, "html.parser")
    return [int(one["value"]) for one in page.select("[name=who][checked]")]


def counts(response):
    page = BeautifulSoup(response.content, "html.parser")
    return {one["data-count"].partition(":")[2]: words(one) for one in page.select("[data-count]")}


def test_a_targeted_meeting_is_made_in_three_screens_and_its_translation_is_asked_for(
    client, leah, what, topic, quality
):
    ada, ben = follow(topic, "Ada", "Ben")
    people = begin(client, what)
    assert people.status_code == 302
    shown = client.get(people["Location"])
    assert ticked(shown) == [ada.pk, ben.pk]
    said = words(BeautifulSoup(shown.content, "html.parser").main)
    assert "Step 2 of 3 Callback at night Thursday, December 10, 2026, 1:30 to 3 p.m. (NT)" in said
    assert "follows Callback" in said
    shown = ",".join(map(str, [ada.pk, ben.pk]))
    last = client.post(people["Location"], {"shown": shown, "who": [ada.pk], "act": "next"})
    said = words(BeautifulSoup(client.get(last["Location"]).content, "html.parser").main)
    assert "Thursday, December 10, 2026, 1:30 to 3 p.m. (NT)" in said
    assert ("1 person invited" in said, "The French translation is asked for" in said) == (True, True)
    assert not Meeting.objects.exists(), "nothing is made before the last screen"
    made = client.post(last["Location"])
    meeting = Meeting.objects.get()
    assert (meeting.starts_at, meeting.ends_at) == (
        datetime(2026, 12, 10, 17, tzinfo=UTC), datetime(2026, 12, 10, 18, 30, tzinfo=UTC),
    )  # fmt: skip
    assert (meeting.kind, meeting.captions, list(meeting.topics.all())) == ("targeted", True, [topic])
    assert list(Invitee.objects.values_list("user__first_name", "topic__code")) == [("Ada", "callback")]
    pages = {page.language: page for page in MeetingPage.objects.all()}
    assert {code: (page.live, page.meeting) for code, page in pages.items()} == {
        "en": (False, meeting), "fr": (False, meeting),
    }  # fmt: skip
    assert pages["en"].owner == leah
    assert pages["en"].alias_of_id is pages["fr"].alias_of_id is None
    assert TranslationTask.objects.get().pair_id == pages["en"].translation_key == pages["fr"].translation_key
    assert made["Location"] == f"/admin/pages/{pages['en'].pk}/edit/"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_with_words_in_both_languages_the_two_drafts_go_live_together(language, client, what, quality):
    both = {"title_fr": "Rappel la nuit", "summary_fr": "Après dix-huit heures.", "kind": "subgroup"}
    last = begin(client, what, language, **both)
    client.post(last["Location"])
    pages = {page.language: page for page in MeetingPage.objects.all()}
    assert {code: page.title for code, page in pages.items()} == {"fr": "Rappel la nuit", "en": "Callback at night"}
    assert ledger.running(pages["fr"].translation_key).source.locale.language_code == language
    assert (chain.task_of(pages["fr"].translation_key), Invitee.objects.count()) == (None, 0)
    for code in (language, "en" if language == "fr" else "fr"):
        pages[code].get_latest_revision().publish(user=pages[code].owner, skip_permission_checks=True)
    assert MeetingPage.objects.filter(live=True).count() == 2


WRONG = [
    ({"title_en": ""}, {"title_en": "This field is required."}),
    ({"title_fr": "Rappel"}, {"summary_fr": "Give both the title and the sentence in this language, or neither."}),
    ({"topics": []}, {"topics": "Choose a topic at least: those who follow it are suggested as invitees."}),
    ({"day": "2026-11-29"}, {"day": "A meeting is called for a moment to come: choose a later one."}),
    (
        {"day": "2027-03-14", "hour": "02:30"},
        {"hour": "The clocks go forward that night: this hour does not exist. Choose another."},
    ),
    ({"minutes": "0"}, {"minutes": "Ensure this value is greater than or equal to 5."}),
    (
        {"teams_url": "https://example.org/l/1"},
        {"teams_url": "Give the address of a Microsoft Teams meeting: it starts with https://teams.microsoft.com/."},
    ),
    ({"seats": "0"}, {"seats": "Ensure this value is greater than or equal to 1."}),
    ({"day": "0026-11-29"}, {"day": "Give a year from 1900 to 2199."}),
]


@pytest.mark.parametrize(("typed", "said"), WRONG)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(typed, said, client, what):
    response = begin(client, what, **typed)
    assert dict(wrong(response).items()) == said
    html = BeautifulSoup(response.content, "html.parser")
    assert html.select_one("[name=summary_en]").text.strip() == "What happens after six."
    assert not Plan.objects.exists()


def test_the_way_back_shows_what_was_typed_and_the_ticks_stay(client, what, topic):
    ada, ben = follow(topic, "Ada", "Ben")
    people = begin(client, what)["Location"]
    shown = f"{ada.pk},{ben.pk}"
    back = client.post(people, {"shown": shown, "who": [ben.pk], "act": "back"})
    html = BeautifulSoup(client.get(back["Location"]).content, "html.parser")
    assert (html.select_one("#id_title_en")["value"], html.select_one("#id_hour")["value"]) == (
        "Callback at night",
        "13:30",
    )
    assert client.post(back["Location"], {**what, "title_en": "Callback"})["Location"] == people
    assert ticked(client.get(people)) == [ben.pk]
    client.post(back["Location"], {**what, "seats": "1"})
    assert ticked(client.get(people)) == [ada.pk], "with other seats, they are suggested anew"


def test_the_counters_follow_the_ticks_and_somebody_is_added_by_name(client, what, topic, bob, chantal):
    (ada,) = follow(topic, "Ada", language="fr", jurisdiction="qc")
    people = begin(client, what)["Location"]
    assert counts(client.get(people)) == {
        "federal": "0", "provincial": "1", "territorial": "0", "municipal": "0", "fr": "1", "en": "0",
    }  # fmt: skip
    found = client.post(people, {"shown": str(ada.pk), "name": "bob", "act": "find"})
    assert found["Location"] == f"{people}?name=bob#add"
    html = BeautifulSoup(client.get(found["Location"]).content, "html.parser")
    (add,) = html.select("button[value^=add-]")
    client.post(people, {"shown": str(ada.pk), "act": add["value"]})
    shown = client.get(people)
    assert (ticked(shown), counts(shown)["municipal"], counts(shown)["provincial"]) == ([bob.pk], "1", "0")
    client.post(people, {"shown": f"{ada.pk},{bob.pk}", "who": [str(chantal.pk), "x", str(ada.pk)], "act": "count"})
    assert ticked(client.get(people)) == [ada.pk], "whoever was not on the page cannot be ticked"


def test_nobody_who_may_not_read_a_closed_space_is_suggested_found_or_added(identity, alice, bob, what, topic, as_user):
    Membership.objects.create(user=alice, space=identity, role=Role.LEAD)
    for user in (alice, bob):
        Subscription.objects.create(user=user, topic=topic)
    client = as_user(alice)
    people = begin(client, what, space=identity.pk)["Location"]
    client.post(people, {"act": f"add-{bob.pk}", "shown": str(alice.pk), "who": [alice.pk]})
    assert ticked(client.get(people)) == [alice.pk]
    assert "Nobody of this name" in client.get(people, {"name": "Bob"}).content.decode()
    client.post(people.replace("people", "create"))
    assert list(Invitee.objects.values_list("user__first_name", flat=True)) == ["Alice"]


@pytest.mark.database
def test_a_targeted_meeting_that_calls_nobody_says_so_before_it_is_made(client, what):
    last = client.post(begin(client, {**what, "seats": "3"})["Location"], {"act": "next"})["Location"]
    said = words(BeautifulSoup(client.get(last).content, "html.parser").main)
    assert ("Step 3 of 3" in said, "Nobody is invited yet." in said) == (True, True)


def test_the_last_form_sent_twice_makes_one_meeting(client, what):
    last = begin(client, what, kind="adhoc")["Location"]
    first, second = (client.post(last)["Location"] for _ in range(2))
    assert (first == second, Meeting.objects.count(), MeetingPage.objects.count()) == (True, 1, 2)
    assert client.get(last)["Location"] == first
    assert client.get(at("meeting_new_again", Plan.objects.get().key))["Location"] == first


def test_leads_plan_in_their_spaces_co_chairs_and_support_for_the_whole_community_and_others_nowhere(
    quality, identity, leah, nadia, alice, as_user, what
):
    for name in ("meeting_new", "series_new"):
        assert [as_user(user).get(at(name)).status_code for user in (leah, nadia, alice)] == [200, 200, 404]
    assert begin(as_user(alice), what).status_code == 404
    assert set(wrong(begin(as_user(nadia), what))) == {"space"}
    Space.objects.filter(pk=quality.pk).update(kind=SpaceKind.COMMUNITY)
    last = begin(as_user(nadia), what, kind="adhoc")["Location"]
    said = words(BeautifulSoup(as_user(nadia).post(last, follow=True).content, "html.parser").main)
    assert "The meeting is prepared: those who lead the space write its agenda and publish it." in said
    assert (Meeting.objects.get().space, "/admin/" in said) == (quality, False)
    CommunityRole.objects.filter(user=nadia).update(duty=Duty.ADMINISTRATOR)
    assert as_user(nadia).get(at("meeting_new")).status_code == 404
    Space.objects.filter(pk=quality.pk).update(archived_at=NOW)
    assert set(wrong(begin(as_user(leah), what))) == {"space"}


def test_a_plan_is_its_owners_and_a_right_that_ended_ends_it(client, leah, nadia, what, as_user):
    last = begin(client, what, kind="adhoc")["Location"]
    key = Plan.objects.get().key
    for name in ("meeting_new_again", "meeting_people", "meeting_confirm", "series_new_again", "series_dates"):
        assert as_user(nadia).get(at(name, key)).status_code == 404
    other = factories.space("other", fr="Autre", en="Other", leads=[leah])
    assert other.pk
    Membership.objects.filter(user=leah, space__code="quality", role=Role.LEAD).delete()
    response = client.post(last, follow=True)
    assert set(wrong(response)) == {"space"}
    assert not Meeting.objects.exists()


def test_plans_nobody_touches_are_forgotten(client, what):
    begin(client, what)
    plans.forget(now=NOW)
    assert Plan.objects.exists()
    plans.forget(now=NOW + plans.KEPT_FOR * 1.1)
    assert not Plan.objects.exists()


def test_what_is_in_preparation_is_listed_for_who_plans_there(client, what, leah, alice, as_user):
    last = begin(client, what, kind="adhoc")["Location"]
    client.post(last)
    said = words(BeautifulSoup(client.get(at("meeting_new")).content, "html.parser").main)
    assert "In preparation Callback at night Thursday, December 10, 2026" in said
    other = factories.person("Otto")
    factories.space("other", fr="Autre", en="Other", leads=[other])
    assert "In preparation" not in as_user(other).get(at("meeting_new")).content.decode()


@pytest.mark.parametrize("count", [1, 5, 50])
def test_each_screen_asks_as_much_for_fifty_as_for_one(count, client, what, topic, django_assert_num_queries):
    follow(topic, *(f"P{number}" for number in range(count)))
    people = begin(client, what)["Location"]
    last = people.replace("people", "create")
    for address, queries in ((people, 13), (last, 11)):
        client.get(address)
        with django_assert_num_queries(queries, info=address):
            client.get(address)
