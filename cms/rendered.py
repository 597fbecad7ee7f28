"""Rendered bodies, kept by each process per page and wording: never per person, never past a change."""

import hashlib
from dataclasses import dataclass

from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import strip_tags

from cms.templatetags.components import anchor

WORDS_A_MINUTE = 220
#: A body that points at something which may change without it is rendered each time.
POINTERS = ('"image"', '"file"', "'image'", "'file'", "'page':")


@dataclass(frozen=True)
class Body:
    """A body ready to show: safe HTML, its headings as (id, words), its reading time in minutes."""

    html: str
    headings: tuple[tuple[str, str], ...]
    minutes: int


def body_of(page):
    """The page's body in its own language, kept under its very words; a preview is never kept."""
    if not page.live or getattr(page, "is_draft_preview", False):
        return render(page)
    raw = str(page.body.raw_data)
    key = f"body:{page.pk}:{hashlib.blake2b(raw.encode(), digest_size=16).hexdigest()}"
    body = caches["rendered"].get(key)
    if body is None:
        body = render(page)
        if not any(pointer in raw for pointer in POINTERS):
            caches["rendered"].set(key, body, 86400)
    return body


def render(page):
    """Render without looking at what is kept."""
    with translation.override(page.language):
        html = render_to_string("blocks/body.html", {"page": page, "page_language": page.language})
    headings = tuple((anchor(block.value), block.value) for block in page.body if block.block_type == "heading")
    return Body(html, headings, max(1, round(len(strip_tags(html).split()) / WORDS_A_MINUTE)))
