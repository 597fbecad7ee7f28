"""Addresses of spaces and topics say the word of their language; the other one leads there, for those who may go."""

import re

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from search import documents
from search.engines import engine
from spaces.models import Space, Topic
from tests import factories
from tests.contract import addresses_by_id

FR, EN = "/fr/espaces/libre-service/", "/en/spaces/self-service/"
#: (an address under the word of the other language, where it leads)
MOVED = [
    ("/fr/espaces/self-service/pratiques/", f"{FR}pratiques/"),
    ("/fr/espaces/self-service/bureau/", f"{FR}bureau/"),
    ("/fr/espaces/self-service/bureau/membres.csv?a=b&a=%C3%A9", f"{FR}bureau/membres.csv?a=b&a=%C3%A9"),
    ("/fr/themes/callback/?last=1", "/fr/themes/rappel/?last=1"),
    ("/en/spaces/libre-service/members/", f"{EN}members/"),
    ("/en/spaces/libre-service/desk/", f"{EN}desk/"),
    ("/en/topics/rappel/", "/en/topics/callback/"),
]


@pytest.fixture
def topic(db):
    return Topic.objects.create(code="callback", code_fr="rappel", name_fr="Rappel", name_en="Callback")


@pytest.fixture
def lead(db):
    return factories.person("Lea")


@pytest.fixture
def space(topic, lead):
    row = factories.space("self-service", fr="Libre-service", en="Self-service", code_fr="libre-service", leads=[lead])
    row.topics.set([topic])
    factories.article(row, fr="Moins de renvois", en="Fewer transfers", topics=[topic])
    return row


@pytest.fixture
def hidden(lead):
    facts = {"is_open": False, "is_listed": False, "joining": "invitation", "leads": [lead]}
    return factories.space("succession", fr="Dauphin", en="Succession", code_fr="dauphin", **facts)


def under(language, name, *args):
    with translation.override(language):
        return reverse(name, args=args)


def test_each_language_has_its_word(space):
    assert (under("fr", "desk_members", "self-service"), under("en", "desk_members", "self-service")) == (
        f"{FR}bureau/",
        f"{EN}desk/",
    )
    assert (under("fr", "topic", "callback"), under("en", "topic", "callback")) == (
        "/fr/themes/rappel/",
        "/en/topics/callback/",
    )


def test_a_space_and_a_topic_answer_at_their_own_word(space, lead, as_user):
    client = as_user(lead)
    for address in (f"{FR}bureau/", f"{EN}desk/"):
        assert client.get(address).context["space"] == space
    for address in ("/fr/themes/rappel/", "/en/topics/callback/"):
        assert client.get(address).context["topic"].code == "callback"


@pytest.mark.parametrize(("old", "new"), MOVED)
@pytest.mark.parametrize("method", ["get", "head"])
def test_the_word_of_the_other_language_leads_to_that_of_the_page(old, new, method, space, lead, as_user):
    client = as_user(lead)
    response = getattr(client, method)(old)
    assert (response.status_code, response["Location"], response.content) == (301, new, b"")
    assert client.get(new).status_code == 200


def test_a_message_waits_for_the_page_that_shows_it(space, lead, as_user):
    client = as_user(lead)
    client.post("/fr/themes/callback/suivre/", {"follow": "yes"})
    old = client.get("/fr/themes/callback/")
    assert len(get_messages(old.wsgi_request)) == 1
    assert "Vous suivez le thème" in client.get(old["Location"]).content.decode()


def test_what_is_posted_to_an_old_address_is_done(space, lead, as_user):
    client = as_user(lead)
    response = client.post("/fr/themes/callback/suivre/", {"follow": "yes", "next": "/fr/themes/rappel/"})
    assert (response.status_code, response["Location"]) == (302, "/fr/themes/rappel/")
    assert lead.subscriptions.get().topic.code == "callback"


def test_who_is_not_signed_in_is_sent_there_first_with_the_address_as_it_was_typed(space, client):
    for old, _new in MOVED:
        answer = client.get(old)
        assert answer.status_code == 302
        assert answer["Location"].partition("?next=")[2].startswith(old.partition("?")[0])


def coded():
    """Every address that names a space, in both languages, with {word} in its place."""
    for language in ("fr", "en"):
        for way in addresses_by_id.every(language):
            names = dict(way.arguments)
            if "code" in names and "topic" not in way.name and "token" not in names:  # a feed asks for a key first
                keys = {
                    name: {"pk": 1, "key": "0" * 8 + "-0000" * 3 + "-" + "0" * 12}[name]
                    for name in names.keys() - {"code"}
                }
                yield language, way.text.format(code="{word}", **keys)


def seen(response, word):
    """All that is answered, but for the word that was typed and the token of forms."""
    html = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return response.status_code, response.get("Location"), html.replace(word, "WORD")


def test_a_space_that_does_not_show_answers_at_both_its_words_as_one_that_does_not_exist(hidden, bob, lead, as_user):
    """The word in the other language would tell: neither a redirection nor the switch says it."""
    client, found = as_user(bob), 0
    for language, address in coded():
        told = {
            word: seen(client.get(address.format(word=word)), word) for word in ("dauphin", "succession", "no-such")
        }
        assert told["dauphin"] == told["succession"] == told["no-such"], (language, address)
        assert told["dauphin"][0] in {404, 405}, address
        own, old = ("dauphin", "succession")[:: 1 if language == "fr" else -1]
        member = as_user(lead).get(address.format(word=old))
        if member.status_code == 301:
            assert member["Location"] == address.format(word=own)
            found += 1
    assert found > 25


@pytest.mark.parametrize("address", ["/fr/espaces/{}/depart/", "/en/spaces/{}/leave/", "/fr/espaces/{}/bureau/"])
def test_nor_does_a_form_without_its_token(address, hidden, bob):
    client = Client(enforce_csrf_checks=True)
    client.force_login(bob, backend="cms.people.MemberBackend")
    told = [seen(client.post(address.format(word)), word) for word in ("dauphin", "succession", "no-such")]
    assert told[0] == told[1] == told[2]
    assert told[0][0] == 403


def test_a_word_nobody_knows_is_not_found(space, lead, as_user):
    client = as_user(lead)
    for address in ("/fr/espaces/rien/bureau/", "/en/spaces/nothing/desk/", "/fr/themes/rien/", "/en/topics/nothing/"):
        assert client.get(address).status_code == 404
    assert under("fr", "topic", "nothing") == "/fr/themes/nothing/"


def test_the_word_of_a_topic_is_none_of_a_space(space, lead, as_user):
    assert as_user(lead).get("/fr/espaces/rappel/bureau/").status_code == 404


@pytest.mark.parametrize(
    ("french", "english"),
    [(f"{FR}bureau/?q=a", f"{EN}desk/?q=a"), ("/fr/themes/rappel/", "/en/topics/callback/")],
)
def test_the_switch_leads_to_the_same_thing_under_its_other_word(french, english, space, lead, as_user):
    client = as_user(lead)
    for address, target in ((french, english), (english, french)):
        assert client.get(address).context["switch"]["target"] == target


def links(html):
    return set(re.findall(r'(?:href|action)="([^"?]*/(?:espaces|spaces|themes|topics)/[\w-]+/[^"?]*)', html))


def test_every_link_of_a_page_is_in_its_language(space, topic, lead, as_user):
    engine().rebuild(documents.build())
    client, words = as_user(lead), {"fr": ("libre-service", "rappel"), "en": ("self-service", "callback")}
    pages = [page for fact in space.articles.all() for page in fact.pages.select_related("locale")]
    shown = [(page.language, page.url) for page in [*pages, *factories.parents(space).values()]]
    for language in words:
        shown += [
            (language, f"/{language}/"),
            *((language, under(language, name)) for name in ("spaces", "topics", "articles")),
        ]
        shown += [
            (language, f"{under(language, 'search')}?q=renvois"),
            (language, under(language, "desk_members", space.code)),
        ]
    met = {"fr": set(), "en": set()}
    for language, address in shown:
        met[language] |= links(client.get(address).content.decode())
    for language, found in met.items():
        assert {link.split("/")[3] for link in found} - {"new", "nouveau"} == set(words[language])


@pytest.mark.parametrize(("language", "address"), [("fr", f"{FR}bureau/"), ("en", f"{EN}desk/")])
def test_a_letter_gives_the_address_of_its_language(language, address, space, as_user, posted):
    asks, answers = factories.person("Ask"), factories.person("Answers", language=language)
    space.memberships.create(user=answers, role="lead")
    Space.objects.filter(pk=space.pk).update(joining="request")
    with posted():
        as_user(asks).post("/en/spaces/self-service/join/", {"message": "Me too."})
    (letter,) = [one for one in mail.outbox if one.to == [answers.email]]
    assert f"http://testserver{address}" in letter.body
