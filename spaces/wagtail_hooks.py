"""The facts of the community in the editors' admin: topics, administrations, spaces and who is in them."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from spaces.forms.choosers import FactChooserViewSet
from spaces.models import Jurisdiction, Membership, Profile, Space, SpacePage, Topic
from spaces.services.documents import PROMOTED

NAMES = FieldRowPanel([FieldPanel("name_fr"), FieldPanel("name_en")])


class FactViewSet(SnippetViewSet):
    chooser_viewset_class = FactChooserViewSet


class TopicViewSet(FactViewSet):
    model = Topic
    icon = "tag"
    list_display = ["name_fr", "name_en", "code"]
    panels = [FieldPanel("code"), NAMES, FieldPanel("description_fr"), FieldPanel("description_en")]


class JurisdictionViewSet(FactViewSet):
    model = Jurisdiction
    icon = "site"
    list_display = ["name_fr", "name_en", "order"]
    list_filter = ["order"]
    panels = [FieldPanel("code"), NAMES, FieldPanel("order"), FieldPanel("within")]


class SpaceViewSet(FactViewSet):
    model = Space
    icon = "group"
    list_display = ["name_fr", "name_en", "is_open", "is_listed"]
    panels = [
        FieldPanel("code"),
        NAMES,
        FieldPanel("mandate_fr"),
        FieldPanel("mandate_en"),
        FieldPanel("kind"),
        FieldRowPanel([FieldPanel("is_open"), FieldPanel("is_listed"), FieldPanel("joining")]),
        FieldPanel("topics"),
        FieldPanel("position"),
    ]


class MembershipViewSet(FactViewSet):
    model = Membership
    icon = "user"
    list_display = ["user", "space", "role", "starts_on", "ends_on"]
    list_filter = ["space", "role"]
    panels = [
        FieldPanel("user"),
        FieldPanel("space"),
        FieldPanel("role"),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
    ]


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
    items = [SpaceViewSet, MembershipViewSet, ProfileViewSet, TopicViewSet, JurisdictionViewSet]


register_snippet(CommunityViewSetGroup)


@hooks.register("before_copy_page")
def no_second_space_page(request, page):
    """A space has one page a language, so a copy of it could not be saved: say so before the form is filled in."""
    if not isinstance(page.specific, SpacePage):
        return None
    messages.error(request, gettext("The page of a space cannot be copied: a space has one page in each language."))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("register_log_actions")
def acts_on_documents(actions):
    actions.register_action(PROMOTED, _("Move to the community library"), _("Moved to the community library"))
