"""The batch commands: JSONL in and out exactly as the contract says, whatever the input."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from assistant.domain.values import MAX_ANSWER_CHARS
from assistant.errors import ModelUnavailable
from tui import cli
from tui.commands.oordelen import COMMANDS, answers, read_lines


def echo(what: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Answers with what it got; breaks on request."""
    if payload.get("antwoord") == "stuk":
        raise RuntimeError("woorden van een cliënt")
    if payload.get("antwoord") == "weg":
        raise ModelUnavailable("Nu even niet.", hint="Later wel.")
    return {"wat": what, "kreeg": payload.get("antwoord"), "id": "niet deze"}


def run(command: str, raw: bytes) -> list[dict[str, Any]]:
    return list(answers(command, raw, echo))


def test_every_line_gets_one_answer_in_order_with_its_own_id() -> None:
    lines = [{"id": i, "antwoord": f"zin {i}"} for i in ("a", 2, None, "ë")]
    out = run("herken", "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode())
    assert [o["id"] for o in out] == ["a", 2, None, "ë"]
    assert [o["kreeg"] for o in out] == [line["antwoord"] for line in lines]


@pytest.mark.parametrize(
    ("line", "ident", "words"),
    [
        (b'{"id": "k", kapot', "k", "JSON"),
        (b'{"id": 7, "antwoord": "\xff\xfe"}', 7, "UTF-8"),
        (b"[1, 2]", None, "object"),
        (b'"tekst"', None, "object"),
        (b'{"id": "z"}', "z", "antwoord"),
        (b'{"id": "n", "antwoord": null}', "n", "antwoord"),
        (b'{"id": "t", "antwoord": 5}', "t", "tekst"),
        (b'{"id": "l", "antwoord": "' + b"x" * (MAX_ANSWER_CHARS + 1) + b'"}', "l", "te lang"),
        (b"[" * 200_000, None, "JSON"),
    ],
)
def test_a_bad_line_is_answered_and_the_rest_goes_on(line: bytes, ident: Any, words: str) -> None:
    good = b'{"id": "goed", "antwoord": "ja"}'
    out = run("herken", good + b"\n" + line + b"\n" + good)
    assert [o["id"] for o in out] == ["goed", ident, "goed"]
    assert words in out[1]["fout"]
    assert set(out[1]) == {"id", "fout"}


def test_a_failing_line_never_shows_its_words_and_never_stops_the_batch() -> None:
    out = run("herken", b'{"id":1,"antwoord":"stuk"}\n{"id":2,"antwoord":"weg"}\n{"id":3,"antwoord":"ja"}')
    assert "cliënt" not in out[0]["fout"]
    assert "K-" in out[0]["fout"]
    assert out[1]["fout"] == "Nu even niet. Later wel."
    assert out[2]["kreeg"] == "ja"


def test_blank_lines_a_bom_and_windows_line_ends_do_not_matter() -> None:
    out = run("herken", b'\xef\xbb\xbf{"id":1,"antwoord":"a"}\r\n\r\n  \r\n{"id":2,"antwoord":"b"}\r\n')
    assert [o["kreeg"] for o in out] == ["a", "b"]


def test_one_object_over_several_lines_and_a_list_count_too() -> None:
    assert [item[1] for item in read_lines(b'{\n "id": 1,\n "antwoord": "a"\n}')] == [{"id": 1, "antwoord": "a"}]
    assert len(list(read_lines(b'[{"id": 1}, {"id": 2}, 3]'))) == 3


@pytest.mark.parametrize(
    ("command", "item", "ok"),
    [
        ("toets", {"uitingen": [], "soort": "doel", "tekst": "x"}, True),
        ("toets", {"uitingen": [], "acties": [], "doelen": []}, True),
        ("toets", {"soort": "doel", "tekst": "x"}, False),
        ("stel-voor", {"dossier": {"uitingen": [{"id": "u", "tekst": "x"}]}}, True),
        ("stel-voor", {"dossier": {}}, False),
        ("stel-voor", {"dossier": {"uitingen": ["x"]}}, False),
        ("coach", {"uiting": "x"}, True),
        ("tekst", {"tekst": "x"}, True),
        ("maskeer", {"tekst": ["x"]}, False),
    ],
)
def test_each_command_asks_for_its_own_fields(command: str, item: dict[str, Any], ok: bool) -> None:
    assert ("fout" not in run(command, json.dumps(item).encode())[0]) is ok


def test_all_seven_commands_are_there_and_in_dutch() -> None:
    assert set(COMMANDS) == {"herken", "doorvraag", "stel-voor", "toets", "coach", "maskeer", "tekst"}
    assert all(command.help for command in COMMANDS.values())


class Out(io.StringIO):
    """A stdout with a byte buffer below it."""

    def __init__(self) -> None:
        super().__init__()
        self.buffer = io.BytesIO()


def command_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *args: str) -> tuple[int, list[dict[str, Any]]]:
    out = Out()
    monkeypatch.setattr(sys, "stdout", out)
    with pytest.raises(SystemExit) as stop:
        cli.main(["--gegevens", str(tmp_path / "g"), "--json", *args])
    return int(stop.value.code or 0), [json.loads(line) for line in out.buffer.getvalue().decode().splitlines()]


def test_the_real_command_reads_a_file_and_tells_what_needs_attention(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "t.jsonl"
    file.write_text('{"id": "a", "tekst": "Ik ga naar huis."}\n', encoding="utf-8")
    assert command_line(monkeypatch, tmp_path, "tekst", str(file)) == (
        0,
        [{"id": "a", "niveau": "A2", "lange_zinnen": [], "moeilijke_woorden": [], "makkelijker": {}, "woorden_per_zin": 4.0}],
    )
    file.write_text(
        '{"id": "a", "tekst": "Teneinde participatie te bevorderen dient betrokkene te worden gemobiliseerd."}\n', encoding="utf-8"
    )
    code, out = command_line(monkeypatch, tmp_path, "tekst", str(file))
    assert (code, out[0]["niveau"] in ("B2", "C1")) == (1, True)


@pytest.mark.parametrize(("args", "code"), [(("tekst", "nietda.jsonl"), 4), (("tekst", "leeg.jsonl"), 3), (("tekst", "a", "b"), 2)])
def test_wrong_use_has_its_own_exit_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, args: tuple[str, ...], code: int) -> None:
    (tmp_path / "leeg.jsonl").write_text("\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert command_line(monkeypatch, tmp_path, *args)[0] == code


LETTER = "Beste collega,\n\nMevrouw wil graag weer aan het werk. Begeleider Karin belt vooraf. „Ik heb jaren gezorgd voor mijn moeder”, zei ze.\n\nGroet,\nAns\n"


def test_a_letter_without_goals_says_which_lines_may_be_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter = tmp_path / "brief.txt"
    letter.write_text(LETTER, encoding="utf-8")

    with pytest.raises(SystemExit) as stop:
        cli.main(["--gegevens", str(tmp_path / "g"), "toets", str(letter)])

    told = capsys.readouterr()
    assert stop.value.code == 1
    assert [" ".join(line.split()) for line in told.out.splitlines()[:3]] == [
        "MISSCHIEN EEN DOEL Mevrouw wil graag weer aan het werk.",
        "MISSCHIEN EEN ACTIE Begeleider Karin belt vooraf.",
        "CLIËNT “Ik heb jaren gezorgd voor mijn moeder”",
    ]
    assert "geen doel of actie herkend" in told.err and "'Doel:'" in told.err

    code, out = command_line(monkeypatch, tmp_path, "toets", str(letter))
    assert (code, out[0]["gelezen"]["niet_begrepen"][0]["reden"]) == (1, "lijkt_doel")
    assert "geen doel of actie herkend" in out[0]["fout"]


def test_every_reason_for_leaving_a_stretch_out_has_its_words() -> None:
    from assistant.engine import plan_inlezen
    from tui.commands.oordelen import _texts

    source = "".join(p.read_text(encoding="utf-8") for p in Path(plan_inlezen.__file__).parent.glob("*inlezen*.py"))
    for reason in ("onbekend", "naverteld", "buiten_plan", "smart", "waarom", "lijkt_doel", "lijkt_actie", "lijkt_citaat"):
        assert f'"{reason}"' in source
        assert _texts().get(f"inlezen.reden.{reason}"), reason
