"""What files of terms and files of translations have in common: how one reads when it cannot be read."""

from contextlib import contextmanager

from defusedxml import DefusedXmlException
from django.utils.translation import gettext as _


class Unreadable(Exception):
    """The whole file cannot be read; what it says is for whoever sent it."""


@contextmanager
def reading_xml():
    """Say in words what keeps an XML file from being parsed; where it is broken, its parser knows."""
    try:
        yield
    except DefusedXmlException as error:
        said = _("The file declares entities or draws on other files, which is not accepted.")
        raise Unreadable(said) from error
    except (LookupError, ValueError) as error:
        raise Unreadable(_("The encoding this file declares is not known. Save it in UTF-8.")) from error
