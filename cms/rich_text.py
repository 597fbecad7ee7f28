"""The field of formatted text, which takes what it is sent: words that are not as its editor writes them stay words."""

from django.utils.html import escape
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea


class RichTextArea(DraftailRichTextArea):
    """Wagtail's fails on anything but the JSON of its editor; a script that sends plain text means plain text."""

    def value_from_datadict(self, data, files, name):
        try:
            return super().value_from_datadict(data, files, name)
        except (ValueError, LookupError, TypeError, AttributeError):
            lines = filter(None, map(str.strip, str(data.get(name)).splitlines()))
            return "".join(f"<p>{escape(line)}</p>" for line in lines)
