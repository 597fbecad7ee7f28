"""Doors of the platform: the front, the choice of language, health, mail that comes back."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import Http404, HttpResponse, HttpResponseForbidden, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from cms import bounce_reports, bounces

CODES = tuple(code for code, _name in settings.LANGUAGES)


def front(request):
    """/ leads to the home in the member's own language."""
    return redirect(f"/{request.user.site_language}/")


def safe_next(request, default="/"):
    """The address to go back to, when it is one of ours. (A word alone would be taken for the name of one.)"""
    target = request.POST.get("next") or request.GET.get("next") or default
    is_ours = target.startswith(("/", "http")) and url_has_allowed_host_and_scheme(target, {request.get_host()})
    return target if is_ours else default


@login_not_required
def choose_language(request, language):
    """Remember an explicit choice of language for the site, then show the same thing in it. Mail is not changed."""
    if language not in CODES:
        raise Http404
    response = redirect(safe_next(request, f"/{language}/"))
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=31536000, samesite="Lax", httponly=True)
    if request.user.is_authenticated and request.user.site_language != language:
        request.user.reading_language = language
        request.user.save(update_fields=["reading_language"])
    return response


@login_not_required
def favicon(request):
    """Browsers ask for it beside the address a page names."""
    return redirect(static("cms/mark.svg"), permanent=True)


@login_not_required
def to_sign_in(request):
    """The other password forms lead to the one sign-in page (docs/decisions/0004)."""
    return redirect(f"{reverse('account_login')}?{urlencode({'next': safe_next(request, '/admin/')})}")


@login_not_required
def health(request):
    """200 while the database answers; besides, what each of settings.HEALTH says of its part."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    parts = {name: import_string(path)() for name, path in settings.HEALTH.items()}
    return JsonResponse({"status": "ok", "language": translation.get_language(), **parts})


@csrf_exempt
@login_not_required
def take_bounces(request):
    """Reports of mail that was not delivered, posted as they are by a mail server that has the secret."""
    if not settings.BOUNCE_SECRET:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    given = request.headers.get("Authorization", "")
    if not constant_time_compare(given, f"Bearer {settings.BOUNCE_SECRET}"):
        return HttpResponseForbidden()
    if request.content_type != "message/rfc822":
        return HttpResponse(status=415)
    found = bounce_reports.read(request.body)
    return HttpResponse("".join(f"{reading}\n" for reading in found), content_type="text/plain; charset=utf-8")


@require_POST
def try_mail_again(request):
    """Write to the member’s address again, which had refused mail."""
    bounces.try_again(request.user)
    messages.success(request, _("Mail goes to %(address)s again.") % {"address": request.user.email})
    return redirect(safe_next(request))
