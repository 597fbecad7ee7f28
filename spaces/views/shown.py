"""Answering with a page that may be kept: everything but its holes is the same for all who may pass its gate."""

from django.template.response import TemplateResponse

from cms import kept
from spaces import access


def show(request, page, context, *, gate, until=None):
    """The page's template under this context: kept for the next reader, rendered plainly when it is a preview."""
    context = {"page": page, **context}
    if request.is_preview:
        return TemplateResponse(request, page.template, context)
    return kept.answer(request, kept.keep(request, page.template, context, gate=gate, until=until))


def listed(request, template, make):
    """A list kept for everyone who may enter the same spaces. `make()` returns its context when it must be made."""
    spaces = access.space_key(request.user)
    found = kept.find(request, spaces)
    if found is None:
        found = kept.keep(request, template, make(), spaces)
    return kept.answer(request, found)
