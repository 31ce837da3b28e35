"""The debriefing and the progress: counts with their lines, what went well first, never a mark."""

from __future__ import annotations

import json
import re
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.adapters.practice_files import PracticeFiles, VectorCache
from assistant.domain.oefenstof import Oefenstof
from assistant.domain.persona import Persona, Stand
from assistant.engine.debriefing import MAX_GOED, MAX_PROBEER, Nabespreking, bespreek
from assistant.engine.practise_progress import Oefenregel, regel_van, voortgang
from assistant.engine.practise_room import Oefenzaal
from assistant.engine.practising import Beurt, Oefening
from tests.fakes import CONTENT, FakeClock

STOF = CONTENT.load("oefenen.toml", Oefenstof)
GERRIT = CONTENT.load("personas/gerrit.toml", Persona)
OEFENING = Oefening(GERRIT, STOF)
MIXED = [
    "Dag Gerrit, ik ben Els. Je hoeft niets te vertellen.",
    "Wat deed je vroeger voor werk?",
    "Waarom ben je gestopt?",
    "Je moet gewoon stoppen met roken.",
    "Heb je schulden?",
    "Heb je kinderen?",
    "Waar ben je trots op?",
    "Tot volgende week.",
]


def talk(said: list[str]) -> tuple[list[Beurt], float]:
    stand = OEFENING.begin(2)
    return OEFENING.herstel(stand, said), stand.vertrouwen


def debrief(said: list[str], doel: str = "") -> Nabespreking:
    beurten, begin = talk(said)
    return bespreek(GERRIT, STOF, beurten, begin=begin, doel=STOF.doel(doel) if doel else None)


def test_every_count_carries_the_lines_behind_it() -> None:
    nb = debrief(MIXED)
    counts = {telling.gedrag: telling for telling in nb.geteld}

    assert counts["waarom"].regels == (3,)
    assert counts["advies_zonder_toestemming"].regels == (4,)
    assert counts["gesloten"].regels == (3, 5, 6)
    assert all(telling.aantal == len(telling.regels) > 0 for telling in nb.geteld)


def test_three_things_went_well_at_most_and_two_are_to_try() -> None:
    nb = debrief(MIXED)

    assert 1 <= len(nb.ging_goed) <= MAX_GOED
    assert 1 <= len(nb.probeer) <= MAX_PROBEER
    assert any("advies" in punt.tekst.lower() for punt in nb.probeer)


def test_also_the_poorest_talk_gets_something_that_went_well() -> None:
    assert len(debrief(["Dat is je eigen schuld.", "Waarom?"]).ging_goed) == 1


def test_there_is_no_mark_anywhere() -> None:
    text = debrief(MIXED).model_dump_json()
    keys = set(re.findall(r'"([a-z_]+)":', text))

    assert not keys & {"score", "cijfer", "punten", "niveau", "percentage"}


def test_each_line_has_a_thought_and_a_reason() -> None:
    for regel in debrief(MIXED).regels:
        assert regel.innerlijk
        assert regel.waardoor


def test_what_was_missed_names_the_line_where_it_lay() -> None:
    beurten, begin = talk(["Heb je kinderen?", "Hoe gaat het met je geld?"])
    nb = bespreek(GERRIT, STOF, beurten, begin=begin)
    missed = {gemist.feit: gemist for gemist in nb.krachten.gemist}

    assert "schriftje" in missed
    assert [kans.regel for kans in missed["schriftje"].kansen] == [2]
    assert missed["schriftje"].kansen[0].waarom == "gevraagd"


def test_what_was_found_gives_the_clients_own_words() -> None:
    beurten = OEFENING.herstel(OEFENING.zet(OEFENING.begin(), "midden"), ["Hoe houd je overzicht over je geld?"])
    found = bespreek(GERRIT, STOF, beurten, begin=0.5).krachten.gevonden

    assert [vondst.feit for vondst in found] == ["schriftje"]
    schriftje = GERRIT.feit("schriftje")
    assert schriftje is not None
    assert found[0].woorden in schriftje.zeg


def test_the_trainees_inventory_stands_beside_the_hidden_one() -> None:
    zaal = Oefenzaal(CONTENT)
    beurten = OEFENING.herstel(OEFENING.zet(OEFENING.begin(), "hoog"), ["Hoe houd je overzicht over je geld?", "Drink je nog?"])
    nb = zaal.bespreek(zaal.oefening(GERRIT), beurten, begin=0.85, opgeschreven=["Hij schrijft elke euro op in een schriftje"])

    assert nb.inventaris is not None
    assert "schriftje" in nb.inventaris.herkend
    assert "nuchter" in nb.inventaris.niet_opgeschreven


def test_each_line_that_was_written_down_says_what_it_was_held_to_be() -> None:
    lines = ("Speelt viool", "Zet koffie voor de gang")
    beurten, begin = talk(["Wat deed je vroeger voor werk?"])
    naast = bespreek(GERRIT, STOF, beurten, begin=begin, opgeschreven=lines, herken={lines[1]: ["koffie", "vak"]}).inventaris

    assert naast is not None
    assert naast.bij == ((), ("koffie",))  # a fact that is no kracht, hulpbron or wens is nothing to find


def test_a_line_that_cost_trust_is_not_praised() -> None:
    nb = debrief(["Wat deed je vroeger voor werk?", "Waarom drink je niet gewoon minder?", "Hoe ziet je dag eruit?"])
    cost = {regel.regel for regel in nb.regels if regel.verschil < 0}

    assert cost == {2}
    assert not [punt for punt in nb.ging_goed if cost & set(punt.regels)]


def test_a_goal_decides_what_to_try_first() -> None:
    nb = debrief(MIXED, doel="open_vragen")

    assert nb.doel == "open_vragen"
    assert any(STOF.geteld["waarom"].probeer == punt.tekst or STOF.geteld["gesloten"].probeer == punt.tekst for punt in nb.probeer)


# -- progress ------------------------------------------------------------------------------------


def regel(**counts: int) -> Oefenregel:
    return Oefenregel(op=datetime(2026, 11, 1, tzinfo=UTC), persona="gerrit", beurten=10, geteld=counts)


def test_progress_says_in_words_what_changed() -> None:
    done = voortgang([regel(open=3), regel(open=7)], STOF)

    assert done.aantal == 2
    assert "meer open vragen" in done.zin
    assert voortgang([regel(open=3)], STOF).zin == ""
    assert voortgang([], STOF).stappen == ()


def test_progress_is_kept_apart_privately_and_without_words(tmp_path: Path) -> None:
    log = PracticeFiles(tmp_path / "oefenen")
    zaal = Oefenzaal(CONTENT, log=log, clock=FakeClock())
    zaal.bewaar(debrief(MIXED))
    zaal.bewaar(debrief(MIXED))
    path = tmp_path / "oefenen" / "voortgang.jsonl"

    assert len(log.all()) == 2
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "Els" not in path.read_text(encoding="utf-8")
    assert "straat" not in path.read_text(encoding="utf-8")
    assert zaal.voortgang({"wis": True})["voortgang"]["aantal"] == 0


def test_a_cut_off_line_costs_that_line_only(tmp_path: Path) -> None:
    log = PracticeFiles(tmp_path)
    log.keep(regel(open=1))
    with (tmp_path / "voortgang.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"op": "2026')
    assert len(log.all()) == 1


def test_a_practice_line_counts_what_the_debriefing_counted() -> None:
    nb = debrief(MIXED)
    line = regel_van(nb, op=datetime(2026, 11, 1, tzinfo=UTC))

    assert line.geteld["waarom"] == 1
    assert line.verborgen == len(GERRIT.krachten)
    assert json.loads(line.model_dump_json())["beurten"] == len(MIXED)


def test_the_vector_cache_computes_a_text_once(tmp_path: Path) -> None:
    import numpy as np

    asked: list[str] = []

    def embed(texts: object) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        asked.extend(texts)  # type: ignore[arg-type]
        return np.ones((len(asked), 3), np.float32)[: len(list(texts))]  # type: ignore[call-overload]

    def cache() -> VectorCache:
        return VectorCache(tmp_path / "v.npz", key=lambda text: text, embed=embed, shipped=lambda key: False)

    cache()(["a", "b"])
    cache()(["b", "a", "c"])
    (tmp_path / "v.npz").write_bytes(b"kapot")
    cache()(["a"])

    assert asked == ["a", "b", "c", "a"]


@pytest.mark.parametrize("text", STOF.introductie)
def test_the_introduction_is_plain(text: str) -> None:
    assert len(text.split()) < 25


def test_the_introduction_says_it_is_a_program() -> None:
    assert "programma" in STOF.introductie[0]
    assert "mens" in STOF.introductie[0]


def test_a_goal_that_was_hardly_met_is_not_laid_at_the_lines_that_met_it() -> None:
    oefening = Oefening(CONTENT.load("personas/wil.toml", Persona), STOF)
    stand = oefening.begin()
    beurten = []
    for zeg in ("Wat gaat er goed?", "Bent u moe?", "Slaapt u goed?", "Hebt u het koud?", "Woont u hier lang?"):
        beurt, stand = oefening.antwoord(stand, zeg)
        beurten.append(beurt)
    points = bespreek(oefening.persona, STOF, beurten, begin=0.3, doel=STOF.doel("open_vragen")).probeer

    assert STOF.geteld["gesloten"].probeer in [punt.tekst for punt in points]
    assert STOF.geteld["open"].probeer not in [punt.tekst for punt in points]  # the same thing twice
    assert all(1 not in punt.regels for punt in points if "ja-neevraag" in punt.tekst or "Gesloten" in punt.tekst)


def test_asking_straight_out_after_wanting_to_live_is_not_counted_as_a_closed_question() -> None:
    oefening = Oefening(CONTENT.load("personas/wil.toml", Persona), STOF)
    beurt, _ = oefening.antwoord(oefening.begin(), "Denkt u er weleens aan om er niet meer te zijn?")
    done = bespreek(oefening.persona, STOF, [beurt], begin=0.3, doel=STOF.doel("open_vragen"))

    assert done.ging_goed[0].tekst == STOF.nabespreking["goed_rechtuit"]
    assert STOF.geteld["open"].probeer not in [punt.tekst for punt in done.probeer]
    assert "gesloten" not in [item.gedrag for item in done.geteld]
    assert "gesloten" not in [reden.gedrag for reden in beurt.redenen]


def test_what_trust_was_there_for_is_not_said_to_have_lacked_trust() -> None:
    wil = CONTENT.load("personas/wil.toml", Persona)
    oefening = Oefening(wil, STOF)
    beurt, _ = oefening.antwoord(oefening.zet(oefening.begin(), "hoog"), "Wat voor werk hebt u gedaan?")
    near = beurt.replace(dichtbij=("breien", "koor"), feiten=())
    missed = {item.feit: item for item in bespreek(wil, STOF, [near], begin=0.85).krachten.gemist}

    assert missed["breien"].kansen[0].waarom == "vlakbij"
    low = near.replace(vertrouwen=Stand.LAAG)
    assert {item.feit: item for item in bespreek(wil, STOF, [low], begin=0.2).krachten.gemist}["breien"].kansen[0].waarom == "gevraagd"


def test_what_the_talk_is_about_is_no_praise() -> None:
    ear = Oefening(CONTENT.load("personas/wil.toml", Persona), STOF).oor

    assert not ear.luister("Vandaag gaat het over wat goed gaat.").heeft("erkenning")
    assert ear.luister("Wat goed dat u dat deed.").heeft("erkenning")


def test_nobody_is_told_to_linger_at_a_line_that_did_harm_and_a_long_line_is_cut_between_words() -> None:
    wil = CONTENT.load("personas/wil.toml", Persona)
    oefening = Oefening(wil, STOF)
    said = "Vertelt u eens hoe dat was, toen u nog op de fiets door de wijk ging en iedereen u kende, van de bakker tot de dokter"
    beurt, _ = oefening.antwoord(oefening.begin(), said)
    near = beurt.replace(dichtbij=("breien",), feiten=(), verschil=0.05)

    points = [punt.tekst for punt in bespreek(wil, STOF, [near], begin=0.3).probeer if "vlakbij" in punt.tekst]
    assert points
    assert " …’" in points[0]
    harm = [punt.tekst for punt in bespreek(wil, STOF, [near.replace(verschil=-0.05)], begin=0.3).probeer]
    assert not any("vlakbij" in tekst for tekst in harm)
