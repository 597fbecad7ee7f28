"""The door of the editors' admin: what belongs to a space one may not read, or may not work in, is not there.

Wagtail's views ask for rights one by one, and answer a refusal with a redirection that tells the thing exists
(wagtail/admin/auth.py, 8.0). This stands before all of them and looks at every id an address or a form names.
"""

import re

from django.apps import apps
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.http import Http404
from django.utils.functional import cached_property
from django.views.defaults import page_not_found
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, TaskState
from wagtail.permissions import policy_registry
from wagtail_localize.models import Translation, TranslationSource

from cms.references import editor
from spaces import access, access_kept
from spaces.services import provision
from spaces.services.memberships import kept_words

PAGE_KEYS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk")
PAGE_FIELDS = ("new_parent_page", "parent_page", "next_parent")
APPROVAL_KEYS = {"task_state_id": "pk", "task_id": "task_id", "workflow_state_id": "workflow_state_id"}
FILE_KEYS = ("image_id", "document_id", "doc_id", "pk")
#: Every space's words of files, last page edited of each type, workflows and rows of facts, whoever asks; and where
#: people are named, in closed spaces too. (The same of facts: WHERE_USED.)
FOR_ADMINISTRATORS = (
    "wagtailadmin_tag",
    "wagtailadmin_reports:page_types_usage",
    "wagtailadmin_workflows",
    "wagtail_localize:snippets_api",
    "wagtailusers_users:usage",
)
WHERE_USED = re.compile(r"wagtailsnippets_\w+:usage$")
#: Acts on pages for scripts, which no screen uses: they would get around the rest (docs/decisions/0007).
FOR_NOBODY = "wagtailadmin_api:pages:action"
FILE_SPACES = {"wagtailimages": get_image_model, "wagtaildocs": get_document_model}


def number(value):
    """The id a word stands for, read as the views behind read it, blanks, signs and all; 404 when it is none."""
    try:
        return int(value)
    except ValueError as error:
        raise Http404 from error


class AdminDoor:
    """Settles the groups of whoever comes in, says who fills in the forms, and answers 404 to ids out of reach."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info.startswith(settings.ADMIN_PATH):
            provision.settle(request.user)
            token, kept = editor.set(request.user), access_kept.refused.set(False)
            try:
                response = self.get_response(request)
                if access_kept.refused.get() and response.get("Location") == settings.ADMIN_PATH:
                    messages.error(request, kept_words())
                return response
            finally:
                editor.reset(token)
                access_kept.refused.reset(kept)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """What is refused is answered as Wagtail answers what does not exist."""
        if not request.path_info.startswith(settings.ADMIN_PATH) or not request.user.is_authenticated:
            return None
        try:
            return Visit(request, kwargs).check()
        except Http404:
            return page_not_found(request, "", template_name="wagtailadmin/404.html")


class Visit:
    """One request to the admin, and the ids it names."""

    def __init__(self, request, kwargs):
        self.request, self.user, self.kwargs = request, request.user, kwargs
        self.name = request.resolver_match.view_name or ""
        self.space = self.name.partition(":")[0]

    def check(self):
        """Raise Http404 when an id leads out of reach, or is none."""
        self.are_ids()
        is_told_all = self.name.startswith(FOR_ADMINISTRATORS) or WHERE_USED.match(self.name)
        if self.name == FOR_NOBODY or (is_told_all and not self.user.is_superuser):
            raise Http404
        if self.name.startswith("wagtailadmin_choose_page"):
            self.readable(self.ids(PAGE_KEYS) | self.several("id"))
        elif self.space == "wagtail_localize":
            self.translations()
        elif self.name == "wagtail_bulk_action":
            self.bulk()
        elif self.name == "wagtailadmin_editing_sessions:ping":
            self.edited()
        elif self.space.startswith("wagtailimages") or self.space.startswith("wagtaildocs"):
            self.files(FILE_SPACES[self.space.split("_")[0]](), self.ids(FILE_KEYS) | self.several("id"))
        else:
            keys = (*PAGE_KEYS, "pk") if self.space == "wagtailadmin_pages" else PAGE_KEYS
            self.pages(self.ids(keys) | self.fields(PAGE_FIELDS))
            self.approvals()

    def are_ids(self):
        """What an address names by its id is named as rows are."""
        self.ids(["pk", "object_id"])
        for value in set(self.request.GET.getlist("id")) - {"all"}:
            number(value)

    def ids(self, keys):
        return {number(unquote(str(self.kwargs[key]))) for key in keys if key in self.kwargs}

    def fields(self, names):
        """Ids typed in a form, as an editor's browser would send them or as somebody else would."""
        data = self.request.POST if self.request.method == "POST" else self.request.GET
        return {number(data[name]) for name in names if data.get(name)}

    def several(self, name):
        """Those after the question mark; «all» of a listing are those one finds (spaces/views/admin_lists.py)."""
        return {number(value) for value in self.request.GET.getlist(name) if value not in {"", "all"}}

    @cached_property
    def policy(self):
        return policy_registry.get_by_type(Page)

    def pages(self, ids):
        """Every one of them is a page this user may find in the explorer."""
        if not ids:
            return
        above = Page.objects.filter(pk__in=ids, depth__lt=3)  # the root and the homes are nobody's secret
        if self.name.startswith("wagtailadmin_explore"):
            ids -= set(above.values_list("pk", flat=True))
        if self.policy.explorable_instances(self.user).filter(pk__in=ids).count() != len(ids):
            raise Http404

    def model(self):
        """The kind of row an address names."""
        try:
            return apps.get_model(self.kwargs["app_label"], self.kwargs["model_name"])
        except LookupError as error:
            raise Http404 from error

    def edited(self):
        """Who else is at work on a page is told to those who find it."""
        if issubclass(self.model(), Page):
            self.pages(self.ids(["object_id"]))

    def all_readable(self, ids):
        return access.within_reach(self.user, Page.objects.filter(pk__in=ids)).count() == len(ids)

    def readable(self, ids):
        """Every one of them is a page this user may at least read."""
        if ids and not self.all_readable(ids):
            raise Http404

    def files(self, model, ids):
        """Every one of them is there, outside the collections of closed spaces."""
        there = model.objects.filter(pk__in=ids)
        if ids and access.files_within_reach(self.user, there).count() != len(ids):
            raise Http404

    def bulk(self):
        """An act on several rows: Wagtail names those one may not touch, even to who may touch none of their kind."""
        model = self.model()
        if model is Page:
            self.pages(self.several("id") | self.several("childOf") | self.fields(["chooser"]))
        elif model in {get_image_model(), get_document_model()}:
            self.files(model, self.several("id"))
        elif not policy_registry.get_by_type(model).user_has_any_permission(self.user, {"change", "delete"}):
            raise Http404

    def approvals(self):
        """What an address names beside a page is an approval of that page: Wagtail would say the name of any."""
        steps = TaskState.objects.filter(workflow_state__object_id=str(self.kwargs.get("page_id")))
        for key, field in APPROVAL_KEYS.items():
            if key in self.kwargs and not steps.filter(**{field: self.kwargs[key]}).exists():
                raise Http404

    def translations(self):
        """A translation is there for who works on one of its pages and may read both."""
        kwargs = self.kwargs
        if "translation_id" in kwargs:
            source = TranslationSource.objects.filter(
                pk__in=Translation.objects.filter(pk=kwargs["translation_id"]).values("source")
            ).first()
        else:
            source = TranslationSource.objects.filter(pk=kwargs.get("translation_source_id")).first()
        key = source.object_id if source else None
        if "page_id" in kwargs:
            key = Page.objects.filter(pk=kwargs["page_id"]).values_list("translation_key", flat=True).first()
        pages = Page.objects.filter(translation_key=key)
        if key is None or not pages:
            return  # not a page, or nothing at all: the view says so
        self.readable(set(pages.values_list("pk", flat=True)))
        works = self.policy.explorable_instances(self.user).filter(translation_key=key).exists()
        if not works and not any(access.may_translate(self.user, page.specific) for page in pages):
            raise Http404
