"""Groups of the editors' admin where one chooses among them: in words, in the order of the words."""

from django import forms
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from wagtail.models import GroupApprovalTask
from wagtail.users.forms import GroupForm, UserCreationForm, UserEditForm
from wagtail.users.views.bulk_actions.assign_role import RoleForm
from wagtail.users.views.users import UserFilterSet

from spaces.models.groups import FIRST, WORDS
from spaces.models.labels import sort_key


class InOrder:
    """A choice of groups that asks for the spaces of all of them at once; what says “none” stays first."""

    def optgroups(self, name, value, attrs=None):
        if hasattr(self.choices, "queryset"):
            self.choices.queryset = self.choices.queryset.select_related(WORDS)
            self.choices = sorted(self.choices, key=lambda choice: (bool(choice[0]), sort_key(str(choice[1]))))
        return super().optgroups(name, value, attrs)


class Boxes(InOrder, forms.CheckboxSelectMultiple):
    pass


class List(InOrder, forms.Select):
    pass


class NewPersonForm(UserCreationForm):
    class Meta(UserCreationForm.Meta):
        widgets = {"groups": Boxes}


class PersonForm(UserEditForm):
    class Meta(UserEditForm.Meta):
        widgets = {"groups": Boxes}


class PeopleFilters(UserFilterSet):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["group"].extra["widget"] = Boxes


class IntoAGroupForm(RoleForm):
    role = forms.ModelChoiceField(queryset=Group.objects.all(), label=_("Group"), widget=List)


class NameKeptForm(GroupForm):
    """A group the site knows by its name keeps it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and (hasattr(self.instance, "space_role") or self.instance.name in FIRST):
            self.fields["name"].disabled = True
            self.fields["name"].help_text = _("What the site knows this group by. People read the words above.")


def name_in_words():
    """Where Wagtail makes its form from the model alone; called once, when the application is ready."""
    GroupApprovalTask.admin_form_widgets = {**GroupApprovalTask.admin_form_widgets, "groups": Boxes}
