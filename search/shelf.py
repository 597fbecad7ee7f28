"""Files that are documents of their own: those in a space or in the library that their readers find by no page."""

from itertools import islice

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from wagtail.models import Page

from cms.models import File
from search.attachments import said_by, texts_of
from search.engines.base import Text
from search.engines.matching import LANGUAGES
from search.models import Attachment
from spaces import access
from spaces.models import Space

TOGETHER = 100  # files looked at at once


def alone(pks=None):
    """Yield (file, {language: Text}) of all of them, or of these files; `inside` is the space of each."""
    files = access.gated(File.objects.order_by("pk")).annotate(inside=F("gate"))
    files = (files if pks is None else files.filter(pk__in=pks)).iterator(chunk_size=TOGETHER)
    while some := list(islice(files, TOGETHER)):
        found = found_by_pages(some)
        left = [file for file in some if file.pk not in found]
        texts = texts_of(left)
        for file in left:
            yield file, said(file, texts)


def found_by_pages(files):
    """Ids of those that all their readers find by a live page: one of their space; for the library, one open to all."""
    held = Attachment.objects.filter(file__in=[file.pk for file in files]).values_list("file", "concept")
    if not held:
        return set()
    inside, places = {file.pk: file.inside for file in files}, places_of({key for _pk, key in held})
    return {pk for pk, key in held if places.get(key, set()) & {inside[pk], *({"all"} if inside[pk] is None else ())}}


def places_of(keys):
    """{key: {space}} of the live pages of some concepts; with None for those in none, and "all" where all may enter.

    The page of a space that is only announced has readers who may not open what it leads to: it counts for none.
    """
    announced = Q(spacepage__space__is_open=False, spacepage__space__is_listed=True)
    pages = Page.objects.filter(translation_key__in=keys, live=True).exclude(pk__in=Page.objects.filter(announced))
    spaces = (f"{kind}page__{kind}__space_id" for kind in ("article", "meeting", "announcement"))
    pages = pages.annotate(inside=Coalesce(*spaces, "spacepage__space_id")).values_list("translation_key", "inside")
    everyone, found = set(Space.objects.filter(is_open=True, removed_at=None).values_list("pk", flat=True)), {}
    for key, inside in pages:
        found.setdefault(str(key), set()).update({inside} | ({"all"} if inside in everyone else set()))
    return found


def said(file, texts):
    """{language: Text}: its copies, each for its own language; for both where that was not said.

    A title is one as a page has it. All that stands below counts as what files say: after what pages say.
    """
    return {
        code: Text(copy.title, url=copy.url, files=(said_by(file, copy, texts),))
        for copy in file.copies
        for code in ([copy.language] if copy.language else LANGUAGES)
    }
