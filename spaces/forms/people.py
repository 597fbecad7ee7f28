"""An account in the editors' admin, as whoever administers the community by a duty keeps it.

Its owner alone has its keys: the address one signs in with, and the password. Whoever could change them would read what
its owner reads. Rights are given where they have days: at the desks, and among the duties.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

NOT_BY_A_DUTY = ("is_superuser", "groups", "password1", "password2")
FIRST = ["email", "first_name", "last_name"]


class WithoutKeys:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in NOT_BY_A_DUTY:
            self.fields.pop(name, None)
        self.order_fields(FIRST)


class NewAccountForm(WithoutKeys, UserCreationForm):
    password_enabled = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _(
            "With it, this person chooses a password from the sign-in page: “I forgot my password”."
        )

    def save(self, commit=True):
        self.instance.set_unusable_password()
        return super().save(commit)


class AccountForm(WithoutKeys, UserEditForm):
    password_enabled = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].disabled = True
        self.fields["email"].help_text = _(
            "One signs in with it: only whoever administers the installation changes it."
        )
