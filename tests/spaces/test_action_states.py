"""How far an action is, said on the page of its meeting and in the table of records by those who say it on its own."""

import pytest

from cms.models import User
from spaces import access_records
from spaces.models import Action, ActionState, Membership, Role, Space
from spaces.services import minutes
from tests import factories
from tests.spaces.recording import adopted, attended, fresh, held, leader, line
from tests.spaces.side_by_side import at, said_by, soup_of, words

pytestmark = pytest.mark.django_db
made_who, who = leader()


@pytest.fixture
def meeting(quality, ann, alice):
    """One with adopted minutes: two actions of hers, one of Alice."""
    found = held(quality)
    for number, owner in enumerate((ann, alice, ann)):
        line(found, ann, "action", fr=f"Mesure {number}", en=f"Action {number}", owner=owner)
    attended(found, ann, ann)
    adopted(found, ann)
    return found


def offered(client, address):
    """[(words, state)] of the forms of a page."""
    forms = soup_of(client.get(address)).select("main form[action*='/actions/']")
    return [
        (words(one.label).removeprefix("How far it is – "), one.select_one("option[selected]")["value"])
        for one in forms
    ]


def test_each_is_offered_the_actions_whose_state_is_theirs_to_say(meeting, ann, alice, bob, as_user):
    page, table = meeting.made["en"].url, at("records", kind="action")
    all_of_them = [(f"Action {number}", "open") for number in range(3)]
    for user, found in ((ann, all_of_them), (alice, all_of_them[1:2]), (bob, [])):
        assert offered(as_user(user), page) == offered(as_user(user), table) == found
    assert words(soup_of(as_user(alice).get(meeting.made["fr"].url)).select_one("#actions")) == (
        "Vos mesures de suivi de cette réunion"
    )


def test_one_comes_back_to_where_one_was(meeting, alice, bob, as_user):
    client, action = as_user(alice), Action.objects.get(owner=alice)
    for place, state in ((meeting.made["en"].url, "under_way"), (at("records", kind="action"), "done")):
        form = soup_of(client.get(place)).select_one("main form[action*='/actions/']")
        sent = {"next": form.select_one("[name=next]")["value"], "state": state}
        response = client.post(form["action"], sent, follow=True)
        assert response.redirect_chain == [(f"{place}#action-{action.pk}", 302)]
        assert said_by(response) == [f"It is noted: “Action 1” – {ActionState(state).label}"]
        assert offered(client, place) == [("Action 1", state)]
    as_user(bob).post(at("action", action.pk), {**sent, "state": "open"})
    assert Action.objects.get(pk=action.pk).state == "done"
    response = client.post(at("action", action.pk), {"state": "open", "next": "https://example.org/"})
    assert response.url == at("action", action.pk)


def test_before_it_begins_a_meeting_offers_none_and_during_a_correction_its_owner_reads_what_was_adopted(
    quality, meeting, ann, alice, as_user
):
    coming = factories.meeting(quality)
    line(coming, ann, "action", owner=alice)
    assert offered(as_user(alice), coming.made["en"].url) == []
    minutes.correct(meeting=meeting, by=fresh(ann), reason_fr="Coquille.", reason_en="A slip.")
    Action.objects.filter(meeting=meeting, owner=alice).update(text_en="Corrected")
    assert offered(as_user(alice), meeting.made["en"].url) == [("Action 1", "open")]
    assert offered(as_user(ann), meeting.made["en"].url)[1] == ("Corrected", "open")


def test_many_are_asked_about_as_one_is(quality, meeting, ann, alice, bob):
    secret = held(factories.space("secret", is_open=False, members=[alice]))
    Action.objects.create(meeting=secret, text_en="Hers", owner=alice)
    Action.objects.create(meeting=secret, text_en="His", owner=bob)
    Membership.objects.create(user=bob, space=quality, role=Role.LEAD)
    root = User.objects.create_superuser("root@example.org", "password", first_name="Root")
    Action.objects.filter(text_en="Action 2").update(removed_at=meeting.starts_at)
    for archived in (None, meeting.starts_at):
        Space.objects.filter(pk=quality.pk).update(archived_at=archived)
        for user in map(fresh, (ann, alice, bob, root)):
            one_by_one = {row.pk for row in Action.objects.select_related("meeting__space")
                          if access_records.may_move(user, row)}  # fmt: skip
            assert set(Action.objects.filter(access_records.moved_by(user)).values_list("pk", flat=True)) == one_by_one


def test_an_owner_is_told_the_adopted_words_and_not_those_of_a_correction_on_its_way(meeting, ann, alice, as_user):
    action = Action.objects.get(owner=alice)
    Action.objects.filter(pk=action.pk).update(text_en="Zirconium")
    for user, shown in ((alice, "Action 1"), (ann, "Zirconium")):
        response = as_user(user).post(at("action", action.pk), {"state": "under_way"}, follow=True)
        assert said_by(response) == [f"It is noted: “{shown}” – Under way"]
