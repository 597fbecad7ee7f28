"""The panel of a page's form where its minute is set: the field says whose hour it takes."""

from django.utils.functional import lazy
from django.utils.translation import gettext as _
from wagtail.admin.panels import PublishingPanel

from cms import dates


def own_zone():
    return _("In your own time zone (%(zone)s).") % {"zone": dates.abbreviation("")}


class MinutePanel(PublishingPanel):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        for child in self.children:
            child.help_text = lazy(own_zone, str)()
