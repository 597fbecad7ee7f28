from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("spaces", "0007_carry_roles_over")]
    operations = [
        migrations.RemoveField(
            model_name="membership",
            name="joined_at",
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_on", None)),
                fields=("user", "space", "role"),
                name="one_running_role_per_space",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="role_ends_after",
            ),
        ),
    ]
