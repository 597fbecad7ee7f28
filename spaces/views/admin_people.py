"""Accounts in the editors' admin, for those who administer by a duty: no keys, no groups, no account above theirs.
And groups in words, for whoever administers the installation.

Wagtail lets whoever may change accounts make anybody an administrator of everything, set anybody's password and put
anybody in any group (wagtail/users/forms.py, views/bulk_actions, 8.0).
"""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.ui.tables import TitleColumn
from wagtail.users.views import groups
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, SetActiveStateBulkAction
from wagtail.users.views.users import CreateView, EditView, IndexView, UserViewSet

from spaces import access
from spaces.forms.groups import IntoAGroupForm, NameKeptForm, NewPersonForm, PeopleFilters, PersonForm
from spaces.forms.people import AccountForm, NewAccountForm
from spaces.models.groups import WORDS
from spaces.views.admin_lists import UncountedUse


class People(IndexView):
    def get_edit_url(self, instance):
        return super().get_edit_url(instance) if access.may_keep(self.request.user, instance) else None


class ByADuty:
    """The form of an account, without the tab of groups, for whoever is no administrator of the installation."""

    form_by_a_duty = AccountForm

    def get_form_class(self):
        return super().get_form_class() if self.request.user.is_superuser else self.form_by_a_duty

    def get_template_names(self):
        return super().get_template_names() if self.request.user.is_superuser else ["wagtailadmin/generic/form.html"]


class NewAccount(ByADuty, CreateView):
    form_by_a_duty = NewAccountForm


class Account(UncountedUse, ByADuty, EditView):
    def dispatch(self, request, *args, **kwargs):
        if not access.may_keep(request.user, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class PeopleViewSet(UserViewSet):
    index_view_class = People
    add_view_class = NewAccount
    edit_view_class = Account
    filterset_class = PeopleFilters
    copy_view_enabled = False  # Wagtail's saves the account itself, with every right there is

    def get_form_class(self, for_update=False):
        return PersonForm if for_update else NewPersonForm


class OpenOrClose(SetActiveStateBulkAction):
    def check_perm(self, obj):
        return super().check_perm(obj) and access.may_keep(self.request.user, obj)


class IntoAGroup(AssignRoleBulkAction):
    """Groups of roles and duties follow their days; the others are given by whoever administers the installation."""

    form_class = IntoAGroupForm

    def check_perm(self, obj):
        return self.request.user.is_superuser

    def get_success_message(self, num_parent_objects, num_child_objects):
        """Wagtail's says the name of the row."""
        said = ngettext(
            "%(n)d person is in the group: %(group)s", "%(n)d people are in the group: %(group)s", num_parent_objects
        )
        return said % {"n": num_parent_objects, "group": self.cleaned_form.cleaned_data["role"]}


class Groups(groups.IndexView):
    """Found by the name of the space too, in either language."""

    search_fields = ["name", f"{WORDS}__name_fr", f"{WORDS}__name_en"]
    columns = [
        TitleColumn("name", accessor=str, label=_("Name"), sort_key="name", url_name="wagtailusers_groups:edit"),
    ]

    def get_base_queryset(self):
        return super().get_base_queryset().select_related(WORDS)


class GroupsViewSet(groups.GroupViewSet):
    index_view_class = Groups

    def get_form_class(self, for_update=False):
        return NameKeptForm


BULK_ACTIONS = [OpenOrClose, IntoAGroup]
