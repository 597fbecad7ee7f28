"""search_reindex as it is run by hand."""

from io import StringIO

from django.core.management import CommandError, call_command


def run(*arguments):
    """(what the command printed, the message it failed with)"""
    out = StringIO()
    try:
        call_command("search_reindex", *arguments, stdout=out)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""
