"""The demo community's pictures and files, made here so that no binary is kept beside the code."""

import csv
import io

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

from cms.models import File, Picture
from spaces.models import Space
from spaces.services import documents

INK, GRID, BEFORE, AFTER = "#26374a", "#dce2ea", "#9fb3c8", "#1f5fa8"
#: name -> (titles and alternative texts, weeks, figures before, figures after)
CHARTS = {
    "forecast-error": (
        {
            "title": "Erreur des prévisions / Forecast error",
            "alt_fr": "Onze paires de barres, une par semaine : l’erreur va de 12 à 30 % en 2025, de 3 à 12 % en 2026.",
            "alt_en": "Eleven pairs of bars, one a week: the error runs from 12 to 30% in 2025, from 3 to 12% in 2026.",
        },
        [14, 12, 23, 21, 30, 26, 18, 17, 19, 15, 14],
        [8, 6, 5, 7, 7, 12, 9, 6, 5, 4, 3],
    )
}
#: name -> language -> (title, rows)
TABLES = {
    "mailing-calendar": {
        "fr": (
            "Calendrier des envois, gabarit",
            [
                ["Semaine", "Lettre", "Nombre", "Jour de mise à la poste", "Appels par millier"],
                ["2026-03-16", "Lettre de rappel", "400000", "2026-03-19", "44"],
                ["2026-03-23", "Avis de réception", "120000", "2026-03-24", "3"],
            ],
        ),
        "en": (
            "Mailing calendar, template",
            [
                ["Week", "Letter", "Count", "Mailing day", "Calls per thousand"],
                ["2026-03-16", "Reminder letter", "400000", "2026-03-19", "44"],
                ["2026-03-23", "Acknowledgement", "120000", "2026-03-24", "3"],
            ],
        ),
    },
    "call-notes": {
        "fr": (
            "Notes d’appel : douze mois de chiffres",
            [
                ["Mois", "Appels", "Minutes de rédaction par appel", "Notes corrigées par l’agent (%)"],
                ["2025-12", "41200", "3,9", "61"],
                ["2026-05", "39800", "2,4", "38"],
                ["2026-11", "42600", "1,7", "22"],
            ],
        ),
        "en": (
            "Call notes: twelve months of figures",
            [
                ["Month", "Calls", "Minutes of writing per call", "Notes corrected by the agent (%)"],
                ["2025-12", "41200", "3.9", "61"],
                ["2026-05", "39800", "2.4", "38"],
                ["2026-11", "42600", "1.7", "22"],
            ],
        ),
    },
}
#: They are of this space, but for what others hold: who reads it sees them, and nobody else.
SPACE = "workforce"
ELSEWHERE = {"call-notes": "community"}


def folder(name=""):
    return documents.folder(Space.objects.get(code=ELSEWHERE.get(name, SPACE)))


def picture(name):
    """The picture of this name, drawn and saved the first time it is asked for."""
    words, before, after = CHARTS[name]
    found = Picture.objects.filter(title=words["title"]).first()
    return found or Picture.objects.create(
        **words, file=ContentFile(bars(before, after), f"{name}.png"), collection=folder()
    )


def bars(before, after):
    """PNG of two series side by side, in per cent; figures only, so that it is the same in both languages."""
    width, height, left, bottom = 1200, 560, 80, 500
    image = Image.new("RGB", (width, height), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(24)
    for level in range(0, 31, 10):
        y = bottom - level * 14
        draw.line([(left, y), (width - 30, y)], fill=GRID, width=2)
        draw.text((left - 14, y), str(level), fill=INK, font=font, anchor="rm")
    step = (width - left - 30) / len(before)
    for number, (old, new) in enumerate(zip(before, after, strict=True)):
        x = left + number * step + step / 2
        draw.rectangle([x - 36, bottom - old * 14, x - 3, bottom], fill=BEFORE)
        draw.rectangle([x + 3, bottom - new * 14, x + 36, bottom], fill=AFTER)
        draw.text((x, bottom + 14), str(number + 1), fill=INK, font=font, anchor="mt")
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def document(name):
    """The document of this name, a file in each language, written and saved the first time it is asked for."""
    found = File.objects.filter(title=TABLES[name]["fr"][0]).first()
    return found or in_both(name, TABLES[name]["fr"], TABLES[name]["en"], collection=folder(name))


def in_both(name, french, english, **facts):
    """A document with a file in each language, of (title, rows) each."""
    made = File(title=french[0], other_title=english[0], language="fr", **facts)
    made.file.save(f"{name}-fr.csv", table(french[1]), save=False)
    made.other_file.save(f"{name}-en.csv", table(english[1]), save=False)
    made.save()
    return made


def table(rows):
    """A table as spreadsheets open it, accents included."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return ContentFile(("\ufeff" + text.getvalue()).encode())
