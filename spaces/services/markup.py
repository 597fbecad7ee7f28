"""Simple HTML to blocks: headings and tables become their own, everything between is text."""

import html
import re
import uuid
from html.parser import HTMLParser

KEPT = {"p", "ul", "ol", "li", "strong", "em", "b", "i", "code", "br", "h3", "h4", "a", "sub", "sup"}
HEADINGS = {"h1", "h2"}
UNSEEN = {"script", "style"}  # what a browser never shows is not text
_DOC = re.compile(r'<a href="doc:([^"]+)">(.*?)</a>', re.S)


class _Blocks(HTMLParser):
    """Collects blocks of [{"type", "value", "id"}] while reading."""

    def __init__(self, prefix, title):
        super().__init__(convert_charrefs=True)
        self.prefix, self.title, self.blocks, self.text, self.heading = prefix, title, [], [], None
        self.table, self.cell, self.caption, self.unseen = None, None, [], None

    def updatepos(self, start, end):
        """Line numbers are nobody's concern here; counting them takes a tenth of the time."""
        return end

    def parse_marked_section(self, i, report=1):
        """«<![…» of any kind is passed over: the standard library fails on those it does not know."""
        end = self.rawdata.find(">", i)
        return end + 1 if end >= 0 else end

    def add(self, kind, value):
        identity = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{self.prefix}:{len(self.blocks)}"))
        self.blocks.append({"type": kind, "value": value, "id": identity})

    def flush(self):
        text = "".join(self.text).strip()
        self.text = []
        if text:
            self.add("text", text if text.startswith("<") else f"<p>{text}</p>")

    def handle_starttag(self, tag, attrs):
        if tag in UNSEEN:
            self.unseen = tag
        elif tag in HEADINGS:
            self.flush()
            self.heading = []
        elif tag == "table":
            self.flush()
            self.table, self.caption = [], []
        elif self.table is not None:
            if tag == "caption":
                self.cell = self.caption
            elif tag == "tr":
                self.table.append([])
            elif tag in {"td", "th"}:
                self.cell = []
        elif tag in KEPT and self.heading is None:
            href = dict(attrs).get("href") if tag == "a" else None
            safe = href and re.match(r"(https?|mailto|doc):", href)
            if tag != "a" or safe:
                self.text.append(f'<a href="{html.escape(href)}">' if safe else f"<{tag}>")

    def handle_endtag(self, tag):
        if tag in UNSEEN:
            self.unseen = None
        elif tag in HEADINGS and self.heading is not None:
            words = joined(self.heading)
            self.heading = None
            if words:
                self.add("heading", words)
        elif self.table is not None:
            if tag == "caption":
                self.cell = None
            elif tag in {"td", "th"} and self.cell is not None and self.table:
                self.table[-1].append(joined(self.cell))
                self.cell = None
            elif tag == "table":
                self.add_table()
        elif tag in KEPT and self.heading is None and tag != "br" and (tag != "a" or self.is_in_link()):
            self.text.append(f"</{tag}>")

    def is_in_link(self):
        said = "".join(self.text)
        return said.count("<a ") > said.count("</a>")

    def handle_data(self, words):
        if self.unseen:
            return
        if self.heading is not None:
            self.heading.append(words)
        elif self.table is not None:
            if self.cell is not None:
                self.cell.append(words)
        else:
            self.text.append(html.escape(words, quote=False))

    def add_table(self):
        rows, self.table, self.cell = [row for row in self.table if row], None, None
        if not rows:
            return
        width = max(len(row) for row in rows)
        value = {
            "data": [row + [""] * (width - len(row)) for row in rows],
            "cell": [],
            "first_row_is_table_header": True,
            "first_col_is_header": False,
            "table_header_choice": "row",
            "table_caption": joined(self.caption) or self.nearest_name(),
        }
        self.add("table", value)

    def nearest_name(self):
        """What a table without a caption is called: the heading above it, else the title of the article."""
        return next((block["value"] for block in reversed(self.blocks) if block["type"] == "heading"), self.title)


def joined(pieces):
    """Pieces of text as one line."""
    return " ".join("".join(pieces).split())


def blocks_from(markup, *, prefix, title=""):
    """Raw StreamField data of simple HTML. `prefix` makes block ids, the same for both languages of a record.

    `title` names the tables that nothing else names.
    """
    reader = _Blocks(prefix, title)
    reader.feed(markup)
    reader.close()
    if reader.table is not None:
        reader.add_table()
    reader.flush()
    return reader.blocks


def resolve_docs(markup, page_ids):
    """«doc:ID» links become links to pages; those to unknown records become plain words."""

    def swap(found):
        pk = page_ids.get(html.unescape(found.group(1)))
        return f'<a linktype="page" id="{pk}">{found.group(2)}</a>' if pk else found.group(2)

    return _DOC.sub(swap, markup)
