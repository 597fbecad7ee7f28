"""The French catalog: every message of the code, each translated, with what it holds kept."""

import gettext
import re

import polib
import pytest
from django.core.management import call_command

from tests.contract import sources


@pytest.fixture(scope="module")
def catalog():
    return polib.pofile(str(sources.CATALOG))


def said(entry):
    """The translations of an entry: one, or one for each number."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def key_of(entry):
    return entry.msgctxt, entry.msgid, entry.msgid_plural or None


def test_the_catalog_holds_the_messages_of_the_code_and_no_other(catalog):
    kept, asked = {key_of(entry) for entry in catalog}, sources.messages()
    assert (sorted(asked - kept, key=str), sorted(kept - asked, key=str)) == ([], [])


def test_the_messages_of_the_code_are_found_wherever_they_stand():
    found = sources.messages()
    assert {
        (None, "Sign in", None),  # a template
        (None, "%(n)s member", "%(n)s members"),
        ("of a space", "Members", None),
        (None, "day", "days"),
        (None, "preferred language", None),
    } <= found


def test_nothing_is_missing_fuzzy_or_obsolete(catalog):
    missing = [entry.msgid for entry in catalog if not all(words.strip() for words in said(entry))]
    fuzzy = [entry.msgid for entry in catalog if entry.fuzzy]
    assert (missing, fuzzy, catalog.obsolete_entries()) == ([], [], [])


def test_every_plural_has_its_two_forms(catalog):
    plurals = [entry for entry in catalog if entry.msgid_plural]
    assert plurals
    assert [entry.msgid for entry in plurals if sorted(entry.msgstr_plural) != [0, 1]] == []
    assert catalog.metadata["Plural-Forms"].replace(" ", "") == "nplurals=2;plural=(n>1);"


def test_no_word_that_elides_stands_before_the_name_of_a_person(catalog):
    """«au nom de Amélie» is wrong, and the catalog cannot know who it will be."""
    elides = re.compile(
        r"\b(?:de|que|lorsque|puisque|jusque)[ \u00a0]%\((?:name|names|by|user|person|lead|author|reader)\)"
    )
    assert elides.search("au nom de %(name)s")
    assert [words for entry in catalog for words in said(entry) if elides.search(words)] == []


def test_every_placeholder_and_tag_is_kept(catalog):
    lost = []
    for entry in catalog:
        messages = [entry.msgid, entry.msgid_plural] if entry.msgid_plural else [entry.msgid]
        may_drop = {"%(n)s", "%(shown)s"} if entry.msgid_plural else set()  # «une pratique» needs no figure
        may_drop |= {"{date}"}  # wagtail-localize writes it in English
        for source, words in zip(messages, said(entry), strict=True):
            if (set(sources.HELD.findall(source)) ^ set(sources.HELD.findall(words))) - may_drop:
                lost.append((source, words))
    assert lost == []


def test_a_message_and_its_translation_start_and_end_alike(catalog):
    """Spaces and line ends at either end are glue: losing one welds two words together."""
    ends = re.compile(r"^\s*|\s*$")
    unlike = [
        entry.msgid
        for entry in catalog
        for source, words in zip([entry.msgid, entry.msgid_plural], said(entry), strict=False)
        if ends.findall(source) != ends.findall(words)
    ]
    assert unlike == []


def test_the_french_is_typed_as_french_is(catalog):
    """Typographic apostrophes and quotation marks; a no-break space before «:» and within «», none before «; ! ?»."""
    odd = re.compile(r"'|\"|“|”|\.\.\.| [:»]|« |\s[;!?]|\d [%$]")
    assert [words for entry in catalog for words in said(entry) if odd.search(sources.HELD.sub("", words))] == []


def test_what_readers_get_is_the_catalog(catalog):
    call_command("catalogs")
    compiled = gettext.translation("django", sources.ROOT / "locale", ["fr"])
    for entry in catalog:
        if entry.msgid_plural and entry.msgctxt:
            of = entry.msgctxt, entry.msgid, entry.msgid_plural
            spoken = [compiled.npgettext(*of, n) for n in (1, 2)]
        elif entry.msgid_plural:
            spoken = [compiled.ngettext(entry.msgid, entry.msgid_plural, n) for n in (1, 2)]
        elif entry.msgctxt:
            spoken = [compiled.pgettext(entry.msgctxt, entry.msgid)]
        else:
            spoken = [compiled.gettext(entry.msgid)]
        assert spoken == said(entry)


def test_nothing_of_an_older_message_is_left_in_the_catalog():
    """What a message was once is kept beside a guess only; left beside a translation, gettext cannot read the file."""
    assert [line for line in sources.CATALOG.read_text(encoding="utf-8").splitlines() if line.startswith("#|")] == []
