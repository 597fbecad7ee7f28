"""A need said in one language finds what answers it in the other, on every engine: forty pairs over the demo."""

from contextlib import suppress
from io import StringIO

import pytest
from django.conf import settings as site
from django.core.management import call_command
from wagtail.models import Page

from cms.bilingual import term_seed
from cms.models import User
from home.demo.files import read
from search import documents
from search.engines import ENGINES, engine
from search.engines.base import EngineUnavailable
from spaces.models import ArticleKind, ArticlePage, Order, SpacePage
from tests.contract import engines
from tests.search.pairs import IN_BOTH, IN_ENGLISH, IN_FRENCH, PAIRS

pytestmark = pytest.mark.django_db

FIRST = 5
FOUND = 36  # pairs found among the first five, of forty
FOREIGN_FOUND = 3  # of six
OTHER = {"fr": "en", "en": "fr"}
#: Answers inside closed spaces.
INSIDE = {
    "articles/address-change-pause", "articles/consent-family-interpreter", "articles/hybrid-work-calendar",
    "articles/identify-only-when-needed", "articles/numbers-out-of-recordings", "articles/self-scheduling-shifts",
    "articles/stay-interviews-turnover", "articles/tax-season-forecasting",
}  # fmt: skip
FOREIGN = {"fr": IN_ENGLISH, "en": IN_FRENCH}  # language of the question -> pairs whose answer is not in it


@pytest.fixture(scope="module")
def keys(once):
    """{code of an answer: key of its concept}, of the demo with the terms a new site starts with."""
    term_seed.seed()
    call_command("seed_demo", stdout=StringIO())
    titles = dict(Page.objects.filter(live=True).values_list("title", "translation_key"))
    found = {
        f"{folder}/{record['code']}": str(titles[record[record["original"]]["title"]])
        for folder in ("articles", "meetings", "announcements", "pages")
        for record in read(folder)
    }
    spaces = SpacePage.objects.values_list("space__code", "translation_key")
    return found | {f"spaces/{code}": str(key) for code, key in spaces}


@pytest.fixture(scope="module", params=ENGINES)
def index(request, keys, tmp_path_factory):
    """Settings of search on an engine that holds the demo."""
    folder = tmp_path_factory.mktemp("index")
    made = engines.made(request.param, folder)
    made.rebuild(documents.build())
    for _ in range(30):  # a server that has just started is slow to answer its first questions
        with suppress(EngineUnavailable):
            engines.ask(made, "appels pendant la nuit")
            break
    yield {**site.SEARCH, **engines.options_of(request.param, folder), "engine": request.param, "spare": False}
    made.remove()
    made.close()


@pytest.fixture
def ask(settings, index, found, db):
    """ask(words, language, by) -> keys of what this person of the demo finds first, on the engine of `index`."""
    settings.SEARCH = index
    engine.cache_clear()

    def asked(words, language, by, most=FIRST):
        return found(User.objects.get(email=f"{by}@example.org"), words, language=language, fills=True)[:most]

    yield asked
    engine().close()
    engine.cache_clear()


@pytest.mark.parametrize("language", OTHER)
def test_a_need_finds_its_answer_for_a_reader_of_the_other_language(keys, ask, index, language):
    """Those whose answer is not written in the language of the question are counted apart besides."""
    first = {pair: ask(getattr(pair, language), OTHER[language], "genevieve.cyr") for pair in PAIRS}
    missed = [pair for pair in PAIRS if keys[pair.answer] not in first[pair]]
    foreign = [pair for pair in missed if pair in FOREIGN[language]]
    told = "\n".join(f"{getattr(pair, language)} -> {pair.answer}" for pair in missed)
    assert len(PAIRS) - len(missed) >= FOUND, f"{len(missed)} missed:\n{told}"
    assert len(FOREIGN[language]) - len(foreign) >= FOREIGN_FOUND, f"{len(foreign)} missed of one language:\n{told}"


@pytest.mark.parametrize("language", OTHER)
def test_one_who_may_not_open_the_answer_does_not_find_it(keys, ask, language):
    closed = [pair for pair in PAIRS if pair.answer in INSIDE]
    assert {pair.answer for pair in closed} == INSIDE
    for pair in closed:
        asked = getattr(pair, language)
        assert keys[pair.answer] not in ask(asked, OTHER[language], "tom.okafor", most=None), asked


def test_the_pairs_are_about_all_there_is(keys, db):
    """Every kind of item and of article, every order of government; those said to be in one language are."""
    about = {document.key: document for document in documents.build({keys[pair.answer] for pair in PAIRS})}
    assert {one.kind for one in about.values()} == {"article", "meeting", "announcement", "space", "page"}
    assert {one.order for one in about.values()} == {*Order.values, ""}
    kinds = ArticlePage.objects.filter(translation_key__in=about).values_list("article__kind", flat=True)
    assert set(kinds) == set(ArticleKind.values)
    for pairs, languages in ((IN_ENGLISH, {"en"}), (IN_FRENCH, {"fr"}), (IN_BOTH, {"fr", "en"})):
        for pair in pairs:
            texts = about[keys[pair.answer]].texts
            assert {code for code, text in texts.items() if text.is_live} == languages, pair.answer
    assert (len(IN_ENGLISH), len(IN_FRENCH), len(set(PAIRS))) == (6, 6, 40)
