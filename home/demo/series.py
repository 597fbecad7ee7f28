"""The demo’s series, the quarterly meetings of next year, and who is invited to its targeted meetings."""

from datetime import date, time, timedelta

from cms.bilingual import ledger
from cms.models import User
from home.demo.people import DOMAIN
from spaces.models import Cadence, Meeting, MeetingKind, MeetingLevel, Ordinal, Plan, Series, in_order, today
from spaces.services import cadences, interests, planning, series

CHAIR = f"chantal.roy@{DOMAIN}"
THURSDAY = 3
WORDS = {
    "fr": {
        "title": "Réunion trimestrielle",
        "summary": "Ce que les centres ont appris ces trois derniers mois, et ce que la communauté décide d’en faire.",
    },
    "en": {
        "title": "Quarterly meeting",
        "summary": "What the centres learned these three months, and what the community decides to make of it.",
    },
}
PUBLISHED = 3  # of the four; the last is still a draft


def write_series(spaces):
    """Four meetings made in one go by a co-chair who leads the space, by the acts of the site itself."""
    space, by = spaces["community"], User.objects.get(email=CHAIR)
    if Series.objects.filter(space=space).exists():
        return
    rule = cadences.Rule(Cadence.QUARTER, THURSDAY, ordinal=Ordinal.SECOND)
    facts = {
        "space": space, "kind": MeetingKind.QUARTERLY, "level": MeetingLevel.EXECUTIVE, "time_zone": "America/Toronto",
        "teams_url": "https://teams.microsoft.com/l/meetup-join/quarterly", "interpretation": True, "captions": True,
        "languages": "both", "sign_languages": "both", "seats": None,
    }  # fmt: skip
    clock = {"hour": time(13), "minutes": 120}
    slots = cadences.slots(cadences.days(rule, since=first_day(), number=4), zone=facts["time_zone"], **clock)
    plan = Plan.objects.create(user=by, what="")
    made = series.make(
        key=plan.key, by=by, rule=rule, facts=facts, topics=[], said=WORDS, first="fr", slots=slots, **clock
    )
    plan.delete()
    with ledger.at_the_end():
        for meeting in series.meetings(made)[:PUBLISHED]:
            for page in meeting.pages.all():
                page.get_latest_revision().publish(user=by, skip_permission_checks=True)


def first_day():
    """Next year, and not before the quarter after the demo’s next quarterly meeting."""
    return max(date(today().year + 1, 1, 1), today() + timedelta(days=75))


def write_invitees():
    """Those who follow one of the topics of a targeted meeting, up to its seats."""
    for meeting in Meeting.objects.filter(kind=MeetingKind.TARGETED, invitees=None).select_related("space"):
        found = interests.candidates(meeting.space, in_order(meeting.topics.all()), level=meeting.level)
        planning.invite(meeting, found[: meeting.seats])
