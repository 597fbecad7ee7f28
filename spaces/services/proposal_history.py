"""What became of a proposal, in order: its steps, and the meetings it was carried over from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from spaces.models import Meeting, MeetingPage, ProposalAct, ProposalState

#: Steps after which a proposal waits for no meeting.
ENDS = {ProposalAct.PLACED, ProposalAct.TAKEN_BACK, ProposalAct.ASIDE}


@dataclass
class Told:
    act: str
    at: datetime
    by: Any = None
    meeting: Any = None
    votes: int | None = None
    page: Any = None  # of the meeting, when it is read

    @property
    def label(self):
        return ProposalAct(self.act).label if self.act in ProposalAct.values else ""


def of(proposal, locale_id):
    """[Told] of one proposal, the first step first. Its meetings are those of its space, which its reader reads."""
    steps = [
        Told(step.act, step.at, step.by, step.meeting, step.votes)
        for step in proposal.steps.select_related("by", "meeting")
    ]
    steps += [Told("carried", meeting.ends_at, meeting=meeting) for meeting in missed(proposal, steps)]
    if proposal.is_over:
        steps.append(Told("dealt", proposal.meeting.ends_at, meeting=proposal.meeting))
    steps.sort(key=lambda step: step.at)
    pages = pages_of({step.meeting.pk for step in steps if step.meeting}, locale_id)
    for step in steps:
        step.page = step.meeting and pages.get(step.meeting.pk)
    return steps


def missed(proposal, steps):
    """The meetings held while it was open and on none of their agendas."""
    if not steps:
        return []
    held = Meeting.objects.filter(
        space=proposal.space_id, starts_at__gt=proposal.at, ends_at__lt=timezone.now(), pages__live=True
    ).distinct()
    if proposal.state == ProposalState.PLACED and proposal.meeting_id:
        held = held.exclude(pk=proposal.meeting_id).filter(starts_at__lt=proposal.meeting.starts_at)
    return [meeting for meeting in held if was_open(steps, meeting.starts_at)]


def was_open(steps, at):
    last = [step for step in steps if step.at <= at and step.act != ProposalAct.WORDED]
    return bool(last) and last[-1].act not in ENDS


def pages_of(meetings, locale_id):
    """{id of a meeting: its live page, in the language when there is one}."""
    found = {}
    for page in MeetingPage.objects.filter(meeting__in=meetings, live=True).order_by("pk") if meetings else []:
        if page.locale_id == locale_id or page.meeting_id not in found:
            found[page.meeting_id] = page
    return found
