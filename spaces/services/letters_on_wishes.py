"""Mail to members who asked for a translation: it is there."""

from cms.bilingual.addresses import code_of
from cms.bilingual.gate_models import Wish
from cms.bilingual.twins import other
from spaces import access
from spaces.services import letters


def wish(keys):
    """To each of them who may read it today, with the page in the language of the mail."""
    rows = Wish.objects.filter(pk__in=keys, by__is_active=True).select_related("by", "pair__fr_page", "pair__en_page")
    for row in rows:
        pages = {code: page for code in ("fr", "en") if (page := getattr(row.pair, f"{code}_page"))}
        page = pages.get(row.by.language)
        if page is None or not page.live or not access.can_see(row.by, page):
            continue
        space = letters.place_of(page)
        original = pages.get(other(row.by.language), page)
        said = {"title": original.title, "title_language": code_of(original.locale_id), "address": page.specific.url}
        yield "wish", row.by, space, {**said, "page": page}


letters.KINDS["wish"] = wish
