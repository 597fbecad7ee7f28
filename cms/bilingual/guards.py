"""Guards around wagtail-localize: its views check little, and some of its buttons destroy work.

Sources: wagtail_localize/views/submit_translations.py, update_translations.py, convert.py, report.py (1.14).
"""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import Translation

from cms import approval_doors
from cms.bilingual import chain, gate, gate_words, minute_doors
from cms.references import allow, references

#: POST keys of the page edit view that restart a one-way copy or make an alias.
REFUSED_KEYS = {"localize-restart-translation", "localize-convert-to-alias"}
#: Views that change the words of a translation, refused while it waits for its reviser or is approved.
WRITING = {f"wagtail_localize:{name}" for name in ("edit_string_translation", "edit_override", "upload_pofile")}
#: Views nobody uses: strings follow their original by themselves (listeners.py), there are no aliases, and a machine
#: draft is made by the worker, not while one waits (machine.py).
NOBODY = {"update_translations", "convert_to_alias", "machine_translate"}


class LocalizeGuard:
    """Every wagtail-localize view asks for the right on the page it touches; aliases are refused to all."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.may_translate = import_string(settings.BILINGUAL_POLICY)

    def __call__(self, request):
        if not request.path_info.startswith(settings.ADMIN_PATH):
            return self.get_response(request)
        with gate.listening() as heard:
            response = self.get_response(request)
        approval_doors.tell(request, response)
        for held in heard:
            gate_words.warn(request, held)
        return response

    def process_view(self, request, view, args, kwargs):
        name = request.resolver_match.view_name or ""
        if request.method == "POST" and name.startswith("wagtailadmin_pages:") and self._refused(request):
            raise PermissionDenied
        if name in approval_doors.DOORS and (refusal := approval_doors.last_word(request, **kwargs)):
            return refusal
        if name in WRITING and self._is_locked(request, kwargs["translation_id"]):
            raise PermissionDenied
        if name == minute_doors.DOOR and (response := minute_doors.take_back(request, view, **kwargs)):
            return response
        if name == "wagtail_localize:edit_override":
            return self._override(request, view, kwargs)
        if name.startswith("wagtail_localize:"):
            return self._check(request, name.split(":", 1)[1], kwargs)
        return None

    def _refused(self, request):
        return REFUSED_KEYS & set(request.POST) or request.POST.get("alias") in {"on", "true", "1"}

    def _check(self, request, view_name, kwargs):
        pages = []
        if view_name == "submit_page_translation":
            pages = [get_object_or_404(Page, pk=kwargs["page_id"])]
        elif view_name in NOBODY:
            raise PermissionDenied
        for page in pages:
            if not self.may_translate(request.user, page):
                raise PermissionDenied
        if view_name == "submit_page_translation":
            return (
                redirect("translation_ask", pages[0].pk) if request.method == "GET" else self._orphan(request, pages[0])
            )
        return None

    def _is_locked(self, request, translation_id):
        key = Translation.objects.filter(pk=translation_id).values_list("source__object_id", flat=True).first()
        return request.method not in {"GET", "HEAD"} and key is not None and chain.is_locked(key, request.user)

    def _override(self, request, view, kwargs):
        """What a translation points at instead of its original, its editor could have chosen (cms/references.py)."""
        found = get_object_or_404(Translation, pk=kwargs["translation_id"])

        def pointed_at():
            return references(found.source.get_ephemeral_translated_instance(found.target_locale, fallback=True))

        try:
            with transaction.atomic():
                before = pointed_at() | references(found.source.as_instance())
                response = view(request, **kwargs)
                allow(request.user, pointed_at() - before)
        except (ObjectDoesNotExist, TypeError, ValueError) as error:
            raise Http404 from error  # it names nothing, and would spoil the translation
        return response

    def _orphan(self, request, page):
        """Under a page without twin the package would put an alias of that page in the other tree: refuse in words."""
        parent = page.get_parent()
        if parent.is_root() or parent.get_translations().exists():
            return None
        said = _("Translate “%(title)s” first: what stands under it needs its page in the other language.")
        messages.error(request, said % {"title": parent.title})
        return redirect("wagtailadmin_pages:edit", page.pk)
