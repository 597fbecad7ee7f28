"""Who finds a document that no page leads to, and what is shown of it."""

import uuid

import pytest
from django.core.files.base import ContentFile

from cms import versions
from cms.models import File
from search import saved
from search.attachments import own_key
from search.engines import engine
from spaces.models import Membership
from tests import factories, papers
from tests.search.attached import attached, know, known

pytestmark = pytest.mark.usefixtures("media_folder")
FRENCH, ENGLISH = (len(papers.docx(words)) for words in ("Le filigrane.", "The watermark."))  # bytes
NOTHING = {"fr": "0 résultat", "en": "0 results"}


def row(seen):
    (only,) = seen.page.select("li.result")
    return only


def told(row):
    """What is said below a hit, piece by piece."""
    pieces = row.select("p.meta")[-1].find_all("span", recursive=False)
    return [piece.get_text().replace("\u00a0", " ") for piece in pieces]


def pair(row_of=None, **fields):
    """A document in both languages."""
    made = known(row=row_of, language="fr", other_title="Annex", **fields)
    made.other_file.save("annex.docx", ContentFile(papers.docx("The watermark.")))
    know(made.other_file, "The watermark.")
    return made


# -- what is shown


@pytest.mark.parametrize(
    ("language", "asked", "title", "excerpt", "said"),
    [
        ("fr", "filigrane", "Annexe", "Le <mark>filigrane</mark>.",
         ["Document", f"Annexe – Français, DOCX, {FRENCH} octets", f"Annex – Anglais, DOCX, {ENGLISH} octets", "Qualité"]),
        ("en", "watermark", "Annex", "The <mark>watermark</mark>.",
         ["Document", f"Annexe – French, DOCX, {FRENCH} bytes", f"Annex – English, DOCX, {ENGLISH} bytes", "Quality"]),
    ],
)  # fmt: skip
def test_a_document_is_one_hit_that_opens_its_copy_in_the_readers_language(
    alice, quality, read, results, language, asked, title, excerpt, said
):
    made = pair(quality)
    read()
    seen = results(alice, f"?q={asked}", language)
    hit = row(seen)
    assert seen.hits == [(title, f"/documents/{made.pk}/?lang={language}")]
    assert (hit.select_one("h2 a").get("lang"), hit.select_one(".chip")) == (None, None)
    assert (hit.select_one("p.ex").decode_contents(), hit.select_one("p.ex").get("lang")) == (excerpt, None)
    assert told(hit)[:-1] == said
    assert hit.select_one("time")


def test_a_document_opens_as_its_hit_says(alice, quality, read, results, as_user):
    made = pair(quality)
    read()
    ((_title, address),) = results(alice, "?q=filigrane").hits
    answer = as_user(alice).get(address)
    assert (answer.status_code, answer["Content-Language"]) == (200, "fr")
    with made.file.open() as kept:
        assert b"".join(answer.streaming_content) == kept.read()


def test_a_passage_of_the_other_copy_says_its_language_and_the_copy_is_a_click_away(alice, quality, read, results):
    made = pair(quality)
    read()
    hit = row(results(alice, "?q=watermark"))
    assert (hit.select_one("h2 a")["href"], hit.select_one("p.ex")["lang"]) == (f"/documents/{made.pk}/?lang=fr", "en")
    link = hit.select_one(f"p.meta a[href='/documents/{made.pk}/?lang=en']")
    assert (link["hreflang"], link.select_one("[lang]")["lang"]) == ("en", "en")


def test_a_document_in_the_other_language_alone_says_so(alice, quality, read, results):
    made = known("The watermark.", row=quality, language="en")
    read()
    hit = row(results(alice, "?q=watermark"))
    assert (hit.select_one("h2 a")["href"], hit.select_one("h2 a")["lang"]) == (f"/documents/{made.pk}/", "en")
    assert (hit.select_one("h2 .chip").get_text(), hit.select_one("p.ex")["lang"]) == ("En anglais", "en")
    assert told(hit)[:2] == ["Document", f"Anglais, DOCX, {ENGLISH} octets"]


@pytest.mark.parametrize(
    ("language", "size", "place"),
    [("fr", "octets", "Bibliothèque de la communauté"), ("en", "bytes", "Community library")],
)
def test_a_document_of_the_library_in_no_language_is_labelled_with_none(bob, read, results, language, size, place):
    known()
    read()
    hit = row(results(bob, "?q=filigrane", language))
    assert (hit.select("[lang]"), hit.select_one(".chip")) == ([], None)
    assert told(hit)[:-1] == ["Document", f"DOCX, {FRENCH} {size}", place]


def test_a_document_found_by_its_title_shows_how_it_begins(alice, quality, read, results):
    known(row=quality)
    read()
    hit = row(results(alice, "?q=annexe"))
    assert hit.select_one("h2 a").decode_contents() == "<mark>Annexe</mark>"
    assert hit.select_one("p.ex").get_text() == "Le filigrane."


def test_a_document_found_by_its_title_and_its_words_shows_the_passage(alice, quality, read, results):
    known("Un mot encore. " * 30 + "Le filigrane de l’annexe.", row=quality)
    read()
    hit = row(results(alice, "?q=annexe"))
    assert "Le filigrane de l’<mark>annexe</mark>." in hit.select_one("p.ex").decode_contents()


def test_a_document_without_words_shows_its_title_alone(alice, quality, read, results):
    factories.document("reunion.ics", b"BEGIN:VCALENDAR", row=quality, title="Annexe")
    read()
    hit = row(results(alice, "?q=annexe"))
    assert (hit.select_one("h2 a").get_text(), hit.select("p.ex")) == ("Annexe", [])


def test_every_hit_in_a_space_names_it(alice, quality, caught_up, results):
    factories.article(quality, fr="Rappel", en="Callback")
    factories.ordinary(fr="Rappel", en="Callback")
    caught_up()
    assert sorted("Qualité" in told(hit) for hit in results(alice, "?q=rappel").page.select("li.result")) == [
        False,
        True,
    ]
    hit = row(results(alice, "?q=qualité"))
    assert told(hit)[0] == "Espace"
    assert "Qualité" not in told(hit)


def test_documents_have_their_value_in_the_facet_of_types(alice, quality, read, results):
    known(row=quality)
    factories.article(quality, fr="Filigrane")
    read()
    for language, label in (("fr", "Documents"), ("en", "Documents")):
        assert results(alice, "?q=filigrane", language).facets["kind"]["document"] == (label, 1, False)
    seen = results(alice, "?q=filigrane&kind=document&space=quality")
    assert (seen.titles, list(seen.chips)) == (["Annexe"], ["Documents", "Qualité"])
    assert results(alice, "?q=filigrane&live=fr").count == "2 résultats"


@pytest.mark.parametrize("count", [1, 5, 20])
def test_documents_cost_one_query_whatever_their_number(alice, quality, read, costs, count):
    for number in range(count):
        known(f"Le filigrane {number}.", row=quality)
        attached(quality, known(f"Le filigrane joint {number}.", row=quality))
    read()
    costs(alice, "?q=filigrane", 6)  # one of them asks whether this very search is saved


# -- who finds it


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_outsider_gets_no_hit_no_count_no_facet_no_suggestion(bob, identity, read, results, as_user, language):
    known(row=identity)
    read()
    asked = ("filigrane", "filigrnae", "filigra", "annexe", "anenxe", "annexe+introuvable", "filigrane&kind=document")
    for query in (*asked, "filigrane&space=identity"):
        seen = results(bob, f"?q={query}", language)
        counts = {count for values in seen.facets.values() for _label, count, _chosen in values.values()}
        assert (seen.titles, seen.count, counts - {0}) == ([], NOTHING[language], set()), query
        assert "Annexe" not in seen.response.content.decode()
    address = {"fr": "/fr/recherche/suggestions/", "en": "/en/search/suggestions/"}[language]
    assert "Annexe" not in as_user(bob).get(address, {"q": "annex"}).content.decode()


def test_a_member_finds_it_by_all_of_these_until_leaving(alice, identity, read, results, as_user):
    known(row=identity)
    read()
    for query in ("filigrane", "filigrnae", "filigra", "annexe", "anenxe", "filigrane&space=identity"):
        assert results(alice, f"?q={query}").titles == ["Annexe"], query
    Membership.objects.filter(user=alice, space=identity).delete()
    assert results(alice, "?q=filigrane").count == "0 résultat"


def test_a_document_is_suggested_apart_from_pages(alice, quality, read, as_user):
    made = known(row=quality)
    factories.article(quality, fr="Annexe ouverte")
    read()
    said = as_user(alice).get("/fr/recherche/suggestions/", {"q": "annex"}).content.decode()
    assert (
        said.index('aria-label="Pages"') < said.index('aria-label="Documents"') < said.index(f"/documents/{made.pk}/")
    )


@pytest.mark.parametrize("change", ["moved", "deleted", "replaced", "left without its copy"])
def test_what_changed_behind_the_index_is_not_shown(bob, identity, read, results, change):
    made = pair()
    read()
    assert results(bob, "?q=filigrane").titles == ["Annexe"]
    files = File.objects.filter(pk=made.pk)
    if change == "moved":
        files.update(collection=factories.folder(identity))
    elif change == "deleted":
        files.delete()
    elif change == "replaced":
        files.update(file="documents/another.docx")
    else:
        files.update(language="en", file=made.other_file.name, other_file="")
    versions.bump()
    seen = results(bob, "?q=filigrane")
    assert (seen.titles, "Annexe" in seen.page.select_one("main").get_text()) == ([], False)
    assert engine().keys() >= {own_key(made.pk)}


def test_a_document_is_among_what_is_similar_to_a_page(alice, bob, identity, quality, read, as_user):
    article = factories.article(quality, fr="Annexe au contrat").made["fr"]
    known(row=identity)
    read()
    address = f"/fr/recherche/semblables/{article.translation_key}/"
    assert [">Annexe<" in as_user(user).get(address).content.decode() for user in (alice, bob)] == [True, False]


def test_a_document_has_no_page_of_what_is_similar(alice, as_user, read):
    known()
    read()
    assert as_user(alice).get(f"/fr/recherche/semblables/{uuid.uuid4()}/").status_code == 404


def test_a_search_for_documents_is_kept_as_any_other(alice, quality, as_user, read):
    known(row=quality)
    read()
    as_user(alice).post("/fr/recherche/enregistrees/?q=filigrane&kind=document", {})
    kept = alice.saved_searches.get()
    filters, _request = saved.asked_as(kept, alice, "fr")
    assert (kept.query, filters.asked()["facets"]["kind"]) == ("kind=document", ("document",))
