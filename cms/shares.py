"""Parts of a whole, as people read them."""


def percent(part, whole):
    """In whole percents, to the nearest; 100 only when nothing is left, and nothing of nothing is whole."""
    if part >= whole:
        return 100
    return min(99, (200 * part + whole) // (2 * whole))
