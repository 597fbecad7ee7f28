"""Files of terms on the site and by command: read first, shown line by line, then done; kept in the log."""

import io

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from cms.bilingual import term_csv
from cms.models import Concept, Term
from spaces.models import CommunityRole, Duty
from spaces.services import termbase
from tests import factories
from tests.answers import read
from tests.spaces.entries import page, words

pytestmark = pytest.mark.django_db

TABLE = (
    "Concept,Language,Term,Standing,Topics\n"
    "email,fr,courriel,preferred,callback nowhere\nemail,en,email,preferred,\n"
    "email,fr,mail,avoid,\nemail,de,Post,avoid,\n"
)


def send(client, content, name="terms.csv", language="en"):
    address = {"fr": "/fr/termes/importation/", "en": "/en/terms/import/"}[language]
    content = content.encode() if isinstance(content, str) else content
    return client.post(address, {"file": SimpleUploadedFile(name, content)})


def token(response):
    found = page(response).select_one("[name=token]")
    return found and found["value"]


def test_a_file_is_shown_line_by_line_then_imported(nadia, as_user):
    factories.topic()
    client = as_user(nadia)
    shown = send(client, TABLE)
    rows = [[cell.get_text().strip() for cell in row.select("td")] for row in page(shown).select("tbody tr")]
    assert rows == [
        ["2", "Added", "email", "courriel", "Unknown topics are left out: nowhere."],
        ["3", "Added", "email", "email", ""],
        ["4", "Added", "email", "mail", ""],
        ["5", "Unknown", "email", "Post", "The language “de” is neither French nor English."],
    ]
    assert [chip.get_text() for chip in page(shown).select(".chips .chip")] == ["Added: 3", "Unknown: 1"]
    assert "1 entry will be added or changed." in words(shown)
    assert Concept.objects.count() == 0
    done = client.post("/en/terms/import/", {"token": token(shown)}, follow=True)
    assert "1 entry was added or changed." in words(done)
    concept = Concept.objects.get()
    assert (concept.topics, concept.terms.count(), concept.updated_by) == (["callback"], 3, nadia)
    assert [termbase.told(entry) for entry in termbase.history()] == [
        "Entry added or changed by the file terms.csv: email"
    ]
    again = client.post("/en/terms/import/", {"token": token(shown)}, follow=True)
    assert "The file is no longer kept: send it again." in words(again)


@pytest.mark.parametrize("kind", ["csv", "tbx"])
def test_what_the_site_exports_it_takes_back_without_a_change(kind, nadia, as_user):
    factories.concept(
        fr=("pratique exemplaire",), en=("best practice",), avoid_fr=("meilleure pratique",), topics=["x"]
    )
    client = as_user(nadia)
    for language in ("fr", "en"):
        answer = read(client.get({"fr": f"/fr/termes/export.{kind}", "en": f"/en/terms/export.{kind}"}[language]))
        name = {"fr": "termes", "en": "terms"}[language]
        assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="{name}-20')
        shown = send(client, answer.content, f"terms.{kind}", language)
        assert {"fr": "Ce fichier ne change rien.", "en": "This file changes nothing."}[language] in words(shown)
        assert (token(shown), page(shown).select("tbody tr")) == (None, [])


def test_members_take_the_base_along(alice, as_user):
    factories.concept()
    client = as_user(alice)
    assert "pratique exemplaire" in client.get("/en/terms/export.csv").content.decode()
    assert "<term>best practice</term>" in client.get("/en/terms/export.tbx").content.decode()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "termes.csv",
            "é".encode("cp1252"),
            "La ligne 1 n’est pas en UTF-8. Enregistrez le tableau sous « CSV UTF-8 »",
        ),
        (
            "termes.csv",
            b"Notion,Langue\n",
            "Ces colonnes manquent à la première ligne : Terme, Statut.",
        ),
        ("termes.csv", b"Notion,Langue,Terme,Statut\n", "Le fichier ne contient aucun terme."),
        ("termes.tbx", b"<tbx>\n", "Le code XML contient une erreur à la ligne 2"),
        ("termes.xml", b"<tbx/>", "Aucune fiche n’a été trouvée : est-ce bien un fichier TBX?"),
        ("termes.docx", b"PK", "Ce n’est ni un fichier CSV ni un fichier TBX."),
        ("termes.csv", b"x" * (5 * 1024 * 1024 + 1), "Ce fichier est trop volumineux"),
        ("termes.csv", b"", "vide"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(name, content, said, nadia, as_user):
    answer = send(as_user(nadia), content, name, "fr")
    assert (answer.status_code, said in words(answer)) == (200, True), words(answer)
    assert Concept.objects.count() == 0


def test_no_file_at_all_is_said(nadia, as_user):
    assert page(as_user(nadia).post("/en/terms/import/", {})).select_one(".errors")


def test_a_base_that_changed_between_the_two_steps_is_shown_anew(nadia, as_user):
    client = as_user(nadia)
    shown = send(client, TABLE)
    factories.concept("email", fr=("courriel",), en=("email",))
    anew = client.post("/en/terms/import/", {"token": token(shown)})
    assert "The term base has changed meanwhile" in words(anew)
    assert (Term.objects.count(), "Added: 1" in words(anew)) == (2, True)
    client.post("/en/terms/import/", {"token": token(anew)})
    assert Term.objects.count() == 3


def test_the_file_of_one_person_is_not_another_s(nadia, alice, as_user):
    shown = send(as_user(nadia), TABLE)
    other = factories.person("Odile")
    CommunityRole.objects.create(user=other, duty=Duty.FEDERAL_CHAIR)
    assert "send it again" in words(as_user(other).post("/en/terms/import/", {"token": token(shown)}, follow=True))
    assert as_user(alice).post("/en/terms/import/", {"token": token(shown)}).status_code == 404
    caches["default"].clear()
    assert "send it again" in words(as_user(nadia).post("/en/terms/import/", {"token": token(shown)}, follow=True))
    assert Concept.objects.count() == 0


def test_a_long_file_is_told_in_part_and_counted_whole(nadia, as_user):
    lines = "".join(f"n{n},fr,mot{n},preferred\nn{n},en,word{n},preferred\n" for n in range(300))
    shown = send(as_user(nadia), "Concept,Language,Term,Standing\n" + lines)
    assert (len(page(shown).select("tbody tr")), "100 more lines are not shown." in words(shown)) == (500, True)
    assert "300 entries will be added or changed." in words(shown)


# -- by command


def run(*arguments):
    said = io.StringIO()
    call_command(*arguments, stdout=said)
    return said.getvalue()


def test_files_are_imported_and_exported_by_command(tmp_path):
    file = tmp_path / "in.csv"
    file.write_text(TABLE, encoding="utf-8")
    assert "5: Unknown: Post  The language" in run("import_terms", str(file), "--dry-run")
    assert Concept.objects.count() == 0
    assert "Added: 3, Unknown: 1" in run("import_terms", str(file))
    assert (Concept.objects.count(), termbase.history().get().user) == (1, None)
    assert run("export_terms") == term_csv.write("en")
    for name in ("out.csv", "out.tbx"):
        run("export_terms", str(tmp_path / name), "--language", "fr")
        assert "Entries added or changed: 0." in run("import_terms", str(tmp_path / name))
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith("\ufeffNotion,Langue")


@pytest.mark.parametrize("name", ["missing.csv", "odd.docx", "broken.tbx"])
def test_a_command_says_what_is_wrong_in_one_sentence(name, tmp_path):
    for made in ("odd.docx", "broken.tbx"):
        (tmp_path / made).write_bytes(b"<")
    with pytest.raises(CommandError):
        run("import_terms", str(tmp_path / name))
    with pytest.raises(CommandError):
        run("export_terms", str(tmp_path / "nowhere" / "out.csv"))
    with pytest.raises(CommandError):
        run("export_terms", str(tmp_path / "out.docx"))
