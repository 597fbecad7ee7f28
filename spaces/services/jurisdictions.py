"""Municipalities the list does not have yet: whoever comes from one adds it, under the name it gives itself."""

from cms.bilingual.addresses import slug_words
from spaces.models import Jurisdiction, Order, sort_key

CODE = Jurisdiction._meta.get_field("code").max_length


def municipality(name, *, within):
    """The municipality of this name in a province or territory, made when it is not known. An administrator may add
    its name in the other language."""
    base = slug_words(name, empty=within.code)[: CODE - 4].strip("-")
    for place in Jurisdiction.objects.filter(order=Order.MUNICIPAL, within=within):
        names = {sort_key(place.name_fr), sort_key(place.name_en)}
        if sort_key(name) in names or place.code == base:  # «Toronto» is the City of Toronto
            return place
    taken = set(Jurisdiction.objects.filter(code__startswith=base).values_list("code", flat=True))
    code, number = base, 2
    while code in taken:
        code, number = f"{base}-{number}", number + 1
    return Jurisdiction.objects.create(code=code, name_fr=name, name_en=name, order=Order.MUNICIPAL, within=within)
