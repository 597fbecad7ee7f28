"""What Wagtail names in English in the database gets a name both languages read, unless it was renamed."""

from django.db import migrations

WORKFLOW = "Moderators approval"
BOTH = "Approbation / Approval"


def rename(apps, schema_editor):
    for model in ("Workflow", "Task"):
        apps.get_model("wagtailcore", model).objects.filter(name=WORKFLOW).update(name=BOTH)
    for field in ("title", "draft_title"):
        root = apps.get_model("wagtailcore", "Page").objects.filter(depth=1, **{field: "Root"})
        root.update(**{field: "Racine / Root"})


class Migration(migrations.Migration):
    dependencies = [("home", "0002_both_homes"), ("wagtailcore", "0098_apitoken")]
    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
