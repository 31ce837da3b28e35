"""The coach's other way of saying: in the form of address of the line, and of the talk when the line does not say."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from assistant.judging.coach import _better

CRITERIA = tomllib.loads((Path(__file__).parents[3] / "prompts/coaching/criteria.toml").read_text("utf-8"))


def better(**more: Any) -> str:
    return _better({"client_zei": "Ik heb het zelf bedacht.", **more}, "suggestief", CRITERIA["suggestief"], None) or ""


@pytest.mark.parametrize(
    ("uiting", "vorm", "expected"),
    [
        ("Dat lijkt me vervelend, toch?", "u", "u"),
        ("Dat lijkt me vervelend, toch?", "je", "je"),
        ("Dat lijkt me vervelend, toch?", None, "je"),
        ("Dat vindt u vervelend, toch?", "je", "u"),
        ("Dat vind jij vervelend, toch?", "u", "je"),
    ],
)
def test_the_form_of_address_of_the_line_and_else_of_the_talk(uiting: str, vorm: str | None, expected: str) -> None:
    said = better(uiting=uiting, aanspreekvorm=vorm)

    assert bool(re.search(r"\bu\b", said, re.IGNORECASE)) == (expected == "u")
