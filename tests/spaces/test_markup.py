"""Simple HTML to blocks."""

import pytest

from spaces.services.markup import blocks_from, resolve_docs


def said(markup):
    return [(block["type"], block["value"]) for block in blocks_from(markup, prefix="x")]


@pytest.mark.parametrize(
    ("markup", "blocks"),
    [
        ("", []),
        ("   ", []),
        ("words", [("text", "<p>words</p>")]),
        ("<p>A</p><p>B</p>", [("text", "<p>A</p><p>B</p>")]),
        ("<h1>One</h1><p>A</p>", [("heading", "One"), ("text", "<p>A</p>")]),
        ("<h2>Two  <em>parts</em></h2><p>A</p>", [("heading", "Two parts"), ("text", "<p>A</p>")]),
        ("<h2> </h2><p>A</p>", [("text", "<p>A</p>")]),
        ("<ul><li>A</li></ul><ol><li><b>B</b></li></ol>", [("text", "<ul><li>A</li></ul><ol><li><b>B</b></li></ol>")]),
        ("<h3>Small</h3><p>A</p>", [("text", "<h3>Small</h3><p>A</p>")]),
        ("<div class='x'><p style='y'>A<br>B</p></div>", [("text", "<p>A<br>B</p>")]),
        ("<p>1 &lt; 2 &amp; 3</p>", [("text", "<p>1 &lt; 2 &amp; 3</p>")]),
        ("<script>alert(1)</script>", []),
        ("<p>a<style>p { color: red }</style>b</p><script src='x'></script><p>c</p>", [("text", "<p>ab</p><p>c</p>")]),
        ("<h2>A<script>alert(1)</script></h2>", [("heading", "A")]),
        ("<p><a href='javascript:x'>A</a></p>", [("text", "<p>A</p>")]),
        ("<p><a href='mailto:a@example.org'>A</a></p>", [("text", '<p><a href="mailto:a@example.org">A</a></p>')]),
        ("<p>a<![weird[b]]>c</p>", [("text", "<p>ac</p>")]),
        ("<p>a<!-- b -->c</p>", [("text", "<p>ac</p>")]),
    ],
)  # fmt: skip
def test_simple_html_becomes_blocks(markup, blocks):
    assert said(markup) == blocks


def test_a_table_becomes_a_table_named_by_the_heading_above():
    markup = "<h2>Mesures</h2><p>Voici.</p><table><tr><th>Avant</th><th>Après</th></tr><tr><td> 34  %</td></tr></table>"
    (heading, text, table) = said(markup)
    assert (heading, text) == (("heading", "Mesures"), ("text", "<p>Voici.</p>"))
    assert table == (
        "table",
        {
            "data": [["Avant", "Après"], ["34 %", ""]],
            "cell": [],
            "first_row_is_table_header": True,
            "first_col_is_header": False,
            "table_header_choice": "row",
            "table_caption": "Mesures",
        },
    )


@pytest.mark.parametrize(
    ("markup", "name"),
    [
        ("<table><caption>Avant et  <b>après</b></caption><tr><td>A</td></tr></table>", "Avant et après"),
        ("<h2>Mesures</h2><table><caption>Avant</caption><tr><td>A</td></tr></table>", "Avant"),
        ("<h2>Mesures</h2><table><caption> </caption><tr><td>A</td></tr></table>", "Mesures"),
        ("<table><caption>Un</caption><tr><td>B</td></tr></table><table><tr><td>A</td></tr></table>", "L’article"),
        ("<table><tr><td>A<script>x()</script></td></tr></table>", "L’article"),
    ],
)
def test_a_table_is_named_by_its_caption_else_the_heading_above_else_the_article(markup, name):
    table = blocks_from(markup, prefix="x", title="L’article")[-1]["value"]
    assert (table["table_caption"], table["data"]) == (name, [["A"]])


@pytest.mark.parametrize("markup", ["<table></table>", "<table><tr></tr></table>"])
def test_an_empty_table_is_left_out(markup):
    assert said(f"<p>A</p>{markup}<p>B</p>") == [("text", "<p>A</p>"), ("text", "<p>B</p>")]


def test_an_unfinished_table_is_kept():
    ((kind, value),) = said("<table><tr><td>A</td>")
    assert (kind, value["data"]) == ("table", [["A"]])


def test_blocks_of_both_languages_have_the_same_identities():
    french = blocks_from("<h2>Un</h2><p>Deux</p>", prefix="record")
    english = blocks_from("<h2>One</h2><p>Two</p>", prefix="record")
    assert [block["id"] for block in french] == [block["id"] for block in english]
    assert len({block["id"] for block in french + blocks_from("<h2>Un</h2><p>Deux</p>", prefix="other")}) == 4


def test_links_to_records_become_links_to_pages_or_plain_words():
    markup = '<p><a href="doc:a&amp;b">A</a> <a href="doc:c">C <b>d</b></a> <a href="https://x.org">X</a></p>'
    assert resolve_docs(markup, {"a&b": 12}) == (
        '<p><a linktype="page" id="12">A</a> C <b>d</b> <a href="https://x.org">X</a></p>'
    )
