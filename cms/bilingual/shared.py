"""What the two pages of a thing share without its being words or a fact: whether it stands in menus.

wagtail-localize carries it over with the next version of a translation, and never of pages edited by hand (fields.py,
1.14). Of what goes live in both languages together, it holds in both at once.
"""

from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, get_translatable_fields

from cms.bilingual import minute


def names_of(page):
    """The fields both pages share, of those every page has."""
    common = {field.name for field in Page._meta.concrete_fields}
    fields = get_translatable_fields(type(page))
    return [field.field_name for field in fields if isinstance(field, SynchronizedField) and field.field_name in common]


def agree(stand, verdict, action):
    """Give what goes live what the page that holds for both says, and the other page when it stays as it is."""
    if not stand.is_together or verdict.is_alone:
        return
    page, revision = minute.holder(stand, verdict, action)
    said = {name: (revision.content.get(name) if revision else getattr(page, name)) for name in names_of(page)}
    for half in verdict.halves:
        write(half.revision, said)
        if half.revision.pk == action.revision.pk:
            for name, value in said.items():
                setattr(action.object, name, value)
    if minute.is_ahead(minute.dates_of(page, revision)["go_live_at"]):
        return
    moving = {half.page.pk for half in verdict.halves}
    for still in stand.pages.values():
        if still.pk not in moving and any(getattr(still, name) != value for name, value in said.items()):
            Page.objects.filter(pk=still.pk).update(**said)
            write(still.latest_revision, said)


def write(revision, said):
    """Into a version that may be published next."""
    if revision and any(revision.content.get(name) != value for name, value in said.items()):
        revision.content |= said
        revision.save(update_fields=["content"])
