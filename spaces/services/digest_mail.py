"""Digests and mail at once, put together from pieces that are rendered once for all readers of a language.

A piece is a template rendered and inlined with marks where what is one person's stands; nothing is rendered for one
person but their name, their links and how many items there are.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from html import escape
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms import dates, mail
from cms.mailing import Mail
from cms.models import CommunitySettings
from spaces.models import Occasion, Reason, sort_key
from spaces.services import digest_times, lines

MOST = 40  # lines of one mail; the others are on the site
MARK = re.compile("\ue000(\\w+)\ue001")
TOKEN = "TOKEN"  # noqa: S105  stands in addresses for what is one person's
#: Sections that come after what is grouped by what one follows.
LATER = {Occasion.AHEAD: 1, Occasion.TRANSLATED: 2}


def mark(name):
    return f"\ue000{name}\ue001"


class Piece:
    """Words with marks in them: `fill(name="…")` puts something in the place of each."""

    def __init__(self, words):
        self.parts = MARK.split(words)

    def fill(self, **values):
        parts = self.parts
        return "".join([values[part] if number % 2 else part for number, part in enumerate(parts)])


@dataclass(frozen=True)
class Shown:
    """A line for one person: why they get it, and under which heading it stands."""

    line: lines.Line
    occasion: str
    reason: str
    about: int | None

    @property
    def group(self):
        """What stands together: one topic, one space, the meetings ahead."""
        return (self.occasion,) if self.occasion in LATER else (self.occasion, self.reason, self.about)

    @property
    def is_in_space(self):
        """Whether the heading names the space."""
        return self.reason in {Reason.SPACE, Reason.FOLLOWED} and self.occasion not in LATER

    @property
    def target(self):
        """What one would have less of, as addresses name it; empty when that is not for one to say."""
        if self.reason == Reason.MUST_READ:
            return ""
        if self.reason == Reason.MENTION:
            return "mention-0"
        if self.reason == Reason.BEFORE:
            return f"item-{self.line.key}"
        return f"{self.reason}-{self.line.key if self.reason == Reason.ITEM else self.about}"


class Press:
    """What mails in one language, read on one clock, are put together from. `names` says what reasons are about."""

    def __init__(self, language, names, *, zone=settings.SITE_TIME_ZONE):
        self.language, self.names, self.zone, self.kept = language, names, zone, {}

    def kept_as(self, key, make):
        if key not in self.kept:
            with translation.override(self.language), timezone.override(self.zone):
                self.kept[key] = make()
        return self.kept[key]

    @cached_property
    def context(self):
        return {"community": CommunitySettings.load(), "base_url": settings.BASE_URL, "language": self.language}

    @cached_property
    def addresses(self):
        """{name: address with TOKEN in it}."""
        with translation.override(self.language):
            return {
                "way_out": settings.BASE_URL + reverse("unsubscribe", args=[TOKEN]),
                "less": settings.BASE_URL + reverse("less", args=[TOKEN, "TARGET"]),
            }

    def frame(self, name, **said):
        """(Piece of text, Piece of HTML) of a mail without what is in it."""
        return self.kept_as((name, *said.items()), lambda: self.pieces(name, said))

    def pieces(self, name, said):
        context = {**self.context, **said, **{word: mark(word) for word in ("name", "count", "body", "way_out")}}
        html = mail.inline(render_to_string(f"spaces/mail/{name}.html", context))
        return Piece(render_to_string(f"spaces/mail/{name}.txt", context)), Piece(html)

    def line(self, shown):
        """(Piece of text, Piece of HTML) of one item."""
        key = (shown.line.key, shown.occasion, bool(shown.target), shown.is_in_space)
        return self.kept_as(key, lambda: self.line_pieces(shown))

    def line_pieces(self, shown):
        line, is_ahead = shown.line, shown.occasion == Occasion.AHEAD
        space = "" if shown.is_in_space else line.subject.space.name_in(self.language)
        context = {**self.context, "line": line, "is_ahead": is_ahead, "space": space}
        said = {"day": dates.day(line.at, weekday=True, capital=True), "time": dates.hour(line.at)}
        context["when"] = _("%(day)s at %(time)s") % said if is_ahead else ""
        context |= {"why": mark("why"), "less": mark("less") if shown.target else ""}
        context["facts"] = facts_of(line, self.language, space)
        html = mail.inline(render_to_string("spaces/mail/line.html", context))
        text = render_to_string("spaces/mail/line.txt", context)
        return Piece(text), Piece(html[html.index("<!--line-->") + 11 : html.index("<!--/line-->")])

    def heading(self, shown):
        """(text, HTML) of what a group stands under."""
        return self.kept_as(("group", *shown.group), lambda: self.heading_words(shown))

    def heading_words(self, shown):
        name = self.names.of(shown.reason, shown.about)
        words = lines.heading(shown.occasion, shown.reason, name)
        html = mail.inline(render_to_string("spaces/mail/group.html", {**self.context, "words": words}))
        return words, html[html.index("<!--line-->") + 11 : html.index("<!--/line-->")]

    def why(self, shown):
        """Why somebody gets a line, in text and in HTML."""
        return self.kept_as(("why", shown.reason, shown.about), lambda: self.why_words(shown))

    def why_words(self, shown):
        words = lines.why(shown.reason, self.names.of(shown.reason, shown.about))
        return words, escape(words)

    def count(self, number):
        """How many items there are, in words."""

        def words():
            return ngettext("One new item for you.", "%(n)s new items for you.", number) % {"n": number}

        return self.kept_as(("count", number), words)

    def subject(self, first, more, name):
        def rendered():
            label = _("in English") if first.language == "en" else _("in French")
            said = {"first": first, "more": more, "label": f" ({label})" if first.language != self.language else ""}
            words = render_to_string(f"spaces/mail/{name}.subject.txt", said)
            return mail.subject_of(words)

        return self.kept_as(("subject", name, first.key, more), rendered)

    def in_order(self, shown):
        """The lines of a digest in their order."""
        return ordered(shown, self.place)

    def place(self, one):
        key = ("place", one.reason, one.about)
        return self.kept_as(key, lambda: place_of(one.reason, self.names.of(one.reason, one.about)))

    def digest(self, user, shown, *, is_daily=False):
        """The digest of one person, of what `in_order` put in order."""
        return self.put_together("digest", user, shown, pace="daily" if is_daily else "weekly")

    def instant(self, user, shown):
        """One item, at once."""
        said = {"is_must_read": shown.line.is_must_read, "is_named": shown.reason == Reason.MENTION}
        return self.put_together("instant", user, [shown], **said)

    def leads(self, one):
        """What the subject names is the first by this: what is in the reader's language, and official."""
        line = one.line
        return one.occasion in LATER, not line.is_must_read, line.language != self.language, line.order

    def put_together(self, name, user, shown, **said):
        token = digest_times.token_of(user)
        way_out = self.addresses["way_out"].replace(TOKEN, token)
        less = self.addresses["less"].replace(TOKEN, token)
        text, html, last = [], [], None
        for one in shown[:MOST]:
            if (name == "digest" or one.occasion in LATER) and one.group != last:
                words, markup = self.heading(one)
                text.append(words)
                html.append(markup)
                last = one.group
            words, markup = self.line(one)
            why, why_html = self.why(one)
            link = less.replace("TARGET", one.target) if one.target else ""
            text.append(words.fill(why=why, less=link).strip("\n"))
            html.append(markup.fill(why=why_html, less=link))
        rest = max(0, len(shown) - MOST)
        text_frame, html_frame = self.frame(name, rest=rest, **said)
        first = min(shown, key=self.leads).line
        person = user.get_short_name()
        count = self.count(len(shown))
        return Mail(
            to=mail.address_of(user),
            language=self.language,
            subject=self.subject(first, len(shown) - 1, name),
            text=text_frame.fill(name=person, count=count, body="\n\n".join(text), way_out=way_out),
            html=html_frame.fill(name=escape(person), count=escape(count), body="".join(html), way_out=way_out),
            headers=headers(way_out) if not said.get("is_must_read") else {"List-Id": list_id()},
        )


def facts_of(line, language, space):
    """What stands under an item: must read or official, its language, its administration, topics and space."""
    label = _("In English") if line.language == "en" else _("In French")
    status = _("Must read") if line.is_must_read else _("Official") if line.is_official else ""
    found = [status, label if line.language != language else "", line.origin, ", ".join(line.topics), space]
    return [one for one in found if one]


def list_id():
    return f"<digest.{urlsplit(settings.BASE_URL).hostname}>"


def headers(way_out):
    """What tells mail programs that this comes to many, and how one ends it (RFC 2369, 2919, 8058)."""
    return {
        "List-Id": list_id(),
        "List-Unsubscribe": f"<{way_out}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


ORDER = list(Reason)


def place_of(reason, name):
    """Where what comes by a reason stands: by the reason, then by the name of what it is about."""
    return ORDER.index(reason), sort_key(name)


def ordered(shown, place):
    """The lines of a digest: groups with something official first, then by what they come for; last, meetings ahead by
    their day, and translations. In a group official ones come first, then the newest."""
    official = {one.group for one in shown if one.line.is_official}

    def key(one):
        if one.occasion in LATER:
            return LATER[one.occasion], False, 0, "", (False, one.line.at.timestamp())
        return 0, one.group not in official, *place(one), one.line.order

    return sorted(shown, key=key)


def grouped(shown, names):
    """The lines of a digest in their order, in the language that is active."""
    return ordered(shown, lambda one: place_of(one.reason, names.of(one.reason, one.about)))
