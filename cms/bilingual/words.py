"""Words of other packages that our catalogs say better: wagtail-localize calls a language « région » in French."""

from django.utils.translation import gettext_noop

OVERRIDDEN = [gettext_noop("Locale"), gettext_noop("Locales"), gettext_noop("locale")]
