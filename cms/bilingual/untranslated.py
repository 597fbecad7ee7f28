"""A preview of a translation that is not whole: what still stands in the words of the original says which they are."""

import re

from bs4 import BeautifulSoup
from wagtail_localize.models import StringSegment

from cms.bilingual import markup

_SPACES = re.compile(r"\s+")


def texts(translation):
    """What the preview shows in the words of the original, as one reads it."""
    rows = StringSegment.objects.filter(source_id=translation.source_id).select_related("string")
    rows = rows.annotate_translation(translation.target_locale_id)
    return {bare(markup.plain(row.string.data)) for row in rows if not row.translation} - {""}


def bare(text):
    """Spaces do not count: French ones are added when text is shown."""
    return _SPACES.sub("", text)


def mark(html, texts, language):
    """The page with `lang` on the elements of its text that say one of these, and nothing else."""
    soup = BeautifulSoup(html, "html.parser")
    inside = soup.main or soup
    for element in inside.find_all(True):
        if bare(element.get_text()) in texts and not element.find_parent(lang=language):
            element["lang"] = language
    return str(soup)
