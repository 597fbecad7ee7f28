"""The frame of every page: its style sheets, its holes, and the link to the other language."""

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from cms import kept

register = template.Library()
NAMES = {"fr": "Français", "en": "English"}


@register.filter
def css_parts(names):
    """Addresses of the style sheets, one a layer."""
    return [static(f"cms/css/{name}.css") for name in names.split()]


@register.simple_tag
def community_default(name):
    """A name of the community without asking the database, which may be what has failed."""
    return settings.COMMUNITY_DEFAULTS[name]


@register.simple_tag(takes_context=True)
def hole(context, name, argument=""):
    """What is one person's: a mark while a page is rendered to be kept, its content otherwise."""
    if context.get("keeping"):
        return mark_safe(kept.hole(name, argument))  # noqa: S308  our own comment
    request = context.get("request")
    return kept.fillers[name](request, argument) if request is not None else ""


@register.simple_tag(takes_context=True)
def switch_language(context):
    """{code, name, href} of the same thing in the other language: a page's twin, or the same view, query kept."""
    state = context.get("state")
    if state is not None and state.switch_url:
        return switch_to(state.switch_url)
    found = context.get("switch")
    return found if found is not None else switch_to(f"/{other_code()}/")


def other_code():
    return "en" if (get_language() or "en").startswith("fr") else "fr"


def switch_to(target):
    """The switch, leading to `target` once the choice is remembered."""
    code = other_code()
    choose = reverse("choose_language", args=[code])
    return {"code": code, "name": NAMES[code], "target": target, "href": f"{choose}?{urlencode({'next': target})}"}


def switch_from(request, *, without=""):
    """The switch of a view: its own address in the other language, without what means another thing there."""
    return switch_to(address_in(request, other_code(), without=without))


def address_in(request, code, *, without=""):
    """Where a view answers in the other language; the home when it has one address only."""
    try:
        match = request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return f"/{code}/"
    if match.view_name == "wagtail_serve" and (match.args or match.kwargs) and any(match.args):
        return f"/{code}/"
    with translation.override(code):
        try:
            address = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
        except NoReverseMatch:
            return f"/{code}/"
    query = request.META.get("QUERY_STRING", "")
    if without and without in request.GET:
        asked = request.GET.copy()
        del asked[without]
        query = asked.urlencode()
    return f"{address}?{query}" if query else address
