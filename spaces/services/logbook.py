"""What people did to a space's roles, settings and life: kept in Wagtail's own log, told in the reader's language.

What the co-chairs' support does by its duty alone is marked as done for the co-chairs (product.md D21). Names are kept
as they were on the day, so that the log still reads when an account is gone.
"""

import re
from datetime import date

from django.utils.functional import lazy
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter, log
from wagtail.models import ModelLogEntry

from cms import dates
from spaces import access
from spaces.models import Joining, Role, Space, day_of

CHAIRS = "co-chairs"
OUT = _("%(name)s is no longer a member of the space")  # said of the role of member, which ends all the others
LONGEST = 60  # letters of a text that are told of a change
SEEN = {"open": _("open"), "listed": _("listed"), "hidden": _("hidden")}
#: action -> what is said of it; the words in brackets are in the data of the entry.
ACTIONS = {
    "carrefour.create": _("Space created, led by %(names)s"),
    "carrefour.grant": _("Role given to %(name)s: %(role)s, from %(first)s"),
    "carrefour.grant_until": _("Role given to %(name)s: %(role)s, from %(first)s to %(last)s"),
    "carrefour.end": _("Role ended for %(name)s: %(role)s"),
    "carrefour.join": _("%(name)s joined the space"),
    "carrefour.leave": _("%(name)s left the space"),
    "carrefour.accept": _("Request of %(name)s accepted"),
    "carrefour.decline": _("Request of %(name)s declined"),
    "carrefour.add": _("Added as members: %(names)s"),
    "carrefour.invite": _("Invited: %(names)s"),
    "carrefour.take_back": _("Invitation taken back: %(name)s"),
    "carrefour.settings": _("Settings changed: %(changes)s"),
    # without its title: some who read this log do not read what is in the space
    "carrefour.document_add": _("Document added"),
    "carrefour.document_change": _("Document changed"),
    "carrefour.document_remove": _("Document removed"),
    "carrefour.document_promote": _("Document moved to the community library: %(name)s"),
    "carrefour.call": _("Notice of the meeting of %(first)s sent"),
    "carrefour.deliverable_add": _("Deliverable added: %(name)s"),
    "carrefour.deliverable_change": _("Deliverable changed: %(name)s"),
    "carrefour.deliverable_done": _("Deliverable handed in: %(name)s"),
    "carrefour.deliverable_open": _("Deliverable open again: %(name)s"),
    "carrefour.deliverable_remove": _("Deliverable removed: %(name)s"),
    "carrefour.minutes_adopt": _("Minutes of a meeting adopted"),  # without its title, as above
    "carrefour.minutes_correct": _("Correction of the minutes of a meeting begun"),
    "carrefour.meeting": _("Meeting prepared"),
    "carrefour.series": _("Series of meetings prepared"),
    "carrefour.series_change": _("Series of meetings changed"),
    "carrefour.series_publish": _("Drafts of a series of meetings published"),
    "carrefour.series_end": _("Series of meetings ended"),
    "carrefour.goes_on": _("The space goes on"),
    "carrefour.archive": _("Space archived"),
    "carrefour.reopen": _("Space reopened"),
    "carrefour.remove": _("Space removed"),
    "carrefour.restore": _("Space restored"),
    "carrefour.purge": _("Space deleted for good, 90 days after its removal"),
    "carrefour.ask": _("The site asked the leads whether the space goes on"),
    "carrefour.warn": _("The site told the co-chairs that the space is quiet"),
    "carrefour.mandate_soon": _("The site announced that the mandate ends on %(last)s"),
    "carrefour.mandate_over": _("The site announced that the mandate ended on %(last)s"),
    # what the editors' admin writes of a space
    "wagtail.create": _("Space created in the editors’ desk"),
    "wagtail.edit": _("Space changed in the editors’ desk"),
}


def write(space, action, *, by=None, **data):
    """Keep one act; `by` is None for what the site does by itself. Call it before the change it tells of.

    (Before, because whoever takes a role for themselves, or gives theirs back, acts with what they had.)
    """
    if by is not None and access.acts_for_chairs(by, space):
        data["for"] = CHAIRS
    log(instance=space, action=f"carrefour.{action}", user=by, data=data)


def entries(space):
    """What was done to a space, newest first, with who did it."""
    kept = ModelLogEntry.objects.for_instance(space).filter(action__in=ACTIONS)
    return kept.select_related("user").order_by("-timestamp", "-pk")


def since(space, *actions):
    """[(day, data)] of the acts of some kinds, newest first."""
    kept = ModelLogEntry.objects.for_instance(space).filter(action__in=[f"carrefour.{action}" for action in actions])
    return [(day_of(entry.timestamp), entry.data) for entry in kept.order_by("-timestamp")]


def told(entry):
    """The words of one act, in the active language."""
    said = {name: in_words(name, value) for name, value in (entry.data or {}).items()}
    if "fields" in said:  # what was kept of settings before the change itself was
        said["changes"] = said["fields"]
    is_out = entry.action == "carrefour.end" and entry.data.get("role") == Role.MEMBER
    return str(OUT if is_out else ACTIONS[entry.action]) % said


def in_words(name, value):
    """A datum of an act as it is read: days, roles, fields and what has two names, in the active language."""
    if isinstance(value, dict):
        return value["fr" if dates.is_french() else "en"]
    if name in {"first", "last"}:
        return dates.day(date.fromisoformat(value))
    if name == "role":
        return dict(Role.choices).get(value, value)
    if name == "fields":
        return ", ".join(str(Space._meta.get_field(field).verbose_name) for field in value)
    if name == "changes":
        return "; ".join(change_in_words(*change) for change in value)
    return ", ".join(value) if isinstance(value, list) else value


def change_in_words(field, before, after):
    """«visibility: hidden → listed»"""
    name = _("visibility") if field == "visibility" else Space._meta.get_field(field).verbose_name
    values = {"before": setting_in_words(field, before), "after": setting_in_words(field, after)}
    return gettext("%(field)s: %(before)s → %(after)s") % {"field": name, **values}


def setting_in_words(field, value):
    """The value of a setting; of a long text, its beginning."""
    if not value:
        return gettext("nothing")
    if field == "topics":
        return ", ".join(in_words("topic", topic) for topic in value)
    if field == "mandate_ends_on":
        return in_words("last", value)
    named = {"visibility": SEEN, "joining": dict(Joining.choices)}.get(field, {})
    return str(named.get(value) or Truncator(value).chars(LONGEST))


def is_for_chairs(entry):
    return (entry.data or {}).get("for") == CHAIRS


class Told(LogFormatter):
    """How the admin's history says it."""

    def format_message(self, log_entry):
        return told(log_entry)


#: The name of a kind of act, for the filters of the admin: its words without what differs from act to act.
named = lazy(lambda words: re.sub(r"%\(\w+\)s", "…", str(words)), str)


def register(actions):
    """Make the acts known to Wagtail's log."""
    for action, words in ACTIONS.items():
        if action.startswith("carrefour."):
            actions.register_action(action)(type("Told", (Told,), {"label": named(words)}))
