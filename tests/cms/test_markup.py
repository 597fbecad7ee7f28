"""The text of a passage: shown with its tags, typed, checked, compared."""

import pytest
from django.utils import translation

from cms.bilingual import markup
from cms.bilingual.markup import Unfit, difference, editable, fit, plain, shown, stored

LINK = 'See <a id="a1">the guide</a> and <b>call</b>.'


@pytest.mark.parametrize(
    "data",
    [
        "Plain words.", "R&amp;D, AT&amp;T", "5 &lt; 6 &gt; 4", "one<br/>two", LINK, "<b>all</b>", "non\u00a0breaking",
        "&lt;b&gt; as a word", "&amp;lt; said", "« Qu’est-ce? »", '<a id="a1"><b>deep</b></a>',
    ],
)  # fmt: skip
def test_what_is_put_in_the_box_comes_back_as_it_was(data):
    assert stored(editable(data, is_rich=True), is_rich=True) == data


@pytest.mark.parametrize("text", ["a < b", "<b>not bold</b>", "R&D", "&amp;", "one\ntwo", "x > y", "&copy"])
def test_in_a_field_without_formatting_nothing_is_a_tag(text):
    data = stored(text, is_rich=False)
    assert "<" not in data.replace("<br/>", "")
    assert editable(data, is_rich=False) == text
    assert plain(data) == text


def test_lines_typed_in_a_browser_are_lines():
    assert stored(" one\r\ntwo \r\n", is_rich=False) == "one<br/>two"
    assert stored("a\x00b", is_rich=False) == "ab"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "There is no text: type the translation first."),
        ("  \n ", "There is no text: type the translation first."),
        ("<b></b>", "There is no text: type the translation first."),
        ("Voir le guide et <b>appeler</b>.", 'The original has <a id="a1">…</a>: put it around the same words here.'),
        ('Voir <a id="a1">le guide</a>.', "The original has <b>…</b>: put it around the same words here."),
        ('<a id="a1">x</a> <b>y</b> <a id="a2">z</a>', '<a id="a2"> leads nowhere: the original has no such link.'),
        ('<a id="a1">x</a> <b>y</b> <a>z</a>', "<a> leads nowhere: the original has no such link."),
        ('<a id="a1"> </a> <b>y</b>', 'The link <a id="a1"> </a> has no words.'),
        ('<a id="a1">x</a> <b>y', "<b> is not closed."),
        ('<a id="a1">x <b>y</a></b>', "</a> closes nothing here."),
        ('<a id="a1">x</a> y</b>', "</b> closes nothing here."),
        ('<a id="a1">x</a> <b>y</b> <h2>z</h2>', "<h2> cannot stand in this text."),
        ('<a id="a1">x</a> <b>y</b> <script>z</script>', "<script> cannot stand in this text."),
        ('<a id="a1" onclick="z">x</a> <b>y</b>', "In <a>, nothing may follow the name of the tag."),
        ('<a id="a1">x</a> <b class="z">y</b>', "In <b>, nothing may follow the name of the tag."),
        ('<a href="https://example.org/">x</a> <b>y</b>', "In <a>, nothing may follow the name of the tag."),
        ('<a id="a1">x</a> <b>y</b', "A tag is not finished here: </b"),
    ],
)  # fmt: skip
def test_a_translation_that_cannot_stand_is_refused_in_words(text, why):
    with pytest.raises(Unfit) as refused:
        fit(LINK, text, is_rich=True)
    assert str(refused.value) == why
    with translation.override("fr"), pytest.raises(Unfit) as refused:
        fit(LINK, text, is_rich=True)
    assert str(refused.value) != why


def test_a_translation_with_its_tags_is_kept():
    said = fit(LINK, "Consultez <a id=a1>le guide</a>,\n<b>appelez</b> & <I>attendez</I>, 5 < 6.", is_rich=True)
    assert said == 'Consultez <a id="a1">le guide</a>,<br/><b>appelez</b> &amp; <i>attendez</i>, 5 &lt; 6.'


@pytest.mark.parametrize(("length", "is_kept"), [(30, True), (31, False)])
def test_a_text_too_long_for_its_field_is_refused_with_both_numbers(length, is_kept):
    if is_kept:
        assert fit("x", "é" * length, is_rich=False, max_length=30) == "é" * 30
        return
    with pytest.raises(Unfit, match="30 characters at most, and the text has 31"):
        fit("x", "é" * length, is_rich=False, max_length=30)


def test_a_text_without_bound_is_bounded_too():
    with pytest.raises(Unfit, match="20000 characters at most"):
        fit("x", "mot " * 6000, is_rich=True)


def test_what_is_shown_is_safe_and_keeps_the_tags_in_sight():
    html = shown('<b>R&amp;D</b> &lt;script&gt; <a id="a1">x</a>')
    assert html == (
        '<span class="tag">&lt;b&gt;</span>R&amp;D<span class="tag">&lt;/b&gt;</span> &lt;script&gt; '
        '<span class="tag">&lt;a id=&quot;a1&quot;&gt;</span>x<span class="tag">&lt;/a&gt;</span>'
    )
    assert shown("<img src=x onerror=alert(1)>", is_rich=False) == "&lt;img src=x onerror=alert(1)&gt;"
    assert "<img" not in shown("<img src=x onerror=alert(1)>")


@pytest.mark.parametrize(
    ("before", "now", "old", "new"),
    [
        ("The old guide", "The new guide", "The <del>old</del> guide", "The <ins>new</ins> guide"),
        ("Call today", "Call us today", "Call today", "Call <ins>us </ins>today"),
        ("a b c d", "a x y d", "a <del>b c</del> d", "a <ins>x y</ins> d"),
        ("Same", "Same", "Same", "Same"),
        ("", "New", "", "<ins>New</ins>"),
        ("l’appel", "l’envoi", "<del>l’appel</del>", "<ins>l’envoi</ins>"),
        ("a &lt; b", "a &lt; c", "a &lt; <del>b</del>", "a &lt; <ins>c</ins>"),
    ],
)
def test_two_wordings_are_compared_word_by_word(before, now, old, new):
    assert difference(before, now) == (old, new)


def test_marks_stand_where_the_terms_are():
    data = "The <b>call centre</b> answers"
    start = data.index("call")
    assert markup.with_marks(data, [(start, start + 11)]) == (
        'The <span class="tag">&lt;b&gt;</span><mark>call centre</mark><span class="tag">&lt;/b&gt;</span> answers'
    )
