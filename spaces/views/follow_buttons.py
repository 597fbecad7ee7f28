"""The buttons by which one follows what one reads: holes in kept pages, and one query for all of a page."""

from urllib.parse import unquote

from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cms.kept import filler
from cms.templatetags.components import icon, language_attr
from spaces.models import FollowLevel
from spaces.services import actions, invitees

COLUMNS = ("topic__code", "space_id", "person_id", "jurisdiction_id", "key")
KINDS = ("topic", "space", "person", "jurisdiction", "key")


def held(request, meeting=None):
    """{(kind, id as addresses have it): level} of all this person follows. One query a request.

    With a meeting, why they are invited to it comes along: {"invited": name of a topic or None}; and those of its
    actions they say how far they are: {"action": [Action]}.
    """
    if not hasattr(request, "_held"):
        request._held = {}
        rows = request.user.subscriptions.values_list(*COLUMNS, "level")
        if meeting is not None:
            beside = [one.beside_follows(meeting, request.user) for one in (invitees, actions)]
            rows = rows.union(*beside, all=True)
        for *ids, level in rows:
            if level == invitees.INVITED:
                request._held[level] = ids[0]
                continue
            if level == actions.MOVED:
                request._held.setdefault(level, []).append(actions.of_row(*ids[:2]))
                continue
            kind, pk = next((kind, pk) for kind, pk in zip(KINDS, ids, strict=True) if pk is not None)
            request._held[kind, str(pk)] = level
    return request._held


def button(request, *, level, action, anchor, name, look, words):
    """Follow a thing or end it: one button, whose name says which. What is muted leads to where that is chosen.

    `level`: how it is followed, None when it is not; `words`: of the button that follows, of the one that ends it.
    """
    if level == FollowLevel.MUTED:
        return way(_("Muted"), icon("close"), anchor, name, look)
    is_followed = level is not None
    return format_html(
        '<form method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="next" value="{}"><button class="{}" name="follow" value="{}"'
        ' aria-pressed="{}">{}{}<span class="vh"> – {}</span></button></form>',
        action,
        get_token(request),
        request.get_full_path(),
        look,
        "no" if is_followed else "yes",
        "true" if is_followed else "false",
        icon("check" if is_followed else "plus"),
        words[is_followed],
        name,
    )


def way(words, mark, anchor, name, look):
    """To where one chooses how much comes."""
    return format_html(
        '<a class="{}" href="{}#{}">{}{}<span class="vh"> – {}</span></a>',
        look, reverse("subscriptions"), anchor, mark, words, name,
    )  # fmt: skip


def following():
    """The words of most buttons, by whether one follows."""
    return _("Follow"), _("You follow")


def read(argument):
    """(id, name as HTML) of what a hole says: an id, the language of the name or a dash, and the name, quoted."""
    pk, spoken, name = argument.split(" ", 2)
    return pk, format_html("<span{}>{}</span>", language_attr("" if spoken == "-" else spoken), unquote(name))


def of_topic(request, argument, look):
    """`argument`: the code of a topic, then its name."""
    code, _space, name = argument.partition(" ")
    return button(
        request, level=held(request).get(("topic", code)), action=reverse("topic_follow", args=[code]),
        anchor="topics", name=name, look=look, words=(_("Subscribe"), _("Subscribed")),
    )  # fmt: skip


@filler("follow")
def topic_in_a_list(request, argument):
    return of_topic(request, argument, "btn alt sm")


@filler("follow_alone")
def topic_alone(request, argument):
    return of_topic(request, argument, "btn")


@filler("follow_item")
def item(request, argument):
    key, name = read(argument)
    return button(
        request, level=held(request).get(("key", key)), action=reverse("follow_item", args=[key]),
        anchor=f"item-{key}", name=name, look="btn quiet sm",
        words=(_("Follow this page"), _("You follow this page")),
    )  # fmt: skip


@filler("follow_person")
def person(request, argument):
    """One does not follow oneself."""
    pk, name = read(argument)
    level = held(request).get(("person", pk))
    if pk == str(request.user.pk):
        return ""
    return button(
        request, level=level, action=reverse("follow_person", args=[pk]),
        anchor=f"person-{pk}", name=name, look="btn quiet sm", words=following(),
    )  # fmt: skip


@filler("follow_jurisdiction")
def jurisdiction(request, argument):
    pk, name = read(argument)
    return button(
        request, level=held(request).get(("jurisdiction", pk)), action=reverse("follow_jurisdiction", args=[pk]),
        anchor=f"jurisdiction-{pk}", name=name, look="btn quiet sm", words=following(),
    )  # fmt: skip


def of_space(request, space, level, *, is_member):
    """A member follows a space without having asked to: the way to how much of it comes."""
    anchor, name, look = f"space-{space.pk}", space.name, "btn quiet sm"
    if is_member and level != FollowLevel.MUTED:
        return way(
            _("You follow"), icon("check"), anchor, _("%(space)s: choose how much comes") % {"space": name}, look
        )
    return button(
        request, level=level, action=reverse("follow_space", args=[space.code]),
        anchor=anchor, name=name, look=look, words=following(),
    )  # fmt: skip
