"""Templates of agendas: those of a space, one a kind of meeting, and the one there is when nobody wrote any."""

from django.db import transaction
from django.utils.translation import gettext as _

from spaces import access_proposals
from spaces.models import AgendaTemplate, MeetingKind, Part, TemplateLine
from spaces.services.memberships import Refused

WELCOME = (Part.WORDS, "Mot de bienvenue et tour de table", "Welcome and round table", 10)
ACTIONS = (Part.ACTIONS, "Suivi des mesures en cours", "Follow-up on actions", 10)
DECISIONS = (Part.DECISIONS, "Retour sur les dernières décisions", "Last decisions", 5)
TOPICS = (Part.TOPICS, "", "", 15)
BREAK = (Part.WORDS, "Pause", "Break", 10)
NEXT = (Part.WORDS, "Prochaine réunion", "Next meeting", 5)
#: What an agenda begins with where its space has no template for the kind of the meeting: facts, in both languages.
BUILT_IN = {
    MeetingKind.QUARTERLY: (WELCOME, ACTIONS, DECISIONS, TOPICS, BREAK, NEXT),
    MeetingKind.SUBGROUP: (WELCOME, ACTIONS, TOPICS, NEXT),
}
SHORT = ((Part.WORDS, "Mot de bienvenue", "Welcome", 5), TOPICS, (Part.WORDS, "Suites à donner", "What comes next", 5))
NAMES = ("part", "title_fr", "title_en", "minutes")


def own(space, kind):
    """The template the leads of a space wrote for a kind of meeting, or None."""
    return AgendaTemplate.objects.filter(space=space, kind=kind).prefetch_related("lines").first()


def lines_of(space, kind):
    """The lines an agenda of the space begins with."""
    template = own(space, kind)
    return list(template.lines.all()) if template else built_in(kind)


def built_in(kind):
    rows = BUILT_IN.get(kind, SHORT)
    return [TemplateLine(position=number, **dict(zip(NAMES, row, strict=True))) for number, row in enumerate(rows)]


@transaction.atomic
def save(*, space, kind, lines, by):
    """Make these the template of a space for a kind of meeting; without lines, the built-in one holds again."""
    if not access_proposals.may_build(by, space):
        raise Refused(_("The agendas of this space are built by others."))
    if not lines:
        AgendaTemplate.objects.filter(space=space, kind=kind).delete()
        return
    template, _made = AgendaTemplate.objects.get_or_create(space=space, kind=kind)
    template.lines.all().delete()
    TemplateLine.objects.bulk_create(
        TemplateLine(template=template, position=number, **line) for number, line in enumerate(lines)
    )
