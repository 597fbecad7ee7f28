"""The digest on the site: what the next one would say, and the link in mail that ends it."""

from copy import copy

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from cms import dates
from spaces.models import Frequency
from spaces.services import digest_times, digests


def when(reader):
    """When the next digest comes, in words; «no digest», when its reader wants none or has begun none."""
    if reader.frequency == Frequency.NONE and reader.next_digest_at is None:
        return no_digest(reader.user)
    if reader.next_digest_at is None:
        return _("Your digest begins with the first topic you follow or space you join.")
    at = {"day": dates.day(reader.next_digest_at, weekday=True), "hour": dates.hour(reader.next_digest_at)}
    said = _("Your next digest comes %(day)s at %(hour)s, if there is something new.") % at
    if reader.paused_until:
        return _("Muted until %(day)s.") % {"day": dates.day(reader.paused_until)} + " " + said
    return said


def no_digest(user):
    """What comes by mail to somebody who has no digest."""
    if user.subscriptions.of_own_pace(Frequency.INSTANT).exists():
        return _("You have no digest. By mail comes what everyone must read, and what you set to come at once.")
    return _("You have no digest: of what you follow, only what everyone must read comes by mail.")


def preview(request):
    """What the next digest would say if it went now. Nothing is sent, nor noted as sent."""
    reader, user = digest_times.of(request.user), copy(request.user)
    user.language = request.LANGUAGE_CODE[:2]  # that of the page, whatever their mail speaks
    context = {"digests": digests.preview(user), "when": when(reader), "is_none": reader.next_digest_at is None}
    return TemplateResponse(request, "spaces/digest/next.html", context)


@csrf_exempt  # mail programs post without the site's token (RFC 8058); the link itself is signed
@login_not_required
def unsubscribe(request, token):
    """Ask, and on POST end the digest: what only follows the link, as a filter of mail does, changes nothing.

    One-click mail programs post here; so does the button. The page speaks the language of whose digest it is.
    """
    owner = digest_times.owner_of(token)
    if owner is None:
        raise Http404
    if request.method == "POST":
        digest_times.stop(owner)
    is_over = digest_times.of(owner).frequency == Frequency.NONE
    with translation.override(owner.language):
        context = {"owner": owner, "is_over": is_over}
        return TemplateResponse(request, "spaces/digest/unsubscribe.html", context).render()
