"""One tag a component; arguments by name only, so that a mistyped one fails when the template compiles."""

import re
from urllib.parse import quote

from django import template
from django.core.exceptions import NON_FIELD_ERRORS
from django.templatetags.static import static
from django.utils import formats
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext

from cms import dates, sizes
from cms.bilingual.addresses import slug_words
from cms.models.people import ZONES
from cms.templatetags.frame import hole
from cms.typography import NB, french

register = template.Library()
_FIGURE = re.compile(r"^\W{0,2}\d[\w\s.,:%$/−+’-]{0,16}$")
_sprite = lazy(lambda: static("cms/icons.svg"), str)()


@register.simple_tag
def icon(name):
    """A decorative icon of the sprite; the words beside it carry the meaning."""
    return format_html(
        '<svg class="i" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>', _sprite, name
    )


@register.simple_tag
def badge(user):
    """A person's initials; the name stands in text beside it."""
    return format_html('<span class="av {}" aria-hidden="true">{}</span>', user.hue, user.initials)


@register.filter
def anchor(text):
    """The id of a heading, from its words."""
    return slug_words(str(text), empty="section")


@register.filter
def is_figure(cell):
    """Whether a table cell is a number with its unit, to be set flush right."""
    return bool(_FIGURE.match(str(cell or "")))


@register.filter
def figure_columns(rows):
    """Numbers of the columns, the first left out, whose cells are all figures: they are set flush right."""
    return [
        column
        for column in range(1, max((len(row) for row in rows), default=0))
        if all(is_figure(row[column]) for row in rows if column < len(row) and row[column])
    ]


@register.simple_tag
def day(moment, *, year=True, weekday=False, zone="", capital=False):
    """A date in words, inside <time>."""
    words = dates.day(moment, year=year, weekday=weekday, zone=zone, capital=capital)
    stamp = dates.on_clock(moment, zone).isoformat()[:10]
    return timed(stamp, words)


@register.simple_tag
def moment(start, *, end=None, zone="", year=True, capital=True):
    """«Le jeudi 10 décembre 2026, de 13 h à 15 h (HE)», inside <time> with its offset."""
    when = dates.day(start, weekday=True, year=year, zone=zone, capital=capital)
    hours = dates.span(start, end, zone=zone) if end else dates.hour(start, zone=zone)
    return timed(dates.on_clock(start, zone).isoformat(timespec="minutes"), f"{when}, {hours}")


@register.simple_tag
def clock(start, *, zone=""):
    return timed(dates.on_clock(start, zone).isoformat(timespec="minutes"), dates.clock(start, zone=zone))


@register.simple_tag
def hour(start):
    """«14 h 30 (HE)», on the reader's clock, which is named."""
    return timed(dates.on_clock(start).isoformat(timespec="minutes"), dates.hour(start))


def timed(stamp, words):
    if "1er" in words:
        words = french(words)
        return format_html('<time datetime="{}">', stamp) + _first(words)
    return format_html('<time datetime="{}">{}</time>', stamp, words)


def _first(words):
    """«1er» with its raised letters, the rest escaped."""
    before, raised, after = words.partition("<sup>er</sup>")
    return format_html("{}<sup>er</sup>{}</time>", before, after) if raised else format_html("{}</time>", words)


@register.inclusion_tag("components/tile.html")
def tile(start, *, zone="", weekday=False):
    """A date tile: decoration beside a full date in words."""
    local = dates.on_clock(start, zone)
    named = dates.weekday(start, zone=zone) if weekday else ""
    return {"local": local, "month": dates.month_short(start, zone=zone), "weekday": named}


@register.filter
def number(value, decimals=2, *, trim=True):
    """1 200 or 1,200; a decimal only when there is one, unless told not to trim."""
    if value is None or value == "":
        return ""
    whole, _, rest = f"{float(value):,.{decimals}f}".partition(".")
    rest = rest.rstrip("0") if trim else rest
    if dates.is_french():
        return whole.replace(",", NB) + (f",{rest}" if rest else "")
    return whole + (f".{rest}" if rest else "")


@register.filter
def other_language(code):
    """The code of the other official language."""
    return "en" if code == "fr" else "fr"


@register.filter
def is_told(lag, community):
    """Whether readers are told that a translation is behind its original."""
    return lag is not None and lag.is_told(community)


@register.filter
def language_attr(code):
    """` lang="en"` when the words are not in the language of the page, nothing otherwise."""
    active = (get_language() or "en")[:2]
    return "" if not code or code == active else format_html(' lang="{}"', code)


@register.filter
def copy_for_reader(document):
    """The copy of a document in the language of the page, or the one there is; None when the document is gone."""
    return document and document.copy_for((get_language() or "en")[:2])


@register.filter
def copy_facts(copy):
    """«Français, PDF, 1,2 Mo»: the language of a copy of a document where it was said, its kind, its size."""
    size = copy.size
    facts = capfirst(str(copy.language_name)), copy.extension.upper(), "" if size is None else sizes.in_words(size)
    return ", ".join(filter(None, facts))


@register.filter
def of_language(code):
    """«en français» / “in French”, for what is in the other language than the page; empty for the rest."""
    if not language_attr(code):
        return ""
    return gettext("in French") if code == "fr" else gettext("in English")


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context, *, newer="", older="", last=""):
    """Newer and older, each a link that keeps the filters."""
    return {"newer": newer, "older": older, "last": last}


@register.inclusion_tag("components/pages.html", takes_context=True)
def pages(context, *, page, count):
    """Numbered pages that keep the query."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    near = list(range(max(1, page - 2), min(count, page + 2) + 1))
    return {"page": page, "count": count, "near": near, "query": query.urlencode()}


@register.inclusion_tag("components/row.html")
def row(fact, *, level=3, date=True):
    """A page in a list: `fact.shown` is the page the reader gets, in their language or labelled with its own."""
    return {"fact": fact, "page": fact.shown, "heading": f"h{level}", "date": date}


@register.inclusion_tag("components/card.html")
def card(fact, *, level=3):
    """A practice as a card."""
    return {"fact": fact, "page": fact.shown, "heading": f"h{level}"}


@register.inclusion_tag("components/field.html")
def field(bound, *, hint="", invalid=False):
    """A form field with its label, hint and error, tied together for screen readers. `invalid`: said elsewhere."""
    hint, name = hint or bound.help_text, bound.id_for_label or bound.auto_id
    notes = [f"{name}_{kind}" for kind, said in (("hint", hint), ("error", bound.errors)) if said]
    attrs = {"aria-describedby": " ".join(notes)} if notes else {}
    if bound.errors or invalid:
        attrs["aria-invalid"] = "true"
    context = {"field": bound, "hint": hint, "name": name, "notes": notes}
    if bound.widget_type == "radioselect":
        return {**context, "choices": list(bound)}
    return {**context, "widget": bound.as_widget(attrs=attrs)}


@register.filter
def error_count(form):
    """How many lines the list above a form holds: one for each field, however much is wrong with it."""
    return len(form.non_field_errors()) + len(form.errors.keys() - {NON_FIELD_ERRORS})


@register.inclusion_tag("components/empty.html")
def empty(*, title, text="", icon="info", url="", action=""):
    """What stands where nothing is yet: why, and what to do."""
    return {"title": title, "text": text, "icon": icon, "url": url, "action": action}


@register.simple_tag(takes_context=True)
def follow(context, topic, *, alone=False):
    """The follow button of a topic: a hole, because it is one person's. `alone`: the one action of the page."""
    return hole(context, "follow_alone" if alone else "follow", f"{topic.code} {topic.name}")


@register.simple_tag(takes_context=True)
def follow_thing(context, kind, pk, name, spoken=""):
    """The follow button of an item (its title is in a language), a person or an administration; none in a preview."""
    request = context.get("request")
    if pk is None or getattr(request, "is_preview", False):
        return ""
    return hole(context, f"follow_{kind}", f"{pk} {spoken or '-'} {quote(str(name))}")


@register.inclusion_tag("components/labelled.html")
def row_field(bound, *, name, spoken=""):
    """A field of one row among many alike: its label says of which, to those who hear it."""
    wrong = {"aria-invalid": "true", "aria-describedby": f"{bound.auto_id}_error"} if bound.errors else {}
    return {"field": bound, "widget": bound.as_widget(attrs=wrong), "of": name, "spoken": spoken}


@register.filter
def file_size(size):
    return sizes.in_words(size)


@register.filter
def and_list(items):
    """«A, B et C» / “A, B and C”."""
    words = [str(item) for item in items]
    if len(words) < 2:
        return "".join(words)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


@register.simple_tag
def zone_name(zone):
    """The name of a clock, as one chooses it in one's preferences."""
    return dict(ZONES).get(zone, zone)


@register.simple_tag
def month_of(moment):
    """«juin 2026» / “June 2026”."""
    return formats.date_format(moment, "F Y")


@register.simple_tag
def figure_pair(*, article):
    """«34 % → 12 %», spoken as «de 34 % à 12 %»."""
    before, after = (with_unit(value, article.result_unit) for value in (article.result_before, article.result_after))
    if not before or not after:
        return before or after
    spoken = gettext("from %(before)s to %(after)s") % {"before": before, "after": after}
    return format_html(
        '<span class="result-figure"><b aria-hidden="true">{} → {}</b><span class="vh">{}</span></span>',
        before, after, spoken,
    )  # fmt: skip


def with_unit(value, unit):
    """A figure with its unit as the active language writes it; empty when there is none."""
    if value is None:
        return ""
    text, french_now = number(value), dates.is_french()
    if unit == "percent":
        return f"{text}{NB}%" if french_now else f"{text}%"
    if unit == "dollars":
        text = text if value == int(value) else number(value, trim=False)
        return f"{text}{NB}$" if french_now else f"${text}"
    size = abs(value)
    plural = int(size) if french_now else 2 - (size == 1)  # «1,5 jour», “1.5 days”
    words = {
        "seconds": "s", "minutes": "min", "hours": "h",
        "days": ngettext("day", "days", plural),
        "points": ngettext("point", "points", plural),
    }.get(unit, "")  # fmt: skip
    return f"{text}{NB}{words}" if words else text
