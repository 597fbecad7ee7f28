"""Items of an agenda: words, and facts that are the same in both languages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.blocks import FileBlock, LineBlock
from cms.choosers import DiscreetBlock
from spaces.models.members import Profile
from spaces.models.topics import Topic

INLINE = ["bold", "italic", "link"]
KINDS = [("issue", _("Issue")), ("trend", _("Trend")), ("solution", _("Solution"))]
MOST = 480  # minutes of one item
PROPOSED = 5  # version of the ids of items that a proposal brought; those of the editors’ desk have 4


def proposed_key():
    """An id for the item of a proposal: a page knows those from the others without asking."""
    return str(UUID(bytes=uuid4().bytes, version=PROPOSED))


class FactChooserBlock(DiscreetBlock, SnippetChooserBlock):
    """A row chosen once for both languages: nothing of it is translated, and no language may choose another."""

    def __init__(self, target_model, *, related=(), **kwargs):
        self.related = related
        super().__init__(target_model, **kwargs)

    def get_translatable_segments(self, value):
        return []

    def restore_translated_segments(self, value, segments):
        return value

    def fetch(self, values):
        """Those of a whole agenda in one query, with what is said of them."""
        rows = self.model_class._default_manager.select_related(*self.related).in_bulk({pk for pk in values if pk})
        return [rows.get(pk) for pk in values]


class AgendaItemBlock(blocks.StructBlock):
    """A line of an agenda; its minutes give the running times."""

    title = LineBlock(label=_("Subject"), max_length=200)  # first: the outline of the form shows it
    minutes = blocks.IntegerBlock(
        label=_("Duration in minutes"), min_value=1, max_value=MOST, default=15,
        help_text=_("The hour of the items after it follows. The same in both languages."),
    )  # fmt: skip
    lead = LineBlock(
        label=_("Led by"), required=False, max_length=200,
        help_text=_("A name and an organization, or a function, in the language of this page."),
    )  # fmt: skip
    person = FactChooserBlock(
        Profile, related=["user"], label=_("Member who leads it"), required=False,
        help_text=_("When a member leads it: the name then stands before the words above, in both languages."),
    )  # fmt: skip
    kind = blocks.ChoiceBlock(
        label=_("Kind"), required=False, choices=KINDS, help_text=_("What it is about. The same in both languages.")
    )
    topic = FactChooserBlock(
        Topic, label=_("Topic"), required=False, help_text=_("From the shared list, the same in both languages.")
    )
    description = blocks.RichTextBlock(
        label=_("Description"), required=False, features=INLINE, default="",
        help_text=_("What is at stake and what is expected, in a few lines in the language of this page."),
    )  # fmt: skip
    documents = blocks.ListBlock(
        FileBlock(), label=_("Documents"), required=False, default=[],
        help_text=_("What to read before. Readers get each in their language when it has both."),
    )  # fmt: skip

    class Meta:
        icon = "list-ol"
        label = _("Agenda item")


@dataclass(frozen=True)
class Line:
    """An item of an agenda at its hour."""

    starts: datetime
    ends: datetime
    item: Any
    key: str  # the id of its block, the same in both languages
    lent: Any = None  # what the page in the other language, or its proposal, says of it, where this one says nothing
    lent_in: str = ""  # the language of that

    @property
    def minutes(self):
        return self.item.get("minutes") or 0

    @property
    def lacks(self):
        """Whether a proposal brought it and nothing says why, as where its title alone was put into a language."""
        return (self.key or "")[14:15] == str(PROPOSED) and not self.item["description"].source
