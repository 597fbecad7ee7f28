"""What an agenda takes over from before: the actions still open, and what was decided last time."""


def carried(meeting, language):
    """{"actions": HTML, "decisions": HTML} for the agenda of a meeting, in one language; what is empty stays out.

    None is on record yet.
    """
    return {}
