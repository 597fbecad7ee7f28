"""Reading rich text paragraph by paragraph: what wagtail-localize finds in it, without parsing what is plain.

The package sends every paragraph through an HTML parser three times (wagtail_localize/strings.py, 1.14), and plain text
once: a page of 2,000 words costs 20 ms. Most paragraphs are a tag around words, and say what they are. The others, and
everything this module does not know, go to the package itself; tests/cms/test_extraction.py holds the two together.
"""

import re

from wagtail_localize.segments import extract
from wagtail_localize.strings import StringValue, extract_strings

# Nothing here can be read in two ways, so that no text takes long. (Groups are not possessive: before 3.11.5, Python
# reads those wrongly.)
_WORDS = r"[^<>&]*+(?:&(?:amp|lt|gt|quot|\#x27);[^<>&]*+)*"
#: A paragraph, heading or item of a list that holds nothing but words.
_PLAIN = re.compile(rf'<(p|h[1-6]|li)((?: data-block-key="[^"<>&]*+")?)>({_WORDS})</\1>')
_LIST = re.compile(rf'<([uo]l)>((?:<li(?: data-block-key="[^"<>&]*+")?>{_WORDS}</li>)+)</\1>')
#: Anything else that stands by itself: the parser closes at its end whatever was opened inside.
_PIECE = re.compile(
    r"<(p|h[1-6]|ul|ol)(?:\s[^<>]*+)?>"
    r"[^<]*+(?:</?(?:b|i|em|strong|a|br|code|abbr|sup|sub|li)(?:[\s/][^<>]*+)?>[^<]*+)*"
    r"</\1>"
)
_BLANKS = " \t\f\r"  # a line of nothing else is one space to the parser
_PLACE = re.compile(r'<text position="(\d+)">')


def strings_in(html):
    """(template, [(StringValue, attributes)]) of a rich text, as wagtail_localize.strings.extract_strings gives it."""
    pieces = pieces_of(html or "")
    if pieces is None:
        return extract_strings(html)
    templates, strings = [], []
    for piece in pieces:
        template, found = read_plain(piece) or extract_strings(piece)
        templates.append(renumbered(template, len(strings)) if strings else template)
        strings += found
    return "".join(templates), strings


def pieces_of(html):
    """The paragraphs, headings and lists a text is made of, None when it is made of anything else."""
    pieces, at = [], 0
    while at < len(html):
        found = _PIECE.match(html, at)
        if found is None:
            return None
        pieces.append(found.group())
        at = found.end()
    return pieces


def read_plain(piece):
    """The same of a piece that holds nothing but words, None when it holds more."""
    if found := _PLAIN.fullmatch(piece):
        return one(found, 0)
    whole = _LIST.fullmatch(piece)
    if whole is None:
        return None
    items = [one(item, number) for number, item in enumerate(_PLAIN.finditer(whole.group(2)))]
    if None in items:
        return None
    kind = whole.group(1)
    return f"<{kind}>{''.join(item[0] for item in items)}</{kind}>", [string for item in items for string in item[1]]


def one(found, number):
    """(template, [(StringValue, {})]) of one tag around words; None for blanks, which the parser shortens."""
    tag, attributes, words = found.groups()
    bare = words.strip()
    if not bare:
        return None
    start = words.index(bare)
    before, after = words[:start], words[start + len(bare) :]
    said = StringValue(bare.replace("&quot;", '"').replace("&#x27;", "'"))
    return f'<{tag}{attributes}>{before}<text position="{number}"></text>{after}</{tag}>', [(said, {})]


def renumbered(template, start):
    return _PLACE.sub(lambda place: f'<text position="{int(place.group(1)) + start}">', template)


def from_plaintext(text):
    """A StringValue of plain words, as StringValue.from_plaintext makes it: what HTML reserves is escaped."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    lines = [line if line.strip(_BLANKS) else line and " " for line in escaped.split("\n")]
    return StringValue("<br/>".join(lines))


def quicken():
    """Read so from now on; called once, when the application is ready."""
    extract.extract_strings = strings_in
    StringValue.from_plaintext = staticmethod(from_plaintext)
