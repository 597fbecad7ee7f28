"""The record of a meeting, kept while it lasts and after: each line is saved by itself, whoever else types.

Once minutes are adopted, their lines stay as they are until somebody begins a correction (minutes.correct).
"""

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from spaces import access, access_records
from spaces.models import Action, ActionStep, Attendance, Decision, Meeting, Membership, Minutes, Note, Roll
from spaces.services.memberships import Refused
from spaces.services.reading import preferred

KINDS = {model.kind: model for model in (Decision, Action, Note)}
OWNER = ("owner", "jurisdiction", "owner_name", "due_on")  # of an action, and not words of the minutes


class Changed(Refused):
    """Somebody else changed the same line meanwhile; `now` is how it stands."""

    def __init__(self, words, now):
        super().__init__(words)
        self.now = now


def is_frozen(meeting):
    """Whether its minutes are adopted, and nobody is correcting them."""
    versions = Minutes.objects.filter(meeting=meeting).order_by("-version")
    newest = versions.values_list("adopted_at", flat=True).first()
    return newest is not None


def allow(by, meeting):
    if not access_records.may_record(by, meeting):
        raise Refused(_("The record of this meeting is kept by others."))


def hold(meeting):
    """The meeting, of which nobody else changes the record or the minutes meanwhile."""
    return Meeting.objects.select_for_update(of=("self",)).select_related("space").get(pk=meeting.pk)


def refuse_frozen(meeting):
    hold(meeting)
    if is_frozen(meeting):
        raise Refused(_("The minutes of this meeting are adopted: begin a correction first."))


def next_position(meeting):
    """After all lines there are, of whatever kind."""
    last = [model.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"] for model in KINDS.values()]
    return max((one for one in last if one is not None), default=-1) + 1


@transaction.atomic
def add(*, kind, meeting, by, key, item=None, jurisdictions=(), **facts):
    """Write a line under an item of the agenda. The same form sent twice (`key`) writes one. Returns it."""
    allow(by, meeting)
    model, meeting = KINDS[kind], hold(meeting)
    if there := model.objects.filter(key=key, meeting=meeting).first():
        return there
    refuse_frozen(meeting)
    row = model(meeting=meeting, by=by, key=key, item=item, position=next_position(meeting), **facts)
    if kind == Action.kind:
        row.state_by = by
    row.save()
    if kind == Decision.kind:
        row.jurisdictions.set(jurisdictions)
    if kind == Action.kind:
        ActionStep.objects.create(action=row, state=row.state, by=by)
    return row


@transaction.atomic
def change(*, row, by, number, jurisdictions=None, **facts):
    """Change a line that stood at this number. Raises Changed when somebody else did meanwhile.

    Of an action of adopted minutes, its owner and its day may change: they are not words of theirs.
    """
    allow(by, row.meeting)
    model = type(row)
    if not (model is Action and set(facts) <= set(OWNER)):
        refuse_frozen(row.meeting)
    found = model.objects.kept().filter(pk=row.pk, number=number)
    if not found.update(**facts, number=F("number") + 1):
        raise changed(model, row.pk)
    if jurisdictions is not None:
        row.jurisdictions.set(jurisdictions)
    row.refresh_from_db()
    return row


def changed(model, pk):
    now = model.objects.kept().filter(pk=pk).first()
    if now is None:
        return Changed(_("Somebody else took this line out meanwhile. What you typed is still here."), None)
    said = _("Somebody else changed this line meanwhile. What you typed is still here; the line now reads as below.")
    return Changed(said, now)


@transaction.atomic
def remove(*, row, by, number):
    """Take a line out of the record. One of adopted minutes is kept aside, in case the correction is given up."""
    allow(by, row.meeting)
    refuse_frozen(row.meeting)
    model = type(row)
    found = model.objects.kept().filter(pk=row.pk, number=number)
    aside = {"removed_at": timezone.now(), "number": F("number") + 1}
    if not (found.update(**aside) if row.adopted_in_id else found.delete()[0]):
        raise changed(model, row.pk)


@transaction.atomic
def take_attendance(*, meeting, by, number, people, guests):
    """Say who was there, {user id: name of their delegate or ""}. Raises Changed when somebody else did meanwhile."""
    allow(by, meeting)
    refuse_frozen(meeting)
    roll, _made = Roll.objects.get_or_create(meeting=meeting)
    written = Roll.objects.filter(pk=roll.pk, number=number)
    if not written.update(guests=guests, number=F("number") + 1, taken_at=timezone.now(), taken_by=by):
        said = _(
            "Somebody else noted the attendance meanwhile. What you ticked is still here: save it again to keep it."
        )
        raise Changed(said, Roll.objects.get(pk=roll.pk))
    meeting.attendances.exclude(user__in=people).delete()
    readers = access.readers(meeting.space).filter(pk__in=people)
    there = {one.user_id: one for one in meeting.attendances.all()}
    new = [pk for pk in readers.values_list("pk", flat=True) if pk not in there]
    Attendance.objects.bulk_create(
        [Attendance(meeting=meeting, user_id=pk, delegate_name=people[pk]) for pk in new], ignore_conflicts=True
    )


def lines(meeting):
    """All lines of the record, in the order in which they were typed, with what is said of them."""
    actions = access_records.with_reader(Action.objects.kept().filter(meeting=meeting))
    found = [
        *Decision.objects.kept().filter(meeting=meeting).prefetch_related("jurisdictions").select_related("by"),
        *actions.select_related("owner", "jurisdiction", "by"),
        *Note.objects.kept().filter(meeting=meeting).select_related("by"),
    ]
    return sorted(found, key=lambda row: (row.position, row.created_at, row.pk))


def items(meeting, language):
    """[(id or None, title, start instant)] of the agenda in a language, or in the other; the whole meeting last.

    With {id of an item: its place}, so that a line is found under pages whose items have other ids.
    """
    pages = {page.language: page for page in meeting.pages.order_by("live", "pk")}
    page = preferred(pages, language)
    found, places = [], {}
    for one in pages.values():
        places |= {block.id: place for place, block in enumerate(one.agenda)}
    if page:
        page.meeting = meeting
        found = [(line.key, line.item.get("title") or "", line.starts) for line in page.lines]
    return page, found, places


def place_of(row, found, places):
    """The id of the item a line stands under, among `found`; None for the whole meeting."""
    key = str(row.item) if row.item else None
    if key is None or any(key == identity for identity, *_more in found):
        return key
    place = places.get(key)
    return found[place][0] if place is not None and place < len(found) else None


def roll_of(meeting):
    """That the attendance was taken; None as long as nobody did."""
    return Roll.objects.filter(meeting=meeting).first()


def attended(meeting):
    """Those who were there, by name."""
    rows = Attendance.objects.filter(meeting=meeting).select_related("user__profile__jurisdiction")
    return sorted(rows, key=lambda row: (row.user.last_name, row.user.first_name, row.user_id))


def expected(meeting):
    """{user id: name of the delegate or ""} of those who said they would come."""
    replies = meeting.replies.coming().filter(user__in=access.readers(meeting.space))
    return dict(replies.values_list("user_id", "delegate_name"))


def candidates(meeting, expected, *, most):
    """Those one may tick: who said they would come and, unless they are more than `most`, the members of the space."""
    readers = access.readers(meeting.space)
    members = Membership.objects.current().filter(space=meeting.space_id).values("user")
    everybody = list(readers.filter(Q(pk__in=members) | Q(pk__in=expected))[: most + 1])
    return everybody if len(everybody) <= most else list(readers.filter(pk__in=expected))


def current_item(found, meeting, now):
    """The id of the item that is on now, by the running times; None before the meeting and after."""
    if not meeting.starts_at <= now < meeting.ends_at:
        return None
    begun = [identity for identity, _title, at in found if at <= now]
    return begun[-1] if begun else None
