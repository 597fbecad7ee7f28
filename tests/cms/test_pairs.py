"""Two pages already written are tied as original and translation, and no word of either is lost."""

import json

import pytest
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource

from cms.bilingual.pairs import tie
from cms.bilingual.sources import record
from home.demo.files import body
from spaces.models import ArticlePage
from tests import factories

pytestmark = pytest.mark.django_db
BLOCKS = [
    {"block": "heading", "fr": "Contexte", "en": "Context"},
    {"block": "text", "fr": "<p>Un <b>mot</b>.</p><p>Deux.</p>", "en": "<p>One <b>word</b>.</p><p>Two.</p>"},
    {"block": "text", "fr": "<p>Deux.</p>", "en": "<p>Both.</p>"},
    {
        "block": "quote",
        "fr": {"text": "On respire.", "attribution": ""},
        "en": {"text": "We breathe.", "attribution": ""},
    },
    {
        "block": "callout",
        "fr": {"title": "Attention", "text": "Rien en silence."},
        "en": {"title": "Take care", "text": "Nothing in silence."},
    },
    {
        "block": "table",
        "fr": {"caption": "Mesures", "header": ["Indicateur", "Après"], "rows": [["Transferts", "12 %"]]},
        "en": {"caption": "Measures", "header": ["Indicator", "After"], "rows": [["Transfers", "12%"]]},
    },
    {
        "block": "steps",
        "fr": [{"title": "Écouter", "text": "Dix appels."}, {"title": "Noter", "text": "Tout."}],
        "en": [{"title": "Listen", "text": "Ten calls."}, {"title": "Note", "text": "Everything."}],
    },
    {
        "block": "links",
        "fr": {"title": "Lire", "items": [{"text": "Guide", "url": "https://example.org/fr"}]},
        "en": {"title": "Read", "items": [{"text": "Guide", "url": "https://example.org/en"}]},
    },
]


@pytest.fixture(scope="module")
def made_pages(made_quality):
    made = factories.article(made_quality, fr="Réduire les transferts", en="Fewer transfers").made
    for code, page in made.items():
        page.body = json.dumps(body("essai", BLOCKS, code))
        page.save_revision().publish()
    return made


@pytest.fixture
def pages(db, made_pages):
    return {code: ArticlePage.objects.get(pk=page.pk) for code, page in made_pages.items()}


def words(page):
    """Everything a translation holds: the fields and the body, ids included."""
    return page.title, page.slug, page.summary, json.loads(json.dumps(list(page.body.raw_data)))


@pytest.mark.parametrize(("source", "target"), [("fr", "en"), ("en", "fr")])
def test_a_tied_pair_is_wholly_translated(pages, source, target, denis):
    translation = tie(pages[source], pages[target], user=denis)
    total, done = translation.get_progress()
    assert (total, done) == (StringSegment.objects.count(), StringSegment.objects.count())
    assert total == 20
    assert translation.get_status_display() == "Up to date"
    assert (translation.source.locale.language_code, translation.target_locale.language_code) == (source, target)
    assert set(StringTranslation.objects.values_list("last_translated_by", flat=True)) == {denis.pk}


@pytest.mark.parametrize(("source", "target"), [("fr", "en"), ("en", "fr")])
def test_saving_the_translation_keeps_every_word_of_the_target(pages, source, target, denis):
    before = {code: words(page) for code, page in pages.items()}
    translation = tie(pages[source], pages[target])
    translation.save_target(user=denis, publish=True)
    after = {code: words(ArticlePage.objects.get(pk=page.pk)) for code, page in pages.items()}
    assert after == before


@pytest.mark.database
def test_tying_twice_changes_nothing(pages):
    first = tie(pages["fr"], pages["en"])
    rows = set(StringTranslation.objects.values_list("pk", "data"))
    assert tie(pages["fr"], pages["en"]) == first
    assert set(StringTranslation.objects.values_list("pk", "data")) == rows


@pytest.mark.database
def test_words_missing_in_the_target_are_left_to_translate(pages):
    pages["en"].body = json.dumps(body("essai", BLOCKS[:1], "en"))
    total, done = tie(pages["fr"], pages["en"]).get_progress()
    english = StringSegment.objects.filter(context__path__startswith="body").count()
    assert done == total - english + 1


@pytest.mark.database
def test_what_is_recorded_at_once_is_what_the_package_records_row_by_row(pages):
    """The same strings, templates and contexts, in the same order, as wagtail-localize itself writes."""

    def recorded(source):
        return [
            sorted(rows.values_list("order", "context__path", *said))
            for rows, said in (
                (source.stringsegment_set, ("string__data", "attrs")),
                (source.templatesegment_set, ("template__template", "template__template_format")),
                (source.overridablesegment_set, ("data_json",)),
            )
        ]

    quick = record(pages["fr"])
    at_once = recorded(quick)
    TranslationSource.objects.all().delete()
    slow, _ = TranslationSource.update_or_create_from_instance(pages["fr"])
    assert recorded(slow) == at_once
    assert len(at_once[0]) == 20


def test_recording_a_long_page_costs_no_more_queries_than_a_short_one(pages, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        record(pages["fr"])


@pytest.mark.database
def test_a_source_already_recorded_is_brought_up_to_date(pages):
    source = record(pages["fr"])
    pages["fr"].title = "Transférer moins"
    pages["fr"].save_revision().publish()
    assert record(pages["fr"]) == source
    assert source.stringsegment_set.get(context__path="title").string.data == "Transférer moins"
