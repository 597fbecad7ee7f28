"""Documents as members find them: those of a space on its tab, those of the whole community in its library."""

from django.core.paginator import Paginator
from django.template.response import TemplateResponse

from spaces import access
from spaces.services import documents
from spaces.views.spaces import entered, frame

PAGE = 50


def of_space(request, code):
    space = entered(request, code)
    context = frame(request, space, tab="documents") | {"found": shown(request, documents.of(space))}
    return TemplateResponse(request, "spaces/spaces/documents.html", context)


def index(request):
    context = {"found": shown(request, documents.for_all()), "section": "articles",
               "oversees": access.oversees(request.user)}  # fmt: skip
    return TemplateResponse(request, "spaces/library.html", context)


def shown(request, found):
    return Paginator(found, PAGE).get_page(request.GET.get("page"))
