"""Spaces, members, topics, articles, meetings, announcements, subscriptions."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SpacesConfig(AppConfig):
    name = "spaces"

    def ready(self):
        # Forms and views stand above models, so the page types learn of theirs here.
        from spaces.forms import facts, groups  # noqa: PLC0415
        from spaces.forms.agendas import AgendaPanel  # noqa: PLC0415
        from spaces.forms.meetings import MeetingPageForm  # noqa: PLC0415
        from spaces.forms.reach import ReachPanel  # noqa: PLC0415
        from spaces.forms.spaces import AddressedForm, SpaceForm, SpacePageForm  # noqa: PLC0415
        from spaces.models import AnnouncementPage, ArticlePage, MeetingPage, Space, SpacePage, Topic  # noqa: PLC0415
        from spaces.services import (  # noqa: PLC0415
            bounced,
            exceptions,
            letters_on_duties,
            letters_on_minutes,
            letters_on_translations,
            moves,
            placements,
            policies,
            provision,
            publication,
            replies,
            translation_status,
            usage,
            workflow_mail,
        )
        from spaces.views import admin_workflows, announcements, articles, meetings, spaces  # noqa: PLC0415

        SpacePage.view = staticmethod(spaces.page)
        ArticlePage.view = staticmethod(articles.page)
        MeetingPage.view = staticmethod(meetings.page)
        AnnouncementPage.view = staticmethod(announcements.page)
        ArticlePage.base_form_class = facts.ArticlePageForm
        MeetingPage.base_form_class = MeetingPageForm
        AnnouncementPage.base_form_class = facts.AnnouncementPageForm
        for model in (ArticlePage, AnnouncementPage):
            model.content_panels = [*model.content_panels, ReachPanel(_("Who gets it"), icon="mail")]
        MeetingPage.content_panels = [*MeetingPage.content_panels, AgendaPanel(_("Agenda and hours"), icon="time")]
        Space.base_form_class = SpaceForm
        Topic.base_form_class = AddressedForm
        SpacePage.base_form_class = SpacePageForm
        translation_status.open_exceptions = exceptions.open_keys
        publication.listen()
        placements.listen()
        replies.listen()
        bounced.listen()
        moves.listen()
        provision.listen()
        workflow_mail.listen()
        admin_workflows.listen()
        letters_on_duties.listen()
        letters_on_minutes.listen()
        letters_on_translations.listen()
        last = [app for app in apps.get_app_configs() if app.models_module][-1]  # once there are rights to be given
        post_migrate.connect(provision.catch_up, sender=last, dispatch_uid="provision")
        people = apps.get_app_config("wagtailusers")
        people.user_viewset = "spaces.views.admin_people.PeopleViewSet"
        people.group_viewset = "spaces.views.admin_people.GroupsViewSet"
        groups.name_in_words()
        policies.register()
        usage.register()
