"""Groups of the admin that stand for a role in a space or a duty: derived from their days, never filled in by hand."""

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q

from spaces.models.members import Duty, Role
from spaces.models.spaces import Space


class SpaceGroup(models.Model):
    """The group that holds, in the admin, what one role may do in one space; without one, what a duty may do."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="groups", null=True)
    role = models.CharField(max_length=20, choices=[*Role.choices, *Duty.choices])
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="space_role")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "role"], name="one_group_per_role"),
            models.UniqueConstraint(fields=["role"], condition=Q(space=None), name="one_group_per_duty"),
        ]

    def __str__(self):
        return self.group.name
