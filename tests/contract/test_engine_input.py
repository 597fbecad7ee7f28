"""What every search engine promises: whatever is typed is an ordinary question, answered soon."""

import random
import string
import time

import pytest

from tests.contract import engines
from tests.contract.engines import CLOSED, OPEN, ask, doc

SOON = 2.0  # seconds
GENERATED = {"embedded": 4_500, "elasticsearch": 500}
WEIRD = [
    '"', "'", "*", "(", ")", "AND", "OR", "NOT", "NEAR(", "NEAR(rappel clients, 2)", '"rappel', "rappel*", "-rappel",
    "title_fr:rappel", "{title_fr}: rappel", "^rappel", "rappel AND", "rappel NOT clients", "+rappel", "col : x",
    "\x00", "rappel\x00clients", "\x02rappel\x03", "\ud83d", "rappel \udca1 clients", "💡", "👩🏽\u200d💻 rappel",
    "\u200f\u202erappel\u202c", "\u200d", "\ufeffrappel", "%", "_", "%rappel%", "\\", "';DROP TABLE documents;--",
    "<script>alert(1)</script>", "${7*7}", "{{ 7*7 }}", "\n\r\t", " ", "", "l’", "’", "«»", "…", "—", "ﬁn", "İstanbul",
    "ẞ", "ǅ", "ᐃᓄᒃᑎᑐᑦ", "日本語", "العربية", "e\u0301" * 500, "a" * 10_000, "œ" * 10_000, "rappel " * 1_000,
    " ".join(f"mot{number}" for number in range(1_000)), '"' * 5_000, "(" * 5_000, "* " * 5_000, "the of de la",
]  # fmt: skip


@pytest.fixture(params=engines.ENGINES, scope="module")
def filled(request, tmp_path_factory):
    """One engine for the whole file: nothing here writes."""
    engine = engines.made(request.param, tmp_path_factory.mktemp(request.param))
    words = ["rappel", "clients", "attente", "service", "appelant", "mesure", "qualité", "écoute"]
    pick = random.Random(7)  # noqa: S311  the same words every time
    engine.rebuild(
        doc(f"k{number}", fr=(" ".join(pick.sample(words, 3)), "résumé", " ".join(pick.choices(words, k=200))),
            en=f"Callback {number}", gate=CLOSED if number % 10 == 0 else OPEN)
        for number in range(300)
    )  # fmt: skip
    yield engine
    engine.remove()
    engine.close()


def timed(engine, text, language="fr"):
    """The result and the seconds it took."""
    started = time.perf_counter()
    result = ask(engine, text, language)
    return result, time.perf_counter() - started


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("text", WEIRD, ids=range(len(WEIRD)))
def test_weird_words_are_an_ordinary_question(filled, text, language):
    result, seconds = timed(filled, text, language)
    assert seconds < SOON
    assert result.total >= len(result.hits)
    assert all(hit.title_html.count("<mark>") == hit.title_html.count("</mark>") for hit in result.hits)


@pytest.mark.parametrize("text", ['"', "'", "*", "(", "\x00", "\ud83d", "💡", "’", "l’", " ", "", "\u200d", "…"])
def test_signs_alone_find_nothing(filled, text):
    result = ask(filled, text)
    assert (result.hits, result.total, result.facets, result.loosened) == ([], 0, {}, False)


SIGNS = [
    '"rappel',
    "rappel*",
    "(rappel",
    "-rappel",
    "\x00rappel\x00",
    "rappel\ud83d",
    "👩🏽\u200d💻 rappel",
    "\u202erappel\u202c",
]


@pytest.mark.parametrize("text", SIGNS)
def test_signs_around_a_word_change_nothing(filled, text):
    assert ask(filled, text) == ask(filled, "rappel")


@pytest.mark.parametrize("text", ["k0 OR rappel", "rappel) OR (callback", '" OR "rappel', "{gate}: 2 rappel"])
def test_no_syntax_reaches_what_is_behind_the_gate(filled, text):
    hits = [hit for page in range(1, 20) for hit in ask(filled, text, page=page).hits]
    assert hits
    assert not [hit.key for hit in hits if int(hit.key[1:]) % 10 == 0]


def test_five_thousand_generated_strings_are_answered(filled, request):
    """Most by the engine beside the process: what reads a question is the same code for both."""
    name = request.node.callspec.params["filled"]
    pick = random.Random(name)  # noqa: S311  the same strings every time, others for each engine
    alphabets = [
        string.printable, '"\'*()+-^:{}&|!~\\/ ANDORNEAR', "éèêëàâçîïôùûüœæ’«» abc", "".join(map(chr, range(32))),
        "\ud83d\udca1\udfff\ud800ab ", "💡👩🏽‍💻\u200d\u200f\u202e\ufeff\u0301 ab", "rappelclients* \"(",
    ]  # fmt: skip
    slowest = 0.0
    for number in range(GENERATED[name]):
        text = "".join(pick.choices(alphabets[number % len(alphabets)], k=pick.randint(1, 80)))
        result, seconds = timed(filled, text, pick.choice(["fr", "en"]))
        slowest = max(slowest, seconds)
        assert len(result.hits) == min(result.total, 20), ascii(text)
        assert not [hit.key for hit in result.hits if int(hit.key[1:]) % 10 == 0], ascii(text)
    assert slowest < SOON
