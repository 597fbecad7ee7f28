"""Translations as files: out in three formats and back, passage by passage, with nothing lost and nothing overwritten."""

import polib
import pytest
from wagtail_localize.models import StringTranslation

from cms.bilingual import exchange_files
from cms.bilingual.models import State
from spaces.services import translations
from tests.spaces.sent_files import bring, export, lines, outcomes, send, translated
from tests.spaces.side_by_side import at, post, soup_of, words
from tests.spaces.team import asked, pair_of, paragraphs, rewrite, segments, translate, translators, twin_of, written

pytestmark = pytest.mark.django_db
LINKED = paragraphs('Voir <a href="https://example.org/guide">le guide</a> et <b>appeler &amp; noter &lt;tôt&gt;</b>.')
KINDS = list(exchange_files.FORMATS)
GONE = "The original has no such passage: it was taken out, or the file was changed."
one_way = pytest.mark.parametrize("source", ["fr"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_goes_out_is_translated_and_comes_back(page, under_way, mine, as_user, kind):
    client = as_user(mine)
    content = export(client, page, kind)
    told = send(client, page, translated(content, kind))
    assert outcomes(told) == {"Confirmed": 5}
    assert pair_of(page).state == State.INCOMPLETE, "nothing is written before it is confirmed"
    done = bring(client, page, translated(content, kind))
    assert "5 passages were confirmed." in words(soup_of(done).select_one("main"))
    pair = pair_of(page)
    assert pair.segments == 0
    assert {row.last_translated_by for row in StringTranslation.objects.all()} == {mine}
    assert {row.by for row in pair.confirmations.filter(is_current=True)} == {mine}
    again = export(client, page, kind)
    assert outcomes(send(client, page, again)) == {"Unchanged": 5}


@one_way
@pytest.mark.parametrize("kind", KINDS)
def test_formatting_and_reserved_characters_survive_every_format(quality, people, source, as_user, kind):
    page = written(quality, source, body=LINKED)
    asked(page, people.lead)
    mine, *_ = translators(people, source)
    client = as_user(mine)
    bring(client, page, translated(export(client, page, kind), kind))
    said = StringTranslation.objects.get(data__contains="guide").data
    assert said == '~ Voir <a id="a1">le guide</a> et <b>appeler &amp; noter &lt;tôt&gt;</b>.'
    translations.ready(task=pair_of(page).tasks.get(), by=mine)
    text = str(twin_of(page).get_latest_revision_as_object().body)
    assert 'href="https://example.org/guide"' in text
    assert "appeler &amp; noter &lt;tôt&gt;" in text


@one_way
@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_of_the_file_waits_to_be_looked_at(page, under_way, mine, as_user, kind):
    client = as_user(mine)
    content = translated(export(client, page, kind), kind)
    if kind == "po":
        found = polib.pofile(content.decode())
        for entry in found:
            entry.flags.append("fuzzy")
        content = str(found).encode()
    else:
        content = content.replace(b'state="translated"', b'state="%s"' % {"xliff": b"needs-review-translation",
                                                                           "xliff2": b"initial"}[kind])  # fmt: skip
    done = bring(client, page, content)
    assert outcomes(done) == {"To look at": 5}
    assert "0 passages were confirmed. 5 are to be looked at." in words(soup_of(done).select_one("main"))
    assert pair_of(page).segments == 5
    shown = soup_of(client.get(at("translation", page.translation_key)))
    assert len(shown.select(".passage .label.warn")) == 5
    assert words(shown.select_one(".passage .label.warn")) == "From a file: read it before you confirm it"
    assert shown.select_one(".passage textarea").text.strip().startswith("~ ")


@one_way
@pytest.mark.parametrize("kind", KINDS)
def test_what_the_original_changed_or_dropped_is_listed_with_its_text(page, under_way, mine, as_user, kind):
    client = as_user(mine)
    content = translated(export(client, page, kind), kind)
    rewrite(page, body=paragraphs("Un mot.", "Deux mots nouveaux."))
    told = send(client, page, content)
    assert outcomes(told) == {"Confirmed": 3, "Original changed": 1, "Unknown": 1}
    assert [line for line in lines(told) if line[0] != "Confirmed"] == [
        ("Original changed", "Deux mots.", "~ Deux mots.", "The original now says: Deux mots nouveaux."),
        ("Unknown", "Trois.", "~ Trois.", GONE),
    ]
    done = bring(client, page, content)
    assert len([line for line in lines(done) if line[0] in {"Original changed", "Unknown"}]) == 2
    assert pair_of(page).segments == 1


def test_what_somebody_confirmed_meanwhile_is_not_overwritten(page, under_way, people, mine, source, as_user):
    client = as_user(mine)
    content = translated(export(client, page, "po"), "po")
    _mine, colleague, _wrong = translators(people, source)
    first = segments(page)[0]
    post(as_user(colleague), page, first, "Said by a colleague")
    done = bring(client, page, content)
    assert outcomes(done) == {"Confirmed": 4, "Translated meanwhile": 1}
    assert ("Translated meanwhile", "Rappel", "~ Rappel", "Here it says: Said by a colleague") in lines(done)
    kept = StringTranslation.objects.get(translation_of=first.string, context=first.context)
    assert (kept.data, kept.last_translated_by) == ("Said by a colleague", colleague)


def test_a_correction_made_in_the_file_replaces_what_it_was_exported_with(page, under_way, mine, as_user):
    client = as_user(mine)
    translate(page, mine)
    content = translated(export(client, page, "xliff2"), "xliff2", said=lambda text: f"Better: {text}")
    assert outcomes(bring(client, page, content)) == {"Confirmed": 5}
    assert StringTranslation.objects.filter(data__startswith="Better").count() == 5


def test_broken_tags_and_texts_too_long_are_refused_one_by_one(quality, people, source, as_user):
    page = written(quality, source, body=LINKED)
    asked(page, people.lead)
    mine, *_ = translators(people, source)
    client = as_user(mine)
    found = polib.pofile(export(client, page, "po").decode())
    for entry in found:
        entry.msgstr = {"Rappel": "long " * 60, "En bref.": "In short."}.get(
            entry.msgid, 'See <a id="a1">the guide and <b>call</b>.'
        )
    told = send(client, page, str(found).encode(), "file.po")
    assert outcomes(told) == {"Confirmed": 1, "Refused": 2}
    why = {line[1]: line[3] for line in lines(told) if line[0] == "Refused"}
    assert why["Rappel"].startswith("This field holds 255 characters at most")
    assert "is not closed" in next(said for text, said in why.items() if text != "Rappel") or "closes nothing" in str(
        why
    )
    extra = export(client, page, "xliff").replace(
        b'<target state="needs-translation" />', b'<target state="translated"><g id="9">x</g></target>'
    )
    refused = [line for line in lines(send(client, page, extra)) if line[0] == "Refused"]
    assert refused
    assert {line[3] for line in refused} == {"The file has a tag here that the original does not have."}


@one_way
@pytest.mark.parametrize("kind", KINDS)
def test_tags_the_original_has_not_are_refused_in_a_text_without_formatting(quality, people, source, as_user, kind):
    """They would be read as they are typed; what looks like one in the original may stand there."""
    page = written(quality, source, title="Le code <kbd> & <3")
    asked(page, people.lead)
    client = as_user(translators(people, source)[0])
    said = {"En bref.": "&lt;b&gt;broken 4", "Le code": "The &lt;kbd&gt; &amp; &lt;3 code"}
    if kind == "po":
        said = {
            start: text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for start, text in said.items()
        }
    content = translated(
        export(client, page, kind), kind,
        said=lambda text: next((words for start, words in said.items() if text.startswith(start)), text),
    )  # fmt: skip
    told = send(client, page, content)
    assert outcomes(told) == {"Confirmed": 4, "Refused": 1}
    (refused,) = [line for line in lines(told) if line[0] == "Refused"]
    assert refused[3] == "This text has no formatting, and would be read with <b> in it."


def test_a_changed_original_in_the_file_is_refused_and_listed(page, under_way, mine, as_user):
    client = as_user(mine)
    found = polib.pofile(translated(export(client, page, "po"), "po").decode())
    found[0].msgid = "Something else"
    told = send(client, page, str(found).encode(), "file.po")
    assert outcomes(told) == {"Confirmed": 4, "Refused": 1}
    assert lines(told)[0][3].startswith("The text of the original was changed in the file")


@one_way
@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_another_item_is_refused_with_its_name(page, under_way, quality, people, mine, source, as_user, kind):
    other = written(quality, source, title="Autre sujet")
    asked(other, people.lead)
    client = as_user(mine)
    told = send(client, page, translated(export(client, other, kind), kind))
    assert "This file is for another item." in words(soup_of(told).select_one("main"))
    assert words(soup_of(told).select_one("section h2 [lang]")) == "Autre sujet"
    assert not soup_of(told).select("input[name=token]")
    assert not StringTranslation.objects.exists()


BROKEN = {
    b"hello": "This is not a PO file",
    b'msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "a"\nmsgstr "b"\n': "does not say which item it is for",
    b'msgid "a"\nnonsense\n': "The PO file is broken at line 2.",
    'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "é"\n'.encode(
        "latin-1"
    ): "not in the encoding it says, UTF-8",
    b'msgid ""\nmsgstr "Content-Type: text/plain; charset=klingon\\n"\n': "not in the encoding it says, klingon",
    b"/etc/hostname": "This is not a PO file",
    b"<xliff version='1.2'><file": "The XML is broken at line 1.",
    b"<html></html>": "This is not an XLIFF file.",
    b"<xliff version='1.2'></xliff>": "The file has no passage.",
    b"<xliff version='2.0'><file id='f1'><unit id='u1'/></file></xliff>": "does not say which item it is for",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]><xliff version='1.2'/>": "declares entities",
    b"PK\x03\x04 not a zip": "The zip is broken",
}


@one_way
@pytest.mark.parametrize(("content", "said"), BROKEN.items(), ids=range(len(BROKEN)))
def test_a_file_that_cannot_be_read_says_why(page, under_way, mine, as_user, content, said):
    response = send(as_user(mine), page, content)
    assert said in words(soup_of(response).select_one("main"))
    french = send(as_user(mine), page, content, language="fr")
    assert said not in words(soup_of(french).select_one("main"))


def test_an_approved_translation_takes_nothing_from_a_file(page, under_way, people, mine, source, as_user):
    client = as_user(mine)
    content = translated(export(client, page, "po"), "po", said=lambda text: f"Else: {text}")
    translate(page, mine)
    task = pair_of(page).tasks.get()
    translations.ready(task=task, by=mine)
    _mine, colleague, _wrong = translators(people, source)
    translations.claim(task, colleague)
    told = send(client, page, content, "file.po")
    assert "waits for its reviser" in words(soup_of(told).select_one("main"))
    assert not StringTranslation.objects.filter(data__startswith="Else").exists()
