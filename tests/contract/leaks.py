"""The leak matrix: who meets what at which door. A new kind of object or door joins by registration.

Every object inside the closed space has a word of its own in each language, found nowhere else. A cell is (persona,
object, language, door): the word is at the door when the persona has the right to it and the door shows such things,
and nowhere otherwise. Words go into titles, bodies, addresses, file names and alternative texts.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from cms.bilingual.pairs import tie
from cms.models import File, Picture, User
from search import files, outbox
from search.models import PromotedAnswer, SavedSearch
from spaces.models import ArticlePage, CommunityRole, Deliverable, Duty, JoinRequest, Membership, Reader, Reply, Role
from spaces.models.speakers import Speaker, Talk
from spaces.services import lifecycle, memberships, subscriptions
from spaces.services.deliveries import queue
from tests import factories, papers
from tests.contract import planned

LANGUAGES = ("fr", "en")
KINDS = (
    "space page", "article", "meeting", "announcement", "draft", "old revision", "scheduled", "expired",
    "unpublished", "document", "image", "membership list", "rendition", "exception", "removed space",
    "file text", "document text",
)  # fmt: skip
#: kind -> syllable of its words: no word holds another, and none is in the interface.
SYLLABLES = dict(zip(KINDS, ("bazo", "cezu", "dizo", "fozu", "guzo", "hazu", "jezo", "kizu", "lozo", "muzu", "nazo", "pezu", "rizu", "rezu", "sizo", "tezu", "vozu"),
                     strict=True))  # fmt: skip


SHELF = {"document", "document text"}  # the title of a file no page leads to, and the words of one
SAME = {*SHELF, "image", "membership list", "rendition", "file text"}  # one word in both languages


def word(kind, language):
    """The word of an object in one language; the same in both where words are not translated."""
    both = kind in SAME
    return f"quor{SYLLABLES[kind]}{'x' if both else language}"


@dataclass
class World:
    """The community of the matrix: the closed space X, its objects, the open space Y, and people."""

    space: object = None
    pages: dict = field(default_factory=dict)  # kind -> {language: page}
    alone: dict = field(default_factory=dict)  # language -> page read in it by exception
    people: dict = field(default_factory=dict)  # persona -> user or None
    picture: object = None
    rendition: object = None
    file: object = None
    request: object = None
    deliverable: object = None
    targeted: object = None
    series: object = None
    speaker: object = None
    talk: object = None
    said: Callable = word


@dataclass(frozen=True)
class Door:
    """A way to things. `ask(visit)` returns all that is said there; `shows` are the kinds met there by right."""

    name: str
    ask: Callable
    shows: frozenset
    rights: frozenset  # personae who meet them there


DOORS: list[Door] = []
CURRENT = frozenset({"member of X", "editor of X", "lead of X"})
WORKING = frozenset({"editor of X", "lead of X"})


def door(name, *, shows=(), rights=CURRENT):
    """Register a door."""

    def register(ask):
        DOORS.append(Door(name, ask, frozenset(shows), frozenset(rights)))
        return ask

    return register


class Visit:
    """One persona in one language."""

    def __init__(self, world, persona, language):
        self.world, self.persona, self.language = world, persona, language
        self.user = world.people[persona]
        self.client = Client()
        if self.user:
            self.client.force_login(self.user, backend="cms.people.MemberBackend")
            self.client.get(f"/language/{language}/")

    def get(self, address, **data):
        """The text of an address, without the address itself."""
        response = self.fetch(address, **data)
        said = b"".join(response.streaming_content) if response.streaming else response.content
        text = said.decode("utf-8", "replace") + response.headers.get("Content-Disposition", "")
        for asked in re.findall(r"quor[a-z]+", address):  # an address is repeated in links to sign in, to switch
            text = re.sub(rf"(/|%2F|%252F){asked}", "", text)
        return text

    def fetch(self, address, **data):
        return self.client.get(address, data, follow=True)

    def site(self, name, *args):
        with translation.override(self.language):
            return reverse(name, args=args)

    def words(self, kinds):
        """What to search for: all but the last letter of each word, so that what is typed is not what is found."""
        return [word(kind, self.language)[:-1] for kind in kinds]


def build():
    """The world of the matrix."""
    world = World()
    topic = factories.topic("secret", fr="Sujet", en="Subject")
    hidden_member = factories.person(word("membership list", "fr").capitalize())
    space = factories.space("closed", fr="Fermé", en="Closed", is_open=False, members=[hidden_member])
    world.space = space
    other = factories.space("other", fr="Autre", en="Other")
    factories.article(other, fr="Ouvert", en="Open", topics=[topic])
    make_people(world, other, topic)
    said = word("membership list", "fr")
    world.request = JoinRequest.objects.create(space=space, user=hidden_member, message=said)
    world.deliverable = Deliverable.objects.create(space=space, name_fr=said, name_en=said)
    make_files(world)
    make_annexes(world, other)
    make_pages(world, topic)
    meeting = world.pages["meeting"]["fr"].meeting
    world.speaker = Speaker.objects.create(name="Iris Roy")
    titles = {f"title_{code}": word("meeting", code) for code in LANGUAGES}
    world.talk = Talk.objects.create(speaker=world.speaker, meeting=meeting, **titles)
    said = {"delegate_name": said.capitalize(), "delegate_email": f"{said}@example.org", "accommodation": said}
    Reply.objects.create(meeting=meeting, user=hidden_member, answer="delegate", **said)
    planned.make(world, hidden_member)
    Reader.objects.update(covered_until=timezone.now() - timedelta(days=40))
    gone, title = make_removed(world, topic)
    for kind, pages in (
        ("article", world.pages["article"]),
        ("announcement", world.pages["announcement"]),
        ("article", title),
    ):
        queue(kind, getattr(pages["fr"], kind).pk)
    outbox.drain()
    lifecycle.remove(
        space=gone, by=world.people["co-chair"]
    )  # after the index has heard of it, and nothing tells it more
    return world


def make_removed(world, topic):
    """An open space all could read, and what it held: its words come back with it only."""
    said = {code: world.said("removed space", code) for code in LANGUAGES}
    gone = factories.space("gone", **said)
    world.pages["removed space"] = factories.parents(gone)
    return gone, factories.article(gone, **{code: f"Au {word}" for code, word in said.items()}, topics=[topic]).made


def make_people(world, other, topic):
    names = {
        "member": None, "member of X": (world.space, Role.MEMBER), "editor of X": (world.space, Role.EDITOR),
        "lead of X": (world.space, Role.LEAD), "editor of Y": (other, Role.EDITOR), "co-chair": None,
        "disabled account": (world.space, Role.LEAD), "expired role": (world.space, Role.EDITOR),
    }  # fmt: skip
    world.people["anonymous"] = None
    for number, (persona, role) in enumerate(names.items()):
        user = factories.person(f"Persona{number}")
        if role:
            memberships.grant(user=user, space=role[0], role=role[1])
        subscriptions.follow(user=user, topic=topic)
        SavedSearch.objects.create(user=user, text="quor", alerts_since=timezone.now() - timedelta(days=40))
        world.people[persona] = user
    for duty in (Duty.FEDERAL_CHAIR, Duty.ADMINISTRATOR):  # the second opens the editors' admin besides
        CommunityRole.objects.create(user=world.people["co-chair"], duty=duty)
    User.objects.filter(pk=world.people["disabled account"].pk).update(is_active=False)
    ended = memberships.today() - timedelta(days=1)
    Membership.objects.filter(user=world.people["expired role"]).update(starts_on=ended, ends_on=ended)
    world.people = {name: user and User.objects.get(pk=user.pk) for name, user in world.people.items()}


def make_files(world):
    said = world.said("image", "fr")
    collection = world.space.collection
    world.picture = Picture.objects.create(
        title=said, alt_fr=said, alt_en=said, file=get_test_image_file(f"{said}.png"), collection=collection
    )
    world.rendition = world.picture.get_rendition("width-50")
    said = world.said("document", "fr")
    world.file = File.objects.create(title=said, file=ContentFile(b"%PDF-1.4", f"{said}.pdf"), collection=collection)


def make_annexes(world, other):
    """A file with a word inside, which a page of its own space leads to, and an open page its readers may not follow.

    And another that no page leads to.
    """
    content = ContentFile(papers.docx(f"On lit {world.said('document text', 'fr')}."), "alone.docx")
    File.objects.create(title="Plain", file=content, collection=world.space.collection)
    content = ContentFile(papers.docx(f"On lit {world.said('file text', 'fr')}."), "plain.docx")
    leading = {
        "document": File.objects.create(title="Plain", file=content, collection=world.space.collection).pk,
        "title": "Plain",
    }
    body = json.dumps([{"type": "file", "value": leading, "id": "11111111-1111-4111-8111-111111111111"}])
    for space in (world.space, other):
        factories.article(space, fr="Plain", en="Plain", raw=body)
    while files.read_next():
        pass


def make_pages(world, topic):
    space, pages = world.space, world.pages
    pages["space page"] = factories.parents(space)
    for code, page in pages["space page"].items():
        page.introduction = f"<p>{world.said('space page', code)}</p>"
        page.save_revision().publish()
    pages["article"] = article(world, "article", topic)
    PromotedAnswer.objects.create(page=pages["article"]["fr"], asked_en="sesame")
    said = {code: world.said("meeting", code) for code in LANGUAGES}
    pages["meeting"] = factories.meeting(space, **said, kind="quarterly").made
    said = {code: world.said("announcement", code) for code in LANGUAGES}
    pages["announcement"] = factories.announcement(space, **said).made
    for code, other in (("fr", "en"), ("en", "fr")):  # read in one language; the reason is for readers of the other
        made = factories.announcement(space, fr="Plain", en="Plain").made
        factories.excepted(made[code], reason=world.said("exception", other), reason_language=other)
        made[other].unpublish()
        world.alone[code] = made[code]
    for kind in ("draft", "scheduled", "expired", "unpublished"):
        pages[kind] = article(world, kind, topic, live=kind in {"expired", "unpublished"})
    for page in pages["draft"].values():  # as the editors' admin leaves it
        page.save_revision()
    for page in [*pages["expired"].values(), *pages["unpublished"].values()]:
        page.unpublish()
    Page.objects.filter(pk__in=[page.pk for page in pages["expired"].values()]).update(expired=True)
    for page in pages["scheduled"].values():
        page.go_live_at = timezone.now() + timedelta(days=3)
        page.save_revision(approved_go_live_at=page.go_live_at)
    pages["old revision"] = article(world, "old revision", topic)
    for page in pages["old revision"].values():  # the word is in a revision before the one that is live
        page.title = page.draft_title = "Plain"
        page.slug = f"plain-{page.pk}"
        page.summary = "Plain"
        page.body = []
        page.save_revision().publish()
    tie(*(ArticlePage.objects.get(pk=pages["article"][code].pk) for code in LANGUAGES))


def article(world, kind, topic, *, live=True):
    said = {code: world.said(kind, code) for code in LANGUAGES}
    summaries = {f"summary_{code}": f"{world.said(kind, code)}." for code in LANGUAGES}
    return factories.article(world.space, **said, **summaries, topics=[topic], live=live, days_ago=1).made


UNSEEN = {"draft", "old revision", "scheduled", "expired", "unpublished"}  # of the words, for those who work on them

LOOKED_AFTER = {"spaces to restore", "admin: reports", "admin: exports"}  # where those who oversee see what is gone


def has_right(persona, kind, one_door):
    """Whether this persona may meet such a thing, wherever it is."""
    if kind == "removed space":
        return persona == "co-chair" and one_door.name in LOOKED_AFTER
    if kind == "membership list" and persona == "co-chair":
        return one_door.name.startswith("desk")  # those who oversee run the desk, and read nothing else
    return persona in (WORKING if kind in UNSEEN else CURRENT)


def cells(persona, reading, one_door, said):
    """[(object, language, leaks, is missing)] of what is said at one door in the language somebody reads in."""
    said, found = said.lower(), []
    for kind in KINDS:
        for code in LANGUAGES:
            met = word(kind, code) in said
            due = kind in one_door.shows and persona in one_door.rights and (kind in SAME or code == reading)
            found.append((kind, code, met and not has_right(persona, kind, one_door), due and not met))
    return found
