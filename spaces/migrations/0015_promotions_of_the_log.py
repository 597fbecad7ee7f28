"""Documents given to the community library before it was written down on the row: the log knows from which space."""

from django.db import migrations


def write_down(apps, schema_editor):
    entries = apps.get_model("wagtailcore", "ModelLogEntry").objects.filter(action="carrefour.promote")
    files, spaces = apps.get_model("cms", "File").objects, apps.get_model("spaces", "Space").objects
    promotions = apps.get_model("spaces", "Promotion").objects
    for entry in entries.filter(content_type__app_label="cms", content_type__model="file").order_by("timestamp"):
        file = files.filter(pk=entry.object_id).first()
        space = spaces.filter(code=(entry.data or {}).get("space")).first()
        if file and space:
            values = {"space": space, "by_id": entry.user_id, "at": entry.timestamp}
            promotions.update_or_create(file=file, defaults=values)


class Migration(migrations.Migration):
    dependencies = [("spaces", "0014_promotions"), ("wagtailcore", "0098_apitoken")]
    operations = [migrations.RunPython(write_down, migrations.RunPython.noop)]
