"""The reply to a meeting: come, send somebody, or not; and what one needs to take part."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from spaces.models import Answer, Reply


def longest(name):
    return Reply._meta.get_field(name).max_length


class ReplyForm(forms.Form):
    """Plain: the fields of a delegate are always there, and asked for only of who sends one."""

    answer = forms.ChoiceField(label=_("Will you be there?"), choices=Answer.choices, widget=forms.RadioSelect)
    delegate_name = forms.CharField(
        label=_("Delegate’s name"), required=False, max_length=longest("delegate_name"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    delegate_email = forms.EmailField(
        label=_("Delegate’s email address"), required=False, max_length=longest("delegate_email"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    accommodation = forms.CharField(
        label=_("Accommodation needs (optional)"),
        help_text=_("Seen only by you and the co-chairs’ support. Example: ASL or LSQ interpretation."),
        required=False, max_length=longest("accommodation"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args, reply=None, answer="", **kwargs):
        names = ("answer", "delegate_name", "delegate_email", "accommodation")
        initial = {name: getattr(reply, name) for name in names} if reply else {}
        if answer in Answer.values:  # chosen already, not yet saved
            initial["answer"] = answer
        super().__init__(*args, initial=initial, auto_id="reply-%s", **kwargs)

    def clean(self):
        found = super().clean()
        if found.get("answer") == Answer.DELEGATE:
            if not found.get("delegate_name"):
                self.add_error("delegate_name", ValidationError(_("Give the name of the person who comes for you.")))
            if not found.get("delegate_email") and "delegate_email" not in self.errors:
                self.add_error("delegate_email", ValidationError(_("Give their email address.")))
        return found
