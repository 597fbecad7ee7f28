"""The items of an agenda as its readers get them: what a proposal said is not lost where it was never translated."""

from dataclasses import replace

from django.utils.html import escape
from wagtail.rich_text import RichText

from cms.bilingual import twins
from spaces.models import MeetingPage, Proposal


def paragraph(words):
    """Plain words, as the description of an item holds them."""
    return f"<p>{escape(words.strip())}</p>".replace("\r\n", "\n").replace("\n", "<br/>") if words.strip() else ""


def lend(page, other):
    """The lines of a page, each topic of a proposal without a description having that of the same item on the other.

    Where that has none either, as its title alone was put into the language of the original, the proposal lends it.
    """
    lines = [*page.lines]
    if other is not None and any(line.lacks for line in lines):
        said = {raw.get("id"): raw["value"].get("description") for raw in other.agenda.raw_data}
        lines = [lent(line, said.get(line.key), other.language) for line in lines]
    silent = [line.key for line in lines if line.lacks and not line.lent]
    return proposed(lines, page, silent) if silent else lines


def proposed(lines, page, silent):
    """What the proposals of items said; one of both languages was in the agenda, and somebody took it off."""
    found = Proposal.objects.filter(meeting=page.meeting_id, item__in=silent)
    rows = {str(row.item): row for row in found if not (row.why and row.other_why)}
    for number, line in enumerate(lines):
        if row := rows.get(line.key):
            code = page.language if row.why_in(page.language) else twins.other(page.language)
            lines[number] = lent(line, paragraph(row.why_in(code)), code)
    return lines


def lent(line, said, language):
    return replace(line, lent=RichText(said), lent_in=language) if line.lacks and said else line


def read(page):
    """The lines of a page that is read, or is shown as if; a query or two more only where words are lacking."""
    if not any(line.lacks for line in page.lines):
        return page.lines
    other = MeetingPage.objects.filter(translation_key=page.translation_key, live=True).exclude(pk=page.pk)
    return lend(page, other.only("agenda", "locale").first())
