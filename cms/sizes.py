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
        said = _("%(number)s MB") % {"number": tenths(size / STEP**2)}
    else:
        said = _("%(number)s GB") % {"number": tenths(size / STEP**3)}
    return said.replace(" ", NB)


def tenths(size):
    """«1,2», and «25» rather than «25,0»."""
    size = round(size, 1)
    return number_format(size, 0 if size == int(size) else 1)
