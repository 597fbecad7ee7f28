"""French typography, Canadian usage: no-break spaces are added when text is shown, never stored.

Rules: a no-break space before «:», inside « », before % $ and units, around «h», in thousands and between day
and month; no space before ; ! ? (Clés de la rédaction). Text nodes only: tags and their attributes are left alone.
"""

import re

NB = "\u00a0"
MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_TAGS = re.compile(r"(<[^>]+>)")
_UNITS = r"%|k?\$|M\$|(?:h|min|s|Ko|Mo|Go|km|m|points?)\b(?![’'])"
_RULES = [
    (re.compile(r"[ \u00a0]+([:»])"), NB + r"\1"),
    (re.compile(r"«[ \u00a0]*"), "«" + NB),
    (re.compile(r"[ \u00a0]+([;!?])"), r"\1"),
    (re.compile(rf"(\d) ({_UNITS})"), r"\1" + NB + r"\2"),
    (re.compile(r"\bh (\d\d)\b"), "h" + NB + r"\1"),
    (re.compile(r"\b\d{1,3}(?: \d{3})+\b"), lambda figure: figure[0].replace(" ", NB)),
    (re.compile(rf"\b(\d{{1,2}}|1er) ({MONTHS})\b"), r"\1" + NB + r"\2"),
]
_FIRST = re.compile(rf"\b1er(?={NB}(?:{MONTHS}))")


def french(html):
    """French spacing on the text of an HTML string; the tags pass unchanged."""
    return "".join(
        part if part.startswith("<") else _FIRST.sub("1<sup>er</sup>", spaced(part)) for part in _TAGS.split(html)
    )


def spaced(text):
    """French spacing on words without any tag."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
