"""Accounts in the editors' admin, for those who administer by a duty: no keys, no groups, no account above theirs.

Wagtail lets whoever may change accounts make anybody an administrator of everything, set anybody's password and put
anybody in any group (wagtail/users/forms.py, views/bulk_actions, 8.0).
"""

from django.core.exceptions import PermissionDenied
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, SetActiveStateBulkAction
from wagtail.users.views.users import CreateView, EditView, IndexView, UserViewSet

from spaces import access
from spaces.forms.people import AccountForm, NewAccountForm
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


class OpenOrClose(SetActiveStateBulkAction):
    def check_perm(self, obj):
        return super().check_perm(obj) and access.may_keep(self.request.user, obj)


class IntoAGroup(AssignRoleBulkAction):
    """Groups of roles and duties follow their days; the others are given by whoever administers the installation."""

    def check_perm(self, obj):
        return self.request.user.is_superuser


BULK_ACTIONS = [OpenOrClose, IntoAGroup]
