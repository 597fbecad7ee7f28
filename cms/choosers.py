"""Choosers of the editors' forms, which do not name what their editor may not read.

A page may point at what its editor of today cannot see: somebody else chose it, or its space closed since. The pointer
stays when the form is saved; the title, the file and the address of what it points at are not told.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from django.utils.functional import cached_property
from django.utils.translation import gettext
from wagtail import blocks
from wagtail.documents import blocks as documents
from wagtail.images import blocks as images

from cms.references import may_name


def unnamed():
    return gettext("In a space you may not read")


def is_named(thing):
    return thing is None or may_name(type(thing), thing.pk)


_rows: ContextVar[dict | None] = ContextVar("rows", default=None)


@contextmanager
def at_hand(rows):
    """{model: {pk: row, None of one that is gone}}, asked for beforehand: blocks made inside take theirs from there."""
    token = _rows.set(rows)
    try:
        yield
    finally:
        _rows.reset(token)


class Discreet:
    """A chooser's widget: what it shows of a thing chosen."""

    def get_value_data_from_instance(self, instance):
        if is_named(instance):
            return super().get_value_data_from_instance(instance)
        picture = {"preview": {"url": "", "width": 0, "height": 0}, "default_alt_text": ""}
        return {"id": instance.pk, "edit_url": None, "parent_id": None, self.display_title_key: unnamed(), **picture}


@cache
def discreet(widget):
    """The class of a widget of Wagtail's (which cannot be imported where models are made), with its mouth shut."""
    return type(f"Discreet{widget.__name__}", (Discreet, widget), {})


class DiscreetBlock:
    """A chooser's block: its widget, and what the comparison of two versions shows of a thing chosen."""

    def bulk_to_python(self, values):
        rows = (_rows.get() or {}).get(self.model_class, {})
        if all(pk in rows for pk in values if pk):
            return [rows[pk] if pk else None for pk in values]
        return self.fetch(values)

    def fetch(self, values):
        return super().bulk_to_python(values)

    @cached_property
    def widget(self):
        widget = super().widget
        widget.__class__ = discreet(type(widget))
        return widget

    def render_basic(self, value, context=None):
        return super().render_basic(value, context=context) if is_named(value) else unnamed()


class PageChooserBlock(DiscreetBlock, blocks.PageChooserBlock):
    pass


class DocumentChooserBlock(DiscreetBlock, documents.DocumentChooserBlock):
    pass


class PictureComparison(images.ImageChooserBlockComparison):
    def __init__(self, block, exists_a, exists_b, val_a, val_b):
        super().__init__(block, exists_a, exists_b, *(value if is_named(value) else None for value in (val_a, val_b)))

    def htmlvalue(self, val):
        return super().htmlvalue(val if is_named(val) else None)


class PictureChooserBlock(DiscreetBlock, images.ImageChooserBlock):
    def get_comparison_class(self):
        return PictureComparison


class ImageBlock(images.ImageBlock):
    """Wagtail's, which makes its own chooser."""

    def __init__(self, required=True, **kwargs):
        super().__init__(required=required, **kwargs)
        self.child_blocks["image"] = PictureChooserBlock(required=required)
        self.child_blocks["image"].set_name("image")
