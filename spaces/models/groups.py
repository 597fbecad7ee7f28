"""Groups of the admin that stand for a role in a space or a duty: derived from their days, never filled in by hand."""

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

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
        if self.space is None:
            return gettext("For the whole community: %(duty)s") % {"duty": self.get_role_display()}
        return gettext("%(space)s: %(role)s") % {"space": self.space.name, "role": self.get_role_display()}


#: What a list of groups asks along with them, for their words.
WORDS = "space_role__space"
#: The two groups Wagtail begins with.
FIRST = {"Editors": _("Editors of every open space"), "Moderators": _("Moderators of every open space")}


def in_words(group):
    """A group as people read it, in their language. Its row keeps the name that code looks it up by."""
    return str(group.space_role if hasattr(group, "space_role") else FIRST.get(group.name, group.name))


Group.add_to_class("__str__", in_words)  # wherever the admin names one: lists, boxes to tick, titles, messages
