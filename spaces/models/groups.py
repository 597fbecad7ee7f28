"""Groups of the admin that stand for a role in a space: derived from memberships, never filled in by hand."""

from django.contrib.auth.models import Group
from django.db import models

from spaces.models.members import Role
from spaces.models.spaces import Space


class SpaceGroup(models.Model):
    """The group that holds, in the admin, what one role may do in one space."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="groups")
    role = models.CharField(max_length=10, choices=Role)
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="space_role")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "role"], name="one_group_per_role")]

    def __str__(self):
        return self.group.name
