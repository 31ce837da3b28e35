"""A step made with the client, several talks with one client, and a persona of one's own."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.practice_files import PersonaFiles, PracticeFiles
from assistant.domain.oefenstof import Oefenstof
from assistant.domain.persona import Persona
from assistant.engine.practise_room import Oefenzaal
from assistant.engine.practise_writing import als_toml, naam_als_id, persona_van
from assistant.engine.practising import Gespreksstand, Oefening
from assistant.errors import DocumentNotWritten, RuleError
from tests.fakes import CONTENT, FakeClock

PERSONAS = [CONTENT.load(name, Persona) for name in CONTENT.source.names("personas")]
STOF = CONTENT.load("oefenen.toml", Oefenstof)


@cache
def practice(persona_id: str) -> Oefening:
    return Oefening(next(p for p in PERSONAS if p.id == persona_id), STOF)


def after(persona_id: str, *told: str) -> Gespreksstand:
    """A talk at high trust in which these facts were told."""
    oefening = practice(persona_id)
    stand = oefening.zet(oefening.begin(), "hoog")
    return stand.replace(nr=8, verteld=dict.fromkeys(told, (0,)), volgorde=told, vorige_feiten=told[-1:])


# -- a step that is theirs -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("persona", "told", "wens", "stap"),
    [
        ("gerrit", ("wens_dochter", "eerste_stap"), "Een kop koffie met mijn dochter", "Mijn adres achterop de kaart zetten"),
        ("samira", ("wens_naaimachine", "eerste_stap"), "Een eigen naaimachine", "Juf Anneke vragen of er op school een naaimachine staat"),
        ("wil", ("wens_nuttig", "eerste_stap"), "Weer van nut zijn", "Nel bellen voor het koor"),
    ],
)
def test_a_client_agrees_with_a_wish_and_a_step_that_were_told(persona: str, told: tuple[str, ...], wens: str, stap: str) -> None:
    beurt, _ = practice(persona).leg_voor(after(persona, *told), wens=wens, stap=stap, wanneer="volgende week dinsdag")

    assert beurt.reactie == "stemt_in"
    assert beurt.delen[0].sleutel == "neemt_aan"
    assert "eigen_stap" in {reden.gedrag for reden in beurt.redenen}


def test_in_a_step_laid_before_the_client_the_client_is_ik() -> None:
    stand = after("gerrit", "wens_dochter", "eerste_stap")
    wens = "Een kop koffie met mijn dochter"
    own, _ = practice("gerrit").leg_voor(stand, wens=wens, stap="Ik vraag mijn adres achterop de kaart")
    helper, _ = practice("gerrit").leg_voor(stand, wens=wens, stap="Ik vraag je adres achterop de kaart")

    assert own.reactie == "stemt_in"
    assert helper.reactie == "wijkt_uit"
    assert own.labels["vorm"] == "geen_vraag"  # the question around it is the program's, and no closed question of the trainee
    assert "onjuist" not in {reden.gedrag for reden in own.redenen}


@pytest.mark.parametrize(
    ("told", "wens", "stap"),
    [
        ((), "Een kop koffie met mijn dochter", "Mijn adres achterop de kaart zetten"),
        (("wens_dochter", "eerste_stap"), "Een kop koffie met mijn dochter", "Een cursus omgaan met geld volgen"),
        (("wens_dochter", "eerste_stap"), "Een kop koffie met mijn dochter", "Mijn dochter opzoeken op haar werk"),
        (("wens_dochter", "eerste_stap"), "Een kop koffie met mijn dochter", "Ik bel je dochter en geef haar je adres"),
        (("wens_dochter", "eerste_stap"), "Een kop koffie met mijn dochter", "Je moet je adres op de kaart zetten"),
        (("wens_dochter", "eerste_stap"), "Werk vinden", "Mijn adres achterop de kaart zetten"),
        (("wens_dochter", "eerste_stap"), "Een kop koffie met mijn dochter", "Het adres niet op de kaart zetten"),
        (("fietsen", "cor"), "Fietsen repareren", "Soep eten bij Cor"),
    ],
)
def test_a_plan_with_anything_that_is_not_theirs_is_refused(told: tuple[str, ...], wens: str, stap: str) -> None:
    beurt, _ = practice("gerrit").leg_voor(after("gerrit", *told), wens=wens, stap=stap)

    assert beurt.reactie == "wijkt_uit"
    assert beurt.delen[0].sleutel == "weigert"


def test_what_was_told_at_high_trust_is_not_agreed_with_when_trust_is_gone() -> None:
    oefening = practice("gerrit")
    stand = oefening.zet(after("gerrit", "wens_dochter", "eerste_stap"), "laag")
    beurt, _ = oefening.leg_voor(stand, wens="Een kop koffie met mijn dochter", stap="Mijn adres achterop de kaart zetten")

    assert beurt.reactie == "wijkt_uit"
    assert beurt.feiten == ()


def test_an_empty_step_cannot_be_laid_before_a_client() -> None:
    with pytest.raises(RuleError):
        practice("gerrit").leg_voor(after("gerrit"), wens="Een huis", stap="  ")


# -- several talks -------------------------------------------------------------------------------


def talked(zaal: Oefenzaal, **more: Any) -> dict[str, Any]:
    begin = zaal.oefen({"persona": "gerrit", **more})
    done = zaal.oefen({"persona": "gerrit", "stand": begin["stand"], "vertrouwen": "hoog", "zeg": "Wat voor werk heb je gedaan?"})
    found: dict[str, Any] = zaal.nabespreking(
        {"persona": "gerrit", "beurten": [done["beurt"]] * 3, "begin": 0.3, "eerder": begin["stand"]["eerder"]}
    )["nabespreking"]
    return found


def test_a_second_talk_knows_what_was_told_in_the_first(tmp_path: Path) -> None:
    zaal = Oefenzaal(CONTENT, log=PracticeFiles(tmp_path), clock=FakeClock())
    first = talked(zaal)
    zaal.voortgang({"nabespreking": first, "gesprek": 1})
    second = zaal.oefen({"persona": "gerrit", "sessie": 2})

    assert first["verteld"]
    assert second["stand"]["eerder"] == first["verteld"]
    assert second["eerder"]
    assert zaal.oefen({"persona": "gerrit"})["stand"]["eerder"] == []
    assert zaal.oefen({"persona": "samira", "sessie": 2})["stand"]["eerder"] == []


def test_what_was_found_earlier_is_not_missed_now(tmp_path: Path) -> None:
    zaal = Oefenzaal(CONTENT, log=PracticeFiles(tmp_path), clock=FakeClock())
    begin = zaal.oefen({"persona": "gerrit"})
    beurt = zaal.oefen({"persona": "gerrit", "stand": begin["stand"], "zeg": "Dag."})["beurt"]
    nb = zaal.nabespreking({"persona": "gerrit", "beurten": [beurt], "begin": 0.3, "eerder": ["fietsen"]})["nabespreking"]

    assert "fietsen" not in {item["feit"] for item in nb["krachten"]["gemist"]}
    assert "schriftje" in {item["feit"] for item in nb["krachten"]["gemist"]}


def test_the_goal_is_counted_with_nought(tmp_path: Path) -> None:
    zaal = Oefenzaal(CONTENT)
    begin = zaal.oefen({"persona": "gerrit"})
    beurt = zaal.oefen({"persona": "gerrit", "stand": begin["stand"], "zeg": "Hoe ziet je dag eruit?"})["beurt"]
    nb = zaal.nabespreking({"persona": "gerrit", "beurten": [beurt], "begin": 0.3, "doel": "open_vragen"})["nabespreking"]

    assert [(item["gedrag"], item["aantal"]) for item in nb["bij_doel"]] == [("open", 1), ("gesloten", 0), ("waarom", 0)]


# -- a persona of one's own ----------------------------------------------------------------------


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda p: p.id)
def test_the_written_file_loads_to_the_same_persona(persona: Persona) -> None:
    assert Persona.model_validate(tomllib.loads(als_toml(persona))) == persona


def test_letters_that_files_dislike_survive() -> None:
    fields = {
        "id": "x", "naam": 'Zoë "de \\ held"', "leeftijd": 40, "setting": "anders",
        "feiten": [{"id": "a", "tekst": "Regel\nbreuk", "zeg": ["Ik zei: \"nee\"", "Tab\there \x7f"], "vanaf": "laag", "soort": "kracht"}],
    }  # fmt: skip
    persona = persona_van(fields)

    assert Persona.model_validate(tomllib.loads(als_toml(persona))) == persona


def test_fields_that_make_no_persona_are_named_in_dutch() -> None:
    with pytest.raises(RuleError, match="leeftijd"):
        persona_van({"id": "x", "naam": "X", "leeftijd": 3, "setting": "s", "feiten": []})


def test_an_id_is_made_from_a_name() -> None:
    assert naam_als_id("Zoë-Marie de Wit") == "zoe_marie_de_wit"
    assert naam_als_id("Gerrit", ["gerrit", "gerrit_2"]) == "gerrit_3"
    assert naam_als_id("…") == ""


def test_an_own_persona_is_kept_listed_and_practised_with(tmp_path: Path) -> None:
    zaal = Oefenzaal(CONTENT, own=PersonaFiles(tmp_path / "oefenen" / "personas"))
    velden = {
        "naam": "Joris", "leeftijd": 33, "setting": "wijkteam",
        "feiten": [{"id": "bakker", "tekst": "Was bakker.", "zeg": ["Ik was bakker.", "Ik bakte brood."], "vanaf": "laag", "soort": "achtergrond", "onderwerpen": ["werk"]}],
    }  # fmt: skip
    looked = zaal.maak({"velden": velden})
    kept = zaal.maak({"velden": velden, "bewaar": True})

    assert looked["bevindingen"]
    assert "pad" not in looked
    assert Path(kept["pad"]).stat().st_mode & 0o777 == 0o600
    assert "joris" in {item["id"] for item in zaal.lijst({})["personas"]}
    assert zaal.oefen({"persona": "joris", "zeg": "Wat was je werk?"})["beurt"]["feiten"] == ["bakker"]


def test_a_shipped_persona_is_never_written_over(tmp_path: Path) -> None:
    zaal = Oefenzaal(CONTENT, own=PersonaFiles(tmp_path))
    fields = persona_van({**PERSONAS[0].model_dump(mode="json")}).model_dump(mode="json")

    with pytest.raises(RuleError, match="meegeleverde"):
        zaal.maak({"velden": fields, "bewaar": True})
    assert list(tmp_path.iterdir()) == []


def test_a_broken_own_file_is_named_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "kapot.toml").write_text("id = \n", encoding="utf-8")
    (tmp_path / "half.toml").write_text('id = "half"\n', encoding="utf-8")
    zaal = Oefenzaal(CONTENT, own=PersonaFiles(tmp_path))
    lijst = zaal.lijst({})

    assert len(lijst["personas"]) == len(PERSONAS)
    assert len(lijst["niet_te_lezen"]) == 2


def test_a_file_name_from_elsewhere_cannot_leave_the_folder(tmp_path: Path) -> None:
    with pytest.raises(DocumentNotWritten):
        PersonaFiles(tmp_path / "p").put("../x", "id = 1")
    assert not (tmp_path / "x.toml").exists()
