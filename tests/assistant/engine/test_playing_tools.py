"""A whole story through `speel`: the map, the kompas, the team, the basistaken and the setting of one client."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assistant.engine.playing import Player
from assistant.judging.maskeer import maskeer
from tests.assistant.domain.test_kompas import camera
from tests.fakes import FakeSheets, a_thinker, an_assistant


def play(*lines: dict[str, Any], player: Player) -> list[dict[str, Any]]:
    return [player.play(line) for line in lines]


def a_player() -> Player:
    thinker = a_thinker()
    thinker.answers |= {
        "maskeer": maskeer,
        "corpus-notitie": lambda p: {"id": "notitie-1", "nieuw": True, "index": {}},
        "corpus-verwijder": lambda p: {"verwijderd": p["id"], "index": {}},
    }
    return Player(an_assistant(naam="J. de Wit", thinker=thinker), paper=FakeSheets())


def test_the_map_is_filled_by_question_and_kept_safe() -> None:
    player = a_player()
    out = play(
        {"doe": "nieuw", "setting": "wijk"},
        {"doe": "netwerk"},
        {"doe": "wie_nog", "tekst": "Ik zie mijn zus vaak."},
        {"doe": "contact", "nummer": 1, "naam": "Anja", "steun": ["praktisch"], "richting": "beide"},
        {"doe": "contact", "naam": "Ferdi", "kwaliteit": "spanning"},
        {"doe": "wie_nog"},
        {"doe": "niet_benaderen", "contact": "Ferdi"},
        {"doe": "contact", "contact": "anja", "kwaliteit": "steunend"},
        player=player,
    )

    assert [o for o in out if "fout" in o] == []
    assert out[1]["vraag"]["id"] == "netwerk.eerste" and out[2]["voorstellen_netwerk"][0]["naam"] == "mijn zus"
    assert [(c["naam"], c["kwaliteit"], c["niet_benaderen"]) for c in out[-1]["netwerk"]] == [
        ("Anja", "steunend", False),
        ("Ferdi", "spanning", True),
    ]
    wrong = play(
        {"doe": "niet_op_kaart", "contact": "Ferdi"},
        {"doe": "contact", "nummer": 9},
        {"doe": "niet_op_kaart", "nummer": 9},
        {"doe": "bij_doel"},
        {"doe": "wie_nog", "vraag": "bestaat.niet", "tekst": "x"},
        {"doe": "contact", "naam": "x", "richting": "omhoog"},
        player=player,
    )
    assert all("fout" in o for o in wrong)
    gone = play({"doe": "niet_benaderen", "contact": "Ferdi", "aan": False}, {"doe": "niet_op_kaart", "contact": "Ferdi"}, player=player)
    assert [c["naam"] for c in gone[-1]["netwerk"]] == ["Anja"]


def test_a_goal_with_the_people_around_it() -> None:
    out = play(
        {"doe": "nieuw"},
        {"doe": "leefgebied", "id": "wonen"},
        {"doe": "antwoord", "tekst": "Ik wil een eigen huis. Mijn zus helpt."},
        {"doe": "neem", "nummer": 1},
        {"doe": "contact", "naam": "zus"},
        {"doe": "bij_doel", "doel": 1, "contact": "zus", "rol": "doet_mee"},
        player=a_player(),
    )

    assert out[-1]["doel"] == "Ik wil een eigen huis" and out[-1]["doet_mee"] == ["zus"] and out[-1]["kan_gevraagd"] == []


def test_a_kompas_in_one_contact(tmp_path: Path) -> None:
    (tmp_path / "zus.jpg").write_bytes(camera())
    out = play(
        {"doe": "nieuw"},
        {"doe": "kompas"},
        {"doe": "kompas_antwoord"},
        {"doe": "kompas_antwoord", "vak": "meedoen", "tekst": "Zingen in het koor"},
        {"doe": "kompas_foto", "pad": str(tmp_path / "zus.jpg"), "bijschrift": "mijn zus"},
        {"doe": "kompas_weg"},
        {"doe": "kompas_stap", "wat": "Ik bel het koor.", "wanneer": "morgen", "wie": "mijn zus", "door": "J."},
        {"doe": "keuze", "keuze": "gekozen", "vertrouwen": 8},
        {"doe": "kompas_foto", "weg": "foto-0001"},
        player=a_player(),
    )

    assert [o for o in out if "fout" in o] == []
    assert out[1]["vraag"]["halte"] == "aanleiding" and out[2]["vraag"]["vak"] == "jezelf_zijn"
    assert [v["regels"] for v in out[3]["kompas"]] == [[], [], ["Zingen in het koor"], []]
    assert out[4]["fotos"][0]["bijschrift"] == "mijn zus" and out[-1]["fotos"] == []
    assert out[6]["stap_kompas"] == "Ik bel het koor."
    assert out[7]["plan"][0]["doel"] == "Zingen in het koor" and out[7]["plan"][0]["vertrouwen"] == 8


def test_a_team_thinks_along_and_the_client_chooses() -> None:
    player = a_player()
    first = play({"doe": "nieuw"}, {"doe": "tkb", "vraag": "Hoe verder?"}, {"doe": "idee", "tekst": "x"}, player=player)
    assert "fout" in first[1] and "fout" in first[2]
    out = play(
        {"doe": "toestemming", "doel": "delen", "ja": True},
        {"doe": "tkb", "vraag": "Hoe helpen we haar zingen?"},
        {"doe": "tkb_blad", "gezien": True},
        {"doe": "tkb_stap", "stap": "vragen"},
        {"doe": "tkb_vraag", "tekst": "Je moet haar bellen"},
        {"doe": "tkb_stap"},
        {"doe": "idee", "tekst": ["AB: samen naar het koor", *(f"idee {n}" for n in range(20))]},
        {"doe": "voorleggen", "nummers": [1, 2], "wanneer": "dinsdag"},
        {"doe": "idee_keuze", "nummer": 1, "keuze": "gekozen", "woorden": "Ja, met Bea erbij."},
        {"doe": "wijzig", "nummer": 1, "wanneer": "vrijdag"},
        {"doe": "bevestig", "nummer": 1, "door": "J."},
        {"doe": "tkb_terugblik", "tekst": "Ze ging met Fatma naar het koor."},
        {"doe": "toestemming", "doel": "teamkennis", "ja": True},
        {"doe": "wat_werkt", "tekst": "Samen met Fatma gaan hielp het meest.", "bewaar": True},
        {"doe": "wat_werkt", "weg": True},
        player=player,
    )

    assert [o for o in out if "fout" in o] == []
    assert out[4]["advies"] is True and len(out[6]["bespreking"]["ideeen"]) == 21
    assert out[8]["voorstellen_team"] == 1
    assert out[10]["plan"][0]["actie"] == "samen naar het koor"
    assert "Fatma" not in str(out[13]["notitie"]) and out[13]["document"] == "notitie-1"
    assert out[14]["bespreking"]["wat_werkt"] is None
    bad = play(
        {"doe": "idee_keuze", "nummer": 99},
        {"doe": "toestemming", "doel": "delen", "intrekken": True},
        {"doe": "tkb_stap", "stap": "ideeen"},
        {"doe": "toestemming", "doel": "roddelen", "ja": True},
        player=player,
    )
    assert ["fout" in o for o in bad] == [True, False, True, True]


def test_basistaken_and_setting() -> None:
    out = play(
        {"doe": "nieuw", "setting": "wijk"},
        {"doe": "basistaken", "wijs": "krachten", "notitie": "loopt"},
        {"doe": "setting", "setting": "vrouwenopvang", "geheime_locatie": True},
        {"doe": "setting"},
        {"doe": "basistaken", "wijs": "weg"},
        player=a_player(),
    )

    assert [t["id"] for t in out[1]["basistaken"] if t["hier"]] == ["krachten"]
    assert out[3]["geheime_locatie"] is True and "mensen.contact_terug" in out[3]["houd_achter"]
    assert "fout" in out[4]
