"""Words of the other language say which it is, in mail, in comments and in previews."""

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.template.loader import render_to_string
from django.utils import translation

from cms.models import User
from spaces.services import exceptions, translations
from spaces.services.letters_on_translations import letters
from tests.spaces.side_by_side import at, desk, soup_of, words
from tests.spaces.team import OTHER, asked, official, segments, task_of, translate

pytestmark = pytest.mark.django_db
KEY = "33333333-3333-4333-8333-333333333333"


def in_html(message):
    return BeautifulSoup(message.alternatives[0][0], "html.parser")


def sent(kind, keys, reader):
    """The letter of a kind to somebody, who reads the other language than that of the page."""
    mail.outbox.clear()
    letters.write(kind, keys)
    return next(in_html(message) for message in mail.outbox if message.to == [reader.email])


@pytest.fixture
def mine(mine, source):
    """The translator reads the language translated into."""
    User.objects.filter(pk=mine.pk).update(language=OTHER[source])
    return User.objects.get(pk=mine.pk)


def test_a_letter_names_the_page_in_its_language(page, people, mine, source):
    task = asked(page, people.editor, assignee=mine)
    letter = sent("translation_assigned", [task.pk], mine)
    assert letter.h1.span.attrs == {"lang": source}
    assert letter.h1.span.get_text() == page.title
    User.objects.filter(pk=mine.pk).update(language=source)
    assert sent("translation_assigned", [task.pk], mine).h1.span is None


@pytest.mark.parametrize("name", ["held", "exception", "workflow", "wish"])
def test_so_does_each_letter_about_a_page(name):
    said = {"title": "Rappel & <b>suite", "title_language": "fr", "kind": "due", "act": "approved", "language": "en"}
    with translation.override("en"):
        letter = BeautifulSoup(
            render_to_string(f"spaces/mail/{name}.html", {**said, "pair": {"pk": KEY}, "exemption": {"pair_id": KEY}}),
            "html.parser",
        )
        assert (letter.h1.span.get_text(), letter.h1.span["lang"]) == ("Rappel & <b>suite", "fr")


def test_a_comment_and_a_word_to_the_translator_are_in_the_language_of_who_wrote_them(
    page, people, mine, source, as_user
):
    User.objects.filter(pk=people.editor.pk).update(language=source)
    people.editor.refresh_from_db()
    task = asked(page, people.editor, assignee=mine, note="Pour mardi.")
    note = desk(as_user(mine), page, language=OTHER[source]).find("p", string="Pour mardi.")
    assert note["lang"] == source
    assert sent("translation_assigned", [task.pk], mine).find("p", string="Pour mardi.")["lang"] == source
    translate(page, mine)
    translations.ready(task=task, by=mine)
    translations.assign(task=task_of(page), by=people.editor, assignee=mine, reviser=people.editor)
    translations.send_back(task=task_of(page), by=people.editor, comment="Le titre.")
    found = desk(as_user(mine), page, language=OTHER[source]).find_all("p", string="Le titre.")
    assert [one.get("lang") for one in found] == [source] * 2
    letter = sent("translation_sent_back", [task_of(page).entries.last().pk], mine)
    assert letter.find("p", string="Le titre.")["lang"] == source


def test_the_reason_of_an_exception_is_in_the_language_of_who_gave_it(quality, people):
    """Whatever the language of the page it was given on."""
    User.objects.filter(pk=people.lead.pk).update(language="fr")
    lead = User.objects.get(pk=people.lead.pk)
    page = official(quality, "en")
    with translation.override("en"):
        facts = {"reason": "Une panne.", "owner": lead, "due_on": "2030-01-01"}
        exemption, _held = exceptions.record(page=page, by=lead, **facts)
    assert exemption.reason_language == "fr"


def test_what_is_not_translated_yet_says_so_in_the_preview(page, people, mine, source, as_user):
    asked(page, people.editor, assignee=mine)
    one = segments(page, "body")[0]
    under_way = {"context": one.context_id, "string": one.string_id, "text": "Done.", "was": ""}
    as_user(mine).post(at("translation_passage", page.translation_key), under_way)
    target = OTHER[source]
    shown = soup_of(as_user(mine).get(at("translation_preview", page.translation_key, target, language=target)))
    said = {words(element): element.get("lang") for element in shown.main.find_all(["h1", "p"])}
    assert {text: said[text] for text in ("Rappel", "Done.", "Deux mots.", "Trois.")} == {
        "Rappel": source, "Done.": None, "Deux mots.": source, "Trois.": source
    }  # fmt: skip


def test_a_preview_of_what_nobody_reads_does_not_call_it_read(page, people, mine, source, as_user):
    asked(page, people.editor, assignee=mine)
    client = as_user(mine)
    chips = {
        code: words(soup_of(client.get(at("translation_preview", page.translation_key, code, language="en"))).select_one(".langbar .chip"))
        for code in ("fr", "en")
    }  # fmt: skip
    target = OTHER[source]
    assert chips == {source: {"fr": "En français seulement", "en": "In English only"}[source],
                     target: {"fr": "Non publiée", "en": "Not published"}[target]}  # fmt: skip
