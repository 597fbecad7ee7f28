"""Municipalities the list does not have yet: whoever comes from one adds it, under the name it gives itself."""

from cms import codes
from spaces.models import Jurisdiction, Order, sort_key


def municipality(name, *, within):
    """The municipality of this name in a province or territory, made when it is not known. An administrator may add
    its name in the other language."""
    base = codes.base_of(Jurisdiction, name, empty=within.code)
    for place in Jurisdiction.objects.filter(order=Order.MUNICIPAL, within=within):
        names = {sort_key(place.name_fr), sort_key(place.name_en)}
        if sort_key(name) in names or place.code == base:  # «Toronto» is the City of Toronto
            return place
    code = codes.free(Jurisdiction, base)
    return Jurisdiction.objects.create(code=code, name_fr=name, name_en=name, order=Order.MUNICIPAL, within=within)
