"""A conversation from a script: every line answers, a bad one changes nothing, and the sample is true to its own words."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from assistant.domain.actieplan import ActieStatus
from assistant.engine.playing import Player, load_sample
from tests.fakes import FakeSheets, FakeThinker, an_assistant

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = ROOT / "docs" / "voorbeelden" / "gesprek.jsonl"


def play(*lines: dict[str, Any], player: Player | None = None) -> list[dict[str, Any]]:
    player = player or Player(an_assistant(), paper=FakeSheets())
    return [player.play(line) for line in lines]


def test_the_documented_example_plays_without_a_mistake() -> None:
    lines = [json.loads(raw) for raw in SCRIPT.read_text(encoding="utf-8").splitlines() if raw and not raw.startswith("#")]
    player = Player(an_assistant())
    out = play(*lines, player=player)

    assert [o for o in out if "fout" in o] == []
    assert player.conversation is not None
    dossier = player.conversation.dossier
    assert player.assistant.store.load(dossier.id) == dossier
    assert dossier.plan.bevestigd[0].status is ActieStatus.BEVESTIGD
    assert out[-1]["teruglezen"]


def test_the_whole_way_with_a_helper_that_hears_and_proposes() -> None:
    out = play(
        {"doe": "nieuw"},
        {"doe": "leefgebied", "id": "wonen"},
        {"doe": "antwoord", "tekst": "Ik wil een eigen huis. Mijn zus helpt."},
        {"doe": "neem", "nummer": 1},
        {"doe": "laat_vallen", "nummer": 2},
        {"doe": "doorvraag", "nummer": 2},
        {"doe": "voorstellen"},
        {"doe": "wijzig", "nummer": 1, "wanneer": "vrijdag", "wie": "mijn zus"},
        {"doe": "bevestig", "nummer": 1, "door": "J."},
        {"doe": "weiger", "nummer": 2},
        {"doe": "keuze", "keuze": "gekozen", "vertrouwen": 7},
        {"doe": "terugblik", "verloop": "gedaan", "wat_hielp": "mijn zus"},
        {"doe": "zoek", "vraag": "open vragen"},
        {"doe": "plan"},
    )

    assert [o for o in out if "fout" in o] == []
    assert [k["citaat"] for k in out[3]["krachten"]] == ["Ik wil een eigen huis"]
    assert out[4]["hulpbronnen"] == []
    assert out[5]["vraag"]["tekst"] == "Wanneer was dat voor het laatst?"
    assert out[-1]["plan"][0] | {} == out[-1]["plan"][0]
    assert (out[-1]["plan"][0]["wanneer"], out[-1]["plan"][0]["vertrouwen"], out[-1]["plan"][0]["terugblik"]) == ("vrijdag", 7, ["gedaan"])


@pytest.mark.parametrize(
    "line",
    [
        {},
        {"doe": "bestaat niet"},
        {"doe": "__init__"},
        {"doe": "leefgebied", "id": "mars"},
        {"doe": "antwoord", "tekst": "  "},
        {"doe": "neem", "nummer": 9},
        {"doe": "neem", "nummer": "drie"},
        {"doe": "kracht", "citaat": "dit zei niemand"},
        {"doe": "kracht", "citaat": "raam", "vorm": "ik_moet"},
        {"doe": "verbeter", "nummer": 7, "tekst": "x"},
        {"doe": "bevestig", "nummer": 1},
        {"doe": "keuze"},
        {"doe": "keuze", "actie": "weg", "keuze": "gekozen"},
        {"doe": "doorvraag", "nummer": 4},
        {"doe": "open", "dossier": "weg"},
        {"doe": "praten", "id": "mars"},
    ],
)
def test_a_line_that_cannot_be_done_says_so_and_changes_nothing(line: dict[str, Any]) -> None:
    player = Player(an_assistant())
    play({"doe": "nieuw"}, {"doe": "leefgebied", "id": "wonen"}, {"doe": "antwoord", "tekst": "Bij het raam."}, player=player)
    assert player.conversation is not None
    before = player.conversation.dossier
    out = player.play(line)

    assert out["fout"].endswith(".")
    assert player.conversation.dossier == before


def test_without_a_dossier_every_line_asks_for_one() -> None:
    out = play({"doe": "antwoord", "tekst": "Hallo."})

    assert '"nieuw"' in out[0]["fout"]


def test_no_mistake_repeats_the_clients_words() -> None:
    secret = "dit mag nergens staan"
    out = play({"doe": "nieuw"}, {"doe": "antwoord", "tekst": secret, "uiting": {"a": secret}}, {"doe": "kracht", "citaat": secret + "!"})

    assert not any(secret in str(o.get("fout", "")) for o in out)


def test_without_a_helper_the_script_goes_on() -> None:
    out = play(
        {"doe": "nieuw"},
        {"doe": "leefgebied", "id": "geld"},
        {"doe": "antwoord", "tekst": "Ik betaal altijd op tijd."},
        {"doe": "volgende"},
        player=Player(an_assistant(thinker=FakeThinker())),
    )

    assert "fout" not in out[2] and out[2]["zonder_hulp"]
    assert out[3]["vraag"]["leefgebied"] == "geld"


def test_paper_comes_from_what_makes_sheets(tmp_path: Path) -> None:
    out = play({"doe": "nieuw", "code": "KG"}, {"doe": "druk_af", "blad": "plan", "als": "md", "map": str(tmp_path)})

    assert Path(out[1]["bestand"]).exists()


def test_the_sample_is_an_invented_talk_with_a_confirmed_and_chosen_step() -> None:
    dossier = load_sample(an_assistant())

    assert len(dossier.uitingen) >= 12
    assert len({u.leefgebied for u in dossier.uitingen}) == 4
    assert {k.vorm for k in dossier.krachten} == {"ik_ben", "ik_kan", "ik_heb", "ik_wil", "ik_weet"}
    assert dossier.plan.bevestigd[0].keuze is not None
    assert all(u.vraag_tekst for u in dossier.uitingen)


def test_every_kind_of_line_is_documented_and_every_documented_one_exists() -> None:
    text = (ROOT / "docs" / "speel.md").read_text(encoding="utf-8")
    documented = {name for row in re.findall(r"^\| (`.*?) \|", text, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)} - {"doe"}
    existing = {name.removeprefix("_doe_") for name in dir(Player) if name.startswith("_doe_")}

    assert documented == existing
