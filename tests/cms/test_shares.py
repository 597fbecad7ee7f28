"""Percentages are the nearest, and whole only when the thing is."""

import pytest

from cms.shares import percent


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(0, 8, 0), (1, 8, 13), (1, 3, 33), (2, 3, 67), (199, 200, 99), (999, 1000, 99), (8, 8, 100), (0, 0, 100)],
)
def test_a_part_is_rounded_and_never_called_whole_before_it_is(part, whole, said):
    assert percent(part, whole) == said
