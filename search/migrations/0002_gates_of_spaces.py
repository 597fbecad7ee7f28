"""Documents of spaces have another gate: they are made anew."""

from django.db import migrations


def queue(apps, schema_editor):
    keys = apps.get_model("spaces", "SpacePage").objects.values_list("translation_key", flat=True)
    outbox = apps.get_model("search", "OutboxEntry").objects
    outbox.bulk_create([outbox.model(concept=str(key)) for key in set(keys)], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial"), ("spaces", "0017_words_of_addresses")]
    operations = [migrations.RunPython(queue, migrations.RunPython.noop)]
