"""What one follows: seen and changed on one page, or lowered by a link in mail without signing in."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.template.response import TemplateResponse
from django.views.decorators.csrf import csrf_exempt

from spaces.services import digest_times


def index(request):
    """All one follows, how much of it and how soon."""
    return TemplateResponse(request, "spaces/subscriptions/index.html", {})


@csrf_exempt  # whoever opens the link may not be signed in; it is signed
@login_not_required
def less(request, token, target):
    """Ask how much less of one thing, and do it on POST."""
    owner = digest_times.owner_of(token)
    if owner is None:
        raise Http404
    return TemplateResponse(request, "spaces/subscriptions/less.html", {"owner": owner})
