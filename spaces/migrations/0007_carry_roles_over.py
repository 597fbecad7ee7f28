"""Memberships get their first day, leads are members besides, and closed spaces say how they are joined."""

from django.db import migrations
from django.db.models import F
from django.db.models.functions import TruncDate


def carry_over(apps, schema_editor):
    memberships, spaces = apps.get_model("spaces", "Membership"), apps.get_model("spaces", "Space")
    memberships.objects.update(starts_on=TruncDate(F("joined_at")))
    memberships.objects.bulk_create(
        memberships(user_id=lead.user_id, space_id=lead.space_id, joined_at=lead.joined_at, starts_on=lead.starts_on)
        for lead in memberships.objects.filter(role="lead")
    )
    spaces.objects.filter(is_open=False, is_listed=True).update(joining="request")
    spaces.objects.filter(is_listed=False).update(joining="invitation")


class Migration(migrations.Migration):
    dependencies = [("spaces", "0006_roles_and_joining")]
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
