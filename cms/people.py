"""Sign-in: the backend that loads a reader in one query, the closed door for sign-up, the reader's clock."""

import logging
import zoneinfo

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile

from cms import mail
from cms.models import Mailbox, User
from cms.prepared import Prepared

log = logging.getLogger(__name__)


def known(pk):
    """The member with this id, whether they may open the editors' admin, and the refusal that keeps mail from them."""
    admins = User.groups.through.objects.filter(user=OuterRef("pk"), group__permissions__codename="access_admin")
    refusal = Mailbox.objects.stopped().filter(user=OuterRef("pk")).values("said")
    is_editor = Q(is_superuser=True) | Exists(admins)
    return User.objects.filter(pk=pk).annotate(is_editor=is_editor, mail_refusal=Subquery(refusal[:1]))


KNOWN = Prepared(known, int)


class MemberBackend(AuthenticationBackend):
    """Loads the member and, in the same query, whether they may open the editors' admin."""

    def get_user(self, user_id):
        for found in User.objects.raw(*KNOWN.statement(user_id)):
            found.is_editor = bool(found.is_editor)  # a number, as SQLite keeps it
            return found if self.user_can_authenticate(found) else None
        return None


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by the co-chairs' support; nobody signs up alone."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The email address or the password is not correct."),
    }

    def is_open_for_signup(self, request):
        return False

    def send_mail(self, template_prefix, email, context):
        """Mail about an account goes through the door of all mail, in the language of the person, whatever the page’s.

        What cannot be sent is logged: the page that follows does not tell who has an account.
        """
        user = context.get("user") or User.objects.filter(email__iexact=email).first()
        reader = user if user and user.pk else User(email=email, language=translation.get_language())
        name, said = template_prefix.rpartition("/")[2], {}
        if "key" in context:
            with translation.override(reader.language):
                url = self.get_reset_password_from_key_url(f"{context['uid']}-{context['key']}")
            said["password_reset_url"] = url
        try:
            mail.send(f"account/mail/{name}", to=reader, context=said, is_asked=True)
        except OSError:  # what SMTP raises
            log.exception("the letter %s to user %s was not accepted", name, reader.pk)


def note_visit(user):
    """Keep the day somebody last came, on the community's calendar: one small write a day, and no hour of the day."""
    day = timezone.localdate(timezone=timezone.get_default_timezone())
    if user.last_seen_on != day:
        User.objects.filter(pk=user.pk).update(last_seen_on=day)  # no save: nothing that readers see has changed
        user.last_seen_on = day


def set_desk_clock(user):
    """Their clock in the editors' admin too, for this request: Wagtail takes it from a profile of its own, kept or not.

    (Of somebody without one it takes that of the site: admin/localization.py, 8.0.)
    """
    profile = getattr(user, "wagtail_userprofile", None) or UserProfile(user=user)
    profile.current_time_zone = user.time_zone


class ReaderMiddleware:
    """Show times on the reader's own clock, and the editors' admin in the reader's own language."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            note_visit(request.user)
            timezone.activate(zoneinfo.ZoneInfo(request.user.time_zone))
            if not translation.get_language_from_path(request.path_info):  # the admin has no language in its address
                translation.activate(request.user.site_language)
                request.LANGUAGE_CODE = request.user.site_language
            if request.path_info.startswith(settings.ADMIN_PATH):
                set_desk_clock(request.user)
        try:
            response = self.get_response(request)
        finally:
            timezone.deactivate()
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        response.setdefault("X-Robots-Tag", "noindex, nofollow")
        return response

    def process_view(self, request, view, args, kwargs):
        """The admin answers its editors, and says no to other members: sending them to sign in again never ends."""
        inside = request.resolver_match.view_name or ""
        if inside.startswith("wagtail") and request.path_info.startswith("/admin/") and is_known_reader(request.user):
            raise PermissionDenied


def is_known_reader(user):
    """Whether somebody is signed in who has no part in the admin."""
    return user.is_authenticated and not getattr(user, "is_editor", True)
