"""|typo : French spacing at display time."""

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from cms.typography import french

register = template.Library()


@register.filter
def typo(text, language=""):
    """Text ready to show in `language` (the active one when empty): escaped, and spaced when French."""
    if text is None:
        return ""
    escaped = conditional_escape(text)
    if (language or get_language() or "en")[:2] != "fr":
        return escaped
    return mark_safe(french(escaped))  # noqa: S308  escaped above; the rules add spaces and one fixed tag
