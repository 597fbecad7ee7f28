"""The administrations of Canada, as each language names them."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from spaces.models import Jurisdiction, in_order

pytestmark = pytest.mark.django_db


def test_every_government_is_there_once():
    codes = {
        order: set(Jurisdiction.objects.filter(order=order).values_list("code", flat=True))
        for order in ("federal", "provincial", "territorial")
    }
    assert codes == {
        "federal": {"ca"},
        "provincial": {"ab", "bc", "mb", "nb", "nl", "ns", "on", "pe", "qc", "sk"},
        "territorial": {"nt", "nu", "yt"},
    }
    assert Jurisdiction.objects.filter(order="municipal").count() == 25


def test_every_municipality_is_within_a_province_or_a_territory_and_nothing_else_is():
    assert not Jurisdiction.objects.filter(order="municipal", within=None).exists()
    assert not Jurisdiction.objects.exclude(order="municipal").exclude(within=None).exists()
    cities = Jurisdiction.objects.filter(order="municipal")
    assert set(cities.values_list("within__order", flat=True)) == {"provincial", "territorial"}
    within = dict(cities.values_list("code", "within__code"))
    assert [within[code] for code in ("ottawa", "gatineau", "st-johns", "iqaluit")] == ["on", "qc", "nl", "nu"]


@pytest.mark.parametrize(
    ("code", "fr", "en"),
    [
        ("ottawa", "Ville d’Ottawa", "City of Ottawa"),
        ("edmonton", "Ville d’Edmonton", "City of Edmonton"),
        ("iqaluit", "Ville d’Iqaluit", "City of Iqaluit"),
        ("halifax", "Ville d’Halifax", "City of Halifax"),
        ("hamilton", "Ville de Hamilton", "City of Hamilton"),
        ("yellowknife", "Ville de Yellowknife", "City of Yellowknife"),
        ("montreal", "Ville de Montréal", "City of Montréal"),
        ("quebec-city", "Ville de Québec", "City of Québec"),
        ("sudbury", "Ville du Grand Sudbury", "City of Greater Sudbury"),
        ("st-johns", "Ville de St. John’s", "City of St. John’s"),
        ("ns", "Nouvelle-Écosse", "Nova Scotia"),
        ("pe", "Île-du-Prince-Édouard", "Prince Edward Island"),
    ],
)
def test_names_are_written_as_each_language_writes_them(code, fr, en):
    row = Jurisdiction.objects.get(code=code)
    assert (row.name_in("fr"), row.name_in("en")) == (fr, en)
    with translation.override("fr"):
        assert str(row) == fr
    with translation.override("en"):
        assert str(row) == en


def test_a_french_name_is_elided_before_a_vowel_or_a_silent_h_and_never_elsewhere():
    names = dict(Jurisdiction.objects.filter(order="municipal").values_list("code", "name_fr"))
    elided = {code for code, name in names.items() if "d’" in name}
    assert elided == {"edmonton", "halifax", "iqaluit", "ottawa"}
    assert {name.partition(" ")[0] for name in names.values()} == {"Ville"}


def test_provinces_are_sorted_without_regard_to_accents():
    rows = list(Jurisdiction.objects.filter(code__in=["pe", "mb", "ns", "nb", "on"]))
    with translation.override("fr"):
        assert [row.code for row in in_order(rows)] == ["pe", "mb", "nb", "ns", "on"]
    with translation.override("en"):
        assert [row.code for row in in_order(rows)] == ["mb", "nb", "ns", "on", "pe"]


def test_a_province_cannot_be_put_within_another():
    quebec = Jurisdiction.objects.get(code="qc")
    with pytest.raises(IntegrityError), transaction.atomic():
        Jurisdiction.objects.filter(code="on").update(within=quebec)
