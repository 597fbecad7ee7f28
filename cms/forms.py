"""Sign-in forms: our labels in both languages, no placeholder, no help text that repeats a link."""

from allauth.account import forms as stock
from django.utils.translation import gettext_lazy as _


class Plain:
    """Labels say what a field is; placeholders vanish when one types and are read twice by screen readers."""

    labels: dict = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""
            field.label = self.labels.get(name, field.label)


class LoginForm(Plain, stock.LoginForm):
    labels = {"login": _("Email"), "password": _("Password"), "remember": _("Keep me signed in on this device")}


class ResetPasswordForm(Plain, stock.ResetPasswordForm):
    labels = {"email": _("Email")}


class ResetPasswordKeyForm(Plain, stock.ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("New password, again")}


class ChangePasswordForm(Plain, stock.ChangePasswordForm):
    labels = {
        "oldpassword": _("Current password"),
        "password1": _("New password"),
        "password2": _("New password, again"),
    }
