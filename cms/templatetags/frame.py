"""The frame of every page: its style sheets and the link to the other language."""

from django import template
from django.templatetags.static import static
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.http import urlencode

register = template.Library()
NAMES = {"fr": "Français", "en": "English"}


@register.filter
def css_parts(names):
    """Addresses of the style sheets, one a layer."""
    return [static(f"cms/css/{name}.css") for name in names.split()]


@register.simple_tag(takes_context=True)
def switch_language(context):
    """The same thing in the other language: the twin of a page, or the same view with its query kept."""
    active = context.get("language") or "en"
    code = "en" if active == "fr" else "fr"
    request = context.get("request")
    target = f"/{code}/"
    if request is not None:
        target = address_in(request, code, context.get("state"))
    choose = reverse("choose_language", args=[code])
    return {"code": code, "name": NAMES[code], "target": target, "href": f"{choose}?{urlencode({'next': target})}"}


def address_in(request, code, state):
    """Where the switch lands: a page's twin; failing that its notice in the other language; a view's own address."""
    if state is not None and state.switch_url:
        return state.switch_url
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return f"/{code}/"
    if match.view_name == "wagtail_serve" and match.kwargs.get("path", "".join(match.args)):
        return f"/{code}/"
    with translation.override(code):
        try:
            address = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
        except Exception:  # noqa: BLE001  a view outside the language prefixes has one address only
            return f"/{code}/"
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query else address
