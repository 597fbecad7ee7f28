"""What was for the digest is for that of the week, and what was sent before there were notices is read."""

from django.db import migrations
from django.db.models import F


def forwards(apps, schema_editor):
    delivery, reader = apps.get_model("spaces", "Delivery"), apps.get_model("spaces", "Reader")
    delivery.objects.filter(channel="digest").update(channel="weekly")
    delivery.objects.update(read_at=F("queued_at"))
    reader.objects.exclude(frequency="none").update(weekly_at=F("next_digest_at"))
    reader.objects.filter(frequency="daily").update(is_daily=True)


class Migration(migrations.Migration):
    dependencies = [("spaces", "0022_follows_and_mails")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
