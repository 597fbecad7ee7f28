"""The StreamField vocabulary: what a page's body is made of. Each block has a template of the same name."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock as WagtailTableBlock
from wagtail_localize.segments.types import StringSegmentValue

from cms.choosers import DocumentChooserBlock, ImageBlock, PageChooserBlock, is_named, unnamed

LANGUAGES = [("", _("the language of the page")), ("fr", _("French")), ("en", _("English"))]
TONES = [("info", _("Information")), ("ok", _("Good to know")), ("warn", _("Caution"))]
RICH = ["bold", "italic", "h3", "ol", "ul", "link", "document-link"]


class LineBlock(blocks.CharBlock):
    """Words that are never None: what reads a page for its translators refuses that (wagtail-localize 1.14)."""

    class Meta:
        default = ""


class LinesBlock(blocks.TextBlock):
    class Meta:
        default = ""


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        template = "blocks/heading.html"


class ImageFigureBlock(blocks.StructBlock):
    """A picture with its own alternative text: a translatable string, so each language says it."""

    image = ImageBlock(
        label=_("Image and its description"),
        help_text=_("Say what the image shows, in the language of this page; the twin has its own."),
    )
    caption = LineBlock(label=_("Caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "blocks/image.html"


class QuoteBlock(blocks.StructBlock):
    text = LinesBlock(label=_("Quotation"))
    attribution = LineBlock(label=_("Who said it"), required=False, max_length=200)
    language = blocks.ChoiceBlock(
        label=_("Language of the quotation"),
        choices=LANGUAGES,
        required=False,
        help_text=_("Name it when the words stay in the other language, so that they are read aloud properly."),
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "blocks/quote.html"


class CalloutBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(label=_("Tone"), choices=TONES, default="info")
    title = LineBlock(label=_("Title"), max_length=120)
    text = LinesBlock(label=_("Text"))

    class Meta:
        icon = "warning"
        label = _("Callout")
        template = "blocks/callout.html"


class TableBlock(WagtailTableBlock):
    """A table with caption and headers. Its cells are strings to translate, which wagtail-localize alone skips."""

    def __init__(self, required=True, help_text=None, table_options=None, **kwargs):
        options = {"language": "desk", **(table_options or {})}  # registered by cms/static/cms/js/tables.js
        super().__init__(required=required, help_text=help_text, table_options=options, **kwargs)

    def clean(self, value):
        if value and not value.get("table_header_choice") and not self.is_deferred_validation:
            raise ValidationError(_("Give a caption and say which cells are headers."))  # Wagtail's own says nothing
        value = super().clean(value)
        if value and not (value.get("table_caption") or "").strip() and not self.is_deferred_validation:
            raise ValidationError(_("A table needs a caption that says what it shows."))
        return value

    def get_translatable_segments(self, value):
        """One string a cell, keyed «row-column», and the caption."""
        if not value:
            return []
        found = [("caption", value.get("table_caption") or "")]
        for row_number, row in enumerate(value.get("data") or []):
            found += [(f"{row_number}-{column}", cell or "") for column, cell in enumerate(row)]
        return [StringSegmentValue(path, text) for path, text in found if text.strip()]

    def segment_label(self, path):
        """Where a cell stands, for its translators."""
        if path == "caption":
            return _("Caption")
        row, column = (int(part) + 1 for part in path.split("-"))
        return gettext("Row %(row)d, column %(column)d") % {"row": row, "column": column}

    def restore_translated_segments(self, value, segments):
        """The same table with the translated cells put back."""
        value = {**value, "data": [list(row) for row in value.get("data") or []]}
        for segment in segments:
            if segment.path == "caption":
                value["table_caption"] = segment.render_text()
                continue
            row, column = (int(part) for part in segment.path.split("-"))
            if row < len(value["data"]) and column < len(value["data"][row]):
                value["data"][row][column] = segment.render_text()
        return value

    class Meta:
        icon = "table"
        label = _("Table")
        template = "blocks/table.html"
        help_text = _("Give a caption and say which cells are headers.")


class FileBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    title = LineBlock(label=_("Title"), max_length=200, help_text=_("In the language of this page."))

    class Meta:
        icon = "doc-full"
        label = _("File")
        template = "blocks/file.html"


class LinkBlock(blocks.StructBlock):
    text = LineBlock(label=_("Text"), max_length=200)
    url = blocks.URLBlock(label=_("Address"), required=False)
    page = PageChooserBlock(label=_("or a page of this site"), required=False)

    def clean(self, value):
        value = super().clean(value)
        if not value["url"] and not value["page"] and not self.is_deferred_validation:
            said = ValidationError(_("Say where the link leads: give an address or choose a page."))
            raise blocks.StructBlockValidationError(block_errors={"url": said})
        return value

    def render_basic(self, value, context=None):
        """What the comparison of two versions shows: Wagtail's own names the page, whoever looks."""
        page = value["page"] if is_named(value["page"]) else unnamed()
        return super().render_basic({**value, "page": page}, context=context)

    class Meta:
        icon = "link"
        label = _("Link")


class LinksBlock(blocks.StructBlock):
    title = LineBlock(label=_("Title"), max_length=120)
    items = blocks.ListBlock(LinkBlock(), label=_("Links"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("List of links")
        template = "blocks/links.html"


class FigureBlock(blocks.StructBlock):
    value = LineBlock(label=_("Figure"), max_length=40, help_text=_("As it is read: 22 points, 34%, $4.10."))
    label = LineBlock(label=_("What it counts"), max_length=160)
    note = LineBlock(label=_("When and for whom"), required=False, max_length=200)

    class Meta:
        icon = "order"
        label = _("Figure")
        template = "blocks/figure.html"


class StepBlock(blocks.StructBlock):
    title = LineBlock(label=_("Step"), max_length=160)
    text = LinesBlock(label=_("Text"), required=False)

    class Meta:
        icon = "list-ol"
        label = _("Step")


class StepsBlock(blocks.ListBlock):
    def __init__(self, **kwargs):
        super().__init__(StepBlock(), **{"min_num": 1, **kwargs})

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "blocks/steps.html"


class BodyBlock(blocks.StreamBlock):
    """Everything an article, an announcement, a record or an ordinary page may hold."""

    heading = HeadingBlock()
    text = blocks.RichTextBlock(label=_("Text"), features=RICH, template="blocks/text.html")
    image = ImageFigureBlock()
    quote = QuoteBlock()
    callout = CalloutBlock()
    table = TableBlock()
    file = FileBlock()
    links = LinksBlock()
    figure = FigureBlock()
    steps = StepsBlock()
