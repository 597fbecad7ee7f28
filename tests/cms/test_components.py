"""Filters and small tags: figures, lists and ids in both languages."""

import re
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from cms.blocks import TableBlock
from cms.templatetags import components
from cms.typography import NB
from tests.contract.sources import ROOT


def said(function, *args, **options):
    """What a function says in French, then in English, with ordinary spaces shown as «␣»."""
    found = []
    for language in ("fr", "en"):
        with translation.override(language):
            found.append(str(function(*args, **options)).replace(NB, "␣"))
    return tuple(found)


@pytest.mark.parametrize(
    ("caption", "region", "named"),
    [("Délai", "Délai", "<caption>Délai</caption>"), ("", "Tableau", ""), (None, "Tableau", "")],
)
def test_a_table_never_has_an_empty_caption_nor_a_region_without_a_name(caption, region, named):
    value = {"data": [["A"]], "first_row_is_table_header": False, "first_col_is_header": False, "cell": [], "mergeCells": [],
             "table_caption": caption, "table_header_choice": ""}  # fmt: skip
    with translation.override("fr"):
        html = TableBlock().render(value)
    assert f'aria-label="{region}"><table>{named}\n' in html


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (0, "0", "0"),
        (7, "7", "7"),
        (1200, "1␣200", "1,200"),
        (1234567.5, "1␣234␣567,5", "1,234,567.5"),
        (Decimal("4.10"), "4,1", "4.1"),
        (Decimal("12.00"), "12", "12"),
        (0.25, "0,25", "0.25"),
        (-1200, "-1␣200", "-1,200"),
        (None, "", ""),
        ("", "", ""),
    ],
)
def test_a_number_has_the_separators_of_the_language(value, french, english):
    assert said(components.number, value) == (french, english)


def test_a_count_never_shows_a_decimal():
    assert said(components.number, 1200, 0) == ("1␣200", "1,200")


@pytest.mark.parametrize(
    ("items", "french", "english"),
    [
        ([], "", ""),
        (["A"], "A", "A"),
        (["A", "B"], "A et B", "A and B"),
        (["A", "B", "C"], "A, B et C", "A, B and C"),
    ],
)
def test_a_list_ends_with_and_in_its_language(items, french, english):
    assert said(components.and_list, items) == (french, english)


@pytest.mark.parametrize(
    "cell", ["12", "0", "34 %", "34%", f"34{NB}%", "1 200", "1,200", "$4.10", "−3 points", "2,5 min", "+12%", "14 h 30"]
)
def test_a_cell_that_is_a_number_with_its_unit_is_a_figure(cell):
    assert components.is_figure(cell) is True


@pytest.mark.parametrize("cell", ["", None, "Avant", "Aucun", "n/a", "3 équipes de nuit et de fin de semaine"])
def test_a_cell_of_words_is_not_a_figure(cell):
    assert components.is_figure(cell) is False


@pytest.mark.parametrize(
    ("words", "identity"),
    [
        ("Ce que nous avons fait", "ce-que-nous-avons-fait"),
        ("L’appel d'abord", "l-appel-d-abord"),
        ("Œuvrer à l’été", "oeuvrer-a-l-ete"),
        ("What we did?", "what-we-did"),
        ("???", "section"),
    ],
)
def test_the_id_of_a_heading_is_made_of_its_words(words, identity):
    assert components.anchor(words) == identity


@pytest.mark.parametrize(
    ("value", "unit", "french", "english"),
    [
        (34, "percent", "34␣%", "34%"),
        (Decimal("1200"), "percent", "1␣200␣%", "1,200%"),
        (12, "dollars", "12␣$", "$12"),
        (Decimal("4.10"), "dollars", "4,10␣$", "$4.10"),
        (30, "seconds", "30␣s", "30␣s"),
        (5, "minutes", "5␣min", "5␣min"),
        (2, "hours", "2␣h", "2␣h"),
        (0, "days", "0␣jour", "0␣days"),
        (1, "days", "1␣jour", "1␣day"),
        (Decimal("1.5"), "days", "1,5␣jour", "1.5␣days"),
        (2, "days", "2␣jours", "2␣days"),
        (1, "points", "1␣point", "1␣point"),
        (22, "points", "22␣points", "22␣points"),
        (1200, "count", "1␣200", "1,200"),
        (None, "percent", "", ""),
    ],
)
def test_a_figure_carries_its_unit_as_the_language_writes_it(value, unit, french, english):
    assert said(components.with_unit, value, unit) == (french, english)


def result(before, after, unit="percent"):
    return SimpleNamespace(result_before=before, result_after=after, result_unit=unit)


def test_two_figures_are_seen_with_an_arrow_and_heard_as_a_sentence():
    french, english = said(components.figure_pair, article=result(34, 12))
    shape = '<span class="result-figure"><b aria-hidden="true">{} → {}</b><span class="vh">{}</span></span>'
    assert french == shape.format("34␣%", "12␣%", "de 34␣% à 12␣%")
    assert english == shape.format("34%", "12%", "from 34% to 12%")


def test_one_figure_alone_has_no_arrow():
    assert said(components.figure_pair, article=result(None, 4, "minutes")) == ("4␣min", "4␣min")
    assert said(components.figure_pair, article=result(4, None, "minutes")) == ("4␣min", "4␣min")
    assert said(components.figure_pair, article=result(None, None)) == ("", "")


def test_words_of_the_other_language_are_marked_and_those_of_the_page_are_not():
    assert said(components.language_attr, "en") == (' lang="en"', "")
    assert said(components.language_attr, "fr") == ("", ' lang="fr"')
    assert said(components.language_attr, "") == ("", "")
    assert (components.other_language("fr"), components.other_language("en")) == ("en", "fr")


def test_a_mistyped_argument_fails_when_the_template_compiles():
    with pytest.raises(TemplateSyntaxError, match="levle"):
        Template("{% row article levle=2 %}")


def test_numbered_pages_keep_the_query(rf):
    request = rf.get("/en/search/", {"q": "a & b", "page": "9"})
    html = Template("{% pages page=2 count=9 %}").render(Context({"request": request}))
    assert "q=a+%26+b&amp;page=3" in html
    assert "page=9" not in html


def test_every_icon_a_template_names_is_drawn():
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "cms/static/cms/icons.svg").read_text(encoding="utf-8")))
    named = {}
    for package in ("cms", "home", "spaces", "search"):
        for path in (ROOT / package).glob("templates/**/*.html"):
            text = path.read_text(encoding="utf-8")
            if "wagtailadmin" not in text:  # the desk draws Wagtail's own
                named |= dict.fromkeys(re.findall(r'{% icon "([\w-]+)"| icon="([\w-]+)"', text), path.name)
    assert {"".join(names): path for names, path in named.items() if "".join(names) not in drawn} == {}
