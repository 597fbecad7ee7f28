"""What groups of the admin hold, made exactly what is wanted."""

from django.contrib.auth.models import Permission
from django.db.models import Q


def permissions(wanted):
    """{codename: Permission} of {app: codenames}."""
    asked = Q(pk=None)
    for app, names in wanted.items():
        asked |= Q(content_type__app_label=app, codename__in=names)
    return {row.codename: row for row in Permission.objects.filter(asked)}


def settle_rows(model, place, groups, wanted, wrong, said, among=None):
    """Make the permission rows of some groups exactly those wanted: {(group, place, permission)} as ids."""
    rows = model.objects.filter(group__in=groups.values())
    if among is not None:
        rows = rows.filter(**{f"{place}__in": among.values("pk")})
    held = {(row.group_id, getattr(row, f"{place}_id"), row.permission_id): row.pk for row in rows}
    if held.keys() == wanted:
        return
    wrong.append(said)
    model.objects.filter(pk__in=[pk for key, pk in held.items() if key not in wanted]).delete()
    model.objects.bulk_create(
        model(**{"group_id": group, f"{place}_id": where, "permission_id": permission})
        for group, where, permission in wanted - held.keys()
    )
