"""What every package shares: people, files, settings of the community, the base page, terms, scheduled jobs."""

from cms.bilingual.draft_models import MachineDraft
from cms.bilingual.gate_models import Exemption, Waiting, Wish
from cms.bilingual.models import Confirmation, Pair
from cms.bilingual.task_models import TaskEntry, TranslationTask
from cms.bilingual.term_models import Concept, Standing, Term, TermDismissal
from cms.models.community import CommunitySettings
from cms.models.files import File, Picture, Rendition
from cms.models.mailboxes import Mailbox
from cms.models.pages import BasePage, Publication
from cms.models.people import User
from cms.models.schedule import ScheduledJob
from cms.models.versions import ContentVersion

__all__ = [
    "BasePage",
    "CommunitySettings",
    "Concept",
    "Confirmation",
    "ContentVersion",
    "Exemption",
    "File",
    "MachineDraft",
    "Mailbox",
    "Pair",
    "Picture",
    "Publication",
    "Rendition",
    "ScheduledJob",
    "Standing",
    "TaskEntry",
    "Term",
    "TermDismissal",
    "TranslationTask",
    "User",
    "Waiting",
    "Wish",
]
