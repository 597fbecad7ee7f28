"""The state of a proposal follows the agendas: placed while one has its item, open again when it is taken off."""

from uuid import UUID

from django.db import transaction
from django.db.models.signals import post_delete
from wagtail.signals import page_published, page_unpublished

from spaces.models import MeetingPage, Proposal, ProposalAct, ProposalState
from spaces.services.proposals import change


def keys_of(page):
    """Ids of the items of a page, as readers have it and as its draft says."""
    live = {raw.get("id") for raw in page.agenda.raw_data} if page.live else set()
    version = page.get_latest_revision_as_object()
    return live | {raw.get("id") for raw in version.agenda.raw_data}


@transaction.atomic
def settle(meeting, *, by=None):
    """A proposal whose item was taken off an agenda is open again; one whose item came back is placed. Safe twice.

    Once the meeting is over nothing changes any more.
    """
    rows = Proposal.objects.filter(space=meeting.space_id).exclude(item=None)
    if meeting.is_past or not rows.exists():
        return
    pages = list(MeetingPage.objects.filter(meeting=meeting).select_related("latest_revision"))
    keys = set().union(*(keys_of(page) for page in pages))
    ids = {UUID(key) for key in keys if key}
    if not any(page.live or not page.first_published_at for page in pages):
        ids = set()  # it was withdrawn, or is gone
    for row in rows.on(meeting).exclude(item__in=ids).select_related("space"):
        change(row, ProposalState.OPEN, ProposalAct.TAKEN_OFF, by=by)
    for row in rows.filter(state=ProposalState.OPEN, item__in=ids).select_related("space"):
        change(row, ProposalState.PLACED, ProposalAct.PLACED, by=by, meeting=meeting)


def published(sender, instance, revision=None, **kwargs):
    settle(instance.meeting, by=revision.user if revision else None)


def gone(sender, instance, **kwargs):
    settle(instance.meeting)


def listen():
    """Hear of agendas that are published, withdrawn or deleted."""
    page_published.connect(published, sender=MeetingPage, dispatch_uid="proposals published")
    page_unpublished.connect(gone, sender=MeetingPage, dispatch_uid="proposals withdrawn")
    post_delete.connect(gone, sender=MeetingPage, dispatch_uid="proposals deleted")
