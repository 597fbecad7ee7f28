"""Fields: a StreamField whose blocks stay out of migrations, and a field each language keeps for itself."""

from wagtail.fields import StreamField
from wagtail_localize.fields import BaseTranslatableField


class BodyField(StreamField):
    """A StreamField that migrations see without its blocks: changing the vocabulary is not a migration."""

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        kwargs["block_lookup"] = {}
        return name, path, [[]], kwargs


class OwnField(BaseTranslatableField):
    """A field that is neither translated nor copied: each language's page keeps its own value."""

    def is_translated(self, obj):
        return False

    def is_synchronized(self, obj):
        return False

    def is_overridable(self, obj):
        return False
