"""The state of a proposal follows the agendas: placed while one has its item, open again when it is taken off.

And its words: what a translator called it on the agenda comes back to it."""

from uuid import UUID

from django.db import transaction
from django.db.models.signals import post_delete
from wagtail.signals import page_published, page_unpublished

from spaces.models import MeetingPage, Proposal, ProposalAct, ProposalState
from spaces.services.proposals import change, note


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


@transaction.atomic
def name(page, *, by=None):
    """What a page that is read calls a placed topic is its title in that language, while it has none there.

    Once: nothing that somebody wrote of the proposal itself is replaced. Safe twice.
    """
    titles = {raw.get("id"): raw["value"].get("title", "").strip() for raw in page.agenda.raw_data}
    rows = Proposal.objects.on(page.meeting_id).filter(other_title="").exclude(language=page.language)
    for row in rows.exclude(item=None).select_related("space"):
        title = titles.get(str(row.item), "")
        words = {"other_title": title, "other_by": by}
        if title not in {"", row.title} and Proposal.objects.filter(pk=row.pk, other_title="").update(**words):
            note(row, ProposalAct.WORDED, by=by)


def published(sender, instance, revision=None, **kwargs):
    by = revision.user if revision else None
    settle(instance.meeting, by=by)
    if instance.live:
        name(instance, by=by)


def gone(sender, instance, **kwargs):
    settle(instance.meeting)


def listen():
    """Hear of agendas that are published, withdrawn or deleted."""
    page_published.connect(published, sender=MeetingPage, dispatch_uid="proposals published")
    page_unpublished.connect(gone, sender=MeetingPage, dispatch_uid="proposals withdrawn")
    post_delete.connect(gone, sender=MeetingPage, dispatch_uid="proposals deleted")
