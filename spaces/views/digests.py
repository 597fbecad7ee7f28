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
        return _("You have no digest: nothing comes by mail of what you follow.")
    if reader.next_digest_at is None:
        return _("Your digest begins with the first topic you follow or space you join.")
    at = {"day": dates.day(reader.next_digest_at, weekday=True), "hour": dates.hour(reader.next_digest_at)}
    return _("Your next digest comes %(day)s at %(hour)s, if there is something in it.") % at


def preview(request):
    """What the next digest would say if it went now. Nothing is sent, nor noted as sent."""
    reader, user = digest_times.of(request.user), copy(request.user)
    user.language = request.LANGUAGE_CODE[:2]  # that of the page, whatever their mail speaks
    groups = digests.preview(user)
    return TemplateResponse(request, "spaces/digest/next.html", {"groups": groups, "when": when(reader)})


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
