"""The facts of the community in the editors' admin: topics, administrations, spaces and who is in them."""

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import path, reverse, reverse_lazy
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup
from wagtail_localize.models import Translation
from wagtail_localize.wagtail_hooks import TranslationsReportMenuItem

from cms.bilingual import ledger
from cms.bilingual.state_words import of_page
from spaces import access, access_pairs, access_status
from spaces.forms.choosers import FactChooserViewSet
from spaces.models import CommunityRole, Jurisdiction, Membership, Profile, Space, SpacePage, Topic
from spaces.services import hours, logbook, memberships, termbase
from spaces.services.documents import PROMOTED
from spaces.views import admin_lists, admin_people, editing, translation_steps
from spaces.views.admin_start import StartPanel
from spaces.views.translation_files import of_the_desk
from spaces.views.translation_status import from_the_desk

DAYS = FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on", help_text=_("Empty while nobody knows."))])
NAMES = FieldRowPanel([FieldPanel("name_fr"), FieldPanel("name_en")])
WORDS = FieldRowPanel([FieldPanel("code"), FieldPanel("code_fr")])


class FactViewSet(SnippetViewSet):
    chooser_viewset_class = FactChooserViewSet
    edit_view_class = admin_lists.FactEdit
    copy_view_enabled = False  # posted to, Wagtail's writes over what was to be copied
    #: Wagtail names the home once, in the language the process started with.
    breadcrumbs_items = [{"url": reverse_lazy("wagtailadmin_home"), "label": _("Home")}]


class YesColumn(Column):
    """Yes or no in words, where Wagtail says True and False in either language."""

    def get_value(self, instance):
        return gettext("Yes") if super().get_value(instance) else gettext("No")


def yes(name):
    return YesColumn(name, label=capfirst(Space._meta.get_field(name).verbose_name), sort_key=name)


class TopicViewSet(FactViewSet):
    model = Topic
    icon = "tag"
    list_display = ["name_fr", "name_en", "code"]
    panels = [WORDS, NAMES, FieldPanel("description_fr"), FieldPanel("description_en")]


class JurisdictionViewSet(FactViewSet):
    model = Jurisdiction
    icon = "site"
    list_display = ["name_fr", "name_en", "order"]
    list_filter = ["order"]
    panels = [FieldPanel("code"), NAMES, FieldPanel("order"), FieldPanel("within")]


class SpaceViewSet(FactViewSet):
    model = Space
    icon = "group"
    list_display = ["name_fr", "name_en", yes("is_open"), yes("is_listed")]
    panels = [
        WORDS,
        NAMES,
        *map(FieldPanel, ("mandate_fr", "mandate_en", "kind")),
        FieldRowPanel([FieldPanel("is_open"), FieldPanel("is_listed"), FieldPanel("joining")]),
        FieldPanel("mandate_ends_on"),
        FieldPanel("topics"),
        FieldPanel("position"),
    ]


class MembershipViewSet(FactViewSet):
    """Shown, to find who is where; roles are given and ended at the leads’ desk, where the rules hold."""

    model = Membership
    inspect_view_enabled = True
    icon = "user"
    list_display = ["user", "space", "role", "starts_on", "ends_on"]
    list_filter = ["space", "role"]
    panels = [FieldPanel("user")]


class DutyViewSet(FactViewSet):
    """Who chairs, supports and administers the community, from which day to which. A duty is ended, never erased."""

    model = CommunityRole
    icon = "key"
    menu_label = _("Duties")
    list_display = [admin_lists.holder(_("Member")), "duty", "starts_on", "ends_on"]
    list_filter = ["duty"]
    ordering = ["-starts_on", "pk"]
    panels = [FieldPanel("user", heading=_("Member")), FieldPanel("duty"), DAYS]


class ProfileViewSet(FactViewSet):
    model = Profile
    icon = "user"
    list_display = ["user", "jurisdiction", "level"]
    list_filter = ["level"]
    panels = [
        FieldPanel("user"),
        FieldPanel("jurisdiction"),
        FieldPanel("level"),
        FieldRowPanel([FieldPanel("organization_fr"), FieldPanel("organization_en")]),
        FieldRowPanel([FieldPanel("title_fr"), FieldPanel("title_en")]),
    ]


class CommunityViewSetGroup(SnippetViewSetGroup):
    """One menu for what is true in both languages."""

    menu_label = _("Community")
    menu_icon = "group"
    menu_order = 150
    items = [SpaceViewSet, MembershipViewSet, DutyViewSet, ProfileViewSet, TopicViewSet, JurisdictionViewSet]


register_snippet(CommunityViewSetGroup)


@hooks.register("before_copy_page")
def no_second_space_page(request, page):
    """A space has one page a language, so a copy of it could not be saved: say so before the form is filled in."""
    if not isinstance(page.specific, SpacePage):
        return None
    messages.error(request, gettext("The page of a space cannot be copied: a space has one page in each language."))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_create_page")
def spaces_are_set_up_on_the_site(request, parent, page_class):
    """Whoever adds ordinary pages under a home adds no space there: one has its groups, its leads, its two pages."""
    if page_class is not SpacePage or access.may_present(request.user):
        return None
    said = gettext("A space is set up on the site, in one form, by the co-chairs, their support and administrators.")
    way = messages.button(reverse("space_new"), gettext("Set up a sub-group"))
    messages.error(request, said, buttons=[way] if access.may_create(request.user) else None)
    return redirect("wagtailadmin_explore", parent.pk)


@hooks.register("construct_page_chooser_queryset")
def choose_what_one_may_read(pages, request):
    """What is live in the spaces one may read, and besides, the drafts where one works."""
    works = policy_registry.get_by_type(Page).explorable_instances(request.user)
    return access.within_reach(request.user, pages).filter(Q(live=True) | Q(pk__in=works.values("pk")))


class StatusMenuItem(MenuItem):
    """The report on translations, which is on the site: in the place of wagtail-localize's, which knew less."""

    def is_shown(self, request):
        return access_status.scope(request.user) is not None


@hooks.register("register_reports_menu_item")
def report_on_translations():
    address = reverse("wagtail_localize:translations_report")
    return StatusMenuItem(_("State of translations"), address, name="translation-status", icon_name="site", order=9000)


@hooks.register("construct_homepage_summary_items", order=1000)
def no_count_of_every_space(request, items):
    """The first page of the desk counts pages and files, those of closed spaces too: only administrators read it."""
    if not request.user.is_superuser:
        items.clear()


admin_lists.name_only_what_is_found()


for action in (*admin_lists.BULK_ACTIONS, *admin_people.BULK_ACTIONS):
    hooks.register("register_bulk_action", action, order=1)
hooks.register("before_move_page", admin_lists.move_both)


@hooks.register("construct_homepage_panels")
def only_what_one_finds(request, panels):
    panels[:] = [admin_lists.PANELS.get(type(panel), lambda panel=panel: panel)() for panel in panels]
    panels.append(StartPanel())


@hooks.register("construct_admin_api", order=1)
def files_within_reach(router):
    """The interface for scripts, which the editor of translations asks for the titles of files."""
    router.register_endpoint("images", admin_lists.Pictures)
    router.register_endpoint("documents", admin_lists.Documents)


@hooks.register("construct_reports_menu")
def no_report_on_every_space(request, menu_items):
    """Counts of the whole site are for administrators (spaces/doors.py refuses the address to others)."""
    left_out = () if request.user.is_superuser else ("page-types-usage",)
    menu_items[:] = [
        item for item in menu_items if item.name not in left_out and not isinstance(item, TranslationsReportMenuItem)
    ]


def ways_to_translate(page, user, view_name=None, next_url=None):
    """«Have it translated» on a page in one language; on one in both, the way to the translators’ desk."""
    if page.depth < 3 or not user.has_perm("wagtail_localize.submit_translation"):
        return
    if not Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk).exists():
        label, address = gettext("Have it translated"), reverse("translation_ask", args=[page.pk])
    else:
        label, address = gettext("Open in the translators’ desk"), reverse("translation", args=[page.translation_key])
    yield Button(label, address, priority=5, icon_name="wagtail-localize-language")


hooks.register("register_page_header_buttons", ways_to_translate)  # in a list it would cost a query a row
hooks.register("before_edit_page", editing.hours_were_kept, order=-1)
hooks.register("after_publish_page", editing.hours_kept)


@hooks.register("before_edit_page", order=-1)
def lead_to_the_desk(request, page):
    """Above the package's own editor of a translation, the way to ours."""
    key = page.translation_key
    made = Translation.objects.filter(source__object_id=key, target_locale=page.locale_id, enabled=True)
    if request.method == "GET" and made.exists() and access_pairs.may_write(request.user, key):
        button = messages.button(reverse("translation", args=[key]), gettext("Open in the translators’ desk"))
        stands = of_page(ledger.known_pair(key), page.language)
        said = gettext("This translation is written side by side with its original, on the site.")
        messages.info(request, f"{stands}. {said}", [button])


@hooks.register("register_admin_urls", order=-1)
def own_addresses():
    """The addresses of wagtail-localize, found first: its report listed everything to everyone, ours is on the site."""
    return [
        path(
            "localize/translate/<int:translation_id>/disable/", translation_steps.stop, name="wagtail_translation_stop"
        ),
        path("localize/translate/<int:translation_id>/pofile/download/", of_the_desk, name="wagtail_po_download"),
        path("localize/translate/<int:translation_id>/pofile/upload/", of_the_desk, name="wagtail_po_upload"),
        path("localize/reports/translations/", from_the_desk, name="wagtail_translations"),
        path("localize/reports/translations/results/", from_the_desk, name="wagtail_translations_results"),
    ]


@hooks.register("register_log_actions")
def acts_on_spaces(actions):
    """What is done to a space's roles, settings and life stands in the same log as the rest."""
    logbook.register(actions)
    hours.register(actions)


@hooks.register("before_delete_user")
def keep_who_leads(request, user):
    """An account goes once the spaces it leads have other leads; the spaces stay in any case."""
    return refusal(request, [user]) if request.method == "POST" else None


@hooks.register("before_edit_user")
def keep_who_leads_open(request, user):
    """The same of an account that is closed. (Nobody closes their own: the box is not in their form.)"""
    closes = request.method == "POST" and user.is_active and user != request.user and "is_active" not in request.POST
    return refusal(request, [user]) if closes else None


@hooks.register("before_bulk_action")
def keep_who_leads_in_bulk(request, action_type, objects, action):
    """The same of several at once."""
    if get_user_model() not in action.models:
        return None
    closes = action_type == "set_active_state" and request.POST.get("mark_as_active") == "False"
    return refusal(request, objects) if action_type == "delete" or closes else None


def refusal(request, users):
    """Where to go with the reason, when these accounts are needed; None when they may go."""
    short = memberships.left_short(users)
    if not short:
        return None
    said = gettext("These spaces would have fewer than two leads: %(spaces)s. Name their successors first.")
    messages.error(request, said % {"spaces": ", ".join(space.name for space in short)})
    return redirect("wagtailusers_users:index")


@hooks.register("register_log_actions")
def acts_on_documents_and_terms(actions):
    actions.register_action(PROMOTED, _("Move to the community library"), _("Moved to the community library"))
    termbase.register(actions)
