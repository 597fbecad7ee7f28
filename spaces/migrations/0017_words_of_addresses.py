"""The words of spaces and topics in French addresses, made of their French names."""

from django.db import migrations, models

import spaces.models.labels
from cms.bilingual.addresses import slug_words

RESERVED = {"new", "nouveau", "removed", "retires"}
LENGTH = 60
FIELD = {
    "max_length": LENGTH,
    "verbose_name": "word in French addresses",
    "help_text": "Made of the French name when left empty. In English addresses, the code is used.",
}


def fill(apps, schema_editor):
    """A word that is free in both languages; else the code, which addresses had until now."""
    for name in ("Space", "Topic"):
        model = apps.get_model("spaces", name)
        taken = RESERVED | set(model.objects.values_list("code", flat=True))
        for row in model.objects.order_by("pk"):
            word = slug_words(row.name_fr, empty=row.code)[:LENGTH].strip("-")
            row.code_fr = row.code if word in taken else word
            taken.add(row.code_fr)
            row.save(update_fields=["code_fr"])


class Migration(migrations.Migration):
    dependencies = [("spaces", "0016_questions")]

    operations = [
        *(
            # Without an index at first: PostgreSQL would make its index of beginnings twice, under one name.
            migrations.AddField(model_name=name, name="code_fr", field=models.CharField(default="", **FIELD))
            for name in ("space", "topic")
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        *(
            migrations.AlterField(
                model_name=name,
                name="code_fr",
                field=spaces.models.labels.WordField(blank=True, unique=True, **FIELD),
            )
            for name in ("space", "topic")
        ),
    ]
