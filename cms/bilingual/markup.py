"""The text of a passage for the people who translate it: shown with its tags, typed in a box, checked, compared.

A passage is stored as HTML whose only tags are inline (wagtail_localize/strings.py, 1.14). In a field without
formatting nothing one types is a tag; in a formatted one the tags of the original are kept.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from html import unescape as any_entity

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail_localize.strings import INLINE_TAGS

LONGEST = 20_000  # characters of a passage whose field sets no limit
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)((?:\s[^<>]*)?)>")
_BREAK = re.compile(r"<br\s*/?>")
_ID = re.compile(r"""\s+id=(["']?)([\w-]+)\1\s*""")
_TOKEN = re.compile(r"<[^<>]+>|&#?\w+;|\w+(?:[’'-]\w+)*|\s+|.", re.DOTALL)
_LESS, _AND = re.compile(r"&lt;(?![a-zA-Z/])"), re.compile(r"&amp;(?!#?\w+;)")
_ENTITY = re.compile(r"&#?\w+;")


class Unfit(ValueError):
    """A text that cannot stand for the passage; the message is for who typed it."""


@dataclass(frozen=True)
class Tag:
    name: str
    link: str = ""  # the id of a link of the original
    closes: bool = False

    def __str__(self):
        if self.closes:
            return f"</{self.name}>"
        return f'<{self.name} id="{self.link}">' if self.link else f"<{self.name}>"


def unescape(text):
    """Entities as characters; «AT&T» and «&copy» without its semicolon are what they are."""
    return _ENTITY.sub(lambda found: any_entity(found.group()), text)


def plain(data):
    """What a reader reads of a passage."""
    return unescape(_TAG.sub("", _BREAK.sub("\n", data)))


def editable(data, *, is_rich):
    """A passage as one types it: line breaks are line breaks, and only tags look like tags."""
    if not is_rich:
        return plain(data)
    text = _LESS.sub("<", _BREAK.sub("\n", data).replace("&gt;", ">"))
    return _AND.sub("&", text)


def literal(words, *, is_rich):
    """Words that hold no tag, as one types them: in a formatted field «<b>» that is meant is escaped."""
    return editable(escape(words, quote=False), is_rich=is_rich)


def stored(text, *, is_rich):
    """What was typed, as it is kept. Raises Unfit when a tag is broken."""
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not is_rich:
        return escape(text, quote=False).replace("\n", "<br/>")
    parts, start = [], 0
    for found in _TAG.finditer(text):
        parts += [words(text[start : found.start()]), str(tag_of(found))]
        start = found.end()
    return "".join([*parts, words(text[start:])])


def words(text):
    """A piece of text between tags, escaped."""
    if lost := re.search(r"</?[a-zA-Z][^<]{0,20}", text):
        raise Unfit(_("A tag is not finished here: %(words)s") % {"words": lost.group()})
    return escape(unescape(text), quote=False).replace("\n", "<br/>")


def tag_of(found):
    closes, name, more = found.group(1), found.group(2).lower(), found.group(3).rstrip("/").rstrip()
    if name not in INLINE_TAGS or name == "br":
        raise Unfit(_("%(tag)s cannot stand in this text.") % {"tag": f"<{name}>"})
    link = _ID.fullmatch(more) if more else None
    if more and (closes or name != "a" or link is None):
        raise Unfit(_("In %(tag)s, nothing may follow the name of the tag.") % {"tag": f"<{name}>"})
    return Tag(name, link.group(2) if link else "", bool(closes))


def pieces(data):
    """The words of a passage, as a reader has them, and its Tags, in their order."""
    found, start = [], 0
    data = _BREAK.sub("\n", data)
    for tag in _TAG.finditer(data):
        found += [unescape(data[start : tag.start()]), tag_of(tag)]
        start = tag.end()
    return [piece for piece in [*found, unescape(data[start:])] if piece != ""]


def tags_of(data):
    return [tag_of(found) for found in _TAG.finditer(_BREAK.sub("", data))]


def fit(original, text, *, is_rich, max_length=None):
    """What was typed, ready to be kept as the translation of a passage. Raises Unfit with the reason."""
    data = stored(text, is_rich=is_rich)
    said = plain(data)
    if not said.strip():
        raise Unfit(_("There is no text: type the translation first."))
    max_length = max_length or LONGEST
    if len(said) > max_length:
        raise Unfit(
            ngettext(
                "This field holds %(most)d character at most, and the text has %(count)d.",
                "This field holds %(most)d characters at most, and the text has %(count)d.",
                max_length,
            )
            % {"most": max_length, "count": len(said)}
        )
    if is_rich:
        balanced(data)
        same_tags(original, data)
    return data


def balanced(data):
    """Refuse tags that are not closed, or close nothing."""
    is_open = []
    for tag in tags_of(data):
        if not tag.closes:
            is_open.append(tag.name)
        elif is_open and is_open[-1] == tag.name:
            is_open.pop()
        else:
            raise Unfit(_("%(tag)s closes nothing here.") % {"tag": tag})
    if is_open:
        raise Unfit(_("%(tag)s is not closed.") % {"tag": f"<{is_open[-1]}>"})


def same_tags(original, data):
    """Refuse a translation that lost a link or a kind of emphasis, or has a link the original does not."""
    here, there = (
        {tag.link or tag.name for tag in tags_of(text) if not tag.closes} for text in (original, data)
    )  # fmt: skip
    links = {tag.link for tag in tags_of(original) if tag.link}
    for name in sorted(here - there):
        tag = f'<a id="{name}">…</a>' if name in links else f"<{name}>…</{name}>"
        raise Unfit(_("The original has %(tag)s: put it around the same words here.") % {"tag": tag})
    for tag in tags_of(data):
        if not tag.closes and tag.name == "a" and tag.link not in links:
            raise Unfit(_("%(tag)s leads nowhere: the original has no such link.") % {"tag": tag})
    if empty := re.search(r'<a id="[^"]*">\s*</a>', data):
        raise Unfit(_("The link %(tag)s has no words.") % {"tag": empty.group()})


def stray_tag(original, text):
    """What looks like a tag in a text for a field without formatting, and is not in its original; "" when nothing is.

    It would be read as it is typed: meant by who types it, a slip of the software by which a file was made.
    """
    known = {found.group().lower() for found in _TAG.finditer(plain(original))}
    return next((found.group() for found in _TAG.finditer(text) if found.group().lower() not in known), "")


def shown(data, *, is_rich=True):
    """A passage as it is read, its tags in sight."""
    return mark_safe("".join(piece(part, is_rich) for part in tokens(data)))  # noqa: S308  each piece is escaped


def piece(part, is_rich=True):
    if is_rich and part.startswith("<") and len(part) > 1:
        return format_html('<span class="tag">{}</span>', part)
    return escape(unescape(part))


def tokens(data):
    return _TOKEN.findall(_BREAK.sub("\n", data))


def with_marks(data, places, is_rich=True):
    """A passage as it is read, with some stretches of it, [(start, end)] of its stored text, marked."""
    parts, at = [], 0
    for start, end in sorted(places):
        parts += [
            shown(data[at:start], is_rich=is_rich),
            format_html("<mark>{}</mark>", shown(data[start:end], is_rich=is_rich)),
        ]
        at = end
    return mark_safe("".join([*parts, shown(data[at:], is_rich=is_rich)]))  # noqa: S308  each part is escaped


def difference(before, now):
    """(before, now) as safe HTML, with what was taken out marked in the first and what was put in, in the second."""
    a, b = tokens(before), tokens(now)
    old, new = [], []
    for is_same, left, right in runs(a, b):
        for out, name, part in ((old, "del", left), (new, "ins", right)):
            said = "".join(map(piece, part))
            out.append(said if is_same or not said else f"<{name}>{said}</{name}>")
    return mark_safe("".join(old)), mark_safe("".join(new))  # noqa: S308  each piece is escaped


def runs(a, b):
    """(is the same, tokens before, tokens now), a space between two changes being part of the change."""
    found = []
    for what, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        is_same = what == "equal" and not (found and j < len(a) and m < len(b) and not "".join(a[i:j]).strip())
        if found and found[-1][0] == is_same:
            found[-1] = (is_same, found[-1][1] + a[i:j], found[-1][2] + b[k:m])
        else:
            found.append((is_same, a[i:j], b[k:m]))
    return found
