"""Addresses of pages: slugs in the page's own language, URLs without a query."""

import re

from django.db.models import OuterRef, Subquery
from django.utils.text import slugify
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

#: Words the site's own views answer to under /fr/ and /en/; a page of the first level may not take them.
RESERVED = {
    "a-traduire", "abonnements", "accounts", "annonces", "announcements", "avis", "bibliotheque", "comptes",
    "digest", "espaces", "etat-des-traductions", "exceptions", "feeds", "fils", "invitations", "language",
    "langue", "library", "meetings", "notices", "practices", "pratiques", "preferences", "recherche",
    "conferenciers", "resume", "reunions", "search", "spaces", "speakers", "subscriptions", "termes", "terms",
    "themes", "topics", "traductions", "translation-status", "translations", "untranslated",
}  # fmt: skip
_codes: dict[int, str] = {}
_homes: dict[int, str] = {}


def code_of(locale_id):
    """Language code of a locale id; the two rows never change, so they are read once per process."""
    if locale_id not in _codes:
        _codes.update(Locale.objects.values_list("pk", "language_code"))
    return _codes[locale_id]


def locale_ids():
    """{"fr": id, "en": id}, kept as `code_of` keeps them."""
    if len(_codes) < 2:
        _codes.update(Locale.objects.values_list("pk", "language_code"))
    return {code: pk for pk, code in _codes.items()}


def forget_locales():
    """For tests, whose database is made anew."""
    _codes.clear()
    _homes.clear()


def home_path(locale_id):
    """url_path of a language's home; its slug is fixed by the first migration, so it is read once per process."""
    if locale_id not in _homes:
        _homes.update(Page.objects.filter(depth=2).values_list("locale_id", "url_path"))
    return _homes[locale_id]


def url_of(page):
    """Path of a page on the site: /fr/espace/article/. The first two steps of url_path are the root and the home."""
    return f"/{code_of(page.locale_id)}/" + "/".join(page.url_path.split("/")[2:])


def slug_words(title, *, empty="page"):
    """The words of a title as an address: no accents, elisions split, at most 80 characters."""
    words = re.sub(r"[’'‘]", " ", title).replace("œ", "oe").replace("Œ", "Oe").replace("æ", "ae").replace("Æ", "Ae")
    base = slugify(words)[:80]
    base = base.rsplit("-", 1)[0] if len(base) == 80 and "-" in base else base
    return base.strip("-") or empty


def slug_from(title, *, parent=None, page=None):
    """An address made of the title's words, free under `parent` and never one the site's own views answer to."""
    base = slug_words(title)
    taken = RESERVED if parent is None or parent.depth <= 2 else set()
    if parent is not None:
        siblings = parent.get_children().exclude(pk=page.pk if page else None)
        taken = taken | set(siblings.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def original_locale():
    """Annotation: the id of the language a page was first written in, None when it was not translated here."""
    running = Translation.objects.filter(source__object_id=OuterRef("translation_key"), enabled=True)
    return Subquery(running.values("source__locale_id")[:1])


def twin_of(page):
    """The live page with the same words in the other language, or None."""
    return Page.objects.filter(translation_key=page.translation_key, live=True).exclude(pk=page.pk).first()
