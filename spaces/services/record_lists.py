"""All meetings, decisions and actions somebody may read, as one table: the newest meeting first, each with its lines.

One query brings the lines of a page whatever their kind, one the pages of their meetings.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Aggregate, BooleanField, Case, DateField, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models import BigIntegerField as Number
from django.db.models import TextField as Words
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from spaces import access, access_records
from spaces.models import (
    RUNNING,
    Action,
    ActionState,
    Decision,
    Jurisdiction,
    Meeting,
    MeetingPage,
    Space,
    today,
)
from spaces.services import reading

NAMES = ("code", "name_fr", "name_en")
LATE = "late"  # a state of its own in lists: what is still to be done, and its day is past


class Joined(Aggregate):
    """The values of a group, in one text."""

    function = "GROUP_CONCAT"

    def as_postgresql(self, compiler, connection, **context):
        template = "STRING_AGG(%(expressions)s::text, ',')"
        return self.as_sql(compiler, connection, template=template, **context)


@dataclass(frozen=True)
class Asked:
    """What the table is narrowed by; empty for all."""

    kind: str = ""
    space: str = ""
    topic: str = ""
    place: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None
    words: str = ""
    mine: bool = False

    def wants(self, kind):
        if self.kind and self.kind != kind:
            return False
        return kind == "action" if self.state or self.mine else not (self.place and kind == "meeting")


@dataclass
class Line:
    """A row of the table. `page` is the page of its meeting, as its reader gets it."""

    kind: str
    pk: int
    meeting: int
    starts_at: datetime
    rank: int
    position: int
    text_fr: str
    text_en: str
    is_draft: bool
    state: str
    due_on: date | None
    owner_id: int | None
    owner: str
    owner_name: str
    places: str
    has_reader: bool
    may_move: bool
    page: MeetingPage | None = None
    language: str = ""

    @property
    def words_language(self):
        other = "en" if self.language == "fr" else "fr"
        return self.language if getattr(self, f"text_{self.language}") else other

    @property
    def words(self):
        return getattr(self, f"text_{self.words_language}")

    @property
    def about(self):
        """Codes of the administrations it is about, or of the one that owns it."""
        return [code for code in (self.places or "").split(",") if code]

    @property
    def get_state_display(self):
        return ActionState(self.state).label if self.state else ""

    @property
    def is_late(self):
        return self.state in RUNNING and self.due_on is not None and self.due_on < today()


def kinds():
    return [
        ("meeting", _("Meetings")),
        ("decision", _("Decisions")),
        ("action", pgettext("what is to be done", "Actions")),
    ]


def states():
    return [*((one.value, one.label) for one in ActionState), (LATE, _("Late"))]


def rows(user, asked):
    """The rows somebody may read, of all kinds that are asked for: values in the order of Line."""
    kinds = {"meeting": meetings, "decision": decisions, "action": actions}
    first, *others = [make(user, asked) for kind, make in kinds.items() if asked.wants(kind)] or [nothing(user)]
    found = first.union(*others, all=True) if others else first
    return found.order_by("-c_starts", "-c_meeting", "c_rank", "c_position", "c_pk")


NONE = {
    "c_fr": Value("", output_field=Words()), "c_en": Value("", output_field=Words()), "c_draft": Value(False),
    "c_state": Value("", output_field=Words()), "c_due": Cast(Value(None), DateField()),
    "c_owner": Cast(Value(None), Number()), "c_name": Value("", output_field=Words()),
    "c_called": Value("", output_field=Words()), "c_places": Value("", output_field=Words()), "c_reader": Value(False),
    "c_moves": Value(False),
}  # fmt: skip
ORDER = ("c_kind", "c_pk", "c_meeting", "c_starts", "c_rank", "c_position", *NONE)


def columns(found, kind, rank, meeting="meeting", position="position", **own):
    """The columns of one kind of row; what it does not have is empty."""
    starts = F("starts_at" if meeting == "pk" else "meeting__starts_at")
    place = {"c_position": Cast(F(position), Number()) if position else Value(0, output_field=Number())}
    named = {"c_kind": Value(kind, output_field=Words()), "c_pk": F("pk"), "c_meeting": F(meeting), "c_starts": starts}
    return found.annotate(**named, c_rank=Value(rank), **place, **{**NONE, **own}).order_by().values_list(*ORDER)


def nothing(user):
    return meetings(user, Asked(space="no such space"))


def midnight(day):
    """The instant a day begins on the reader's clock."""
    return timezone.make_aware(datetime.combine(day, time.min))


def about(asked, prefix):
    """The condition on the meeting of a row."""
    found = Q(**{f"{prefix}space__code": asked.space}) if asked.space else Q()
    if asked.topic:
        found &= Q(**{f"{prefix}pk__in": Meeting.objects.about(asked.topic).values("pk")})
    if asked.since:
        found &= Q(**{f"{prefix}starts_at__gte": midnight(asked.since)})
    if asked.until:
        found &= Q(**{f"{prefix}starts_at__lt": midnight(asked.until + timedelta(days=1))})
    return found


def meetings(user, asked):
    live = MeetingPage.objects.filter(meeting=OuterRef("pk"), live=True)
    for word in asked.words.split():
        live = live.filter(Q(title__icontains=word) | Q(summary__icontains=word))
    found = access.open_to(user, Meeting.objects.filter(Exists(live)).filter(about(asked, "")))
    return columns(found, "meeting", 0, meeting="pk", position="")


def lines(user, model, asked):
    """Rows of decisions or actions: their adopted words, or those of a draft for whom it is."""
    found = access_records.open_to(user, model.objects.filter(about(asked, "meeting__")))
    adopted = Q(adopted_in__isnull=False)
    own = {
        f"c_{code}": Case(When(adopted, then=F(f"said_{code}")), default=F(f"text_{code}"), output_field=Words())
        for code in ("fr", "en")
    }
    own["c_draft"] = Case(When(adopted, then=False), default=True, output_field=BooleanField())
    found = found.alias(**{name: own[name] for name in ("c_fr", "c_en")})
    for word in asked.words.split():
        found = found.filter(Q(c_fr__icontains=word) | Q(c_en__icontains=word))
    return found, own


def decisions(user, asked):
    found, own = lines(user, Decision, asked)
    places = Decision.jurisdictions.through.objects.filter(decision=OuterRef("pk")).order_by().values("decision")
    places = places.annotate(all=Joined("jurisdiction__code", output_field=Words())).values("all")
    adopted = Q(adopted_in__isnull=False)
    own["c_places"] = Case(When(adopted, then=F("said_places")), default=Subquery(places), output_field=Words())
    if asked.place:
        named = Decision.objects.filter(jurisdictions__code=asked.place).values("pk")
        found = found.filter((adopted & Q(said_places__contains=f",{asked.place},")) | Q(adopted_in=None, pk__in=named))
    return columns(found, "decision", 1, **own)


def actions(user, asked):
    found, own = lines(user, Action, asked)
    if asked.place:
        found = found.filter(Q(jurisdiction__code=asked.place) | Q(owner__profile__jurisdiction__code=asked.place))
    if asked.state == LATE:
        found = found.filter(state__in=RUNNING, due_on__lt=today())
    elif asked.state:
        found = found.filter(state=asked.state)
    if asked.mine:
        found = found.filter(owner=user)
    name = Concat("owner__first_name", Value(" "), "owner__last_name", output_field=Words())
    own |= {
        "c_state": Cast(F("state"), Words()), "c_due": F("due_on"), "c_owner": F("owner"), "c_name": name,
        "c_called": Cast(F("owner_name"), Words()), "c_places": Cast(F("jurisdiction__code"), Words()),
        "c_reader": F("has_reader"),
        "c_moves": Case(When(access_records.moved_by(user), then=True), default=False, output_field=BooleanField()),
    }  # fmt: skip
    return columns(access_records.with_reader(found), "action", 2, **own)


def shown(user, found, language, locale_id):
    """[Line] of rows that were read, each with the page of its meeting."""
    found = [Line(*row, language=language) for row in found]
    wanted = {one.meeting for one in found}
    pages = {page.meeting_id: page for page in reading.meeting_pages(user, locale_id).filter(meeting__in=wanted)}
    for line in found:
        line.page = pages.get(line.meeting)
    return [line for line in found if line.page]


def choices(user):
    """{kind: [(code, French name, English name)]} of spaces, topics and administrations. One query."""
    live = MeetingPage.objects.filter(live=True, meeting__space__in=access.space_ids(user))
    spaces = Space.objects.filter(pk__in=live.values("meeting__space"))
    kinds = {
        "space": spaces,
        "topic": reading.topics_of(live),
        "place": Jurisdiction.objects.all(),
    }
    named = [
        found.order_by().annotate(c_kind=Value(kind, output_field=Words())).values_list("c_kind", *NAMES)
        for kind, found in kinds.items()
    ]
    offered = {kind: [] for kind in kinds}
    for kind, *names in named[0].union(*named[1:]):
        offered[kind].append(tuple(names))
    return offered


# -- as a sheet


def sheet(user, asked, language, locale_id, places):
    """The table as lines of cells: headings, then a line a row. `places` are {code: name} of administrations."""
    yield [_("Kind"), _("Date"), _("Meeting"), _("Space"), _("Words"), _("Language"), _("State"),
           pgettext("what is to be done", "Owner"), _("Due"),
           _("Jurisdiction"), _("Adopted"), _("Address")]  # fmt: skip
    names = dict(singular())
    for line in shown(user, rows(user, asked), language, locale_id):
        is_meeting = line.kind == "meeting"
        owner = line.owner if line.owner_id else line.owner_name
        yield [
            names[line.kind], timezone.localdate(line.starts_at).isoformat(), line.page.title,
            line.page.meeting.space.name, line.page.summary if is_meeting else line.words,
            line.page.language if is_meeting else line.words_language, line.get_state_display, owner,
            line.due_on.isoformat() if line.due_on else "",
            ", ".join(places[code] for code in line.about if code in places),
            "" if is_meeting else _("no") if line.is_draft else _("yes"), line.page.full_url,
        ]  # fmt: skip


def singular():
    return [
        ("meeting", _("Meeting")),
        ("decision", _("Decision")),
        ("action", pgettext("what is to be done", "Action")),
    ]
