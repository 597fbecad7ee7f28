"""What axe and a narrow screen find wrong in a page as it is open: desktop and phone, light and dark, 320 pixels."""

from axe_playwright_python.sync_playwright import Axe

from tests.browser.places import DESK, LEAD, OPEN

SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 375, "height": 800}}
NARROW = {"width": 320, "height": 640}
RULES = {
    "light": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "dark": ["color-contrast", "link-in-text-block"],  # colours alone are others in the dark
}
#: axe asks a library of colours what each text of a style says, hundreds of times the same: asked once, it is known.
COLOURS = """() => {
    const colour = axe.commons.color.Color.prototype, read = colour.parseString, known = new Map();
    colour.parseString = function (text) {
        if (known.has(text)) Object.assign(this, known.get(text));
        else { read.call(this, text); known.set(text, {r: this.r, g: this.g, b: this.b, alpha: this.alpha}); }
        return this;
    };
}"""
#: axe is in the page already; only what is wrong comes back, without the description of every node.
AUDIT = """only => axe.run({runOnly: only, resultTypes: ["violations"]}).then(said =>
    said.violations.map(one => [one.id, one.nodes.slice(0, 3).map(node => node.target.join(" "))]))"""


def audit(page):
    """{(size, scheme): [(rule, [nodes])]}, and under "sideways" the width of what does not fit in 320 pixels."""
    page.evaluate(Axe().axe_script)
    page.evaluate(COLOURS)
    found = {}
    for size, pixels in SIZES.items():
        page.set_viewport_size(pixels)
        for scheme, rules in RULES.items():
            page.emulate_media(color_scheme=scheme)
            if wrong := page.evaluate(AUDIT, rules):
                found[size, scheme] = wrong
    page.set_viewport_size(NARROW)
    if (width := page.evaluate("document.documentElement.scrollWidth")) > NARROW["width"]:
        found["sideways"] = width
    return found


def walk(visitor, places, who, language):
    """{page: what is wrong} of all pages of one of those who see them, in one language."""
    person, addresses = {
        "member": ("amelie.fortin", places[language]),
        "lead": (LEAD, {name: addresses[language] for name, addresses in DESK.items()}),
        "support": ("nadia.haddad", places["support"][language]),
        "stranger": (None, {name: addresses[language] for name, addresses in OPEN.items()}),
    }[who]
    page, found = visitor(person, reduced_motion="reduce"), {}
    for name, address in addresses.items():
        assert page.goto(address).status in {200, 404}
        if wrong := audit(page):
            found[name] = wrong
    return found
