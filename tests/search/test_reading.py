"""What a file says, whatever kind it is; and what is said of one that cannot be read."""

import datetime
import os
import tempfile
import time

import pytest

from search.reading.process import environment, read
from tests import papers


def said(content, extension="pdf", **limits):
    """The Reading of some bytes."""
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        return read(file, extension, limits=limits)


@pytest.mark.parametrize(
    ("content", "extension", "words"),
    [
        (papers.pdf("Le délai d’attente,\nété comme hiver", "Suite"), "pdf", "Le délai d’attente, été comme hiver. Suite."),
        (papers.pdf("un guichet libre-\nservice"), "pdf", "un guichet libre-service."),
        (papers.locked_pdf("Pas d’impression", password=""), "pdf", "Pas d’impression."),
        (papers.docx("Titre & suite", "Deuxième paragraphe."), "docx", "Titre & suite. Deuxième paragraphe."),
        (papers.pptx("Premier", "Second", notes=["Dire bonjour"]), "pptx", "Premier. Second. Dire bonjour."),
        (papers.pptx(*map(str, range(1, 12))), "pptx", "1. 2. 3. 4. 5. 6. 7. 8. 9. 10. 11."),
        (
            papers.xlsx([["Semaine", "Nombre"], [datetime.date(2026, 3, 16), 400]], title="Envois"), "xlsx",
            "Envois. Semaine Nombre. 2026-03-16 400.",
        ),
        (papers.odt("Un", "Deux"), "odt", "Un. Deux."),
        ("\ufeffSemaine,Été\r\n12,\"trois, quatre\"".encode(), "csv", "Semaine Été. 12 trois, quatre."),
        (b"Semaine;Taux\r\n12;3,4\r\n;", "csv", "Semaine Taux. 12 3,4."),
        ("Réponse".encode("cp1252"), "txt", "Réponse."),
        ("Réponse".encode("utf-16"), "txt", "Réponse."),
        (papers.docx("Mal nommé"), "pdf", "Mal nommé."),
    ],
)  # fmt: skip
def test_a_file_is_read(content, extension, words):
    found = said(content, extension)
    assert (found.state, found.text, found.why) == ("read", words, "")


def test_what_a_text_box_says_is_said_once_and_what_was_struck_out_is_not():
    box = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    body = (
        "<w:p><w:r><w:t>Avant</w:t></w:r><w:r><w:tab/><w:t>le tableau</w:t></w:r>"
        f"<mc:AlternateContent xmlns:mc='urn:mc'><mc:Choice>{box.format('Encadré')}</mc:Choice>"
        f"<mc:Fallback>{box.format('Encadré')}</mc:Fallback></mc:AlternateContent></w:p>"
        "<w:p><w:del><w:r><w:delText>effacé</w:delText></w:r></w:del><w:r><w:t>gardé</w:t></w:r></w:p>"
    )
    found = said(papers.docx(body=body), "docx")
    assert found.text.count("Encadré") == 1
    assert "effacé" not in found.text
    assert found.text.startswith("Avant le tableau")
    assert found.text.endswith("gardé.")


@pytest.mark.parametrize(
    ("content", "extension", "state"),
    [
        (b"", "pdf", "damaged"),
        (papers.pdf("Un", "Deux")[:300], "pdf", "damaged"),
        (papers.docx("Un")[:200], "docx", "damaged"),
        (papers.package({"[Content_Types].xml": "", "word/document.xml": "<w:p><w:t>ouvert"}), "docx", "damaged"),
        (papers.package({"[Content_Types].xml": "", "xl/workbook.xml": "<rien"}), "xlsx", "damaged"),
        (papers.entities(), "docx", "damaged"),
        (papers.lying_zip_bomb(), "docx", "damaged"),
        (papers.zip_bomb(), "docx", "heavy"),
        (papers.locked_pdf("Secret", "mot de passe"), "pdf", "encrypted"),
        (papers.locked_office(), "docx", "encrypted"),
        (b"<!doctype html><title>Bonjour</title><p>Une page.", "pdf", "other"),
        (papers.package({"dessin.png": b"x"}), "pptx", "other"),
        (papers.pdf("", ""), "pdf", "empty"),
        (papers.docx(""), "docx", "empty"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, extension, state):
    found = said(content, extension)
    assert (found.state, found.text) == (state, "")


def test_a_broken_page_does_not_hide_the_others():
    found = said(papers.torn_pdf("Une", "Deux", "Trois"))
    assert (found.state, found.text, found.pages, found.of) == ("damaged", "Une. Trois.", 3, 3)


def test_a_long_file_is_cut_at_its_pages_and_says_so():
    found = said(papers.pdf(*(f"Page {number}" for number in range(1, 1001))), pages=20)
    assert (found.state, found.pages, found.of) == ("cut", 20, 1000)
    assert found.text.endswith("Page 20.")


def test_a_long_file_is_cut_at_its_characters():
    found = said(papers.docx(*["mot " * 100] * 100), "docx", characters=1000)
    assert (found.state, found.text[:12]) == ("cut", "mot mot mot ")
    assert 990 <= len(found.text) <= 1010


def test_boxes_in_boxes_cost_nothing():
    assert said(papers.deep(), "docx").text == "fond."


def test_a_file_that_takes_too_long_is_given_up_and_what_was_read_stays():
    started, looked = time.monotonic(), []
    with tempfile.TemporaryFile() as file:
        file.write(papers.looping_pdf("Première page"))
        file.flush()
        found = read(file, "pdf", limits={"seconds": 3}, meanwhile=lambda: looked.append(1))
    assert (found.state, found.text) == ("slow", "Première page.")
    assert time.monotonic() - started < 6
    assert looked  # the worker was not idle


def test_a_file_that_takes_too_much_memory_is_given_up():
    found = said(papers.docx(body="<w:p><w:r><w:t>" + "a" * 60_000_000 + "</w:t></w:r></w:p>"), "docx", memory_mb=100)
    assert (found.state, found.text) == ("heavy", "")


def test_the_process_that_reads_knows_none_of_the_secrets_of_the_site(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "very secret")
    monkeypatch.setenv("DATABASE_URL", "postgres://user:password@host/name")
    known = environment()
    assert (known["PATH"], {"SECRET_KEY", "DATABASE_URL"} & set(known)) == (os.environ["PATH"], set())
