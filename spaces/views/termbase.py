"""The term base: read and searched by every member, written by those who look after the community."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cms import dates
from cms.bilingual.twins import other
from cms.models import Concept, Standing, Term
from spaces import access
from spaces.forms.termbase import READERS, EntryForm
from spaces.models import Topic, in_order, today
from spaces.services import termbase

PAGE, ACTS = 30, 10
LETTERS = "abcdefghijklmnopqrstuvwxyz0"
KINDS = {"csv": "text/csv; charset=utf-8", "tbx": "application/x-tbx+xml; charset=utf-8"}


def reading():
    """«fr» or «en»: the language of the page being made."""
    return "fr" if dates.is_french() else "en"


def show(request, name, **more):
    """A page of the term base, with its buttons for those who write it."""
    context = {"may_edit": access.may_edit_terms(request.user)}
    return TemplateResponse(request, f"spaces/termbase/{name}.html", context | more)


def index(request):
    """Entries by letter, topic, words and standing. What an address asks for wrongly is not asked for."""
    language = reading()
    topics = in_order(Topic.objects.all())
    asked = {
        "text": " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:100],
        "topic": known(request.GET.get("topic"), {topic.code for topic in topics}),
        "letter": known(request.GET.get("letter"), set(LETTERS)),
        "to_avoid": request.GET.get("show") == "avoid",
    }
    found = Paginator(termbase.found(language=language, **asked), PAGE).get_page(request.GET.get("page"))
    present = {"0" if letter.isdigit() else letter for letter in Term.objects.letters(language)}
    letters = [(letter, "0–9" if letter == "0" else letter.upper(), letter in present) for letter in LETTERS]
    return show(request, "index", found=found, cards=cards(found, topics), topics=topics, asked=asked, letters=letters,
                kept=without_letter(request), is_filtered=any(asked.values()))  # fmt: skip


def known(value, values):
    return value if value in values else ""


def without_letter(request):
    """The query of the address but for its letter and page, so that letters keep the filters."""
    query = request.GET.copy()
    for name in ("letter", "page"):
        query.pop(name, None)
    return query.urlencode()


def cards(concepts, topics):
    """[(concept, its topics, [(language, terms good to write, terms to avoid, definition, note)])], readers' first."""
    language = reading()
    named = {topic.code: topic for topic in topics}
    made = []
    for concept in concepts:
        sides = []
        for code in (language, other(language)):
            mine = [term for term in concept.terms.all() if term.language == code]
            good = [term for term in mine if term.standing != Standing.AVOID]
            bad = [term for term in mine if term.standing == Standing.AVOID]
            sides.append((code, good, bad, concept.said("definition", code), concept.said("note", code)))
        made.append((concept, [named[code] for code in concept.topics if code in named], sides))
    return made


def concept(request, pk):
    """One entry, at an address that lasts."""
    row = get_object_or_404(Concept.objects.with_terms().select_related("updated_by"), pk=pk)
    may_edit = access.may_edit_terms(request.user)
    ((_row, topics, sides),) = cards([row], list(Topic.objects.filter(code__in=row.topics)))
    acts = as_read(termbase.history(row)[:ACTS]) if may_edit else []
    return show(request, "concept", concept=row, topics=topics, sides=sides, acts=acts)


def editable(request, pk):
    """The entry to change, a new one without `pk`; 404 for those who only read."""
    if not access.may_edit_terms(request.user):
        raise Http404
    return get_object_or_404(Concept, pk=pk) if pk else Concept(topics=[])


def edit(request, pk=None):
    """An entry and its terms in one form; what was typed stays when it is refused."""
    row = editable(request, pk)
    form = EntryForm(row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        saved = termbase.save(concept=form.concept.instance, terms=form.terms(), by=request.user)
        messages.success(request, _("The entry is saved; it counts from now on, in both languages."))
        return redirect("term", saved.pk)
    return show(request, "edit", form=form, concept=Concept.objects.with_terms().filter(pk=pk).first() if pk else None)


def remove(request, pk):
    """Say what goes, then take it out of the base."""
    row = editable(request, pk)
    if request.method == "POST":
        name = str(row)
        termbase.remove(concept=row, by=request.user)
        messages.success(request, _("“%(term)s” is removed from the term base.") % {"term": name})
        return redirect("terms")
    dismissals = sum(term.dismissed for term in Concept.objects.with_terms().get(pk=pk).terms.all())
    return show(request, "remove", concept=row, dismissals=dismissals)


def changes(request):
    """What was done to the term base, entries that are gone included."""
    if not access.may_edit_terms(request.user):
        raise Http404
    found = Paginator(termbase.history(), PAGE).get_page(request.GET.get("page"))
    return show(request, "changes", found=found, acts=as_read(found))


def as_read(entries):
    """[(act, its words, the terms it touched)]."""
    return [(entry, termbase.told(entry), termbase.details(entry)) for entry in entries]


def export(request, kind):
    """The whole term base as a file, for every member: translators work with it elsewhere."""
    if kind not in READERS or not access.is_member(request.user):
        raise Http404
    response = HttpResponse(READERS[kind].write(reading()), content_type=KINDS[kind])
    name = {"fr": "termes", "en": "terms"}[reading()]
    response["Content-Disposition"] = f'attachment; filename="{name}-{today().isoformat()}.{kind}"'
    return response
