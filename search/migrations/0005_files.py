"""What files say, and the documents of pages that lead to one: all are made anew, for nothing tells which do."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


def queue(apps, schema_editor):
    keys = (
        apps.get_model("wagtailcore", "Page")
        .objects.filter(live=True, depth__gt=2)
        .values_list("translation_key", flat=True)
    )
    outbox = apps.get_model("search", "OutboxEntry").objects
    rows = (outbox.model(concept=str(key)) for key in set(keys))
    outbox.bulk_create(rows, ignore_conflicts=True, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0004_asked_and_promoted"),
    ]

    operations = [
        migrations.CreateModel(
            name="FileText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("read", "read"),
                            ("cut", "too long: only its beginning is read"),
                            ("empty", "no words in it, as when pages are scanned"),
                            ("encrypted", "locked by a password"),
                            ("damaged", "damaged"),
                            ("other", "not what its name says"),
                            ("big", "too big"),
                            ("heavy", "too heavy once it is unpacked"),
                            ("slow", "too slow to read"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("pages", models.PositiveIntegerField(null=True)),
                ("pages_in_all", models.PositiveIntegerField(null=True)),
                ("characters", models.PositiveIntegerField(default=0)),
                ("why", models.TextField(blank=True)),
                ("read_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("concept", models.CharField(max_length=80)),
                ("file", models.BigIntegerField(db_index=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("concept", "file"), name="one_attachment_per_file")],
            },
        ),
        migrations.CreateModel(
            name="FilePlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=255, unique=True)),
                (
                    "text",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="search.filetext",
                    ),
                ),
            ],
        ),
        migrations.RunPython(queue, migrations.RunPython.noop),
    ]
