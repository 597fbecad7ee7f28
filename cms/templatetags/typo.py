"""|typo : French spacing at display time."""

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.typography import french, spaced

register = template.Library()


@register.filter(needs_autoescape=True)
def typo(text, language="", autoescape=True):
    """Text ready to show in `language` (the active one when empty): escaped, and spaced when French."""
    if not autoescape:
        return plain_typo(text, language)
    if text is None:
        return ""
    escaped = conditional_escape(text)
    if not is_french(language):
        return escaped
    return mark_safe(french(escaped))  # noqa: S308  escaped above; the rules add spaces and one fixed tag


@register.filter
def plain_typo(text, language=""):
    """The same where no tag may stand: a title, an attribute, the plain text of a mail."""
    if text is None:
        return ""
    return spaced(str(text)) if is_french(language) else text


@register.filter(needs_autoescape=True)
def quoted(title, language, autoescape=True):
    """The title of a page among words of the reader's language: where tags may stand, they say which is its own."""
    active = (get_language() or "en")[:2]
    if not autoescape or language == active:
        return plain_typo(title, language)
    return format_html('<span lang="{}">{}</span>', language, plain_typo(title, language))


@register.simple_tag
def page_title(*, page):
    """What the browser calls a page. Words of the other language come after a mark in the reader's own."""
    title = plain_typo(page.title, page.language)
    if not page.is_foreign:
        return title
    said = (
        _("Not available in French: %(title)s") if page.language == "en" else _("Not available in English: %(title)s")
    )
    return said % {"title": title}


def is_french(language):
    return (language or get_language() or "en")[:2] == "fr"
