"""The button by which a member asks for the translation of a page, or no longer does."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Page

from cms.kept import filler
from spaces import access
from spaces.services import wishes


@filler("wish")
def button(request, argument):
    """How many ask for it, and the button: one person’s, on a page that is kept for all."""
    count, is_mine = wishes.of(int(argument), request.user)
    context = {"pk": argument, "others": count - is_mine, "is_mine": is_mine}
    return render_to_string("spaces/translations/wish.html", context, request=request)


@require_POST
def wish(request, pk):
    """Ask for the translation of a page one may read, or take it back."""
    page = get_object_or_404(Page, pk=pk, depth__gt=2, live=True).specific
    if not access.can_see(request.user, page):
        raise Http404
    if request.POST.get("do") == "withdraw":
        wishes.withdraw(page=page, by=request.user)
        messages.success(request, _("You no longer ask for the translation."))
    else:
        wishes.make(page=page, by=request.user)
        messages.success(request, _("You asked for the translation; you are told by mail when it is there."))
    return redirect(page.address)
