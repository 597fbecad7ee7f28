"""Minutes of a meeting: drafted from its record, reviewed in both languages, adopted, frozen; corrected by versions."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cms import versions
from cms.models import User
from spaces import access_records
from spaces.models import Attendance, Decision, Jurisdiction, Minutes, Roll
from spaces.services import logbook, minutes_words, records
from spaces.services.memberships import Refused
from spaces.services.minutes_words import LANGUAGES, digest


def draft_of(meeting):
    """The version that is being worked on; None when there is none."""
    return Minutes.objects.drafts().filter(meeting=meeting).select_related("fr_by", "en_by").first()


def adopted(meeting):
    """The adopted versions, the newest first."""
    return Minutes.objects.adopted().filter(meeting=meeting).select_related("at_meeting", "adopted_by")


@transaction.atomic
def draft(*, meeting, by):
    """Begin the minutes. Returns them, or those that were begun."""
    records.allow(by, meeting)
    meeting = records.hold(meeting)
    if meeting.starts_at > timezone.now():
        raise Refused(_("This meeting has not begun."))
    newest = Minutes.objects.filter(meeting=meeting).first()
    return newest or Minutes.objects.create(meeting=meeting, drafted_by=by)


@transaction.atomic
def review(*, meeting, language, by, seen):
    """Say that one has read the minutes in a language, as they were under the digest `seen`."""
    records.allow(by, meeting)
    minutes = begun(records.hold(meeting))
    said = minutes_words.drawn(meeting)[language]
    if seen != digest(said):
        raise Refused(_("The words changed while you read them: read them again."))
    if any(gap.language == language for gap in minutes_words.gaps(meeting)):
        raise Refused(_("Something is missing in this language: see what is listed."))
    for name, value in (("at", timezone.now()), ("by", by), ("digest", seen)):
        setattr(minutes, f"{language}_{name}", value)
    minutes.save()
    return minutes


def begun(meeting):
    minutes = Minutes.objects.drafts().filter(meeting=meeting).first()
    if minutes is None:
        raise Refused(_("The minutes of this meeting are not begun, or they are adopted."))
    return minutes


@transaction.atomic
def adopt(*, meeting, by, on, at_meeting=None, now=None):
    """Put down that the minutes were adopted on a day. What they say in both languages stands from then on.

    Raises Refused while something is missing, or a language was not read as it now stands.
    """
    if not access_records.may_adopt(by, meeting):
        raise Refused(_("The leads of the space or the co-chairs put down that minutes are adopted."))
    meeting = records.hold(meeting)
    minutes, said = begun(meeting), minutes_words.drawn(meeting)
    if meeting.ends_at > timezone.now():
        raise Refused(_("This meeting is not over."))
    if minutes_words.gaps(meeting):
        raise Refused(_("Something is missing: see what is listed."))
    for language in LANGUAGES:
        if not minutes.is_reviewed(language, digest(said[language])):
            raise Refused(_("Both languages must be reviewed as they now stand."))
    before = adopted(meeting).first()
    if before and all(before.snapshot[language] == said[language] for language in LANGUAGES):
        raise Refused(_("Nothing is different from the adopted version: give the correction up instead."))
    minutes.adopted_at, minutes.adopted_by, minutes.adopted_on = now or timezone.now(), by, on
    minutes.at_meeting = at_meeting
    minutes.snapshot = snapshot(minutes, meeting, said)
    minutes.digest = digest(minutes.snapshot)
    minutes.save()
    settle(minutes)
    logbook.write(meeting.space, "minutes_adopt", by=by)
    return minutes


def snapshot(minutes, meeting, said):
    """All that a version says, with the facts it is about: what its hash is of."""
    return {
        "version": minutes.version, "meeting": meeting.pk, "kind": meeting.kind, "time_zone": meeting.time_zone,
        "starts_at": meeting.starts_at.isoformat(), "ends_at": meeting.ends_at.isoformat(),
        "adopted_on": minutes.adopted_on.isoformat(), "at_meeting": minutes.at_meeting_id,
        "reason": {"fr": minutes.reason_fr, "en": minutes.reason_en}, **said,
    }  # fmt: skip


def settle(minutes):
    """The lines these minutes hold read, from now on, as they say; what they left out is gone for readers."""
    for model in records.KINDS.values():
        rows = model.objects.filter(meeting=minutes.meeting_id)
        rows.kept().update(said_fr=F("text_fr"), said_en=F("text_en"), adopted_in=minutes)
        rows.exclude(removed_at=None).delete()
    for row in Decision.objects.filter(adopted_in=minutes).prefetch_related("jurisdictions"):
        codes = [place.code for place in row.jurisdictions.all()]
        Decision.objects.filter(pk=row.pk).update(said_places=f",{','.join(codes)}," if codes else "")
    versions.bump()


@transaction.atomic
def correct(*, meeting, by, reason_fr, reason_en):
    """Begin a new version of adopted minutes; until it is adopted, readers have the one before it."""
    records.allow(by, meeting)
    meeting = records.hold(meeting)
    newest = Minutes.objects.filter(meeting=meeting).first()
    if newest is None or not newest.is_adopted:
        raise Refused(_("These minutes are not adopted yet: change them as they are."))
    if not reason_fr.strip() or not reason_en.strip():
        raise Refused(_("Say in both languages why the minutes are corrected."))
    logbook.write(meeting.space, "minutes_correct", by=by)
    return Minutes.objects.create(
        meeting=meeting, version=newest.version + 1, reason_fr=reason_fr.strip(), reason_en=reason_en.strip(),
        drafted_by=by,
    )  # fmt: skip


@transaction.atomic
def give_up(*, meeting, by):
    """Leave a correction: the record reads again as the adopted minutes do."""
    records.allow(by, meeting)
    meeting = records.hold(meeting)
    minutes, before = begun(meeting), adopted(meeting).first()
    if before is None:
        raise Refused(_("These minutes were never adopted: there is nothing to go back to."))
    for model in records.KINDS.values():
        rows = model.objects.filter(meeting=meeting)
        rows.filter(adopted_in=None).delete()
        rows.update(text_fr=F("said_fr"), text_en=F("said_en"), removed_at=None, number=F("number") + 1)
    for row in Decision.objects.filter(meeting=meeting):
        row.jurisdictions.set(Jurisdiction.objects.filter(code__in=row.said_places.strip(",").split(",")))
    here = before.snapshot["fr"]["attendance"]
    meeting.attendances.all().delete()
    there = User.objects.in_bulk([one["user"] for one in here["people"]])
    rows = [one for one in here["people"] if one["user"] in there]
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, user_id=one["user"], delegate_name=one["delegate"]) for one in rows
    )
    Roll.objects.filter(meeting=meeting).update(guests=here["guests"], number=F("number") + 1)
    minutes.delete()


def is_intact(minutes):
    """Whether an adopted version still is what its hash was taken of."""
    return digest(minutes.snapshot) == minutes.digest
