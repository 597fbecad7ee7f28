"""What a reader may mean while they type: spaces, topics, pages, documents, people, each if they may know of it."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from cms import versions
from cms.bilingual.folding import words
from cms.models import User
from search import queries
from search.engines.base import FILE
from search.filters import known_spaces, topics
from spaces import access, access_pairs
from spaces.models import Membership, in_order, sort_key

SHORTEST = 2  # characters typed before anything is suggested
ALIKE, TELLING = 0.7, 4  # likeness of two words from which one may be meant for the other; letters of a word that tells
EACH = 5  # suggestions of a kind
NAMESAKES = 200  # people whose names begin so, looked at


@dataclass
class Suggestion:
    """One place to go. The HTML is escaped but for <mark>; `language` is that of its words."""

    html: str
    address: str
    language: str
    note: str = ""


def suggest(text, *, request, language):
    """[(title, [Suggestion])] of what begins as the text says, without those that are empty; as many queries always."""
    typed = words(text)
    if len(text) < SHORTEST or not typed:
        return []
    user = request.user
    known = known_spaces(request)
    found = queries.find(
        text, user=user, language=language, version=versions.current(request)[0], known=known, size=EACH
    )
    pages = [hit for hit in found.result.hits if hit.kind not in {"space", FILE}]
    files = [hit for hit in found.result.hits if hit.kind == FILE]
    groups = [
        (_("Spaces"), spaces(user, begun(known.values(), typed), language)),
        (
            _("Topics"),
            [named(one, reverse("topic", args=[one.code]), language) for one in begun(topics(request), typed)],
        ),
        (_("Pages"), [of_hit(hit, language) for hit in pages]),
        (_("Documents"), [of_hit(hit, language) for hit in files]),
        (_("People"), people(request, typed, known, language)),
    ]
    return [(title, items) for title, items in groups if items]


def begun(labelled, typed):
    """The first rows that have, in one of their names, a word that begins as each of those typed."""
    found = (row for row in labelled if any(is_begun(name, typed) for name in (row.name_fr, row.name_en)))
    return in_order(found)[:EACH]


def is_begun(name, typed):
    said = words(name)
    return all(any(word.startswith(one) for word in said) for one in typed)


def nearest(typed, request):
    """The topics whose names look most like what was typed, when nothing was found; at most EACH."""
    weighed = [
        (max(likeness(name, typed) for name in (topic.name_fr, topic.name_en)), topic) for topic in topics(request)
    ]
    near = sorted(((like, topic) for like, topic in weighed if like >= ALIKE), key=lambda row: (-row[0], row[1].code))
    return [topic for _like, topic in near[:EACH]]


def likeness(name, typed):
    """From 0 to 1: how alike the nearest of their words are, those too short to tell anything aside."""
    pairs = [(said, asked) for said in words(name) for asked in typed if min(len(said), len(asked)) >= TELLING]
    return max((SequenceMatcher(None, said, asked).ratio() for said, asked in pairs), default=0)


def question_address(user, language):
    """Where one who writes in a space asks the community a question; "" for those who write nowhere. One query."""
    mine = access.known_spaces(user).filter(archived_at=None).with_addresses()
    spaces = [space for space in in_order(mine) if access_pairs.writes(user, space.pk)]
    pages = [page for space in spaces if (page := getattr(space, f"page_{language}"))]
    return reverse("wagtailadmin_pages:add", args=["spaces", "articlepage", pages[0]]) if pages else ""


def of_hit(hit, language):
    return Suggestion(hit.title_html, hit.address_in(language), hit.language)


def of_topic(topic, language):
    return named(topic, reverse("topic", args=[topic.code]), language)


def named(row, address, language):
    return Suggestion(escape(row.name), address, language)


def spaces(user, found, language):
    """Those that have a page; one query."""
    pages = access.known_spaces(user).filter(pk__in=[space.pk for space in found]).with_addresses()
    return [named(space, space.address, language) for space in in_order(pages) if space.address]


def people(request, typed, known, language):
    """Members of the spaces one may enter, by the beginnings of their names; one query."""
    every = versions.under(request, "people", lambda: [(user.pk, str(user)) for user in User.objects.order_by("pk")])
    names = {pk: name for pk, name in every if is_begun(name, typed)}
    rows = Membership.objects.current().filter(
        user__in=list(names)[:NAMESAKES], space__in=access.space_ids(request.user), user__is_active=True
    )
    met: dict = {}
    for person, space in rows.values_list("user", "space"):
        if space in known:
            met.setdefault(person, []).append(known[space])
    told = sorted((sort_key(names[person]), person, in_order(places)[0]) for person, places in met.items())[:EACH]
    return [
        Suggestion(escape(names[person]), reverse("space_members", args=[space.code]), language, space.name)
        for _key, person, space in told
    ]
