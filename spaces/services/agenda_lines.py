"""The items of an agenda as its readers get them: what a proposal said is not lost where it was never translated."""

from dataclasses import replace

from wagtail.rich_text import RichText

from spaces.models import MeetingPage


def lend(lines, other):
    """Lines, each topic of a proposal without a description having that of the same item on the other page."""
    if other is None or not any(line.lacks for line in lines):
        return lines
    said = {raw.get("id"): raw["value"].get("description") for raw in other.agenda.raw_data}
    return [
        replace(line, lent=RichText(said[line.key])) if line.lacks and said.get(line.key) else line for line in lines
    ]


def read(page):
    """The lines of a page that is read, or shown to be; one query more only where a proposal has no words in it."""
    if not any(line.lacks for line in page.lines):
        return page.lines
    other = MeetingPage.objects.filter(translation_key=page.translation_key, live=True).exclude(pk=page.pk)
    return lend(page.lines, other.only("agenda").first())
