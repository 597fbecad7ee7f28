"""Reference data: the administrations of Canada members come from."""

from django.db import migrations

PROVINCES = [
    ("ab", "Alberta", "Alberta"),
    ("bc", "Colombie-Britannique", "British Columbia"),
    ("mb", "Manitoba", "Manitoba"),
    ("nb", "Nouveau-Brunswick", "New Brunswick"),
    ("nl", "Terre-Neuve-et-Labrador", "Newfoundland and Labrador"),
    ("ns", "Nouvelle-Écosse", "Nova Scotia"),
    ("on", "Ontario", "Ontario"),
    ("pe", "Île-du-Prince-Édouard", "Prince Edward Island"),
    ("qc", "Québec", "Quebec"),
    ("sk", "Saskatchewan", "Saskatchewan"),
]
TERRITORIES = [
    ("nt", "Territoires du Nord-Ouest", "Northwest Territories"),
    ("nu", "Nunavut", "Nunavut"),
    ("yt", "Yukon", "Yukon"),
]
CITIES = [
    ("calgary", "Calgary", "Calgary", "ab"),
    ("charlottetown", "Charlottetown", "Charlottetown", "pe"),
    ("edmonton", "Edmonton", "Edmonton", "ab"),
    ("fredericton", "Fredericton", "Fredericton", "nb"),
    ("gatineau", "Gatineau", "Gatineau", "qc"),
    ("halifax", "Halifax", "Halifax", "ns"),
    ("hamilton", "Hamilton", "Hamilton", "on"),
    ("iqaluit", "Iqaluit", "Iqaluit", "nu"),
    ("laval", "Laval", "Laval", "qc"),
    ("london", "London", "London", "on"),
    ("moncton", "Moncton", "Moncton", "nb"),
    ("montreal", "Montréal", "Montréal", "qc"),
    ("ottawa", "Ottawa", "Ottawa", "on"),
    ("quebec-city", "Québec", "Québec", "qc"),
    ("regina", "Regina", "Regina", "sk"),
    ("saskatoon", "Saskatoon", "Saskatoon", "sk"),
    ("sherbrooke", "Sherbrooke", "Sherbrooke", "qc"),
    ("st-johns", "St. John’s", "St. John’s", "nl"),
    ("sudbury", "Grand Sudbury", "Greater Sudbury", "on"),
    ("toronto", "Toronto", "Toronto", "on"),
    ("vancouver", "Vancouver", "Vancouver", "bc"),
    ("victoria", "Victoria", "Victoria", "bc"),
    ("whitehorse", "Whitehorse", "Whitehorse", "yt"),
    ("winnipeg", "Winnipeg", "Winnipeg", "mb"),
    ("yellowknife", "Yellowknife", "Yellowknife", "nt"),
]


def add(apps, schema_editor):
    Jurisdiction = apps.get_model("spaces", "Jurisdiction")
    Jurisdiction.objects.create(code="ca", name_fr="Fédéral", name_en="Federal", order="federal")
    rows = {}
    for order, places in (("provincial", PROVINCES), ("territorial", TERRITORIES)):
        for code, fr, en in places:
            rows[code] = Jurisdiction.objects.create(code=code, name_fr=fr, name_en=en, order=order)
    for code, fr, en, province in CITIES:
        Jurisdiction.objects.create(
            code=code, name_fr=f"Ville {of(fr)}", name_en=f"City of {en}", order="municipal", within=rows[province]
        )


def of(city):
    """«de Calgary», «d’Halifax», «du Grand Sudbury»: elision and contraction as French writes them."""
    if city.startswith("Grand "):
        return f"du {city}"
    return f"d’{city}" if city[0] in "AEIOUÉHY" and city not in {"Yellowknife", "Hamilton"} else f"de {city}"


class Migration(migrations.Migration):
    dependencies = [("spaces", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
