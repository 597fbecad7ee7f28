"""Topics proposed for meetings: proposed, ranked by votes, taken back or set aside. What is not placed stays."""

from collections import Counter
from difflib import SequenceMatcher

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.bilingual.folding import words
from cms.models import User
from spaces import access, access_proposals
from spaces.models import Order, Proposal, ProposalAct, ProposalState, ProposalStep, Vote
from spaces.services.memberships import Refused

VOTES = 3  # each person’s, among the open proposals of a space
ALIKE, SHARED = 0.82, 0.6  # likeness of two titles; part of the words of the shorter one that both have
LOOKED_AT = 500  # the newest proposals a title is compared with
#: Words every title has; they tell nothing of it.
SMALL = frozenset(
    words(
        "le la les de des du un une et en au aux pour par sur dans ce ces qui que nos notre "
        "the a an of to in on for and our with how what is are"
    )
)


def with_votes(rows, space, user):
    """Adds `score`, how many votes each has of those who read the space, and `is_mine`, whether one is theirs."""
    counted = Q(votes__user__in=access.readers(space))
    return rows.annotate(
        score=Count("votes", filter=counted, distinct=True),
        is_mine=Exists(Vote.objects.filter(proposal=OuterRef("pk"), user=user)),
    )


def ranked(space, user):
    """The open proposals of a space, those most voted for first, then the oldest. One query."""
    found = with_votes(Proposal.objects.open().filter(space=space), space, user)
    return found.select_related("topic", "by", "space").order_by("-score", "at", "pk")


def closed(space, user):
    """Those that are not open: on an agenda, dealt with, taken back or set aside; the latest first."""
    rows = Proposal.objects.filter(space=space).exclude(pk__in=Proposal.objects.open().values("pk"))
    found = with_votes(rows, space, user)
    return found.select_related("topic", "by", "space", "meeting").order_by("-meeting__starts_at", "-at", "-pk")


def votes_left(space, user):
    used = Vote.objects.filter(user=user, proposal__in=Proposal.objects.open().filter(space=space)).count()
    return max(0, VOTES - used)


def by_order(proposals):
    """{id: [(order of government in words, votes)]} of some proposals of one space, for those who build its agendas."""
    rows = Vote.objects.filter(proposal__in=[one.pk for one in proposals])
    if proposals:
        rows = rows.filter(user__in=access.readers(proposals[0].space))
    found = {}
    for pk, order, count in rows.values_list("proposal", F("user__profile__jurisdiction__order")).annotate(
        n=Count("pk")
    ):
        found.setdefault(pk, Counter())[order or ""] += count
    names = [*((order.value, order.label) for order in Order), ("", _("No administration"))]
    return {pk: [(label, counts[order]) for order, label in names if counts[order]] for pk, counts in found.items()}


def like(space, title, *, but=None):
    """Proposals of a space that say nearly the same, in either language: those that are open, or were not long ago."""
    asked = telling(title)
    rows = Proposal.objects.filter(space=space).exclude(state=ProposalState.TAKEN_BACK).exclude(pk=but)
    weighed = []
    for row in rows.select_related("meeting", "space").order_by("-at", "-pk")[:LOOKED_AT]:
        alike = max(likeness(asked, telling(said)) for said in (row.title, row.other_title))
        if alike:
            weighed.append((not row.is_open, -alike, row.pk, row))
    return [row for *_key, row in sorted(weighed, key=lambda one: one[:3])[:5]]


def telling(title):
    """The folded words of a title without those every sentence has."""
    return [word for word in words(title) if word not in SMALL]


def likeness(asked, said):
    """From 0 to 1; 0 where two titles are not alike enough to be told."""
    if not asked or not said:
        return 0
    close = SequenceMatcher(None, " ".join(asked), " ".join(said)).ratio()
    fewest = min(len(set(asked)), len(set(said)))
    shared = sum(any(is_form(one, other) for other in said) for one in set(asked)) / fewest if fewest > 1 else 0
    return max(close if close >= ALIKE else 0, min(shared, 1) if shared >= SHARED else 0)


def is_form(one, other):
    """Whether two words are nearly one: «rappel», «rappels»."""
    return one == other or (min(len(one), len(other)) > 4 and SequenceMatcher(None, one, other).ratio() >= ALIKE)


def note(proposal, act, *, by, meeting=None):
    """Keep a step, with the votes of that moment."""
    votes = Vote.objects.filter(proposal=proposal, user__in=access.readers(proposal.space)).count()
    ProposalStep.objects.create(proposal=proposal, act=act, by=by, meeting=meeting, votes=votes, at=timezone.now())


@transaction.atomic
def propose(*, space, by, language, **words):
    """A new proposal, in the language it was written in. Raises Refused where one may not."""
    if not access_proposals.may_propose(by, space):
        raise Refused(_("Nothing is proposed for the meetings of this space any more."))
    proposal = Proposal.objects.create(space=space, by=by, language=language, **words)
    note(proposal, ProposalAct.PROPOSED, by=by)
    return proposal


def held(proposal):
    """The row, which nobody else changes meanwhile."""
    return Proposal.objects.select_for_update(of=("self",)).select_related("space", "meeting").get(pk=proposal.pk)


@transaction.atomic
def vote(*, proposal, user):
    """One more vote, if one has any left; the same one twice counts once. Raises Refused, and nothing is lost."""
    User.objects.select_for_update().get(pk=user.pk)  # two votes of one person at once come one after the other
    proposal = held(proposal)
    refuse_closed(proposal, user)
    if Vote.objects.filter(proposal=proposal, user=user).exists():
        return
    if not votes_left(proposal.space, user):
        said = ngettext(
            "You have given your %(count)d vote: take it back to vote for this topic.",
            "You have given your %(count)d votes: take one back to vote for this topic.",
            VOTES,
        )
        raise Refused(said % {"count": VOTES})
    Vote.objects.create(proposal=proposal, user=user)


@transaction.atomic
def unvote(*, proposal, user):
    proposal = held(proposal)
    refuse_closed(proposal, user)
    Vote.objects.filter(proposal=proposal, user=user).delete()


def refuse_closed(proposal, user):
    if not access_proposals.may_propose(user, proposal.space):
        raise Refused(_("Nobody votes for the topics of this space any more."))
    if not proposal.is_open:
        raise Refused(_("This topic is not open any more: votes for it stay as they are."))


@transaction.atomic
def take_back(*, proposal, by):
    """Who proposed it gives it up; it may be proposed anew."""
    proposal = held(proposal)
    if not access_proposals.may_take_back(by, proposal):
        raise Refused(_("Only who proposed a topic takes it back."))
    refuse_placed(proposal)
    change(proposal, ProposalState.TAKEN_BACK, ProposalAct.TAKEN_BACK, by=by)


@transaction.atomic
def set_aside(*, proposal, by, reason, language):
    """Those who build agendas say why a topic will not be on one."""
    proposal = held(proposal)
    if not access_proposals.may_build(by, proposal.space):
        raise Refused(_("The agendas of this space are built by others."))
    refuse_placed(proposal)
    change(proposal, ProposalState.ASIDE, ProposalAct.ASIDE, by=by, reason=reason, reason_language=language)


@transaction.atomic
def reopen(*, proposal, by):
    """What was set aside or taken back is open again, with the votes it had."""
    proposal = held(proposal)
    may = access_proposals.may_build(by, proposal.space)
    if proposal.state == ProposalState.TAKEN_BACK:
        may = access_proposals.may_take_back(by, proposal)
    if not may:
        raise Refused(_("The agendas of this space are built by others."))
    if proposal.state in {ProposalState.ASIDE, ProposalState.TAKEN_BACK}:
        change(proposal, ProposalState.OPEN, ProposalAct.REOPENED, by=by, reason="", reason_language="")


@transaction.atomic
def word(*, proposal, by, title, why):
    """Write a proposal in its other language, or correct what was written there."""
    proposal = held(proposal)
    if not access_proposals.may_word(by, proposal):
        raise Refused(_("The words of this topic are for others to write."))
    if (title, why) == (proposal.other_title, proposal.other_why):
        return
    proposal.other_title, proposal.other_why, proposal.other_by = title, why, by
    proposal.save(update_fields=["other_title", "other_why", "other_by"])
    note(proposal, ProposalAct.WORDED, by=by)


def refuse_placed(proposal):
    if not proposal.is_open:
        raise Refused(_("This topic is not open any more."))


def change(proposal, state, act, *, by, **facts):
    proposal.state = state
    for name, value in facts.items():
        setattr(proposal, name, value)
    if state != ProposalState.PLACED:
        proposal.meeting = None
    proposal.save()
    note(proposal, act, by=by, meeting=facts.get("meeting"))
