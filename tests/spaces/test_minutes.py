"""Minutes: drawn from the record, reviewed in both languages, adopted, frozen; corrected by a version that says why."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms import versions
from spaces.models import (
    Attendance,
    CommunityRole,
    Decision,
    Duty,
    Frozen,
    Jurisdiction,
    Meeting,
    Minutes,
    Space,
)
from spaces.services import lifecycle, minutes, minutes_words, records
from spaces.services.memberships import Refused
from tests import factories
from tests.spaces.recording import (
    NUMBERS,
    WELCOME,
    adopted,
    attended,
    corrected,
    fresh,
    held,
    leader,
    line,
    newest,
    reviewed,
)

made_who, who = leader()


@pytest.fixture(scope="module")
def made_meeting(made_quality, made_ann):
    """With a decision, an action and a note, in both languages, and Ann there."""
    meeting = held(made_quality)
    line(meeting, made_ann, "note", fr="On salue.", en="Hello.")
    line(meeting, made_ann, fr="On garde 34 %.", en="We keep 34%.", item=NUMBERS,
         jurisdictions=Jurisdiction.objects.filter(code="qc"))  # fmt: skip
    line(meeting, made_ann, "action", fr="Écrire.", en="Write.", owner=made_ann, due_on=timezone.localdate())
    attended(meeting, made_ann, made_ann, guests=2)
    return meeting


@pytest.fixture
def meeting(db, made_meeting):
    return Meeting.objects.select_related("space").get(pk=made_meeting.pk)


def said(meeting, language):
    return minutes_words.drawn(meeting)[language]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_draft_is_drawn_from_the_record_in_each_language(language, meeting, ann):
    found = said(meeting, language)
    titles = {"fr": ["Accueil", "Les chiffres"], "en": ["Welcome", "The figures"]}[language]
    assert [item["title"] for item in found["items"]] == titles
    assert [(item["item"], [one["text"] for one in item["passages"]]) for item in found["items"]] == [
        (WELCOME, {"fr": ["On salue.", "Écrire."], "en": ["Hello.", "Write."]}[language]),
        (NUMBERS, {"fr": ["On garde 34 %."], "en": ["We keep 34%."]}[language]),
    ]
    assert found["items"][1]["passages"][0]["places"] == [{"fr": "Québec", "en": "Quebec"}[language]]
    assert found["items"][0]["passages"][1]["owner"] == "Ann Test"
    here = found["attendance"]
    assert (here["guests"], here["orders"], [one["name"] for one in here["people"]]) == (
        2,
        [["federal", 1]],
        ["Ann Test"],
    )


def change(meeting, ann, model=Decision, **facts):
    row = model.objects.get(meeting=meeting)
    records.change(row=row, by=ann, number=row.number, **facts)


FALLS = {
    "its words": (lambda meeting, ann: change(meeting, ann, text_fr="Non."), {"en"}),
    "the words of the other": (lambda meeting, ann: change(meeting, ann, text_en="No."), {"fr"}),
    "administrations": (lambda meeting, ann: change(meeting, ann, jurisdictions=[]), set()),
    "a new line": (lambda meeting, ann: line(meeting, ann), set()),
    "who was there": (lambda meeting, ann: attended(meeting, ann, ann, guests=3), set()),
    "how far an action is": (lambda meeting, ann: meeting.actions.update(state="done"), {"fr", "en"}),
}


@pytest.mark.parametrize("what", FALLS)
def test_a_review_holds_as_long_as_what_was_read(what, meeting, ann):
    reviewed(meeting, ann)
    act, kept = FALLS[what]
    act(meeting, ann)
    draft = minutes.draft_of(meeting)
    assert {one for one in ("fr", "en") if draft.is_reviewed(one, minutes_words.digest(said(meeting, one)))} == kept
    if kept != {"fr", "en"}:
        with pytest.raises(Refused, match="Both languages must be reviewed"):
            minutes.adopt(meeting=meeting, by=ann, on=timezone.localdate())


def test_nobody_reviews_words_they_have_not_seen(meeting, ann):
    minutes.draft(meeting=meeting, by=ann)
    seen = minutes_words.digest(said(meeting, "fr"))
    change(meeting, ann, text_fr="Non.")
    with pytest.raises(Refused, match="changed while you read"):
        minutes.review(meeting=meeting, language="fr", by=ann, seen=seen)


GAPS = {
    "French words": (lambda meeting, ann: change(meeting, ann, text_fr=""), [("fr", "A decision has no words.")]),
    "an owner": (
        lambda meeting, ann: change(meeting, ann, meeting.actions.model, owner=None),
        [("", "An action has no owner.")],
    ),
    "the attendance": (
        lambda meeting, ann: (meeting.attendances.all().delete(), meeting.roll.delete()),
        [("", "The attendance was not taken.")],
    ),
}


@pytest.mark.parametrize("missing", GAPS)
def test_what_is_missing_is_listed_and_nothing_is_adopted_without_it(missing, meeting, ann):
    reviewed(meeting, ann)
    act, gaps = GAPS[missing]
    act(meeting, ann)
    assert [(gap.language, gap.words) for gap in minutes_words.gaps(meeting)] == gaps
    with pytest.raises(Refused, match="Something is missing"):
        minutes.adopt(meeting=meeting, by=ann, on=timezone.localdate())
    if gaps[0][0]:
        with pytest.raises(Refused, match="missing in this language"):
            minutes.review(meeting=meeting, language="fr", by=ann, seen=minutes_words.digest(said(meeting, "fr")))


def test_they_are_adopted_by_leads_or_co_chairs_and_once_the_meeting_is_over(meeting, ann, nadia):
    reviewed(meeting, ann)
    Space.objects.update(kind="community")
    meeting.space.refresh_from_db()
    with pytest.raises(Refused, match="put down that minutes are adopted"):
        minutes.adopt(meeting=meeting, by=nadia, on=timezone.localdate())
    Meeting.objects.update(ends_at=timezone.now() + timedelta(minutes=5))
    with pytest.raises(Refused, match="not over"):
        minutes.adopt(meeting=meeting, by=ann, on=timezone.localdate())
    CommunityRole.objects.create(user=nadia, duty=Duty.PROVINCIAL_CHAIR)
    Meeting.objects.update(ends_at=timezone.now())
    assert minutes.adopt(meeting=meeting, by=fresh(nadia), on=timezone.localdate()).is_adopted


def test_no_minutes_are_begun_before_the_meeting(quality, ann):
    with pytest.raises(Refused, match="has not begun"):
        minutes.draft(meeting=factories.meeting(quality), by=ann)


DOORS = {
    "save": lambda one: one.save(),
    "another object": lambda one: Minutes(pk=one.pk, meeting=one.meeting).save(),
    "delete": lambda one: one.delete(),
    "update": lambda one: Minutes.objects.filter(pk=one.pk).update(digest="x" * 64),
    "update of all": lambda one: Minutes._base_manager.update(snapshot={}),
    "bulk update": lambda one: Minutes.objects.bulk_update([one], ["snapshot"]),
    "bulk create": lambda one: Minutes.objects.bulk_create(
        [one], update_conflicts=True, unique_fields=["id"], update_fields=["snapshot"]
    ),
    "bulk delete": lambda one: Minutes.objects.all().delete(),
    "by its meeting": lambda one: one.meeting.minutes.update(version=7),
    "update or create": lambda one: Minutes.objects.update_or_create(pk=one.pk, defaults={"version": 7}),
}


@pytest.mark.parametrize("door", DOORS)
def test_adopted_minutes_are_changed_by_no_door(door, meeting, ann):
    one = adopted(meeting, ann)
    before = Minutes.objects.values().get()
    one.snapshot = {}
    with pytest.raises(Frozen):
        DOORS[door](one)
    assert Minutes.objects.values().get() == before


@pytest.mark.database
def test_they_stand_whatever_becomes_of_what_they_were_drawn_from(meeting, ann, alice):
    one = adopted(meeting, ann)
    Decision.objects.update(text_fr="Non.")
    meeting.pages.first().unpublish()
    Attendance.objects.all().delete()
    type(ann).objects.filter(pk=ann.pk).delete()
    found = newest(meeting)
    assert (found.adopted_by, found.snapshot, found.digest) == (None, one.snapshot, one.digest)
    assert minutes.is_intact(found)
    found.snapshot["fr"]["title"] = "Autre"
    assert not minutes.is_intact(found)


def test_adopting_moves_what_readers_are_kept(meeting, ann, rf):
    request = rf.get("/")
    before = versions.current(request)
    adopted(meeting, ann)
    assert versions.current(rf.get("/")) > before


@pytest.mark.database
def test_a_correction_is_a_new_version_and_says_what_changed(meeting, ann):
    first = adopted(meeting, ann)
    row = Decision.objects.get()
    assert (row.said_fr, row.adopted_in) == ("On garde 34 %.", first)
    second = corrected(meeting, ann, row, text_fr="On garde 35 %.", text_en="We keep 35%.")
    assert (second.version, second.snapshot["reason"]) == (2, {"fr": "Coquille.", "en": "A slip."})
    (changed,) = minutes_words.differences(first.snapshot["fr"], second.snapshot["fr"])
    assert (changed.kind, str(changed.before), str(changed.now)) == (
        "decision", "On garde <del>34</del> %.\nQuébec", "On garde <ins>35</ins> %.\nQuébec",
    )  # fmt: skip
    assert [one.version for one in minutes.adopted(meeting)] == [2, 1]
    assert Minutes.objects.get(version=1).snapshot == first.snapshot


def test_while_it_is_corrected_readers_have_the_version_before(meeting, ann):
    first = adopted(meeting, ann)
    minutes.correct(meeting=meeting, by=ann, reason_fr="Coquille.", reason_en="A slip.")
    change(meeting, ann, text_fr="On garde 35 %.", jurisdictions=[])
    row = Decision.objects.get()
    assert (row.said_fr, row.said_places, row.adopted_in) == ("On garde 34 %.", ",qc,", first)


def test_a_correction_says_why_in_both_languages_and_changes_something(meeting, ann):
    adopted(meeting, ann)
    with pytest.raises(Refused, match="in both languages"):
        minutes.correct(meeting=meeting, by=ann, reason_fr="Coquille.", reason_en=" ")
    minutes.correct(meeting=meeting, by=ann, reason_fr="Coquille.", reason_en="A slip.")
    with pytest.raises(Refused, match="not adopted yet"):
        minutes.correct(meeting=meeting, by=ann, reason_fr="Coquille.", reason_en="A slip.")
    with pytest.raises(Refused, match="Nothing is different"):
        adopted(meeting, ann)


@pytest.mark.database
def test_a_correction_given_up_leaves_the_record_as_it_was_adopted(meeting, ann, alice):
    adopted(meeting, ann)
    before = minutes_words.drawn(meeting)
    minutes.correct(meeting=meeting, by=ann, reason_fr="Coquille.", reason_en="A slip.")
    change(meeting, ann, text_fr="Non.", jurisdictions=[])
    row = line(meeting, ann)
    note = meeting.notes.get()
    records.remove(row=note, by=ann, number=note.number)
    attended(meeting, ann, alice, guests=9)
    assert minutes_words.drawn(meeting) != before
    minutes.give_up(meeting=meeting, by=ann)
    assert minutes_words.drawn(meeting) == before
    assert not Decision.objects.filter(pk=row.pk).exists()
    assert records.is_frozen(meeting)


def test_a_first_draft_is_not_given_up(meeting, ann):
    minutes.draft(meeting=meeting, by=ann)
    with pytest.raises(Refused, match="never adopted"):
        minutes.give_up(meeting=meeting, by=ann)


def test_a_line_taken_out_by_a_correction_is_gone(meeting, ann):
    adopted(meeting, ann)
    minutes.correct(meeting=meeting, by=ann, reason_fr="Coquille.", reason_en="A slip.")
    row = Decision.objects.get()
    records.remove(row=row, by=ann, number=row.number)
    second = adopted(meeting, ann)
    assert not Decision.objects.exists()
    removed = minutes_words.differences(Minutes.objects.get(version=1).snapshot["en"], second.snapshot["en"])
    assert [(one.kind, str(one.now)) for one in removed] == [("item", ""), ("decision", "")]


@pytest.mark.database
def test_they_go_with_their_space_when_it_is_deleted_for_good(meeting, ann):
    adopted(meeting, ann)
    Space.objects.update(removed_at=timezone.now() - timedelta(days=91))
    assert lifecycle.purge() == ["quality"]
    assert [model.objects.count() for model in (Minutes, Decision, Meeting)] == [0, 0, 0]
