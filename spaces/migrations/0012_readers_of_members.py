"""Members of a space have a weekly digest: those who followed no topic had none."""

from datetime import timedelta

from django.db import migrations
from django.utils import timezone


def open_digests(apps, schema_editor):
    readers, memberships = apps.get_model("spaces", "Reader"), apps.get_model("spaces", "Membership")
    now = timezone.now()
    people = memberships.objects.filter(user__reader=None).order_by().values_list("user_id", flat=True).distinct()
    rows = [readers(user_id=pk, covered_until=now, next_digest_at=now + timedelta(days=7)) for pk in people]
    readers.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("spaces", "0011_deliveries")]
    operations = [migrations.RunPython(open_digests, migrations.RunPython.noop)]
