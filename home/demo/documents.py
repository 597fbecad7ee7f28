"""The demo community's documents: templates of two spaces and one for everybody, a file in each language."""

from cms.models import File, User
from home.demo.media import in_both
from home.demo.people import DOMAIN
from spaces.services import documents

#: (space, or "" for the community library; who brought it; name; French title and rows; English title and rows)
TEMPLATES = [
    (
        "quality", "joanne.sinclair", "listening-grid",
        ("Grille d’écoute en neuf critères", [
            ["Critère", "Ce qu’on entend", "Points"],
            ["Accueil", "La personne sait à qui elle parle", "10"],
            ["Besoin", "La question est redite avant la réponse", "15"],
            ["Suite", "La personne sait ce qui vient ensuite, et quand", "15"],
        ]),
        ("Nine-criterion listening grid", [
            ["Criterion", "What one hears", "Points"],
            ["Welcome", "People know whom they are talking to", "10"],
            ["Need", "The question is said back before the answer", "15"],
            ["Next step", "People know what comes next, and when", "15"],
        ]),
    ),
    (
        "workforce", "dana.whitlock", "shift-trade",
        ("Échange de quarts, formulaire", [
            ["Date", "Quart cédé", "Quart repris", "Approuvé le"],
            ["2026-11-16", "8 h à 16 h", "12 h à 20 h", "2026-11-10"],
        ]),
        ("Shift trade form", [
            ["Date", "Shift given", "Shift taken", "Approved on"],
            ["2026-11-16", "8 to 4", "12 to 8", "2026-11-10"],
        ]),
    ),
    (
        "", "nadia.haddad", "lesson-learned",
        ("Leçon apprise, gabarit", [
            ["Ce que nous voulions", "Ce qui est arrivé", "Ce que nous ferions autrement"],
            ["", "", ""],
        ]),
        ("Lesson learned, template", [
            ["What we wanted", "What happened", "What we would do differently"],
            ["", "", ""],
        ]),
    ),
]  # fmt: skip


def write_documents(spaces):
    """Those that are not there yet."""
    for code, person, name, french, english in TEMPLATES:
        if not File.objects.filter(title=french[0]).exists():
            by = User.objects.filter(email=f"{person}@{DOMAIN}").first()
            place = {"collection": documents.folder(spaces[code])} if code else {}
            in_both(name, french, english, uploaded_by_user=by, **place)
