"""Topics proposed for meetings: the ranking of a space, proposing one, its votes and its history."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms import versions
from cms.bilingual.twins import reading_language
from cms.views import safe_next
from spaces import access, access_proposals
from spaces.forms.proposals import AsideForm, ProposalForm, WordsForm
from spaces.models import Proposal, Space, SpaceKind, in_order
from spaces.services import agenda_drafts, proposal_history, proposals
from spaces.services.memberships import Refused

PAGE, CLOSED = 50, 20


def known(request):
    """The spaces whose proposals this reader may read, that of the whole community first."""
    every = versions.under(request, "spaces", lambda: list(Space.objects.all()))
    rows = in_order(space for space in every if space.pk in access.space_ids(request.user))
    return sorted(rows, key=lambda space: space.kind != SpaceKind.COMMUNITY)


def asked(request, spaces):
    """The space of an address; without one, that of the community. 404 for one that is not there for this reader."""
    code = request.GET.get("space", "")
    if not code:
        return spaces[0] if spaces else None
    found = next((space for space in spaces if space.code == code), None)
    if found is None:
        raise Http404
    return found


def index(request):
    """The open topics of a space, ranked; what became of the others."""
    spaces = known(request)
    space = asked(request, spaces)
    context = {"spaces": spaces, "space": space, "section": "meetings", "votes": proposals.VOTES}
    if space is None:
        return TemplateResponse(request, "spaces/proposals/index.html", context)
    ranked = list(proposals.ranked(space, request.user))
    found = Paginator(ranked, PAGE).get_page(request.GET.get("page"))
    rows = found.object_list
    may_build = access_proposals.may_build(request.user, space)
    if may_build:
        orders = proposals.by_order(rows)
        for row in rows:
            row.orders = orders.get(row.pk, [])
    context |= {
        "found": found, "rows": rows, "closed": proposals.closed(space, request.user)[:CLOSED],
        "may_propose": access_proposals.may_propose(request.user, space), "may_build": may_build,
        "left": max(0, proposals.VOTES - sum(row.is_mine for row in ranked)),
        "meetings": agenda_drafts.coming(space) if may_build else [],
    }  # fmt: skip
    return TemplateResponse(request, "spaces/proposals/index.html", context)


def new(request):
    """Propose a topic. What is nearly the same already is shown first; what was typed stays."""
    spaces = [space for space in known(request) if access_proposals.may_propose(request.user, space)]
    if not spaces:
        raise Http404
    space = asked(request, spaces)
    form = ProposalForm(request.POST or None, spaces=spaces, initial={"space": space.code})
    found = []
    if request.method == "POST" and form.is_valid():
        found = [] if "anyway" in request.POST else form.like
        if not found:
            try:
                made = proposals.propose(by=request.user, **form.cleaned_data)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("Your topic is proposed: members may vote for it."))
                return redirect("proposal", made.pk)
    context = {"form": form, "like": found, "space": space, "section": "meetings"}
    return TemplateResponse(request, "spaces/proposals/new.html", context)


def find(request, pk):
    """A proposal this reader may read; 404 otherwise."""
    rows = access.open_to(request.user, Proposal.objects.select_related("space", "topic", "by", "other_by", "meeting"))
    return get_object_or_404(rows, pk=pk)


def proposal(request, pk):
    """One proposal with its history; what this person may do with it is posted here."""
    row = find(request, pk)
    words = WordsForm(request.POST if request.POST.get("act") == "words" else None, proposal=row)
    aside = AsideForm(request.POST if request.POST.get("act") == "aside" else None)
    if request.method == "POST":
        form = {"words": words, "aside": aside}.get(request.POST.get("act"))
        if form is None or form.is_valid():
            try:
                said = carry_out(request, row, form)
            except Refused as refused:
                messages.error(request, str(refused))
            else:
                messages.success(request, said)
            return redirect("proposal", pk)
    user, space = request.user, row.space
    scored = proposals.with_votes(Proposal.objects.filter(pk=pk), space, user).get()
    row.score, row.is_mine = scored.score, scored.is_mine
    may_build = access_proposals.may_build(user, space)
    context = {
        "row": row, "space": space, "section": "meetings", "words": words, "aside": aside, "may_build": may_build,
        "may_vote": row.is_open and access_proposals.may_propose(user, space),
        "may_word": access_proposals.may_word(user, row), "may_take_back": access_proposals.may_take_back(user, row),
        "steps": proposal_history.of(row, reading_language()[1]),
        "orders": proposals.by_order([row]).get(row.pk) if may_build else None,
        "left": proposals.votes_left(space, user), "votes": proposals.VOTES,
    }  # fmt: skip
    return TemplateResponse(request, "spaces/proposals/proposal.html", context)


def carry_out(request, row, form):
    """Do what a button of the page says; returns what is said then. Raises Refused, or 404 for an act there is not."""
    act, by = request.POST.get("act"), request.user
    if act == "words":
        proposals.word(proposal=row, by=by, **form.cleaned_data)
        return _("The words are saved.")
    if act == "aside":
        language = (get_language() or "en")[:2]
        proposals.set_aside(proposal=row, by=by, language=language, **form.cleaned_data)
        return _("The topic is set aside; its page says why.")
    if act == "take_back":
        proposals.take_back(proposal=row, by=by)
        return _("Your topic is taken back.")
    if act == "reopen":
        proposals.reopen(proposal=row, by=by)
        return _("The topic is open again, with its votes.")
    raise Http404


@require_POST
def vote(request, pk):
    """Give a vote or take it back, then go back to where the button stood."""
    row = find(request, pk)
    try:
        if request.POST.get("vote") == "no":
            proposals.unvote(proposal=row, user=request.user)
            messages.success(request, _("Your vote is taken back."))
        else:
            proposals.vote(proposal=row, user=request.user)
            messages.success(request, _("Your vote counts."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(safe_next(request, reverse("proposal", args=[pk])))
