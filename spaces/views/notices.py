"""Notices on the site: what reached the person signed in, by mail or not."""

from django.template.response import TemplateResponse


def index(request):
    """What reached this person, newest first."""
    return TemplateResponse(request, "spaces/notices/index.html", {})
