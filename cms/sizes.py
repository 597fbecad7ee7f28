"""The size of a file as each language writes it: «1,2 Mo», “1.2 MB” (Canadian usage; Django writes «1,2 Mio»)."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.dates import NB

STEP = 1024


def in_words(size):
    """A number of bytes in its largest unit: whole kilobytes, tenths of megabytes and gigabytes."""
    if size < STEP:
        said = ngettext("%(number)s byte", "%(number)s bytes", size) % {"number": size}
    elif size < STEP * STEP:
        said = _("%(number)s KB") % {"number": number_format(round(size / STEP))}
    elif size < STEP**3:
        said = _("%(number)s MB") % {"number": number_format(round(size / STEP**2, 1), 1)}
    else:
        said = _("%(number)s GB") % {"number": number_format(round(size / STEP**3, 1), 1)}
    return said.replace(" ", NB)
