"""A line and a fact read side by side bring out what no word of the line shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from assistant.domain.oefenstof import Oefenstof
from assistant.domain.persona import Feit, Persona
from assistant.engine.practise_matching import READ, Embedded, Persoonskennis
from tests.fakes import CONTENT

GERRIT = CONTENT.load("personas/gerrit.toml", Persona)
STOF = CONTENT.load("oefenen.toml", Oefenstof)
LINE = "Waar raak jij vol van?"


def alike(texts: Sequence[str]) -> Any:
    """All facts nearly as likely as each other, the first a little likelier than the next."""
    return np.array([[1.0 - 0.0005 * place] for place, _ in enumerate(texts)], np.float32)


def known(reader: Any) -> Persoonskennis:
    return Persoonskennis(GERRIT, STOF, Embedded(alike, lambda _: np.ones(1, np.float32), reader))


def best(kennis: Persoonskennis) -> str:
    scores, _ = kennis.scores(LINE)
    return max(scores, key=lambda name: scores[name])


def test_the_fact_that_is_read_as_asked_for_comes_first() -> None:
    plain = known(None)
    scores, _ = plain.scores(LINE)
    likeliest = sorted(scores, key=lambda name: -scores[name])[:READ]
    meant = next(feit for feit in GERRIT.feiten if feit.id == likeliest[2])

    reading = known(lambda tekst, zeg, regel: 0.97 if tekst == meant.tekst else 0.03)

    assert best(plain) != meant.id
    assert best(reading) == meant.id


def test_only_the_likeliest_facts_are_read_each_with_the_line() -> None:
    asked: list[tuple[str, str, str]] = []

    def reader(tekst: str, zeg: str, regel: str) -> float:
        asked.append((tekst, zeg, regel))
        return 0.5

    scores, _ = known(reader).scores(LINE)
    plain, _ = known(None).scores(LINE)

    assert len(asked) == READ
    assert {regel for _, _, regel in asked} == {LINE}
    assert all(
        isinstance(f, Feit) and f.zeg[0] in {zeg for _, zeg, _ in asked} for f in GERRIT.feiten if f.tekst in {t for t, _, _ in asked}
    )
    assert scores == plain  # half sure changes nothing
