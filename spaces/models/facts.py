"""What the pages of a space have in common: a fact row they point at, written together with the page."""

from collections.abc import Callable

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.query import PageQuerySet

from cms.fields import OwnField
from cms.models import BasePage
from spaces.models import drafts
from spaces.models.spaces import Space, SpacePage


class Fact(models.Model):
    """A fact inside a space: true in both languages at once."""

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="%(class)ss", verbose_name=_("space"))

    changes = "pages"
    uncopied: tuple[str, ...] = ()  # what a copy does not take along

    class Meta:
        abstract = True

    def note_change(self, before):
        """What a fact says of its own changes while it is read: {name: old value} -> names of the fields it set."""
        return []


class FactPageQuerySet(PageQuerySet):
    """Pages that point at a fact; `fact` is the name of their foreign key."""

    def open_to(self, space_ids):
        """Live pages inside these spaces."""
        return self.filter(**{f"{self.model.fact_name}__space_id__in": space_ids}, live=True)

    def once_each(self, locale_id):
        """One page a fact: the one in this language, or the other when it alone is live."""
        twin = self.model._base_manager.filter(
            translation_key=models.OuterRef("translation_key"), live=True, locale_id=locale_id
        )
        return self.filter(Q(locale_id=locale_id) | ~models.Exists(twin))

    def with_facts(self):
        """Everything a row of a list shows, in the same query."""
        return self.select_related(f"{self.model.fact_name}__space", *self.model.fact_relations)


class FactPage(BasePage):
    """A page inside a space. Its form writes the fact and the words at once (spaces/forms)."""

    fact_name = ""
    fact_relations: tuple[str, ...] = ()
    view: Callable  # how the page is shown: bound when the application is ready, because views stand above models
    parent_page_types = ["spaces.SpacePage"]
    subpage_types: list[str] = []
    override_translatable_fields = [*BasePage.override_translatable_fields, OwnField("fact_draft")]

    fact_draft = models.JSONField(null=True, blank=True, editable=False, encoder=DjangoJSONEncoder)

    class Meta:
        abstract = True

    @property
    def fact(self):
        return getattr(self, self.fact_name)

    @property
    def desk_key(self):
        """What the way to its form is found by (the hole «edit»); none where nothing is changed any more."""
        return "" if self.fact.space.archived_at else f"{self.pk}:{self.fact.space_id}"

    @property
    def notice_key(self):
        """What notices of it are found by: whoever opens the page has read them. None of a draft."""
        return "" if getattr(self, "is_draft_preview", False) else str(self.translation_key)

    @property
    def lead_language(self):
        """Language of `lead`: the reader's own when the author wrote a summary in it."""
        other = getattr(self, "other_summary", "")
        return ("en" if self.language == "fr" else "fr") if self.is_foreign and other else self.language

    @property
    def lead(self):
        """The sentence shown under a title in lists."""
        return self.summary if self.lead_language == self.language else self.other_summary

    def serve_preview(self, request, mode_name):
        """A draft as its readers would get it; the view is bound in AppConfig.ready()."""
        request.is_preview = self.is_draft_preview = True
        if self.fact_draft and "pending_fact" not in self.__dict__:
            self.pending_fact = (self.fact, drafts.hang(self.fact, self.fact_draft), [])
        return type(self).view(request, self)

    def rows_of(self, name):
        """The rows of a set of the fact; in a preview, those ticked in the form and not yet saved."""
        _fact, sets, _names = self.__dict__.get("pending_fact") or (None, {}, [])
        return sets[name] if name in sets else getattr(self.fact, name).all()

    def with_content_json(self, content):
        """An old version of the page is about the same fact as the page itself, whatever the version says."""
        page = super().with_content_json(content)
        setattr(page, f"{self.fact_name}_id", getattr(self, f"{self.fact_name}_id"))
        return page

    def save(self, *args, **kwargs):
        self.write_fact()
        if self._state.adding and self.is_copy():
            setattr(self, self.fact_name, self.copied_fact())
            self.first_published_at = self.last_published_at = timezone.now() if self.live else None
        return super().save(*args, **kwargs)

    def save_revision(self, *args, **kwargs):
        self.write_fact()
        return super().save_revision(*args, **kwargs)

    def write_fact(self):
        """Save what the form changed; a preview never gets here, so it never writes.

        While a page of the fact is live, the change stays in the draft until somebody publishes it.
        """
        changed = self.__dict__.pop("pending_fact", None)
        if changed is None:
            return
        fact, sets, names = changed
        if fact.pk and fact.pages.filter(live=True).exists():
            self.fact_draft = drafts.changes(fact, sets, names)
            return
        self.fact_draft = None
        fact.save()
        setattr(self, self.fact_name, fact)
        for name, values in sets.items():
            getattr(fact, name).set(values)

    def publish_fact(self, revision=None):
        """Apply what the draft changed, now that the page is live; the version that was published keeps no trace."""
        if not self.fact_draft:
            return
        fact = self.fact
        before = {name: drafts.value_of(fact, name) for name in self.fact_draft["fields"]}
        sets = drafts.hang(fact, self.fact_draft)
        noted = fact.note_change({name: old for name, old in before.items() if drafts.value_of(fact, name) != old})
        fact.save(update_fields=[*before, *noted] or None)
        for name, values in sets.items():
            getattr(fact, name).set(values)
        self.fact_draft = None
        type(self)._base_manager.filter(pk=self.pk).update(fact_draft=None)
        if revision is not None:
            revision.content["fact_draft"] = None
            revision.save(update_fields=["content"])

    def is_copy(self):
        """Whether the fact belongs to pages this one is no translation of."""
        fact = getattr(self, self.fact_name, None)
        return bool(fact and fact.pk) and fact.pages.exclude(translation_key=self.translation_key).exists()

    def copied_fact(self):
        """A fact of its own for a copy, in the space where the copy lands."""
        old = self.fact
        fact = type(old)._default_manager.get(pk=old.pk)
        fact.pk, fact._state.adding = None, True
        for name in fact.uncopied:
            setattr(fact, name, None)
        fact.space = SpacePage.objects.get(path=self.path[: -self.steplen]).space
        if hasattr(fact, "published_at"):
            fact.published_at = timezone.now() if self.live else None
        fact.save()
        for field in type(old)._meta.many_to_many:
            getattr(fact, field.name).set(getattr(old, field.name).all())
        return fact
