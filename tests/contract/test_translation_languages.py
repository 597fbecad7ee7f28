"""The translators’ pages hold both languages side by side; all that is said around them is in the language of the page."""

import polib
import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.bilingual import chain, ledger
from cms.models import Concept, User
from spaces.models import Membership, Role, Space
from spaces.services import translations
from tests import factories
from tests.contract.walks import LANGUAGES, Walk, to
from tests.spaces.team import OTHER, paragraphs, rewrite, segments, translate

pytestmark = pytest.mark.usefixtures("november")
BODIES = {
    "fr": paragraphs("La pratique.", "Le soir.", "Le soir."),
    "en": paragraphs("The practice.", "At dusk.", "At dusk."),
}
#: Names of fields, which are also French or English words of the interface, stand as the typed text of a passage.
TYPED = "xyz"


def person(name, language, space):
    user = factories.person(name, language=language)
    for role in (Role.MEMBER, Role.TO_FRENCH, Role.TO_ENGLISH):
        Membership.objects.create(user=user, space=space, role=role)
    return User.objects.get(pk=user.pk)


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def page(request, community, language):
    """An article whose translation, or whose original where asked for, is in the language of the interface."""
    code = language if getattr(request, "param", "translation") == "original" else OTHER[language]
    made = community.pages["french" if code == "fr" else "english"][code]
    return rewrite(made, body=BODIES[code])


@pytest.fixture
def team(community, language):
    return [person(name, language, community.quality) for name in ("Ines", "Luc")]


@pytest.fixture
def walk(community, language, team, as_user, wordings):
    factories.concept(fr=("pratique",), en=("practice",), avoid_fr=("zzz",), avoid_en=("zzz",))
    return Walk(as_user(team[0]), language, wordings)


def visit(walk, page):
    """Every view of one translation."""
    for shown in ("todo", "round", "all"):
        walk.get(f"{to(walk.language, 'translation', page.translation_key)}?show={shown}", with_head=False)


def act(walk, page, do, **more):
    walk.post(to(walk.language, "translation_step", page.translation_key), {"do": do, **more}, with_head=False)


def passage(walk, page, segment, **more):
    data = {"context": segment.context_id, "string": segment.string_id, "was": "", "text": TYPED, **more}
    walk.post(to(walk.language, "translation_passage", page.translation_key), data, with_head=False)


def test_the_queue_speaks_one_language(walk, page, team):
    queue = to(walk.language, "translations")
    for query in ("", "?direction=fr-en&who=mine&step=to_revise", "?kind=articlepage&space=quality", "?step=none",
                  "?who=free&direction=zzz", "?page=9"):  # fmt: skip
        walk.get(queue + query)
    ask = to(walk.language, "translation_ask", page.pk)
    walk.get(ask)
    walk.post(ask, {"due_on": "2026-01-01", "assignee": "0"})
    walk.post(ask, {"due_on": "2026-12-01", "note": TYPED}, with_head=False)
    for query in ("", "?step=to_translate&who=free"):
        walk.get(queue + query)
    assert (walk.found, walk.seen) == ({}, 11)


@pytest.mark.parametrize("page", ["original", "translation"], indirect=True)
def test_a_translation_speaks_one_language_from_the_first_passage_to_the_last(walk, page, team):
    mine, other = team
    translations.ask(page=page, by=other, note=TYPED)
    visit(walk, page)
    title, *_others, last = segments(page)
    for text in ("", TYPED * 100, "zzz"):
        passage(walk, page, title, text=text)
    passage(walk, page, title)  # somebody wrote meanwhile
    passage(walk, page, last, text="<b>xyz")
    passage(walk, page, last, do="fill")
    passage(walk, page, title, string="0")
    visit(walk, page)
    leave = to(walk.language, "translation_term", page.translation_key)
    for term in (Concept.objects.get().terms.get(text="zzz", language=OTHER[page.language]).pk, 0):
        walk.post(leave, {"term": term}, with_head=False)
    task = to(walk.language, "translation_task", page.translation_key)
    walk.post(task, {"due_on": "2026-01-01"}, with_head=False)
    walk.post(task, {"assignee": mine.pk, "reviser": mine.pk}, with_head=False)
    walk.post(task, {"assignee": mine.pk, "due_on": "2026-12-01"}, with_head=False)
    for do in ("take", "ready", "approve", "send_back"):
        act(walk, page, do)
    assert walk.found == {}


def test_its_revision_and_what_comes_after_speak_one_language(walk, page, team, as_user):
    mine, other = team
    translations.ask(page=page, by=other, assignee=other)
    translate(page, other, {segment.context.path: TYPED for segment in segments(page)})
    for do in ("take", "ready", "approve", "publish"):
        act(walk, page, do)
        visit(walk, page)
    reviser = Walk(as_user(other), walk.language, walk.wordings)
    act(reviser, page, "send_back", comment="")
    act(reviser, page, "send_back", comment=TYPED)
    visit(reviser, page)
    translations.ready(task=chain.task_of(page.translation_key), by=mine)
    visit(reviser, page)
    act(reviser, page, "approve")
    visit(reviser, page)
    rewrite(page, body=paragraphs("x y z"))
    visit(reviser, page)
    assert (walk.found, reviser.found) == ({}, {})


def test_pages_edited_by_hand_and_previews_speak_one_language(walk, page, community, language):
    both = community.pages["article"][language]
    visit(walk, both)
    act(walk, both, "same")
    act(walk, both, "resume")
    visit(walk, both)
    for do in ("resume", "stop", "stop"):
        act(walk, both, do)
    assert ledger.running(both.translation_key) is None
    twin = community.pages["article"][OTHER[language]]
    twin.body = "[]"
    twin.save_revision().publish()
    visit(walk, both)
    walk.get(to(language, "translation_preview", both.translation_key, language))
    other = Walk(walk.client, OTHER[language], walk.wordings)
    other.get(to(language, "translation_preview", both.translation_key, OTHER[language]))
    assert (walk.found, other.found, Space.objects.count() > 0) == ({}, {}, True)


def test_a_translation_sent_out_and_brought_back_as_a_file_speaks_one_language(walk, page, team):
    _mine, other = team
    files, one = to(walk.language, "translation_files"), to(walk.language, "translation_file", page.translation_key)
    nothing = to(walk.language, "translations_export") + "?kind_of_file=po"  # leads back, with a message
    walk.note(nothing, walk.client.get(nothing, follow=True))
    translations.ask(page=page, by=other)
    content = walk.client.get(to(walk.language, "translation_export", page.translation_key, "po")).content
    found = polib.pofile(content.decode())
    for number, entry in enumerate(found):  # each outcome once: confirmed, a draft, refused, changed, gone
        entry.msgstr = ["", TYPED, TYPED * 100][min(number, 2)]
        entry.flags = ["fuzzy"] if number % 2 else []
    found[-1].msgctxt = "gone:" + "0" * 32
    rewrite(page, title="xyz")
    for address in (files, one):
        walk.get(address)
        walk.post(address, {})
        for sent in (
            b"",
            b"xyz",
            b"<xliff",
            b"PK\x03\x04",
            str(found).encode(),
            str(found).encode().replace(b"Item: ", b"Item: 0"),
        ):
            walk.post(address, {"file": SimpleUploadedFile("xyz.po", sent)}, with_head=False)
        walk.post(address, {"token": "xyz"}, with_head=False)
        told = walk.client.post(address, {"file": SimpleUploadedFile("xyz.po", str(found).encode())})
        token = BeautifulSoup(told.content, "html.parser").select_one("input[name=token]")
        walk.post(address, {"token": token["value"] if token else ""}, with_head=False)
    assert walk.found == {}
