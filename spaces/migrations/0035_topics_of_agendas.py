"""Lists find a meeting by the topics of the items of its agenda too."""

import json

from django.db import migrations, models


def note_what_is_read(apps, schema_editor):
    """The topics of the agendas readers have today. Raw: historical models know no blocks."""
    topics = set(apps.get_model("spaces", "Topic").objects.values_list("pk", flat=True))
    through = apps.get_model("spaces", "Meeting").agenda_topics.through
    found = set()
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.meeting_id, p.agenda FROM spaces_meetingpage p "
            "INNER JOIN wagtailcore_page w ON w.id = p.page_ptr_id WHERE w.live"
        )
        for meeting, agenda in cursor.fetchall():
            items = json.loads(agenda or "[]") if isinstance(agenda, str) else agenda
            found |= {(meeting, topic) for item in items or [] if (topic := item["value"].get("topic")) in topics}
    through.objects.bulk_create(through(meeting_id=meeting, topic_id=topic) for meeting, topic in sorted(found))


class Migration(migrations.Migration):
    dependencies = [("spaces", "0034_series_acts")]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="agenda_topics",
            field=models.ManyToManyField(editable=False, related_name="+", to="spaces.topic"),
        ),
        migrations.RunPython(note_what_is_read, migrations.RunPython.noop),
    ]
