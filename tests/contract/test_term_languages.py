"""The term base speaks the language of the page, though each of its pages holds both languages: every word says which."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.bilingual import term_seed
from cms.models import Concept, Standing, Term, TermDismissal, User
from tests.contract.walks import LANGUAGES, Walk, to
from tests.spaces.entries import filled

pytestmark = pytest.mark.usefixtures("november")
TABLE = (
    "Concept,Language,Term,Standing,Topics\nemail,fr,mot,préféré,\nemail,de,Post,avoid,\nemail,fr,courriel,preferred,x\n"
    "email,fr,courriel,accepted,\ndouble,fr,courriel,preferred,\ndouble,en,email,preferred,\nmoitié,fr,moitié,preferred,\n"
    ",fr,seul,preferred,\nmot,fr,neuf,preferred,\nmot,en,new,preferred,\n"
)
#: Words of terms and of why they are avoided that are also, alone, a wording of the other language’s interface.
NAMED = {
    "active", "agenda", "chat", "continue", "download", "follow", "language", "mail", "manager", "meeting", "practice", "pratique", "rédaction",
}  # fmt: skip


def strange(walk):
    """What is left of the words in the wrong language; a note in French quotes the English it is copied from."""
    found = {address: [said for said in words if said not in NAMED and "calque de" not in said]
             for address, words in walk.found.items()}  # fmt: skip
    return {address: left for address, left in found.items() if left}


@pytest.fixture
def seeded(community):
    term_seed.seed()
    term = Term.objects.filter(standing=Standing.AVOID).first()
    for number in range(2):
        key = f"11111111-1111-4111-8111-11111111111{number}"
        TermDismissal.objects.create(term=term, translation_key=key, language="fr", found=term.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_member_reads_the_whole_starting_base_in_one_language(language, seeded, alice, as_user, wordings):
    walk = Walk(as_user(alice), language, wordings)
    for page in range(1, 11):
        walk.get(f"{to(language, 'terms')}?page={page}")
    walk.get(f"{to(language, 'terms')}?letter=a&show=avoid&topic=callback")
    for concept in Concept.objects.filter(
        code__in=["minutes", "email", "callback", "redaction", "co-chair", "return-a-call"]
    ):
        walk.get(to(language, "term", concept.pk), with_head=False)  # its title is a term
    assert (strange(walk), walk.seen) == ({}, 17)


@pytest.mark.parametrize("language", LANGUAGES)
def test_support_writes_it_in_one_language(language, seeded, nadia, as_user, wordings):
    User.objects.filter(pk=nadia.pk).update(language=language)
    walk, entry = Walk(as_user(nadia), language, wordings), Concept.objects.get(code="best-practice")
    edit = to(language, "term_edit", entry.pk)
    for name in ("terms", "term_new", "terms_import", "terms_changes"):
        walk.get(to(language, name))
    for wrong in ({}, {"fr": [("?", "preferred"), ("a", "x")], "en": [("b", "accepted")]}):
        walk.post(to(language, "term_new"), filled(**wrong))
    walk.get(edit, with_head=False)
    twice = [(entry.name_in(code), "preferred") for code in ("fr", "en")]
    walk.post(edit, filled(entry, fr=twice[:1], en=[("c", "preferred")]), with_head=False)
    walk.post(edit, filled(entry) | {"seen": "x"}, with_head=False)
    walk.post(edit, filled(entry, en=[("finest practice", "accepted")]), with_head=False)
    flagged = Term.objects.filter(dismissals__isnull=False).first().concept
    walk.get(to(language, "term", flagged.pk), with_head=False)
    walk.get(to(language, "term_remove", flagged.pk))
    walk.post(to(language, "term_remove", flagged.pk), {})
    walk.get(to(language, "terms_changes"))
    assert strange(walk) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_is_told_of_in_one_language(language, seeded, nadia, as_user, wordings):
    walk, address = Walk(as_user(nadia), language, wordings), to(language, "terms_import")
    files = {
        "x.csv": b"\xff", "y.csv": b"a,b\n", "z.csv": b'Concept,Language,Term,Standing\nx,fr,"open\n', "a.csv": b"",
        "b.docx": b"x", "c.tbx": b"<tbx>", "d.tbx": b"<tbx/>", "e.csv": b"Concept,Language,Term,Standing\n",
        "f.tbx": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "g.csv": b"x" * (5 * 1024 * 1024 + 1),
        "h.csv": TABLE.encode(),
    }  # fmt: skip
    for name, content in files.items():
        walk.post(address, {"file": SimpleUploadedFile(name, content)})
    walk.post(address, {"token": "x"})
    assert strange(walk) == {}
