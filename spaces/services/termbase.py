"""The term base of the community: what members look up in it, and its changes, each kept in Wagtail's own log."""

from django.db import transaction
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter, log
from wagtail.models import ModelLogEntry

from cms.bilingual import term_import, term_writing
from cms.models import Concept, Standing, Term
from spaces.models import Topic
from spaces.services.logbook import in_words, named

#: action -> what is said of it; the words in brackets are in the data of the entry.
ACTIONS = {
    "carrefour.term_add": gettext_lazy("Entry added: %(name)s"),
    "carrefour.term_change": gettext_lazy("Entry changed: %(name)s"),
    "carrefour.term_import": gettext_lazy("Entry added or changed by the file %(file)s: %(name)s"),
    "carrefour.term_remove": gettext_lazy("Entry removed: %(name)s"),
}
DETAILS = {
    "added": gettext_lazy("Added:"),
    "changed": gettext_lazy("Changed:"),
    "removed": gettext_lazy("Removed:"),
}


def found(*, language, text="", topic="", letter="", to_avoid=False):
    """Entries as a reader looks them up, in the alphabetical order of a language."""
    concepts = Concept.objects.with_terms()
    if text:
        concepts = concepts.naming(text)
    if topic:
        concepts = concepts.about(topic)
    if letter:
        concepts = concepts.beginning(letter, language)
    if to_avoid:
        concepts = concepts.with_terms_to_avoid()
    return concepts.in_order(language)


@transaction.atomic
def save(*, concept, terms, by):
    """Write an entry with its terms, and note what changed."""
    is_new = concept.pk is None
    before = {} if is_new else {term.pk: shown(term) for term in Term.objects.filter(concept=concept)}
    if is_new:
        first = next(term for term in terms if (term.language, term.standing) == ("en", Standing.PREFERRED))
        concept.code = term_writing.code_for(first.text)
    term_writing.write(concept, terms, by=by)
    after = {term.pk: shown(term) for term in terms}
    note(concept, "term_add" if is_new else "term_change", by, **({} if is_new else differences(before, after)))
    return concept


def shown(term):
    """What a change of a term is told by."""
    facts = (term.text, term.language, term.standing, term.note, *(getattr(term, name) for name in Term.CONDITIONS))
    return tuple(map(str, facts))


def differences(before, after):
    """{"added": [(term, language)], …} between two states of an entry; what did not happen is left out."""
    told = {
        "added": [facts[:2] for pk, facts in after.items() if pk not in before],
        "changed": [facts[:2] for pk, facts in after.items() if pk in before and before[pk] != facts],
        "removed": [facts[:2] for pk, facts in before.items() if pk not in after],
    }
    return {name: terms for name, terms in told.items() if terms}


@transaction.atomic
def remove(*, concept, by):
    note(concept, "term_remove", by)
    term_writing.remove(concept)


@transaction.atomic
def bring(*, plan, file, by=None):
    """Write what an import would do; returns how many entries it wrote."""
    written = term_import.apply(plan, by=by)
    for concept in Concept.objects.with_terms().filter(pk__in=[concept.pk for concept in written]):
        note(concept, "term_import", by, file=file)
    return len(written)


def topic_codes():
    return set(Topic.objects.values_list("code", flat=True))


def note(concept, action, by, **data):
    names = {language: concept.name_in(language) or concept.code for language in ("fr", "en")}
    log(instance=concept, action=f"carrefour.{action}", user=by, data={"name": names, **data})


def history(concept=None):
    """What was done to an entry, or to all of them, newest first, with who did it."""
    every = ModelLogEntry.objects
    acts = every.for_instance(concept) if concept is not None else every.all()
    return acts.filter(action__in=ACTIONS).select_related("user").order_by("-timestamp", "-pk")


def told(entry):
    """The words of one act, in the active language."""
    said = {name: in_words(name, value) for name, value in (entry.data or {}).items() if name not in DETAILS}
    return str(ACTIONS[entry.action]) % said


def details(entry):
    """[(what became of them, [(term, language)])] of an act."""
    data = entry.data or {}
    return [(label, data[name]) for name, label in DETAILS.items() if data.get(name)]


class Told(LogFormatter):
    """How the admin's history says it."""

    def format_message(self, log_entry):
        more = [f"{label} {', '.join(text for text, _language in terms)}" for label, terms in details(log_entry)]
        return "; ".join([told(log_entry), *more])


def register(actions):
    """Make the acts known to Wagtail's log."""
    for action, words in ACTIONS.items():
        actions.register_action(action)(type("Told", (Told,), {"label": named(words)}))
