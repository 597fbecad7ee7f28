"""What the index is given: one document a concept, with all its words and nothing that is not live."""

import json
from datetime import UTC, datetime

import pytest
from wagtail.models import Locale

from cms.blocks import BodyBlock
from cms.models import BasePage, Publication
from home.models import HomePage, StandardPage
from search import documents
from spaces.models import AnnouncementPage, ArticlePage, MeetingPage, SpacePage
from tests import factories

#: page type -> (kind, how a test makes one concept of it: its pages by language)
MAKERS = {
    ArticlePage: ("article", lambda space: factories.article(space, fr="Rappel", en="Callback").made),
    MeetingPage: ("meeting", lambda space: factories.meeting(space).made),
    AnnouncementPage: ("announcement", lambda space: factories.announcement(space).made),
    SpacePage: ("space", factories.parents),
    StandardPage: ("page", lambda space: factories.ordinary()),
}
#: block -> (raw value, the words of it that are searched)
BLOCKS = {
    "heading": ("intertitre 2 < 3 & plus", "intertitre 2 < 3 & plus"),
    "text": ("<p>un <b>gras</b></p><ul><li>et &amp; <a href='/secret/'>lien</a></li></ul>", "un gras et & lien"),
    "image": ({"image": {"image": 12, "alt_text": "photographie", "decorative": False}, "caption": "légende"},
              "photographie légende"),
    "quote": ({"text": "citation", "attribution": "auteure", "language": "en"}, "citation auteure"),
    "callout": ({"tone": "warn", "title": "attention", "text": "encadré"}, "attention encadré"),
    "table": ({"data": [["entête", None], ["cellule", ""]], "table_caption": "tableau", "table_header_choice": "row",
               "first_row_is_table_header": True, "first_col_is_header": False,
               "cell": [{"row": 0, "col": 0, "className": "htCenter"}]}, "entête cellule tableau"),
    "file": ({"document": 3, "title": "gabarit"}, "gabarit"),
    "links": ({"title": "liens", "items": [{"type": "item", "id": "a1", "value": {"text": "portail", "page": 4,
               "url": "https://example.org/adresse"}}]}, "liens portail"),
    "figure": ({"value": "34 %", "label": "transferts", "note": "automne"}, "34 % transferts automne"),
    "steps": ([{"type": "item", "id": "b1", "value": {"title": "étape", "text": "consigne"}}], "étape consigne"),
}  # fmt: skip


def built(keys=None):
    return {document.key: document for document in documents.build(keys)}


def only(pages):
    """The document of one concept."""
    key = str(next(iter(pages.values())).translation_key)
    return built([key])[key]


def test_every_page_type_with_words_is_searched():
    types = {model for model in BasePage.__subclasses__() if not model._meta.abstract}
    types |= {model for kind in BasePage.__subclasses__() if kind._meta.abstract for model in kind.__subclasses__()}
    assert set(documents.page_models()) == set(MAKERS) == types - {HomePage}


@pytest.mark.parametrize("model", MAKERS)
def test_a_concept_live_in_both_languages_is_one_document(quality, model):
    kind, make = MAKERS[model]
    pages = make(quality)
    document = only(pages)
    assert (document.kind, len(built([document.key]))) == (kind, 1)
    assert {code: (text.title, text.url) for code, text in document.texts.items()} == {
        code: (page.title, page.url) for code, page in pages.items()
    }


@pytest.mark.parametrize("model", MAKERS)
def test_a_language_that_is_withdrawn_leaves_the_document_and_the_last_takes_it_along(quality, model):
    pages = MAKERS[model][1](quality)
    key = str(pages["fr"].translation_key)
    if model.publication == Publication.PAIRED:
        factories.excepted(pages["en"])  # else both leave together
    pages["fr"].unpublish()
    texts = built([key])[key].texts
    assert {code for code, text in texts.items() if text.is_live} == {"en"}
    assert [(one.title, one.summary, one.body) for one in texts.values() if not one.is_live] in ([], [("", "", "")])
    pages["en"].unpublish()
    assert built([key]) == {}


def test_the_whole_community_is_built_without_keys(quality):
    made = {
        str(page.translation_key)
        for model, (_kind, make) in MAKERS.items()
        for page in (factories.parents(quality) if model is SpacePage else make(quality)).values()
    }
    assert set(built()) == made
    assert built([]) == {}


def test_a_draft_is_not_a_document(quality):
    factories.article(quality, fr="Brouillon", live=False)
    assert [document.kind for document in documents.build()] == ["space"]


def test_words_not_yet_published_are_not_in_the_document(quality):
    article = factories.article(quality, fr="Rappel", body="publié")
    page = article.made["fr"]
    page.body = factories.text("secret")
    page.title = "Nouveau titre"
    page.save_revision()
    assert (only(article.made).texts["fr"].title, only(article.made).texts["fr"].body) == ("Rappel", "publié.")


def test_the_examples_cover_every_kind_of_block():
    assert set(BLOCKS) == set(BodyBlock().child_blocks)


@pytest.mark.parametrize("kind", BLOCKS)
def test_the_words_of_a_block_are_searched_and_its_settings_are_not(quality, kind):
    value, words = BLOCKS[kind]
    body = json.dumps([{"type": kind, "value": value, "id": "11111111-1111-4111-8111-111111111111"}])
    pages = factories.pair(StandardPage, factories.homes(), {"fr": {"title": "Page", "body": body}})
    body = only(pages).texts["fr"].body.replace(".", "")
    assert sorted(body.split()) == sorted(words.split())  # a database may keep the parts of a block in its own order


def test_each_part_of_a_body_ends_as_a_sentence_does(quality):
    body = [
        {"type": "heading", "value": "La mesure"},
        {"type": "text", "value": "<p>Avant : 31 %</p><ul><li>un</li><li>deux ?</li></ul>"},
        {"type": "table", "value": {"data": [["Mois", "Appels"], ["mai", "900"]]}},
        {"type": "callout", "value": {"title": "À retenir"}},
    ]
    pages = factories.pair(StandardPage, factories.homes(), {"fr": {"title": "Page", "body": json.dumps(body)}})
    assert only(pages).texts["fr"].body == "La mesure. Avant : 31 %. un. deux ? Mois Appels mai 900. À retenir."


def test_an_article_is_found_by_each_of_its_fields(quality):
    words = {name: f"mot-{name}" for name in ("problem", "solution", "outcome", "answer", "result_label", "tools")}
    text = only(factories.article(quality, fr="Rappel", summary_fr="En bref.", body="suite", **words).made).texts["fr"]
    assert (text.title, text.summary) == ("Rappel", "En bref.")
    assert text.body == "mot-problem. mot-solution. mot-outcome. mot-answer. mot-result_label. mot-tools. suite."


def test_a_meeting_is_found_by_its_agenda(quality):
    agenda = [{"minutes": 20, "title": "Mesurer l’attente", "lead": "Alice Test", "kind": "issue"}]
    words = only(factories.meeting(quality, agenda=agenda).made).texts["fr"].body.replace(".", "").split()
    assert sorted(words) == ["Alice", "Mesurer", "Test", "l’attente"]


def test_a_document_carries_the_facts_of_its_concept(quality):
    topic = factories.topic()
    article = factories.article(quality, fr="Rappel", topics=[topic], jurisdiction="halifax")
    document = only(article.made)
    assert (document.gate, document.space, document.topics) == (quality.pk, quality.pk, ("callback",))
    assert (document.order, document.jurisdiction) == ("municipal", "halifax")
    meeting = factories.meeting(quality, starts=datetime(2026, 12, 10, 18, tzinfo=UTC))
    assert only(meeting.made).published_on == "2026-12-10"
    ordinary = only(factories.ordinary())
    assert (ordinary.gate, ordinary.space, ordinary.order, ordinary.topics) == (None, None, "", ())


@pytest.mark.parametrize(
    ("is_open", "is_listed", "gate", "introduction"),
    [
        (True, True, 1, "coulisses."),
        (True, False, 1, "coulisses."),
        (False, True, -1, ""),
        (False, False, 1, "coulisses."),
    ],
)
def test_a_closed_listed_space_says_its_mandate_and_no_more(db, is_open, is_listed, gate, introduction):
    """It is met by those who know of it, all else by those who may enter: whoever knows, and enters, is asked anew."""
    space = factories.space("own", is_open=is_open, is_listed=is_listed)
    pages = factories.parents(space)
    for page in pages.values():
        page.introduction = "<p>coulisses</p>"
        page.save_revision().publish()
    document = only(pages)
    assert document.gate == gate * space.pk
    assert {code: (text.summary, text.body) for code, text in document.texts.items()} == {
        "fr": ("Mandat Qualité", introduction),
        "en": ("Mandate Quality", introduction),
    }


@pytest.mark.parametrize(
    ("instant", "day"), [("2026-11-21T03:30:00Z", "2026-11-20"), ("2026-11-21T12:00:00Z", "2026-11-21")]
)
def test_the_day_of_a_document_is_that_of_the_sites_clock(quality, instant, day):
    article = factories.article(quality, fr="Rappel")
    article.published_at = datetime.fromisoformat(instant)
    article.save()
    assert only(article.made).published_on == day


def test_building_more_documents_costs_no_more_queries(quality, django_assert_num_queries):
    list(documents.build())  # the two locales are read once a process
    for count in (1, 5):
        for number in range(count):
            factories.article(quality, fr=f"Article {count} {number}", topics=[factories.topic()])
            factories.meeting(quality, fr=f"Réunion {count} {number}").topics.add(factories.topic())
        with django_assert_num_queries(
            11
        ):  # one for adopted minutes; the last for files that are documents of their own
            list(documents.build())


def test_a_summary_written_for_the_other_language_is_found_until_its_page_is_there(quality, alice, found, caught_up):
    """Lists show it; who searches for its words finds the article, which opens in its own language."""
    pages = factories.article(quality, fr="Après un appel", other_summary="A distressing call.").made
    assert {code: (text.summary, text.is_live) for code, text in only(pages).texts.items()} == {
        "fr": ("Résumé.", True), "en": ("A distressing call.", False)
    }  # fmt: skip
    caught_up()
    assert found(alice, "distressing", "en") == [str(pages["fr"].translation_key)]
    twin = pages["fr"].copy_for_translation(Locale.objects.get(language_code="en"))
    twin.title, twin.summary = "After a call", "Short."
    twin.save_revision().publish()
    assert only(pages).texts["en"].summary == "Short."
    assert only(pages).texts["en"].is_live
