"""Texts read without a parser say exactly what wagtail-localize reads in them."""

import importlib.util
import random
import warnings

import pytest
from wagtail_localize.segments import extract
from wagtail_localize.strings import StringValue

from cms.bilingual import extraction

PLAIN = ["mot", "deux mots", " ", "\u00a0", "é", "&amp;", "&lt;", "&gt;", "&quot;", "&#x27;", ", suite"]
STYLED = ["<b>gras</b>", "<i>x</i>", "<br/>", "<b>a <i>b</i></b>", "<code>c</code>", "<sup>er</sup>",
          '<a href="https://example.org/a?b=1&amp;c=2">lien</a>', '<a linktype="page" id="3">page</a>']  # fmt: skip
ODD = ["&nbsp;", "&", "&x;", ">", "<", "<b>", "</b>", "</p>", "<p>", "</li>", "<b></b>", "<b> </b>", "<!-- c -->", "\n",
       "\t", "\r\n", "'", '"', "http://example.org/a", '<embed alt="x" embedtype="image" id="1"/>', "<hr/>"]  # fmt: skip


@pytest.fixture(scope="module")
def package():
    """The module of wagtail-localize as it comes."""
    spec = importlib.util.find_spec("wagtail_localize.strings")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def shown(read, html):
    """What was read, or the kind of error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the parser warns of texts that look like addresses
        try:
            template, strings = read(html)
        except Exception as error:  # noqa: BLE001  whatever the package raises, so do we
            return type(error).__name__
    return template, [(string.data, attrs) for string, attrs in strings]


def texts(chance, bits):
    """Rich texts made of some bits, well formed or not."""

    def words():
        return "".join(chance.choice(bits) for _ in range(chance.randint(0, 6)))

    def block():
        attribute = chance.choice(["", ' data-block-key="ab12c"', ' class="x y"'])
        if chance.random() < 0.7:
            tag = chance.choice(["p", "p", "p", "h2", "h3"])
            return f"<{tag}{attribute}>{words()}</{tag}>"
        tag = chance.choice(["ul", "ol"])
        items = "".join(f"<li{attribute}>{words()}</li>" for _ in range(chance.randint(0, 3)))
        return f"<{tag}>{items}</{tag}>"

    for _ in range(1500):
        yield chance.choice(["", "", "\n"]).join(block() for _ in range(chance.randint(0, 4)))


@pytest.mark.parametrize("bits", [PLAIN, PLAIN + STYLED, PLAIN + STYLED + ODD], ids=["plain", "styled", "odd"])
def test_rich_texts_are_read_as_the_package_reads_them(package, bits):
    different = [
        html
        for html in texts(random.Random(len(bits)), bits)  # noqa: S311  not a secret
        if shown(extraction.strings_in, html) != shown(package.extract_strings, html)
    ]
    assert different == []


def test_plain_texts_are_read_as_the_package_reads_them(package):
    chance, bits = random.Random(1), PLAIN + STYLED + ODD + ["\u2028", "\f", "&#", "  \n"]  # noqa: S311
    said = ["".join(chance.choice(bits) for _ in range(chance.randint(0, 7))) for _ in range(3000)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        different = [text for text in said if package.StringValue.from_plaintext(text).data
                     != extraction.from_plaintext(text).data]  # fmt: skip
    assert different == []


def test_most_paragraphs_need_no_parser():
    html = '<p data-block-key="a">L&#x27;appel</p><h2>Deux</h2><ul><li>un</li><li>deux</li></ul>'
    assert [extraction.read_plain(piece) is not None for piece in extraction.pieces_of(html)] == [True, True, True]
    assert extraction.pieces_of("<p>un</p>texte") is None
    assert extraction.pieces_of("<p>un<!-- </p> --></p>") is None


def test_the_package_reads_so_everywhere():
    assert extract.extract_strings is extraction.strings_in
    assert StringValue.from_plaintext("a < b\nc").data == "a &lt; b<br/>c"
