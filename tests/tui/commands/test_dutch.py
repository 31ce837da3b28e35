"""What Click says about a command that was typed wrongly is Dutch."""

from __future__ import annotations

import re

import pytest

from tui import cli

ENGLISH = re.compile(r"\b(?:did you|missing|usage|error|such|value|invalid|try|required|takes|given)\b", re.IGNORECASE)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["druk-af", "x", "--map", "y"], "Bedoelt u een van deze"),
        (["druk-af", "x", "--blat", "y"], "Bedoelt u '--blad'"),
        (["druk-af"], "ontbreekt"),
        (["druk-af", "x", "--blad", "poster"], "is geen van"),
        (["dossier", "toon", "x", "y"], "te veel"),
        (["bestaatniet"], "bestaat niet"),
    ],
)
def test_a_command_typed_wrongly_is_answered_in_dutch(typed: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(typed)

    told = capsys.readouterr().err
    assert stopped.value.code == 2
    assert said in told
    assert not ENGLISH.search(told), told
