"""The pages of the record: typed while the meeting lasts, read once adopted, each by whom it is for."""

import uuid
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from spaces.models import Action, Attendance, Decision, Meeting, Membership, Note, Role, Space
from spaces.services import minutes, records
from tests import factories
from tests.spaces.recording import (
    NUMBERS,
    WELCOME,
    adopted,
    attended,
    corrected,
    held,
    leader,
    line,
    newest,
    reviewed,
)
from tests.spaces.side_by_side import at, said_by, words

made_who, who = leader()


@pytest.fixture(scope="module")
def made_meeting(made_quality):
    return held(made_quality)


@pytest.fixture
def meeting(db, made_meeting):
    found = Meeting.objects.select_related("space").get(pk=made_meeting.pk)
    found.made = made_meeting.made
    return found


@pytest.fixture
def keeper(ann, as_user):
    return as_user(ann)


def page(client, address, **query):
    return BeautifulSoup(client.get(address, query).content, "html.parser")


def type_line(client, meeting, language="en", item=WELCOME, **typed):
    sent = {"key": uuid.uuid4(), "kind": "decision", "item": item, f"text_{language}": "Oui.", **typed}
    return client.post(at("meeting_record", meeting.pk, language=language), sent)


def shown(response):
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_line_is_typed_under_an_item_and_one_goes_on_there(language, meeting, keeper, alice):
    response = type_line(keeper, meeting, language, kind="action", owner="alice test", due_on="2026-12-10")
    address = at("meeting_record", meeting.pk, language=language)
    assert response.url == f"{address}?at=item-{WELCOME}#item-{WELCOME}"
    (action,) = Action.objects.all()
    assert (action.owner, str(action.due_on), action.by.first_name) == (alice, "2026-12-10", "Ann")
    found = page(keeper, response.url)
    (section,) = [one for one in found.select("section") if one.select_one(f"[id='item-{WELCOME}']")]
    assert section.select_one("details").has_attr("open")
    assert "Alice Test" in words(section.select_one("li"))
    missing = {"fr": "L’anglais manque", "en": "French is missing"}[language]
    assert missing in words(section.select_one("li"))


def test_an_owner_may_be_an_administration_or_somebody_else(meeting, keeper):
    type_line(keeper, meeting, kind="action", owner_name="québec")
    type_line(keeper, meeting, kind="action", owner_name="The chair of the council")
    found = [(one.jurisdiction and one.jurisdiction.code, one.owner_name) for one in Action.objects.all()]
    assert found == [("qc", ""), (None, "The chair of the council")]


WRONG = [
    ({"text_en": ""}, "text_en", "Type the words, in one language at least."),
    ({"kind": "action", "owner": "Xyz"}, "owner", "Nobody who may read this space is called “Xyz”."),
    ({"owner": "Alice Test"}, "owner", "Only an action has an owner and a day: choose “Action”, or empty this."),
    ({"kind": "action", "owner": "Alice Test", "owner_name": "Xyz"}, "owner_name", "An action has one owner: leave one of the two empty."),
    ({"kind": "action", "due_on": "1026-12-10"}, "due_on", "Give a year from 1900 to 2199."),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "name", "said"), WRONG)
def test_what_is_wrong_is_said_where_it_was_typed_and_stays(typed, name, said, meeting, keeper, alice):
    found = shown(type_line(keeper, meeting, item=NUMBERS, **typed))
    assert words(found.select_one(f"[id='item-{NUMBERS}-{name}_error']")) == said
    for field, value in {"text_en": "Oui.", **typed}.items():
        if field != "kind":
            box = found.select_one(f"[id='item-{NUMBERS}-{field}']")
            assert (box.get("value") or box.get_text(strip=True)) == value
    assert [model.objects.count() for model in (Decision, Action, Note)] == [0, 0, 0]


def test_the_item_that_is_on_is_marked_and_open(meeting, keeper):
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=timezone.now() - timedelta(minutes=70), ends_at=timezone.now() + timedelta(minutes=50)
    )
    found = page(keeper, at("meeting_record", meeting.pk))
    (now,) = found.select("section[aria-current]")
    assert (now.h2["id"], now.details.has_attr("open")) == (f"item-{NUMBERS}", True)
    assert len(found.select("main details[open]")) == 1


def test_who_changed_a_line_meanwhile_is_not_written_over_and_what_was_typed_stays(meeting, keeper, ann):
    row = line(meeting, ann)
    records.change(row=row, by=ann, number=1, text_en="No.")
    address = at("meeting_decision", row.pk)
    found = shown(keeper.post(address, {"number": "1", "text_fr": "Peut-être.", "text_en": "Perhaps."}))
    assert "Somebody else changed this line meanwhile." in words(found.select_one(".errors"))
    assert words(found.select_one("section:has(#now)")) == "How the line reads now Oui. No."
    assert found.select_one("[name=text_en]").get_text(strip=True) == "Perhaps."
    number = found.select_one("[name=number]")["value"]
    keeper.post(address, {"number": number, "text_fr": "Peut-être.", "text_en": "Perhaps."})
    assert Decision.objects.get().text_en == "Perhaps."


def test_what_one_did_not_touch_is_as_others_left_it(meeting, keeper, ann):
    row = line(meeting, ann)
    address = at("meeting_decision", row.pk)
    form = shown(keeper.get(address)).select_one("form:has([name=number])")
    sent = {field["name"]: field.get("value", "") for field in form.select("input")}
    sent |= {area["name"]: area.get_text().lstrip("\n") for area in form.select("textarea")}
    records.change(row=row, by=ann, number=1, text_en="No.")
    found = shown(keeper.post(address, {**sent, "text_fr": "Peut-être."}))
    again = {one["name"]: one.get_text(strip=True) for one in found.select("form:has([name=number]) textarea")}
    assert again == {"text_fr": "Peut-être.", "text_en": "No."}
    keeper.post(address, {"number": found.select_one("[name=number]")["value"], **again})
    row.refresh_from_db()
    assert (row.text_fr, row.text_en) == ("Peut-être.", "No.")


def test_a_line_is_taken_out_unless_it_changed_meanwhile(meeting, keeper, ann):
    row = line(meeting, ann, "note")
    for number, left in (("7", 1), ("1", 0), ("1", 0)):
        response = keeper.post(at("meeting_note", row.pk), {"number": number, "remove": "1"}, follow=True)
        assert Note.objects.count() == left
    assert response.status_code == 404


def test_attendance_is_ticked_named_and_counted(meeting, keeper, alice, bob):
    Membership.objects.create(user=alice, space=meeting.space, role=Role.MEMBER)
    address = at("meeting_attendance", meeting.pk)
    labels = [words(one) for one in page(keeper, address).select(".tick")]
    assert labels == ["Alice Test", "Ann Test"]
    sent = {"number": "0", "person": [alice.pk], "others": "bob@example.org\nXyz", "guests": "2"}
    found = shown(keeper.post(address, sent))
    assert words(found.select_one("#id_others_error")) == "Nobody who may read this space is called “Xyz”."
    assert [one["value"] for one in found.select("[name=person][checked]")] == [str(alice.pk)]
    keeper.post(address, {**sent, "others": "bob@example.org"})
    assert {one.user.first_name for one in Attendance.objects.all()} == {"Alice", "Bob"}
    found = shown(keeper.post(address, {**sent, "others": ""}))
    assert "Somebody else noted the attendance meanwhile." in words(found.select_one(".errors"))
    assert Attendance.objects.count() == 2


def doors(meeting, row):
    return [at(name, meeting.pk) for name in ("meeting_record", "meeting_attendance")] + [
        at("meeting_decision", row.pk)
    ]


def test_what_is_kept_by_leads_answers_nobody_else(meeting, ann, alice, as_user):
    row, client = line(meeting, ann), as_user(alice)
    for address in [*doors(meeting, row), at("meeting_minutes", meeting.pk)]:
        assert [client.get(address).status_code, client.post(address, {}).status_code] == [404, 404]
    assert [as_user(ann).get(address).status_code for address in doors(meeting, row)] == [200, 200, 200]


def step(client, meeting, act, **more):
    return client.post(at("meeting_minutes", meeting.pk), {"act": act, **more}, follow=True)


def test_minutes_go_from_a_draft_to_their_adoption_on_one_page(meeting, keeper, ann, alice, as_user):
    line(meeting, ann, fr="Oui.", en="Yes.")
    step(keeper, meeting, "draft")
    found = page(keeper, at("meeting_minutes", meeting.pk))
    assert "The attendance was not taken." in words(found.select_one(".notice.warn"))
    attended(meeting, ann, ann)
    found = page(keeper, at("meeting_minutes", meeting.pk))
    assert [words(one) for one in found.select("main .prose h3")] == ["Accueil", "Welcome"]
    assert "Décision : Oui." in words(found.select_one(".prose[lang=fr]"))
    for form in found.select("form:has([name=seen])"):
        step(keeper, meeting, "review", **{one["name"]: one["value"] for one in form.select("[type=hidden]")[1:]})
    (said,) = said_by(step(keeper, meeting, "adopt", on=timezone.localdate().isoformat()))
    assert said == "The minutes are adopted: whoever may read the meeting reads them, in both languages."
    reader = as_user(alice)
    for language, decided in (("fr", "Décision : Oui."), ("en", "Decision: Yes.")):
        for address in (meeting.made[language].url, at("meeting_minutes", meeting.pk, language=language)):
            assert decided in words(page(reader, address).select_one("main .prose"))
    assert newest(meeting).digest in words(page(reader, at("meeting_minutes", meeting.pk)).main)


@pytest.mark.parametrize(
    ("on", "said"), [("2199-01-01", "to come"), ("2000-01-01", "before the meeting"), ("x", "valid date")]
)
def test_a_day_on_which_they_cannot_have_been_adopted_is_refused(on, said, meeting, keeper, ann):
    line(meeting, ann)
    attended(meeting, ann, ann)
    reviewed(meeting, ann)
    assert said in words(shown(step(keeper, meeting, "adopt", on=on)).select_one(".errors"))
    assert not newest(meeting).is_adopted


def test_readers_of_an_open_space_get_numbers_and_its_members_names(meeting, ann, alice, bob, as_user):
    Membership.objects.create(user=bob, space=meeting.space, role=Role.MEMBER)
    line(meeting, ann)
    attended(meeting, ann, ann)
    adopted(meeting, ann)
    found = [words(page(as_user(user), at("meeting_minutes", meeting.pk)).main) for user in (alice, bob)]
    assert ["1 person was there" in one for one in found] == [True, True]
    assert ["Ann Test" in one for one in found] == [False, True]


def test_versions_and_what_changed_are_read_by_all_and_drafts_by_none(meeting, ann, alice, as_user):
    row, client = line(meeting, ann, en="We keep 34%."), as_user(alice)
    attended(meeting, ann, ann)
    adopted(meeting, ann)
    corrected(meeting, ann, row, text_en="We keep 35%.")
    minutes.correct(meeting=meeting, by=ann, reason_fr="Encore.", reason_en="Again.")
    row.refresh_from_db()
    records.change(row=row, by=ann, number=row.number, text_en="We keep 36%.")
    address = at("meeting_minutes", meeting.pk)
    found = page(client, address)
    assert "A slip." in words(found.select_one(".notice"))
    assert [words(one) for one in found.select("del, ins")] == ["34", "35"]
    assert "34%" in words(page(client, address, version=1).select_one(".prose"))
    assert [client.get(f"{address}?version={wanted}").status_code for wanted in (3, 0, "x")] == [404] * 3
    for one in (found, page(client, meeting.made["en"].url), page(client, at("records"))):
        assert "35%" in words(one.main)
        assert "36%" not in words(one.main)
        assert "Again." not in words(one.main)


def test_the_owner_of_an_action_says_how_far_it_is(meeting, ann, alice, bob, as_user):
    action = line(meeting, ann, "action", owner=alice)
    address = at("action", action.pk)
    assert [as_user(user).get(address).status_code for user in (ann, alice, bob)] == [200, 200, 404]
    as_user(alice).post(address, {"state": "done"})
    assert Action.objects.get().state == "done"
    attended(meeting, ann, ann)
    adopted(meeting, ann)
    client = as_user(bob)
    assert not page(client, address).select("main form")
    client.post(address, {"state": "open"})
    assert Action.objects.get().state == "done"


def test_leads_see_that_an_owner_may_not_read_the_meeting_any_more(meeting, keeper, ann, alice):
    Space.objects.update(is_open=False)
    member = Membership.objects.create(user=alice, space=meeting.space, role=Role.MEMBER)
    action = line(meeting, ann, "action", owner=alice)
    member.delete()
    for address in (at("action", action.pk), at("meeting_record", meeting.pk)):
        assert "no owner any more (Alice Test before)" in words(page(keeper, address).main)
    assert "No owner any more" in words(page(keeper, at("records")).main)


def test_the_page_of_a_meeting_leads_its_keepers_to_the_record_once_it_has_begun(
    meeting, quality, keeper, alice, as_user
):
    link = f"main a[href='{at('meeting_record', meeting.pk)}']"
    assert len(page(keeper, meeting.made["en"].url).select(link)) == 1
    assert page(as_user(alice), meeting.made["en"].url).select(link) == []
    coming = factories.meeting(quality)
    assert page(keeper, coming.made["en"].url).select(f"main a[href='{at('meeting_record', coming.pk)}']") == []
