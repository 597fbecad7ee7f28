"""Facts in waiting: what an editor changed on a page that is live stands in its draft until the page is published."""

from django.db.models import Model


def value_of(fact, name):
    """The value of a field as a draft keeps it: simple types, keys for what it points at."""
    return fact._meta.get_field(name).value_from_object(fact)


def changes(fact, sets, names):
    """{"fields": {name: value}, "sets": {name: [keys]}} of what differs from the row in the database, or None.

    Only what was changed is kept, so that two drafts do not undo each other. `sets` maps names of many-to-many fields
    to rows or keys.
    """
    before = type(fact)._default_manager.get(pk=fact.pk)
    fields = {name: value_of(fact, name) for name in names if value_of(fact, name) != value_of(before, name)}
    rows = {}
    for name, values in sets.items():
        keys = sorted(value.pk if isinstance(value, Model) else value for value in values)
        if keys != sorted(getattr(before, name).values_list("pk", flat=True)):
            rows[name] = keys
    return {"fields": fields, "sets": rows} if fields or rows else None


def hang(fact, draft):
    """Put a draft on a fact in memory, and return its sets: {name: [rows]}. What is gone meanwhile is left out."""
    sets = {}
    for name, value in draft["fields"].items():
        field = fact._meta.get_field(name)
        setattr(fact, field.attname, field.to_python(value))
    for name, keys in draft["sets"].items():
        field = fact._meta.get_field(name)
        sets[name] = list(field.related_model._default_manager.filter(pk__in=keys))
    return sets
