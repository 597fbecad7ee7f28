"""The demo's proposed topics: voted for, some on the agenda of the coming meeting, one set aside; and a template."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from home.demo.files import identity, read
from spaces.models import (
    AgendaTemplate,
    Meeting,
    Proposal,
    ProposalAct,
    ProposalState,
    ProposalStep,
    Topic,
    Vote,
)
from spaces.services import agenda_templates, memberships, proposals

WORDS = ("title", "why", "language", "minutes", "kind")


def write_proposals(spaces, people):
    """By the acts of the site itself, then dated as the file says; those there are stay as they are."""
    topics = {topic.code: topic for topic in Topic.objects.all()}
    for number, row in enumerate(read("proposals.toml")["proposal"]):
        space = spaces[row["space"]]
        if Proposal.objects.filter(space=space, title=row["title"]).exists():
            continue
        made = proposals.propose(
            space=space, by=people[row["by"]], topic=topics.get(row.get("topic")),
            **{name: row[name] for name in WORDS if name in row},
        )  # fmt: skip
        made.other_title, made.other_why = row.get("other_title", ""), row.get("other_why", "")
        made.other_by = people[row["by"]] if made.other_title else None
        made.at = timezone.now() - timedelta(days=row["days_ago"], hours=number % 7)
        vote(made, row["voters"], number)
        ProposalStep.objects.filter(proposal=made).update(at=made.at)
        settle(made, row, people)
        made.save()
    for row in read("proposals.toml")["template"]:
        if not AgendaTemplate.objects.filter(space=spaces[row["space"]], kind=row["kind"]).exists():
            by = people[row["by"]]
            agenda_templates.save(space=spaces[row["space"]], kind=row["kind"], lines=row["lines"], by=by)


def vote(made, count, number):
    """Of the members of its space, the next ones who have a vote left; a placed topic keeps those it had."""
    members = [row.user for row in memberships.current(made.space).filter(role="member").order_by("user")]
    turned = members[number * 5 % len(members) :] + members[: number * 5 % len(members)]
    able = [user for user in turned if proposals.votes_left(made.space, user)][:count]
    Vote.objects.bulk_create(Vote(proposal=made, user=user, at=made.at + timedelta(days=1)) for user in able)


def settle(made, row, people):
    """On the agenda of a meeting, or set aside."""
    if "item" in row:
        meeting = placed_on(row["meeting"])
        made.state, made.meeting = ProposalState.PLACED, meeting
        made.item = UUID(identity(row["meeting"], "agenda", row["item"]))
        proposals.note(made, ProposalAct.PLACED, by=people["chantal.roy"], meeting=meeting)
        made.steps.filter(act=ProposalAct.PLACED).update(at=timezone.now() - timedelta(days=20))
    if "aside_by" in row:
        made.state = ProposalState.ASIDE
        made.reason, made.reason_language = row["reason"], row["reason_language"]
        proposals.note(made, ProposalAct.ASIDE, by=people[row["aside_by"]])
        made.steps.filter(act=ProposalAct.ASIDE).update(at=timezone.now() - timedelta(days=50))


def placed_on(code):
    """The meeting of the demo whose pages were written out of this file."""
    words = next(item["fr"]["title"] for item in read("meetings") if item["code"] == code)
    return Meeting.objects.filter(pages__title=words).first()
