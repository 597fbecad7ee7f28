"""What fills the holes of the frame: the account menu, the chosen display, messages."""

from django.contrib.messages import get_messages
from django.core.cache import caches
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from cms.kept import filler, fillers
from cms.models import CommunitySettings

TOKEN = "CSRF-TOKEN-HERE"  # noqa: S105  swapped for the real one at each request
WORK = "<!--WORK-->"  # where what waits for the person stands


@filler("theme")
def theme(request, argument):
    """The member's own choice of light or dark, rendered by the server: no flash."""
    chosen = request.user.theme if request.user.is_authenticated else ""
    return mark_safe(f' data-theme="{chosen}"') if chosen in {"light", "dark"} else ""  # noqa: S308  two fixed words


@filler("account")
def account(request, argument):
    """The account menu, kept under what it shows of the person; the form's token and what waits are made anew."""
    user = request.user
    if not user.is_authenticated:
        return ""
    shown = (user.pk, user.get_full_name(), getattr(user, "is_editor", user.is_superuser), get_language())
    key = "account:" + ":".join(map(str, shown)).replace(" ", "+")
    html = caches["rendered"].get(key)
    if html is None:
        html = render_to_string("components/account.html", {"user": user, "token": TOKEN, "work": mark_safe(WORK)})  # noqa: S308  a fixed mark
        caches["rendered"].set(key, html, 3600)
    html = html.replace(WORK, fillers["translations"](request, ""))
    return mark_safe(html.replace(TOKEN, get_token(request)))  # noqa: S308  templates' output and a token


@filler("messages")
def messages(request, argument):
    """What the last action had to say; and to somebody whose mail comes back, that it does."""
    said = list(get_messages(request))
    told = render_to_string("components/messages.html", {"messages": said}) if said else ""
    return mark_safe(told + mailbox(request))  # noqa: S308  templates' output


def mailbox(request):
    refusal = getattr(request.user, "mail_refusal", None)
    if refusal is None:
        return ""
    shown = {"user": request.user, "said": refusal, "token": get_token(request), "next": request.get_full_path()}
    return render_to_string("components/mailbox.html", {**shown, "community": CommunitySettings.load()})
