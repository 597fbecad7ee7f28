"""What templates of the editors' desk ask of us."""

import json

from django import template
from django.utils.translation import pgettext

from cms.bilingual import withdrawal

register = template.Library()


@register.simple_tag
def other_half(page, act):
    """What happens to the other language of a page that is withdrawn."""
    return withdrawal.consequence(page, act)


@register.filter
def editor_props(props):
    """What the script of the translation editor is told: no alias, no machine, languages named in mid-sentence.

    Its first button is the last act allowed: who may not publish would find a deletion there, which has its own place.
    """
    told = json.loads(props)
    told["links"]["convertToAliasUrl"] = None
    told["machineTranslator"] = None
    told["perms"]["canDelete"] = told["perms"]["canDelete"] and told["perms"]["canPublish"]
    names = {"fr": pgettext("in a sentence", "French"), "en": pgettext("in a sentence", "English")}
    for locale in (told["sourceLocale"], told["locale"]):
        locale["displayName"] = names.get(locale["code"], locale["displayName"])
    return json.dumps(told)
