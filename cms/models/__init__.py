"""What every package shares: people, files, settings of the community, the base page, scheduled jobs."""

from cms.models.community import CommunitySettings
from cms.models.files import File, Picture, Rendition
from cms.models.pages import BasePage, Publication
from cms.models.people import User
from cms.models.schedule import ScheduledJob

__all__ = ["BasePage", "CommunitySettings", "File", "Picture", "Publication", "Rendition", "ScheduledJob", "User"]
