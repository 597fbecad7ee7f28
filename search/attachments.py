"""The files that pages lead to, and what of them the document of a concept says.

Only a file that whoever reads the page may open is text of it: one of the same space, or of the community library.
A file that its readers find by no page is a document of its own (search/shelf.py), under the key of `own_key`.
"""

import re
from collections import defaultdict
from itertools import chain

from django.db.models import F

from cms.bilingual.addresses import code_of
from cms.models import File
from search.engines.base import Attached
from search.engines.matching import LANGUAGES
from search.models import Attachment, FilePlace
from spaces import access
from spaces.models import SpacePage

_LINK = re.compile(r'<a\b[^>]*\blinktype="document"[^>]*>')
_ID = re.compile(r'\bid="(\d+)"')
_OWN = "file:"


class Attachments:
    """The files of some concepts, [(key, twins)]: no query when there are none. `known` is what was noted of them."""

    def __init__(self, concepts, known):
        self.held = {key: {code_of(page.locale_id): set(of_page(page)) for page in twins} for key, twins in concepts}
        self.files, self.texts = {}, {}
        note(
            {key: set().union(*pages.values()) for key, pages in self.held.items()}, known
        )  # before texts are asked for
        wanted = {pk for pages in self.held.values() for pk in chain(*pages.values())}
        if wanted:
            placed = access.gated(File.objects.filter(pk__in=wanted)).annotate(inside=F("gate"))
            self.files = {file.pk: file for file in placed}
            self.texts = texts_of(self.files.values())

    def of(self, key, gate):
        """{language: (Attached, …)} of a concept behind a gate.

        Below zero, the gate lets in those who know of a space and may not read what its page leads to.
        """
        found = defaultdict(list)
        pages = self.held[key] if gate is None or gate > 0 else {}
        for pk in sorted(set().union(*pages.values())):
            file = self.files.get(pk)
            if file is None or file.inside not in {None, gate}:
                continue
            for copy in file.copies:
                attached = said_by(file, copy, self.texts)
                for side in sides(file, copy, [code for code in LANGUAGES if pk in pages.get(code, ())]):
                    found[side].append(attached)
        return {side: tuple(files) for side, files in found.items()}


def texts_of(files):
    """{where a copy lies: what it says} of some files, of those that are read and have words. One query."""
    names = [name for file in files for name in (file.file.name, file.other_file.name) if name]
    return dict(FilePlace.objects.filter(name__in=names, text__characters__gt=0).values_list("name", "text__text"))


def said_by(file, copy, texts):
    """A copy as what it says; its title is known before it is read, and when there is nothing to read."""
    return Attached(f"{file.pk}:{copy.file.name}", texts.get(copy.file.name, ""), copy.language, copy.title)


def sides(file, copy, led_from):
    """The languages of a concept that a copy belongs to: that of the page; of both pages, its own if it has one."""
    if file.other_file or (copy.language and len(led_from) > 1):
        return [copy.language]
    return led_from


def of_page(page):
    """Ids of the files a page leads to."""
    if isinstance(page, SpacePage):
        yield from ids(page.introduction)
    for name in ("agenda", "body"):
        if stream := getattr(page, name, None):
            yield from ids([dict(block)["value"] for block in stream.raw_data if block])


def ids(raw):
    """Those in raw data: chosen as a file, or linked to in a text."""
    if isinstance(raw, str):
        for link in _LINK.findall(raw):
            yield from map(int, _ID.findall(link))
    elif isinstance(raw, dict):
        if isinstance(raw.get("document"), int):
            yield raw["document"]
        for value in raw.values():
            yield from ids(value)
    elif isinstance(raw, list | tuple):
        for value in raw:
            yield from ids(value)


def noted(keys=None):
    """{concept: ids of files} as they were when documents were last built: of all, or of these."""
    rows = Attachment.objects.all() if keys is None else Attachment.objects.filter(concept__in=keys)
    known = defaultdict(set)
    for concept, file in rows.values_list("concept", "file"):
        known[concept].add(file)
    return known


def note(held, known):
    """Keep which files these concepts lead to, {key: ids}, where that changed."""
    for key, pks in held.items():
        if gone := known.get(key, set()) - pks:
            Attachment.objects.filter(concept=key, file__in=gone).delete()
        if new := sorted(pks - known.get(key, set())):
            Attachment.objects.bulk_create((Attachment(concept=key, file=pk) for pk in new), ignore_conflicts=True)


def forget(keys):
    """These concepts are no more."""
    Attachment.objects.filter(concept__in=keys).delete()


def concerned(files):
    """Keys of what a change of these files concerns, by their ids: the concepts that lead to them, and they alone."""
    return {*concepts_of(files), *map(own_key, files)}


def concepts_of(files):
    """Keys of the concepts that lead to any of these files, by their ids."""
    return set(Attachment.objects.filter(file__in=files).values_list("concept", flat=True))


def own_key(pk):
    """The key of a file as a document of its own."""
    return f"{_OWN}{pk}"


def own_id(key):
    """The id of the file such a key is of; None for the key of a page."""
    return int(key.removeprefix(_OWN)) if key.startswith(_OWN) else None
