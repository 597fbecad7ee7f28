"""What wagtail-localize makes of fields and blocks: every word is translated, and facts are out of its reach.

The package leaves sets out, copies what is not words from one language to the other and lets it differ in one of them,
and passes by a block it does not know without saying so (fields.py, segments/extract.py, 1.14).
"""

import pytest
from django.apps import apps
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import COMMENTS_RELATION_NAME, Page, TranslatableMixin
from wagtail_localize.fields import get_translatable_fields

from cms.models import BasePage
from spaces.models import SpacePage
from spaces.models.facts import FactPage

pytestmark = pytest.mark.django_db
TYPES = [model for model in apps.get_models() if issubclass(model, BasePage)]
of_each = pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
#: Blocks the package reads, or that hold no word.
READ = (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock, blocks.URLBlock, blocks.ChooserBlock)
WORDLESS = (blocks.ChoiceBlock, blocks.IntegerBlock, blocks.BooleanBlock)
OWN_WAYS = ("get_translatable_segments", "restore_translated_segments")


def fields_of(model):
    """{name: how the package takes it} of those that hold no words to translate."""
    return {field.field_name: field for field in get_translatable_fields(model) if not field.is_translated(model())}


@of_each
def test_both_languages_share_only_what_is_named_here_and_never_differ_in_it(model):
    page, fields = model(), fields_of(model)
    shared = {name for name, field in fields.items() if field.is_synchronized(page)}
    assert shared == {"show_in_menus"} | ({"space"} if model is SpacePage else set())
    assert [name for name, field in fields.items() if field.is_overridable(page)] == []


@of_each
def test_no_page_holds_a_set(model):
    sets = {field.name for field in model._meta.get_fields() if field.many_to_many and not field.auto_created}
    rows = {relation.name for relation in get_all_child_relations(model)} - {COMMENTS_RELATION_NAME}
    assert (sets, rows) == (set(), set())


def test_a_page_of_a_fact_is_of_that_fact_in_both_languages():
    """The key of its fact is neither copied nor offered to translators: another fact would show through it."""
    pages = [model for model in TYPES if issubclass(model, FactPage)]
    assert pages
    assert [model for model in pages if model.fact_name in fields_of(model)] == []


def test_nothing_is_translated_but_pages():
    """Of other models the package translates without asking for any right on them."""
    found = [
        model for model in apps.get_models() if issubclass(model, TranslatableMixin) and not issubclass(model, Page)
    ]
    assert found == []


def leaves(name, block, within=None):
    """(path, block, the block it is part of) of each block that holds a value of its own."""
    inner = getattr(block, "child_blocks", None) or {}
    if isinstance(block, blocks.ListBlock):
        inner = {"item": block.child_block}
    if not inner:
        yield name, block, within
    for child, below in inner.items():
        yield from leaves(f"{name}.{child}", below, block)


def unread(name, block):
    """The blocks whose words no translator would meet."""
    found = [(path, leaf) for path, leaf, _within in leaves(name, block) if not isinstance(leaf, READ + WORDLESS)]
    return [path for path, leaf in found if not all(hasattr(leaf, way) for way in OWN_WAYS)]


def unsaid(name, block):
    """The pictures whose page has no place to say what they show: their record says it in one language."""
    pictures = [one for one in leaves(name, block) if isinstance(one[1], ImageChooserBlock)]
    return [path for path, _leaf, within in pictures if not isinstance(within, ImageBlock)]


@pytest.mark.parametrize("left_out", [unread, unsaid])
@of_each
def test_the_words_of_every_block_are_read(model, left_out):
    streams = [field for field in model._meta.get_fields() if isinstance(field, StreamField)]
    assert [path for field in streams for path in left_out(field.name, field.stream_block)] == []


def test_what_is_not_read_would_be_seen():
    inner = blocks.StructBlock([("html", blocks.RawHTMLBlock()), ("plan", ImageChooserBlock()), ("map", ImageBlock())])
    body = blocks.StreamBlock([("notes", blocks.ListBlock(inner))])
    assert unread("body", body) == ["body.notes.item.html"]
    assert unsaid("body", body) == ["body.notes.item.plan"]
