"""What every package shares: people, files, settings of the community, the base page, scheduled jobs."""

from cms.bilingual.models import Confirmation, Pair
from cms.bilingual.task_models import TaskEntry, TranslationTask
from cms.models.community import CommunitySettings
from cms.models.files import File, Picture, Rendition
from cms.models.pages import BasePage, Publication
from cms.models.people import User
from cms.models.schedule import ScheduledJob
from cms.models.versions import ContentVersion

__all__ = [
    "BasePage",
    "CommunitySettings",
    "Confirmation",
    "ContentVersion",
    "File",
    "Pair",
    "Picture",
    "Publication",
    "Rendition",
    "ScheduledJob",
    "TaskEntry",
    "TranslationTask",
    "User",
]
