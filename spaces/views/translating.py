"""One translation side by side, its passages one by one. Every flow is a plain form; a script only saves the wait."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cms.bilingual import exchange_files, ledger, writing
from cms.bilingual.markup import Unfit
from cms.bilingual.models import Pair, State
from spaces import access_pairs
from spaces.forms.translations import TaskForm
from spaces.services import exceptions, translation_desk, translation_queue, translations
from spaces.services.memberships import Refused
from spaces.views.translations import forget_count


def reach(request, key):
    """The pair of an address, when this reader may write its translation; 404 otherwise, as if there were none."""
    pairs = exceptions.noted(Pair.objects.select_related("fr_page__locale", "en_page__locale"))
    pair = get_object_or_404(access_pairs.translatable(request.user, pairs), pk=key)
    return translation_queue.dress([pair])[0]


def translation(request, key):
    """The whole page: what waits, what was done in this round, or everything."""
    pair = reach(request, key)
    if pair.target_page is None:
        return redirect("translation_ask", pair.source_page.pk)
    asked = {"shown": request.GET.get("show", ""), "latest": request.GET.get("said", "")}
    desk = translation_desk.lay_out(pair, request.user, **asked)
    if desk is None:
        return show_by_hand(request, pair)
    desk.is_done = bool(request.GET.get("done")) and not desk.todo
    return show(request, desk)


def show(request, desk, *, form=None):
    people = access_pairs.translators(desk.pair)
    if desk.task and form is None:
        initial = {name: getattr(desk.task, name) for name in ("assignee", "reviser", "due_on")}
        form = TaskForm(initial=initial, people=people)
    context = {"desk": desk, "pair": desk.pair, "form": form, "section": "translations", "views": views_of(desk),
               "formats": exchange_files.FORMATS,
               "exception": exceptions.changeable(desk.pair, request.user)}  # fmt: skip
    return TemplateResponse(request, "spaces/translations/desk.html", context)


def views_of(desk):
    """[(value, words, how many)] of what may be shown."""
    found = [("todo", _("To do"), len(desk.todo)), ("round", _("This round"), len(desk.round)),
             ("all", _("All passages"), len(desk.passages))]  # fmt: skip
    return [view for view in found if view[2] or view[0] in {desk.shown, "all"}]


def show_by_hand(request, pair):
    """Two pages edited by hand: both texts, and the two ways on."""
    both, rows = translation_desk.by_hand(pair)
    left = sum(1 for row in rows if row.is_left)
    may_say_same = pair.state != State.UP_TO_DATE and not left
    context = {"pair": pair, "both": both, "rows": rows, "left": left, "may_say_same": may_say_same,
               "section": "translations",
               "exception": exceptions.changeable(pair, request.user)}  # fmt: skip
    return TemplateResponse(request, "spaces/translations/by_hand.html", context)


@require_POST
def passage(request, key):
    """Keep the translation of one passage; refused, it is shown again with what was typed."""
    pair = reach(request, key)
    under_way = ledger.running(pair.pk)
    if under_way is None:
        messages.error(request, _("The two pages are edited by hand now: nothing was saved here."))
        return redirect("translation", key)
    asked = {name: whole(request.POST.get(name)) for name in ("context", "string")}
    typed = request.POST.get("text", "")
    try:
        translations.confirm(
            pair=pair, translation=under_way, by=request.user, text=typed, was=request.POST.get("was", ""), **asked
        )
        done = fill_others(request, pair, under_way, typed, asked) if request.POST.get("do") == "fill" else 0
    except (Unfit, Refused, writing.Gone, writing.Meanwhile) as problem:
        return not_taken(request, pair, asked, typed, problem)
    forget_count(request.user)
    return taken(request, pair, asked, done)


def whole(text):
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0


def fill_others(request, pair, under_way, typed, asked):
    """The same words in the other passages of the page that say the same."""
    desk = translation_desk.lay_out(pair, request.user, remember=False)
    said = translation_desk.find(desk, **asked)
    others = translation_desk.same_as(desk, said) if said else []
    return translations.fill(pair=pair, translation=under_way, by=request.user, passages=others, text=typed)


def taken(request, pair, asked, done):
    """The passage as it is now, for the script; for everybody else, the page again at the next passage."""
    given = {"shown": request.POST.get("show", ""), "latest": "p-{context}-{string}".format(**asked)}
    desk = translation_desk.lay_out(pair, request.user, **given, remember=False)
    said = translation_desk.find(desk, **asked)
    if is_fragment(request):
        return fragment(request, desk, said)
    words = outstanding(desk)
    if done:
        also = ngettext(
            "Confirmed, and put in %(count)d other place.", "Confirmed, and put in %(count)d other places.", done
        )
        words = f"{also % {'count': done}} {words}"
    else:
        words = f"{_('Confirmed.')} {words}"
    messages.success(request, " ".join([words, *advised(said)]))
    return redirect(f"{reverse('translation', args=[pair.pk])}{query(request, said)}#{after(desk, said)}")


def outstanding(desk):
    """How much is left to do or, when nothing is, what comes next."""
    if left := len(desk.todo):
        return ngettext("%(count)d passage left.", "%(count)d passages left.", left) % {"count": left}
    return " ".join([_("No passage is left."), desk.next_step]).strip()


def advised(said):
    """How many terms of a passage there are to look at, where there are any."""
    count = len(said.advice) if said else 0
    words = ngettext("%(n)s term to look at in this passage.", "%(n)s terms to look at in this passage.", count)
    return [words % {"n": count}] if count else []


def query(request, said):
    """What was shown; a passage with something to look at stays there."""
    found = {"show": request.POST.get("show", "")}
    found = {name: shown for name, shown in found.items() if shown in translation_desk.SHOWN}
    if said and said.advice:
        found["said"] = said.anchor
    return f"?{urlencode(found)}" if found else ""


def after(desk, said):
    """The anchor of the next passage that waits, the first of them after the last; of this one when it has a term to
    look at."""
    if said and said.advice:
        return said.anchor
    places = {id(passage): number for number, passage in enumerate(desk.passages)}
    here = places.get(id(said), -1)
    later = [passage for passage in desk.todo if places[id(passage)] > here] or desk.todo
    return later[0].anchor if later else "steps"


def not_taken(request, pair, asked, typed, problem):
    """The page again: the reason beside the passage, the typed text in its box."""
    desk = translation_desk.lay_out(pair, request.user, shown=request.POST.get("show", ""))
    theirs = problem.row if isinstance(problem, writing.Meanwhile) else None
    said = translation_desk.refused(desk, **asked, typed=typed, why=why(problem), theirs=theirs)
    if is_fragment(request) and said is not None:
        return fragment(request, desk, said)
    response = show(request, desk)
    response.status_code = 409 if is_fragment(request) else 200
    return response


def why(problem):
    if isinstance(problem, writing.Gone):
        return _("The original changed while you were writing: look at it again. Your text is kept here.")
    if isinstance(problem, writing.Meanwhile):
        said = _("%(name)s wrote something else meanwhile. Both texts are here: confirm the one that is to stay.")
        return said % {"name": problem.row.last_translated_by or _("Somebody")}
    return str(problem)


def is_fragment(request):
    return request.headers.get("X-Fragment") == "passage"


def fragment(request, desk, said):
    context = {"desk": desk, "pair": desk.pair, "passage": said, "views": views_of(desk)}
    return TemplateResponse(request, "spaces/translations/fragment.html", context)
