"""Every mail of the site goes through cms/mail.py: nothing else sends any, and what packages would send is shut off."""

import ast
import weakref

import pytest
from allauth.account import app_settings as account
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.urls import NoReverseMatch, reverse
from wagtail import signals
from wagtail.admin.panels import CommentPanel

from cms.models import BasePage
from tests.contract import every_mail
from tests.contract.sources import PACKAGES, files, name_of

#: What sends mail without us: modules, and methods whatever they are called on.
DOORS = {"django.core.mail", "smtplib", "wagtail.admin.mail", "django.core.mail.message", "email.mime.text"}
METHODS = {"email_user", "mail_admins", "mail_managers", "send_mass_mail", "sendmail", "send_messages"}
#: file -> why it may.
REASONS = {
    "cms/mail.py": "the door",
    "cms/mailing.py": "the same door for many at once, over one connection: what it sends, spaces/services/sending.py asks",
    "spaces/services/workflow_mail.py": "derives from Wagtail’s notifiers to take their places, and sends by the door",
}


def uses(path):
    """The doors a module imports, and the methods it calls."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & DOORS
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)} & DOORS
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            found |= {node.func.attr} & METHODS
    return found


def test_nothing_else_sends_mail():
    found = {name_of(path) for path in files(".py", under=PACKAGES) if uses(path)}
    assert found == set(REASONS)


def test_a_module_that_sends_mail_is_found(tmp_path):
    for number, line in enumerate(
        (
            "from django.core.mail import send_mail",
            "from django.core import mail",
            "import smtplib",
            "user.email_user('s', 'm')",
        )
    ):
        path = tmp_path / f"m{number}.py"
        path.write_text(line)
        assert uses(path), line


def test_wagtail_writes_to_nobody_itself():
    """Its listeners for the workflow are ours; there is no form page; comments, about which it writes, are on no form."""
    for signal in (
        signals.task_submitted, signals.task_approved, signals.task_rejected, signals.task_cancelled,
        signals.workflow_submitted, signals.workflow_approved, signals.workflow_rejected, signals.workflow_cancelled,
    ):  # fmt: skip
        kept = [receiver for _key, receiver, *_more in signal.receivers]
        heard = [one() if isinstance(one, weakref.ReferenceType) else one for one in kept]
        assert [one for one in heard if one and one.__module__.startswith("wagtail.")] == []
    assert not apps.is_installed("wagtail.contrib.forms")
    assert not settings.WAGTAIL_PASSWORD_RESET_ENABLED
    for model in [model for model in apps.get_models() if issubclass(model, BasePage)]:
        assert [panel for panel in walked([model.get_edit_handler()]) if isinstance(panel, CommentPanel)] == []


def walked(panels):
    for panel in panels:
        yield panel
        yield from walked(getattr(panel, "children", []))


def test_allauth_writes_two_letters_and_no_notification():
    """Nobody signs up or confirms an address: a lost password is the one reason to write."""
    assert (account.EMAIL_NOTIFICATIONS, account.LOGIN_BY_CODE_ENABLED, account.PASSWORD_RESET_BY_CODE_ENABLED) == (
        False, False, False,
    )  # fmt: skip
    assert account.EMAIL_VERIFICATION == "none"
    for name in (
        "account_email",
        "account_confirm_email",
        "account_request_login_code",
        "account_email_verification_sent",
    ):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert {"password_reset_key", "unknown_account"} <= every_mail.templates()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/admin/password_reset/", "/fr/comptes/email/", "/en/accounts/email/"])
def test_an_address_that_could_write_is_not_there(client, alice, address):
    client.post(address, {"email": alice.email})
    assert mail.outbox == []
