"""The term base on the site: read by every member, written by those who look after the community, nobody else."""

import pytest

from cms.bilingual import term_seed
from cms.models import Concept, Term, User
from spaces import access
from spaces.models import CommunityRole, Duty
from tests import factories
from tests.spaces.entries import filled, made, page, words

pytestmark = pytest.mark.django_db

WRITING = ["terms/new/", "terms/import/", "terms/changes/", "terms/{pk}/edit/", "terms/{pk}/remove/"]


@pytest.fixture
def practice(db):
    return made()


@pytest.mark.parametrize(
    ("language", "first", "second", "also", "avoid"),
    [("fr", "pratique exemplaire", "best practice", "Aussi :", "À éviter"),
     ("en", "best practice", "pratique exemplaire", "Also:", "To avoid")],
)  # fmt: skip
def test_a_member_reads_both_languages_their_own_first(language, first, second, also, avoid, alice, as_user, practice):
    factories.topic()
    User.objects.filter(pk=alice.pk).update(language=language)
    client = as_user(alice)
    answer = client.get({"fr": "/fr/termes/", "en": "/en/terms/"}[language])
    headings = [(heading.get_text(), heading["lang"]) for heading in page(answer).select(".entry h3")]
    other = {"fr": "en", "en": "fr"}[language]
    assert headings == [(first, language), (second, other)]
    assert [
        word in words(answer) for word in (also, avoid, "meilleure pratique", "leading practice", "What works.")
    ] == [True] * 5
    address = page(answer).select_one(".entry h3 a")["href"]
    entry = client.get(address)
    assert entry.status_code == 200
    assert page(entry).h1.get_text() == first
    assert [word in words(entry) for word in ("Calque.", "la, les", "Ce qui marche.")] == [True] * 3
    assert [link.get_text() for link in page(entry).select(".side .chip")] == [
        {"fr": "Rappel", "en": "Callback"}[language]
    ]


def test_members_do_not_write(alice, bob, denis, as_user, client, practice):
    before = Term.objects.count()
    for person in (alice, bob, denis):
        reader = as_user(person)
        assert not access.may_edit_terms(person)
        shown = reader.get("/en/terms/").content.decode() + reader.get(f"/en/terms/{practice.pk}/").content.decode()
        assert [word for word in ("New entry", "Import", "edit/", "remove/") if word in shown] == []
        for address in WRITING:
            place = "/en/" + address.format(pk=practice.pk)
            answers = reader.get(place).status_code, reader.post(place, filled(practice)).status_code
            assert answers == (404, 404), place
    assert client.get("/en/terms/").status_code == 302
    assert client.get(f"/en/terms/{practice.pk}/").status_code == 302
    assert client.get("/en/terms/export.csv").status_code == 302
    assert Term.objects.count() == before


@pytest.mark.parametrize("duty", [*Duty])
def test_who_writes(duty, as_user, practice):
    person = factories.person("Odile")
    CommunityRole.objects.create(user=person, duty=duty)
    status = 200 if duty in access.OVERSEERS else 404
    assert [as_user(person).get("/en/" + address.format(pk=practice.pk)).status_code for address in WRITING] == [
        status
    ] * 5


def test_what_is_looked_up(alice, as_user):
    factories.topic("chat", fr="Clavardage", en="Chat")
    factories.concept("wait-time", fr=("temps d’attente",), en=("wait time",))
    factories.concept("email", fr=("courriel",), en=("email",), avoid_fr=("mail",), topics=["chat"])
    factories.concept("listening", fr=("écoute",), en=("listening",), definition_en="Hearing a person out.")
    factories.concept("311", fr=("311",), en=("311 line",))
    client = as_user(alice)

    def found(query):
        return [heading.get_text() for heading in page(client.get(f"/en/terms/?{query}")).select(".entry h3[lang=en]")]

    assert found("") == ["311 line", "email", "listening", "wait time"]
    assert found("q=d%27attente") == ["wait time"]
    assert found("q=MAIL") == ["email"]
    assert found("q=hearing") == ["listening"]
    assert (found("topic=chat"), found("topic=nothing")) == (["email"], found(""))
    assert (found("letter=e"), found("letter=0"), found("letter=z"), found("letter=é")) == (
        ["email"],
        ["311 line"],
        [],
        found(""),
    )
    assert found("show=avoid") == ["email"]
    assert found("show=avoid&letter=w&q=x") == []
    assert found("page=99") == found("") == found("page=x")
    assert "No entry matches these filters" in words(client.get("/en/terms/?q=zzz"))
    french = page(client.get("/fr/termes/?topic=chat&page=1"))
    assert [link["href"] for link in french.select(".letters a")] == [
        f"?topic=chat&letter={letter}" for letter in "cet0"
    ]


def test_an_empty_base_says_so_and_what_is_gone_is_not_found(alice, as_user):
    client = as_user(alice)
    assert "No entry yet" in words(client.get("/en/terms/"))
    assert client.get("/en/terms/12/").status_code == 404
    assert client.get("/en/terms/export.xlsx").status_code == 404


@pytest.mark.parametrize("count", [1, 5, 50])
def test_the_list_asks_as_much_for_fifty_entries_as_for_one(count, alice, nadia, as_user, django_assert_num_queries):
    factories.topic()
    for number in range(count):
        factories.concept(
            f"c{number}", fr=(f"mot{number}",), en=(f"word{number}", f"term{number}"), topics=["callback"]
        )
    for person in (alice, nadia):
        client = as_user(person)
        for _ in range(2):
            client.get("/en/terms/")
        with django_assert_num_queries(9):
            client.get("/en/terms/?topic=callback")
        entry = Concept.objects.first()
        client.get(f"/en/terms/{entry.pk}/")
        with django_assert_num_queries(7 if person is alice else 8):
            client.get(f"/en/terms/{entry.pk}/")


def test_the_whole_starting_base_is_shown_in_pages(alice, as_user):
    count = term_seed.seed()
    client = as_user(alice)
    first, last = client.get("/fr/termes/"), client.get("/fr/termes/?page=99")
    assert f"{count} fiches" in words(first)
    assert (len(page(first).select(".entry")), len(page(last).select(".entry"))) == (30, count % 30 or 30)
    entry = Concept.objects.get(code="minutes")
    assert "Jamais devant : qui, suivantes" in words(client.get(f"/fr/termes/{entry.pk}/"))
