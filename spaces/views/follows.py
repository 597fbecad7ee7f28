"""What one follows: begun where one reads, changed on one page, lowered by a link in mail without signing in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from cms.views import safe_next
from spaces import access
from spaces.forms.follows import FollowsForm
from spaces.models import Frequency, Space
from spaces.services import digest_times, follows, lowering, subscriptions
from spaces.views.digests import when


def item(request, key):
    return follow(request, "key", key)


def person(request, pk):
    return follow(request, "person", pk)


def jurisdiction(request, pk):
    return follow(request, "jurisdiction", pk)


def space(request, code):
    pk = Space.objects.filter(code=code, pk__in=access.space_ids(request.user)).values_list("pk", flat=True).first()
    return follow(request, "space", pk)


def follow(request, kind, target):
    """Follow a thing or no more, then go back to where the button stood.

    Somebody who had to sign in again comes back by GET, and is led to the thing, with its button.
    """
    thing = follows.find(request.user, kind, target)
    if thing is None:
        raise Http404
    if request.method != "POST":
        return redirect(follows.address_of(kind, thing))
    name, column = follows.name_of(thing), kind if kind == "key" else f"{kind}_id"
    if (kind, target) == ("person", request.user.pk):
        messages.error(request, _("You cannot follow yourself."))
    elif request.POST.get("follow") == "no":
        subscriptions.unfollow(user=request.user, **{column: target})
        messages.success(request, _("You no longer follow “%(name)s”.") % {"name": name})
    else:
        row = subscriptions.follow(user=request.user, **{column: target})
        messages.success(request, followed(name, row.delivery or digest_times.of(request.user).frequency))
    return redirect(safe_next(request, f"/{request.user.site_language}/"))


def followed(name, frequency):
    """What following something brings, in words."""
    words = {
        Frequency.INSTANT: _("You follow “%(name)s”: what is new comes by mail at once."),
        Frequency.DAILY: _("You follow “%(name)s”: what is new comes in your daily digest."),
        Frequency.WEEKLY: _("You follow “%(name)s”: what is new comes in your weekly digest."),
        Frequency.NONE: _("You follow “%(name)s”: what is new is on the site, and never comes by mail."),
    }
    return words[frequency] % {"name": name}


def index(request):
    """All one follows, how much of it and how soon, and when the digest comes: one form, saved at once."""
    reader, found = digest_times.of(request.user), follows.listing(request.user)
    form = FollowsForm(request.POST if request.method == "POST" else None, reader=reader, found=found)
    if request.method == "POST" and form.is_valid():
        ended = form.ended()
        subscriptions.change(user=request.user, rows=form.changed(), ended=ended, digest=form.changed_digest())
        if ended:
            messages.success(request, _("You no longer follow “%(name)s”.") % {"name": ended.name})
        messages.success(request, f"{_('Your choices are saved.')} {when(digest_times.of(request.user))}")
        return redirect("subscriptions")
    return TemplateResponse(request, "spaces/subscriptions/index.html", {"form": form, "when": when(reader)})


@csrf_exempt  # whoever opens the link may not be signed in; it is signed
@login_not_required
def less(request, token, target):
    """Ask how much less of one thing, and do it on POST: what only follows the link, as a filter of mail does, changes
    nothing. The page speaks the language of who got the mail."""
    owner = digest_times.owner_of(token)
    if owner is None:
        raise Http404
    with translation.override(owner.language):
        held = lowering.held(owner, target)
        if held is None:
            raise Http404
        is_done = request.method == "POST" and lowering.lower(owner, held, request.POST.get("step", ""))
        if is_done:
            held = lowering.held(owner, target)
        context = {"owner": owner, "held": held, "is_done": is_done, "steps": lowering.steps(held)}
        return TemplateResponse(request, "spaces/subscriptions/less.html", context).render()
