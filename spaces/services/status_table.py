"""The report on translations as a table for spreadsheets, in the language of whoever asks for it."""

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cms.bilingual.state_words import state_words


def lines(report, keys):
    """The heading, then one line for each thing."""
    heading = [
        _("Title"), _("Space"), _("Type"), _("Language of the original"), _("French"), _("English"),
        _("Behind since"), _("Age in days"), _("Words to translate"), _("Author of the original"), _("Changed by"),
        _("Translator"), _("Due"),
    ]  # fmt: skip
    yield heading
    for row in report.rows(keys):
        pair = row.pair
        since = localtime(pair.since).date().isoformat() if pair.since else ""
        yield [
            row.title, row.space.name if row.space else "", row.kind, pair.get_source_display(),
            *(words_of(pair, *standing) for standing in row.pages), since, "" if row.days is None else row.days,
            pair.words, row.author, row.changer, row.translator, row.due_on.isoformat() if row.due_on else "",
        ]  # fmt: skip


def words_of(pair, _language, page, is_original):
    """How one language of a thing stands."""
    said = [_("original") if is_original else state_words(pair)]
    if page is not None and not page.live:
        said.append(_("not published"))
    return ", ".join(said)
