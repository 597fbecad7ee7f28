"""The translators’ queue, asking for a translation, and the way there from the account menu."""

from django.contrib import messages
from django.core.cache import caches
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Page

from cms.bilingual import exchange_files, ledger
from cms.bilingual.task_models import Step
from cms.kept import filler
from spaces import access, access_kept, access_pairs
from spaces.forms.translations import AskForm
from spaces.services import together, translation_queue, translations
from spaces.services.memberships import Refused, kept_words
from spaces.views.spaces import overview_url

PAGE = 25
NOTHING = -1  # what waits for those who translate nothing
FILTERS = ("space", "kind", "direction", "who", "step")


def index(request):
    """What waits to be translated; it does not exist for those who translate nothing."""
    if not access.is_member(request.user) or not access_pairs.may_translate_somewhere(request.user):
        raise Http404
    waiting = translation_queue.waiting(request.user)
    labels = labels_of(waiting)
    pairs = translation_queue.ordered(translation_queue.narrowed(waiting, request.user, request.GET))
    found = Paginator(pairs, PAGE).get_page(request.GET.get("page"))
    found.object_list = translation_queue.dress(list(found.object_list))
    context = {"found": found, "filters": filters_of(request, labels), "chips": chips_of(request, labels),
               "section": "translations", "formats": exchange_files.FORMATS}  # fmt: skip
    return TemplateResponse(request, "spaces/translations/index.html", context)


def labels_of(waiting):
    """{filter: {value: words}} of what the list may be narrowed by."""
    spaces, kinds = translation_queue.offered(waiting)
    return {
        "space": dict(spaces),
        "kind": dict(kinds),
        "direction": {"fr-en": _("French to English"), "en-fr": _("English to French")},
        "who": {"mine": _("Mine"), "free": pgettext("translations", "Nobody’s")},
        "step": {translation_queue.NOT_ASKED: _("Not asked for")} | {one.value: capfirst(one.label) for one in Step},
    }


def filters_of(request, labels):
    """The form: (name, label, word for all, [(value, words, is chosen)])."""
    named = {"space": (_("Space"), _("All")), "kind": (_("Type"), _("All")), "direction": (_("Direction"), _("Both")),
             "who": (_("Whose"), _("Everybody’s")), "step": (_("Step"), pgettext("steps", "All"))}  # fmt: skip
    return [
        (name, *named[name], [(value, words, request.GET.get(name) == value) for value, words in labels[name].items()])
        for name in FILTERS
    ]


def chips_of(request, labels):
    """What narrows the list, each with the address that removes it. An unknown value is named as such."""
    chips = []
    for name in FILTERS:
        if value := request.GET.get(name):
            query = request.GET.copy()
            query.pop(name)
            query.pop("page", None)
            chips.append((labels[name].get(value, _("Unknown value")), query.urlencode()))
    return chips


def ask(request, pk):
    """Have a page translated: by when, by whom, and a word to them."""
    page = get_object_or_404(Page, pk=pk, depth__gt=2).specific
    if space := access_kept.worked_in(request.user, page):
        messages.error(request, kept_words())
        return redirect(overview_url(space) or "spaces")
    if not access.is_within_reach(request.user, page) or not access.may_translate(request.user, page):
        raise Http404
    if page.get_translations().exists():
        return redirect(whereto(request, page))
    pair = ledger.known_pair(page.translation_key)
    given = {"people": access_pairs.translators(pair), "may_choose": together.may_choose(request.user, page)}
    form = AskForm(request.POST or None, **given)
    if request.method == "POST" and form.is_valid():
        try:
            translations.ask(page=page, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The translation is asked for. Its draft is ready; nobody reads it yet."))
            return redirect(whereto(request, page))
    context = {"form": form, "page": page, "pair": pair, "section": "translations"}
    return TemplateResponse(request, "spaces/translations/ask.html", context)


def whereto(request, page):
    """The side by side view for those who translate it, the editors’ desk for the others."""
    if access_pairs.may_write(request.user, page.translation_key):
        return redirect("translation", page.translation_key).url
    return redirect("wagtailadmin_pages:edit", page.pk).url


@filler("translations")
def menu(request, argument):
    """The way to the queue with how much waits, for those who translate: counted once a minute, never for others."""
    user = request.user
    if not getattr(user, "is_editor", user.is_superuser):
        return ""
    key = f"translations:{user.pk}"
    count = caches["rendered"].get(key)
    if count is None:
        works = access_pairs.may_translate_somewhere(user)
        count = translation_queue.for_me(user).count() if works else NOTHING
        caches["rendered"].set(key, count, 60)
    return "" if count == NOTHING else render_to_string("spaces/translations/menu.html", {"count": count})


def forget_count(user):
    """Count anew: this person has just done something about it."""
    caches["rendered"].delete(f"translations:{user.pk}")
