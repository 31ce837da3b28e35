"""Findings on one item: a finding that says already what is strange asks for more certainty of 'the client never said this'."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.judging.toets import BESIDE, labels_of


class Sure:
    """A judge with these certainties; every label counts from 0.3."""

    def __init__(self, **certain: float) -> None:
        self.certain = certain

    def toets(self, *_: Any) -> dict[str, float]:
        return self.certain

    def threshold(self, *_: Any) -> float:
        return 0.3

    def toets_words(self, *_: Any) -> None:
        return None


@pytest.mark.parametrize(
    ("certain", "found"),
    [
        ({"niet_eigen_woorden": 0.4}, {"niet_eigen_woorden"}),
        ({"niet_eigen_woorden": BESIDE - 0.1, "professioneel_voor_natuurlijk": 0.8}, {"professioneel_voor_natuurlijk"}),
        (
            {"niet_eigen_woorden": BESIDE + 0.1, "professioneel_voor_natuurlijk": 0.8},
            {"professioneel_voor_natuurlijk", "niet_eigen_woorden"},
        ),
        ({"niet_eigen_woorden": 0.4, "hulpverlener_doel": 0.8}, {"niet_eigen_woorden", "hulpverlener_doel"}),
        ({"niet_eigen_woorden": 0.4, "vaag": 0.2}, {"niet_eigen_woorden"}),
    ],
)
def test_a_new_means_is_no_foreign_wish(certain: dict[str, float], found: set[str]) -> None:
    judge: Any = Sure(**certain)

    assert set(labels_of("actie", "Cor gaat dinsdag naar de jobcoach.", ["Harrie heeft werk voor me."], judge)) == found
