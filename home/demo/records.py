"""The demo's records: past meetings with who was there, decisions and actions in every state, and minutes of each."""

from datetime import timedelta

from django.utils import timezone

from home.demo.files import LANGUAGES, identity, read
from spaces import access
from spaces.models import Action, ActionStep, Jurisdiction, Meeting, MeetingPage, day_of, today
from spaces.services import memberships, minutes, minutes_words, records

LATER = timedelta(hours=1)


def write_records(people):
    """Those of each past meeting that has none, by the acts of the site itself, the oldest first."""
    found = [(meeting_of(item["meeting"]), item) for item in read("records")]
    for meeting, item in sorted(found, key=lambda one: one[0].starts_at):
        if not meeting.decisions.exists():
            write_record(meeting, item, people)


def meeting_of(title):
    page = MeetingPage.objects.get(title=title, locale__language_code="fr")
    return Meeting.objects.select_related("space").get(pk=page.meeting_id)


def write_record(meeting, item, people):
    lead = memberships.leads(meeting.space)[0]
    agenda = [block.id for block in meeting.pages.first().agenda]
    places = {place.code: place for place in Jurisdiction.objects.all()}
    lines = [write_line(meeting, one, agenda, lead, people, places, number) for number, one in enumerate(item["line"])]
    readers = set(access.readers(meeting.space).values_list("pk", flat=True))
    there = {people[code].pk: "" for code in item["present"] if people[code].pk in readers}
    records.take_attendance(meeting=meeting, by=lead, number=0, people=there, guests=item["guests"])
    minutes.draft(meeting=meeting, by=lead)
    if "adopted_at" in item:
        following = meeting_of(item["adopted_at"])
        adopt(meeting, lead, now=following.starts_at + LATER, at_meeting=following)
    elif "adopted_days_ago" in item:
        adopt(meeting, lead, now=timezone.now() - timedelta(days=item["adopted_days_ago"]))
    if "correction" in item:
        correct(meeting, lead, item, lines)


def write_line(meeting, said, agenda, lead, people, places, number):
    """A line as its lead typed it during the meeting; how far an action is, as its owner said later."""
    owner, kind, facts = people.get(said.get("owner")), said["kind"], {}
    if kind == Action.kind:
        facts = {"owner": owner, "jurisdiction": places.get(said.get("place")),
                 "owner_name": said.get("owner_name", ""), "due_on": due(said)}  # fmt: skip
    row = records.add(
        kind=kind, meeting=meeting, by=lead, key=identity(meeting.pk, number), item=agenda[said["item"]],
        text_fr=said["fr"], text_en=said["en"],
        jurisdictions=[places[code] for code in said.get("places", ())], **facts,
    )  # fmt: skip
    typed = meeting.starts_at + timedelta(minutes=10 * number)
    type(row).objects.filter(pk=row.pk).update(created_at=typed)
    if kind == Action.kind:
        row.steps.update(at=typed)
        if state := said.get("state"):
            at = min(timezone.now() - timedelta(days=3), typed + timedelta(days=40))
            Action.objects.filter(pk=row.pk).update(state=state, state_at=at, state_by=owner or lead)
            ActionStep.objects.create(action=row, state=state, by=owner or lead, at=at)
    return row


def due(said):
    return today() + timedelta(days=said["due"]) if "due" in said else None


def adopt(meeting, lead, *, now, at_meeting=None):
    for language, words in minutes_words.drawn(meeting).items():
        minutes.review(meeting=meeting, language=language, by=lead, seen=minutes_words.digest(words))
    minutes.adopt(meeting=meeting, by=lead, on=day_of(now), at_meeting=at_meeting, now=now)


def correct(meeting, lead, item, lines):
    """A second version, in which some lines have other words."""
    why = item["correction"]
    minutes.correct(meeting=meeting, by=lead, reason_fr=why["fr"], reason_en=why["en"])
    for row, said in zip(lines, item["line"], strict=True):
        if "corrected_fr" in said:
            words = {f"text_{code}": said[f"corrected_{code}"] for code in LANGUAGES}
            records.change(row=row, by=lead, number=row.number, **words)
    adopt(meeting, lead, now=timezone.now() + timedelta(days=why["days_from_now"]))
