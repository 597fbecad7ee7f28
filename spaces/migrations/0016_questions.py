"""Questions, a kind of article, and their answer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("spaces", "0015_promotions_of_the_log")]

    operations = [
        migrations.AddField(
            model_name="articlepage",
            name="answer",
            field=models.TextField(blank=True, max_length=1000, verbose_name="the answer, for a question"),
        ),
        migrations.AlterField(
            model_name="article",
            name="kind",
            field=models.CharField(
                choices=[
                    ("practice", "Practice"),
                    ("lesson", "Lesson learned"),
                    ("innovation", "Innovation"),
                    ("question", "Question"),
                ],
                default="practice",
                max_length=12,
                verbose_name="kind",
            ),
        ),
    ]
