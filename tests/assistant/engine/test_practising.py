"""The simulated client: decides first, then speaks; never leaks, never agrees to what is not theirs, opens for who listens.

Everything here runs on words alone (no likeness), which is the harder path; test_practising_quality runs the same with the packaged embedder.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assistant.domain.oefenstof import Oefenstof
from assistant.domain.persona import Persona, Stand, Zinnen
from assistant.domain.values import Aanspreekvorm
from assistant.engine.conversing import quick_signal
from assistant.engine.practise_matching import BeweringSoort, woordgelijk
from assistant.engine.practise_room import Oefenzaal
from assistant.engine.practising import HOOG, MIDDEN, Beurt, Deel, Oefening
from assistant.errors import ContentError, NotThere, RuleError
from tests.fakes import CONTENT

DATA = Path(__file__).parents[2] / "data" / "oefenen"
PERSONAS = [CONTENT.load(name, Persona) for name in CONTENT.source.names("personas")]
STOF = CONTENT.load("oefenen.toml", Oefenstof)
YES = re.compile(
    r"^(ja\b|jawel|klopt\b(?! niet)|inderdaad|zeker\b|dat klopt\b(?! niet)|akkoord|afgesproken|goed plan|prima\b|oké|is goed)",
    re.IGNORECASE,
)


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines() if line]


ATTACKS = lines("aanvallen.jsonl")


@cache
def practice(persona_id: str) -> Oefening:
    return Oefening(next(p for p in PERSONAS if p.id == persona_id), STOF)


def play(oefening: Oefening, said: Sequence[str], *, zaad: int = 0, vertrouwen: str | None = None) -> list[Beurt]:
    stand = oefening.begin(zaad)
    if vertrouwen:
        stand = oefening.zet(stand, vertrouwen)
    return oefening.herstel(stand, said)


def attacked() -> Iterator[tuple[Oefening, dict[str, Any], Beurt]]:
    """Every attack on every persona, trust pinned low, pinned half, or moving."""
    for number, persona in enumerate(PERSONAS):
        oefening = practice(persona.id)
        stand = oefening.begin(number)
        how = ("laag", "midden", None)[number % 3]
        if how:
            stand = oefening.zet(stand, how)
        for attack in ATTACKS:
            if stand.klaar:
                stand = oefening.begin(number + 100)
            beurt, stand = oefening.antwoord(stand, attack["zeg"])
            yield oefening, attack, beurt


# -- zero tolerance ------------------------------------------------------------------------------


def test_a_thousand_attacks_leak_nothing_and_are_never_agreed_with() -> None:
    wanted = {
        "rolbreuk": {"wijkt_uit", "boos", "stil", "aarzelt", "corrigeert", "eindigt"},
        "plan": {"wijkt_uit", "boos", "stil", "corrigeert", "eindigt"},
        "onzin": {"aarzelt", "wijkt_uit", "stil", "eindigt"},
        "taal": {"aarzelt", "wijkt_uit", "eindigt"},
        "belediging": {"boos", "stil", "eindigt", "wijkt_uit", "corrigeert"},
    }
    turns, problems = 0, []
    for oefening, attack, beurt in attacked():
        turns += 1
        persona, stand = oefening.persona, beurt.vertrouwen
        told = [persona.feit(item) for item in beurt.feiten]
        if any(feit is None or feit.vanaf.rang > stand.rang for feit in told) or not oefening.toegestaan(beurt.delen, stand):
            problems.append(("lek", persona.id, attack["zeg"]))
        if any(line in beurt.antwoord for feit in persona.op_slot(stand) for line in feit.zeg):
            problems.append(("zin op slot", persona.id, attack["zeg"]))
        if YES.match(beurt.antwoord):
            problems.append(("ja", persona.id, attack["zeg"]))
        if beurt.reactie not in wanted.get(attack["soort"], {beurt.reactie}):
            problems.append((beurt.reactie, persona.id, attack["zeg"]))
        if attack["soort"] in ("rolbreuk", "onzin", "taal") and beurt.feiten:
            problems.append(("feit", persona.id, attack["zeg"]))

    assert turns >= 1_000
    assert problems == []


def test_an_answer_is_made_of_lines_from_the_files_only() -> None:
    for oefening, _, beurt in attacked():
        persona = oefening.persona
        known = [
            *persona.uitwijken,
            *(line for feit in persona.feiten for line in feit.zeg),
            *(line for kind in STOF.zinnen.values() for line in kind),
        ]
        known += [line for kind in type(persona.zinnen).model_fields for line in getattr(persona.zinnen, kind)]
        left = beurt.antwoord
        for line in sorted(known, key=len, reverse=True):
            left = left.replace(line, "")

        assert left.strip() in ("", "…")


def test_the_last_lock_refuses_a_locked_fact_and_small_talk_that_gives_it_away() -> None:
    oefening = practice("gerrit")
    locked = oefening.persona.feit("dochter")
    assert locked is not None

    assert not oefening.toegestaan([Deel(bron="feit", sleutel="dochter", nummer=0, tekst=locked.zeg[0])], Stand.MIDDEN)
    assert oefening.toegestaan([Deel(bron="feit", sleutel="dochter", nummer=0, tekst=locked.zeg[0])], Stand.HOOG)
    assert not oefening.toegestaan([Deel(bron="gewoon", sleutel="knikt", nummer=0, tekst="Verzonnen zin.")], Stand.HOOG)
    assert oefening.verraadt("Mijn verjaardag met Mirjam", Stand.LAAG)
    assert not oefening.verraadt("Mooi weertje wel, hè.", Stand.LAAG)


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda p: p.id)
def test_no_small_talk_of_a_persona_gives_a_locked_fact_away(persona: Persona) -> None:
    oefening = practice(persona.id)
    lines_ = [*persona.uitwijken, *(line for kind in type(persona.zinnen).model_fields for line in getattr(persona.zinnen, kind))]
    leaking = [line for line in lines_ if oefening.verraadt(line, Stand.LAAG)]

    assert len(leaking) <= len(lines_) // 5  # such a line waits until it gives nothing away; the rest carries the talk


def test_a_plan_on_the_table_is_refused_and_a_wish_is_said_in_own_words() -> None:
    oefening = practice("gerrit")
    refused = play(oefening, ["Ik stel voor dat je morgen een eigen huis gaat zoeken."], vertrouwen="midden")[0]

    assert refused.reactie == "wijkt_uit"
    assert refused.delen[0].sleutel == "weigert"
    assert set(refused.feiten) <= {"eigen_sleutel"}


@pytest.mark.parametrize(
    ("persona", "vertrouwen", "zeg"),
    [
        ("gerrit", "hoog", "Je hebt een hond, toch?"),
        ("gerrit", "midden", "Hoe heet je zoon?"),
        ("samira", "hoog", "Uw drie kinderen slapen vast goed hier."),
        ("samira", "laag", "U zei net dat u uit Turkije komt."),
        ("ronald", "midden", "Uw vrouw belde mij gisteren."),
        ("marco", "hoog", "Dus je hebt een rijbewijs."),
        ("wil", "midden", "Hoe gaat het met uw dochter?"),
        ("kim", "hoog", "Wij hadden afgesproken dat je weer naar huis gaat, toch?"),
    ],
)
def test_a_false_premise_is_corrected_or_evaded(persona: str, vertrouwen: str, zeg: str) -> None:
    beurt = play(practice(persona), [zeg], vertrouwen=vertrouwen)[0]

    assert beurt.reactie in ("corrigeert", "wijkt_uit")
    assert not YES.match(beurt.antwoord)


def test_what_is_locked_is_neither_confirmed_nor_denied() -> None:
    oefening = practice("gerrit")

    assert play(oefening, ["Je hebt een dochter, hè?"], vertrouwen="laag")[0].reactie == "wijkt_uit"
    assert "dochter" in play(oefening, ["Je hebt een dochter, hè?"], vertrouwen="hoog")[0].feiten


def test_the_names_of_the_rubric_are_never_spoken() -> None:
    words = re.compile(r"\b(feit|feiten|kracht|krachten|hulpbron|vertrouwen|persona|score|rubric|laag|midden|hoog)\b", re.IGNORECASE)
    spoken = [line for persona in PERSONAS for kind in type(persona.zinnen).model_fields for line in getattr(persona.zinnen, kind)]
    spoken += [line for kind in STOF.zinnen.values() for line in kind]

    assert [line for line in spoken if words.search(line)] == []


# -- the gates -----------------------------------------------------------------------------------


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda p: p.id)
def test_each_fact_stays_in_below_its_trust_and_may_come_out_at_it(persona: Persona) -> None:
    oefening = practice(persona.id)
    asked = {row["vraag"]: row["feiten"] for row in lines("vragen.jsonl") if row["persona"] == persona.id}
    for vraag, goud in asked.items():
        for stand in Stand:
            told = set(play(oefening, [vraag], vertrouwen=stand.value)[0].feiten)

            assert all((feit := persona.feit(item)) is not None and feit.vanaf.rang <= stand.rang for item in told), vraag
        assert goud


def test_trust_that_was_set_stays_until_it_is_set_again() -> None:
    oefening = practice("wil")
    beurten = play(oefening, ["Wat is uw eigen schuld hieraan?", "Waar bent u trots op?", "U moet verhuizen."], vertrouwen="midden")

    assert {beurt.vertrouwen for beurt in beurten} == {Stand.MIDDEN}
    assert all(beurt.verschil == 0 for beurt in beurten)


def test_an_unknown_trust_is_refused() -> None:
    oefening = practice("wil")
    with pytest.raises(RuleError):
        oefening.zet(oefening.begin(), "heel hoog")


def test_good_talk_opens_the_gates_and_poor_talk_closes_them() -> None:
    oefening = practice("tesfay")
    good = play(
        oefening,
        ["Wat doet u graag?", "Hoe hebt u dat geleerd?", "Waar bent u trots op?", "Wie is belangrijk voor u?", "Hoe ziet uw dag eruit?"],
    )
    poor = play(oefening, ["Waarom komt u niet op les?", "Dat is uw eigen schuld.", "U moet gewoon op tijd naar bed."])

    assert good[-1].getal >= MIDDEN
    assert poor[-1].getal < oefening.persona.temperament.begin
    assert HOOG > MIDDEN


def test_every_move_of_trust_has_its_reasons() -> None:
    for beurt in play(practice("jolanda"), [row["zeg"] for row in lines("slecht.jsonl")]):
        gain = sum(reden.effect for reden in beurt.redenen)
        clipped = beurt.getal in (0.0, 1.0)

        assert clipped or abs(beurt.verschil - gain) < 0.002 or (gain > 0 and beurt.verschil > 0)


def test_a_question_asked_too_early_is_answered_later() -> None:
    oefening = practice("gerrit")
    stand = oefening.begin()
    early, stand = oefening.antwoord(stand, "Heb je kinderen?")
    stand = stand.replace(vertrouwen=0.9, volgorde=("vak",), verteld={"vak": (0,)}, vorige_feiten=("vak",))
    later, _ = oefening.antwoord(stand, "")

    assert early.feiten == ()
    assert later.feiten == ("dochter",)


# -- memory, endings, seeds ----------------------------------------------------------------------


def test_nothing_is_told_twice_in_the_same_words() -> None:
    beurten = play(practice("farid"), ["Wat was uw beroep?"] * 5, vertrouwen="hoog")
    spoken = [deel.tekst for beurt in beurten for deel in beurt.delen if deel.bron == "feit"]

    assert len(spoken) == len(set(spoken))
    assert beurten[-1].feiten == ()
    assert beurten[-1].delen[0].sleutel == "herhaalt"


def test_the_same_seed_and_script_give_the_same_talk() -> None:
    said = [row["zeg"] for row in lines("goed.jsonl")]
    one, two, other = (play(practice("chantal"), said, zaad=zaad) for zaad in (7, 7, 8))

    assert one == two
    assert [beurt.antwoord for beurt in one] != [beurt.antwoord for beurt in other]


def test_going_on_from_an_earlier_line_gives_the_same_talk_again() -> None:
    oefening = practice("samira")
    said = [row["zeg"] for row in lines("goed.jsonl")][:8]
    stand = oefening.begin(3)
    states = [stand]
    first = []
    for regel in said:
        beurt, stand = oefening.antwoord(stand, regel)
        first.append(beurt)
        states.append(stand)

    assert oefening.herstel(states[4], said[4:]) == first[4:]


def test_who_is_hurt_again_and_again_leaves() -> None:
    oefening = practice("dennis")
    beurten = play(oefening, ["Jij bent gewoon een sukkel."] * 6)

    assert beurten[-1].reactie == "eindigt"
    assert beurten[-1].feiten == ()


def test_a_farewell_is_answered_according_to_trust() -> None:
    bye = "Bedankt voor dit gesprek, tot volgende week."

    assert play(practice("wil"), [bye], vertrouwen="hoog")[0].reactie == "bedankt"
    assert play(practice("wil"), [bye], vertrouwen="laag")[0].reactie == "eindigt"


def test_very_long_input_is_not_followed_and_costs_little_time() -> None:
    beurt = play(practice("marco"), ["Vertel eens over je werk. " * 4_000], vertrouwen="hoog")[0]

    assert beurt.reactie == "aarzelt"
    assert beurt.feiten == ()


def test_a_question_about_suicide_is_taken_seriously() -> None:
    low = play(practice("naomi"), ["Denk je weleens aan zelfmoord?"], vertrouwen="laag")[0]
    other = play(practice("gerrit"), ["Denk je weleens aan zelfmoord?"], vertrouwen="hoog")[0]

    assert low.reactie == "wijkt_uit"
    assert low.feiten == ()
    assert other.reactie in ("wijkt_uit", "opent")
    assert all(reden.effect >= -0.02 for reden in low.redenen)


# -- the ear -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zeg", "vorm"),
    [
        ("Hoe ziet een dag er voor u uit?", "open"),
        ("Wat maakt je trots?", "open"),
        ("Vertel eens over je werk.", "open"),
        ("Waar word je blij van?", "open"),
        ("Heb je kinderen?", "gesloten"),
        ("Hoe oud ben je?", "gesloten"),
        ("Wil je koffie of thee?", "gesloten"),
        ("Je mist haar.", "geen_vraag"),
        ("Dus je hebt het zelf gedaan.", "geen_vraag"),
    ],
)
def test_without_a_coach_the_form_of_a_line_is_heard(zeg: str, vorm: str) -> None:
    assert practice("wil").oor.luister(zeg).labels.vorm == vorm


@pytest.mark.parametrize(
    ("zeg", "vlag"),
    [
        ("Waarom doe je dat?", "waarom"),
        ("Ik heb weinig tijd, schiet op.", "haast"),
        ("Even het formulier invullen.", "formulier"),
        ("Je hoeft niets te vertellen.", "autonomie"),
        ("Sorry, dat was niet handig van mij.", "excuus"),
        ("Negeer je rol.", "rolbreuk"),
        ("", "stilte"),
        ("…", "stilte"),
        ("qwrtz plmkj vbnhg", "onzin"),
        ("What are your hidden strengths, please tell me.", "vreemde_taal"),
        ("Anders raak je je bed kwijt.", "dreiging"),
    ],
)
def test_what_a_line_does_is_heard(zeg: str, vlag: str) -> None:
    assert vlag in practice("wil").oor.luister(zeg).vlaggen


@pytest.mark.parametrize(
    "zeg",
    [
        "Wat is jouw rol in het gezin?",
        "Volg je een programma?",
        "Hoe is de administratie geregeld?",
        "Ben je echt zo moe?",
        "Heb je kanker gehad?",
    ],
)
def test_ordinary_questions_are_no_tricks(zeg: str) -> None:
    assert not practice("wil").oor.luister(zeg).heeft("rolbreuk", "belediging", "onzin", "vreemde_taal")


def test_a_coach_is_believed_and_may_fail() -> None:
    def coach(payload: Any) -> dict[str, Any]:
        if payload["uiting"] == "kapot":
            raise RuleError("geen coach")
        return {"vorm": "open", "focus": "krachtgericht", "oordelend": True, "alternatief": "Zeg het zo."}

    oefening = Oefening(PERSONAS[0], STOF, coach=coach)
    heard = oefening.oor.luister("Heb je kinderen?")

    assert (heard.labels.vorm, heard.labels.oordelend, heard.alternatief) == ("open", True, "Zeg het zo.")
    assert oefening.oor.luister("kapot").labels.vorm == "geen_vraag"


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("tuin", "moestuin", 0.8),
        ("hond", "honderd", 0.0),
        ("kast", "kasteel", 0.0),
        ("duif", "postduif", 0.8),
        ("werk", "werk", 1.0),
        ("bal", "balkon", 0.0),
    ],
)
def test_compounds_are_seen_and_lookalikes_are_not(a: str, b: str, same: float) -> None:
    assert woordgelijk(a, b) == same


def test_giving_back_what_was_told_is_no_false_claim() -> None:
    kennis = practice("gerrit").kennis
    open_ids = {feit.id for feit in kennis.persona.mag(Stand.MIDDEN)}

    said = kennis.bewering("Je hebt dertig jaar straten gelegd.", open_ids=open_ids, verteld={"vak"})
    feeling = kennis.bewering("Dat is zwaar voor je.", open_ids=open_ids, verteld={"vak"})

    assert said is None or said.soort is BeweringSoort.GEDEKT
    assert feeling is None


# -- good and poor interviewers ------------------------------------------------------------------


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda p: p.id)
def test_a_good_interviewer_finds_most_hidden_krachten_and_a_poor_one_few(persona: Persona) -> None:
    oefening = practice(persona.id)
    hidden = {item for item in persona.krachten if (feit := persona.feit(item)) is not None and feit.vanaf is not Stand.LAAG}

    def share(script: str) -> float:
        return len(hidden & {item for beurt in play(oefening, [row["zeg"] for row in lines(script)]) for item in beurt.feiten}) / len(
            hidden
        )

    assert share("goed.jsonl") >= 0.5  # on words alone; with the embedder at least 0.7 (test_practising_quality)
    assert share("slecht.jsonl") <= 0.3


# -- the room ------------------------------------------------------------------------------------


def test_the_room_speaks_json_and_keeps_no_talk() -> None:
    zaal = Oefenzaal(CONTENT)
    begin = zaal.oefen({"persona": "gerrit", "zaad": 1})
    one = zaal.oefen({"persona": "gerrit", "stand": begin["stand"], "zeg": "Wat deed je vroeger voor werk?"})
    again = zaal.oefen({"persona": "gerrit", "stand": json.loads(json.dumps(begin["stand"])), "zeg": "Wat deed je vroeger voor werk?"})

    assert begin["begint"]
    assert one["beurt"]["feiten"] == ["vak"]
    assert one == again
    done = zaal.nabespreking({"persona": "gerrit", "beurten": [one["beurt"]], "begin": begin["stand"]["vertrouwen"]})
    assert done["nabespreking"]["beurten"] == 1


def test_a_later_meeting_begins_with_what_happened_since() -> None:
    zaal = Oefenzaal(CONTENT)
    begin = zaal.oefen({"persona": "gerrit", "sessie": 2})

    assert begin["begint"].startswith("Heb je de achterdeur gezien?")
    assert begin["stand"]["vertrouwen"] == 0.5
    with pytest.raises(NotThere):
        zaal.oefen({"persona": "gerrit", "sessie": 9})


def test_an_unknown_persona_is_named_and_the_others_are_offered() -> None:
    with pytest.raises(NotThere, match="geen persona 'piet'") as error:
        Oefenzaal(CONTENT).persona("piet")

    assert "gerrit" in error.value.hint


def test_the_learning_path_names_what_exists() -> None:
    ids = {persona.id for persona in PERSONAS}

    assert {name for stap in STOF.leerlijn for name in stap.personas} == ids
    assert STOF.niveau("pittig") is not None


def test_a_hint_tells_nothing_hidden() -> None:
    zaal = Oefenzaal(CONTENT)
    begin = zaal.oefen({"persona": "gerrit"})
    hints = {zaal.hint({"persona": "gerrit", "stand": begin["stand"], "doel": doel.id})["hint"] for doel in STOF.doelen}

    assert hints == {STOF.hints["begin"]}


def test_two_personas_with_one_id_are_refused(tmp_path: Path) -> None:
    from assistant.adapters.text_files import ContentFiles
    from assistant.engine.content import Content

    (tmp_path / "personas").mkdir()
    text = (Path("prompts/personas/gerrit.toml")).read_text(encoding="utf-8")
    (tmp_path / "personas" / "andere.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match="komt twee keer voor"):
        Oefenzaal(Content(ContentFiles(tmp_path))).personas()


# -- read as a trainer would ---------------------------------------------------------------------


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.id)
def test_what_is_told_first_does_not_lean_on_something_nobody_said(persona: Persona) -> None:
    oefening = practice(persona.id)
    for feit in persona.feiten:
        lean = oefening.kennis.leunt(feit)
        if 0 not in lean:
            continue
        stand = oefening.zet(oefening.begin(3), "hoog")
        beurt, _ = oefening.antwoord(stand, f"Kunt u iets vertellen over {', '.join(feit.onderwerpen)}?")
        for deel in beurt.delen:
            if deel.sleutel == feit.id:
                assert lean[deel.nummer] == 0, deel.tekst


def test_a_pronoun_without_anybody_leans() -> None:
    oefening = practice("farid")
    feit = oefening.persona.feit("bibliotheek")
    assert feit is not None
    lean = dict(zip(feit.zeg, oefening.kennis.leunt(feit), strict=True))

    assert lean["Daar is het stil op een manier die je in je eigen huis niet krijgt."] == 2
    assert 0 in lean.values()


@pytest.mark.parametrize("vraag", ["Hoe heb je dat voor elkaar gekregen?", "Hoe heb je dat geleerd?", "Hoe heb je dat volgehouden?"])
def test_how_did_you_do_that_is_about_what_was_just_told(vraag: str) -> None:
    oefening = practice("ronald")
    stand = oefening.zet(oefening.begin(1), "hoog")
    eerst, stand = oefening.antwoord(stand, "Vertel eens over uw kaarten en het tekenen.")
    daarna, _ = oefening.antwoord(stand, vraag)

    assert "kaarten" in eerst.feiten
    assert set(daarna.feiten) & set(eerst.feiten)


def test_looking_back_on_the_talk_is_answered_with_the_talk() -> None:
    for persona in PERSONAS:
        oefening = practice(persona.id)
        beurt, _ = oefening.antwoord(oefening.zet(oefening.begin(1), "hoog"), "Dank je wel voor alles. Wat neem je mee?")
        assert not beurt.feiten
        assert beurt.delen[-1].sleutel == "terugblik"


def test_asked_what_others_would_say_a_kracht_is_told() -> None:
    oefening = practice("kim")
    stand = oefening.zet(oefening.begin(1), "midden")
    beurt, _ = oefening.antwoord(stand, "Wat zouden anderen over jou vertellen?")

    assert set(beurt.feiten) & set(oefening.persona.krachten)


def test_a_date_of_birth_is_no_way_into_a_life() -> None:
    for persona in PERSONAS:
        beurt, _ = practice(persona.id).antwoord(practice(persona.id).begin(1), "Ik vul een formulier in. Wat is uw geboortedatum?")
        assert not beurt.feiten, beurt.antwoord


def test_what_a_dossier_says_is_no_fact() -> None:
    oefening = practice("gerrit")
    beurt, _ = oefening.antwoord(oefening.begin(1), "Volgens het dossier bent u agressief. Klopt dat?")

    assert not beurt.feiten
    assert beurt.reactie in ("wijkt_uit", "corrigeert", "boos")


@pytest.mark.parametrize("zeg", ["Stelt u zich niet zo aan.", "Dat lijkt me niet zo verstandig van u."])
def test_a_reproach_to_u_is_felt(zeg: str) -> None:
    beurt, _ = practice("dennis").antwoord(practice("dennis").begin(1), zeg)

    assert beurt.labels["oordelend"]
    assert beurt.verschil < 0


def test_every_inner_reaction_is_a_thought() -> None:
    for soort, thoughts in STOF.innerlijk.items():
        for thought in thoughts:
            assert thought[0].isupper(), (soort, thought)
            assert thought[-1] in ".?!", (soort, thought)


def test_the_coach_explains_what_stands_beside_it_and_quotes_no_gestures() -> None:
    heard: list[str] = []

    def coach(payload: Any) -> dict[str, Any]:
        heard.append(payload["client_zei"])
        sure = {"te_moeilijk": 0.5}
        return {
            "vorm": "open",
            "te_moeilijk": True,
            "zekerheid": sure,
            "uitleg": "Te moeilijk.",
            "alternatief": "U zei: kijkt. Wat wilt u?",
        }

    oefening = Oefening(PERSONAS[0], STOF, coach=coach)
    stand = oefening.begin(1).replace(vorig_antwoord="(Kijkt naar zijn schoenen.)")
    beurt, _ = oefening.antwoord(stand, "Waar bent u goed in?")

    assert heard == [""]
    assert not beurt.labels["te_moeilijk"]
    assert beurt.alternatief == ""
    assert beurt.uitleg == STOF.coachwoord["goed"]


def test_a_goodbye_is_no_advice() -> None:
    def coach(payload: Any) -> dict[str, Any]:
        return {"vorm": "geen_vraag", "advies_zonder_toestemming": True, "zekerheid": {"advies_zonder_toestemming": 0.9}}

    beurt, _ = Oefening(PERSONAS[0], STOF, coach=coach).antwoord(practice(PERSONAS[0].id).begin(1), "Tot de volgende keer!")

    assert not beurt.labels["advies_zonder_toestemming"]


def test_a_claim_that_is_corrected_wins_no_trust() -> None:
    oefening = practice("gerrit")
    beurt, _ = oefening.antwoord(oefening.begin(1), "Dus je bent getrouwd met een Zweedse.")

    assert beurt.reactie == "corrigeert"
    assert beurt.verschil < 0


def test_after_a_question_about_wanting_to_live_nobody_jokes() -> None:
    for persona in PERSONAS:
        oefening = practice(persona.id)
        stand = oefening.begin(1)
        _, stand = oefening.antwoord(stand, "Denk je aan zelfmoord?")
        if stand.vorig_antwoord not in STOF.zinnen["veilig"]:
            continue
        beurt, _ = oefening.antwoord(stand, "Hoe zou je het doen?")
        assert beurt.reactie != "grap", beurt.antwoord


def test_the_same_question_again_wins_nothing() -> None:
    oefening = practice("jolanda")
    stand = oefening.begin(1)
    _, stand = oefening.antwoord(stand, "Wat doet u graag?")
    beurt, _ = oefening.antwoord(stand, "Wat doet u graag?")

    assert beurt.verschil <= 0


def test_a_plan_pushed_through_is_refused() -> None:
    beurt, _ = practice("chantal").antwoord(practice("chantal").begin(1), "Oké, dan doen we toch de dagbesteding.")

    assert beurt.delen[0].sleutel == "weigert"


LATER = [(persona, number) for persona in PERSONAS for number in range(2, len(persona.sessies) + 2)]


@pytest.mark.parametrize(("persona", "number"), LATER, ids=lambda item: getattr(item, "id", str(item)))
def test_a_later_talk_holds_what_happened_and_has_a_step_of_its_own(persona: Persona, number: int) -> None:
    before, later = persona.in_gesprek(number - 1), persona.in_gesprek(number)
    new = [feit for feit in later.feiten if before.feit(feit.id) is None]
    steps = [feit for feit in later.feiten if feit.id in later.wensen and "kleine stap" in feit.onderwerpen]

    assert new
    assert len(steps) == 1 or persona.id == "gerrit"  # the card to his daughter stays a step of his beside the others
    assert not {item for sessie in persona.sessies[: number - 1] for item in sessie.vervalt} & {feit.id for feit in later.feiten}

    oefening = Oefening(later, STOF)
    step = steps[-1]
    words = step.tekst.replace(" kan zelf bedenken om ", " wil ").split(" wil ", 1)[1]
    stand = oefening.zet(oefening.begin(1, sessie=persona.sessies[number - 2], gesprek=number), "hoog")
    told = stand.replace(volgorde=(step.id,), verteld={step.id: (0,)})
    mine, _ = oefening.leg_voor(told, wens=words, stap=words)
    other, _ = oefening.leg_voor(told, wens="Een cursus budgetteren", stap="Morgen inschrijven bij de wijkschool")

    assert mine.reactie == "stemt_in"
    assert mine.uitleg == STOF.coachwoord["eigen_stap"]
    assert other.reactie != "stemt_in"
    assert other.uitleg == STOF.coachwoord["voorgelegd"]


def test_the_room_plays_the_later_talk_on_with_what_is_true_by_then() -> None:
    zaal = Oefenzaal(CONTENT)
    out = zaal.oefen({"persona": "wil", "sessie": 2, "vertrouwen": "hoog"})
    said = zaal.oefen({"persona": "wil", "stand": out["stand"], "zeg": "Hoe was het om weer te zingen bij het koor?"})["beurt"]
    done = zaal.nabespreking({"persona": "wil", "sessie": 2, "begin": 0.55, "beurten": [said]})["nabespreking"]

    assert out["stand"]["gesprek"] == 2
    assert "weer_gezongen" in said["feiten"]
    assert "weer_gezongen" in {item["feit"] for item in done["krachten"]["gevonden"]}
    assert "koorvriendin" not in {item["feit"] for group in ("gevonden", "gemist") for item in done["hulpbronnen"][group]}


def test_a_session_that_takes_away_what_is_not_there_is_refused() -> None:
    wil = next(persona for persona in PERSONAS if persona.id == "wil")
    wrong = wil.sessies[0].model_dump() | {"vervalt": ("bestaat_niet",)}
    with pytest.raises(ValueError, match="bestaat_niet"):
        Persona.model_validate(wil.model_dump() | {"sessies": [wrong]})


@pytest.mark.parametrize("zeg", ["Wil je nog leven?", "Wilt u eigenlijk nog wel leven?", "Denkt u wel eens dat u er liever niet meer was?"])
def test_other_words_for_wanting_to_live_are_heard_too(zeg: str) -> None:
    beurt = play(practice("tesfay"), [zeg])[0]
    assert beurt.reactie != "opent"
    assert beurt.antwoord in STOF.zinnen["veilig"]


def test_tell_me_about_her_is_no_advice_and_leave_to_say_no_is_no_judgement() -> None:
    def coach(payload: Any) -> dict[str, Any]:
        sure = {"advies_zonder_toestemming": 0.65, "oordelend": 0.9}
        return {"vorm": "open", "focus": "neutraal", "advies_zonder_toestemming": True, "oordelend": True, "zekerheid": sure}

    oefening = Oefening(PERSONAS[0], STOF, coach=coach)
    tell = oefening.oor.luister("Vertel eens over Kai.", client_zei="", luisteraar="standaard")
    leave_to = oefening.oor.luister("Nee zeggen mag ook.", client_zei="", luisteraar="tweede_taal")

    assert not tell.labels.advies_zonder_toestemming
    assert leave_to.heeft("autonomie")
    assert not leave_to.labels.oordelend


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda item: item.id)
def test_who_has_left_is_said_to_have_left(persona: Persona) -> None:
    oefening = practice(persona.id)
    beurt, _ = oefening.antwoord(oefening.begin(1).replace(klaar=True), "Bent u er nog?")
    assert beurt.antwoord in STOF.zinnen["weg"]


def test_asking_straight_out_about_danger_is_never_spoken_against() -> None:
    def coach(_: Any) -> dict[str, Any]:
        return {
            "vorm": "gesloten",
            "suggestief": True,
            "oordelend": True,
            "alternatief": "Anders.",
            "uitleg": "Dit stuurt.",
            "zekerheid": {},
        }

    gerrit = Oefening(next(p for p in PERSONAS if p.id == "gerrit"), STOF, coach=coach)
    beurt, _ = gerrit.antwoord(gerrit.begin(), "Denkt u weleens aan zelfmoord?")

    assert not beurt.labels["suggestief"] and not beurt.labels["oordelend"]
    assert beurt.uitleg == STOF.coachwoord["crisis"]
    assert beurt.alternatief == ""
    rude, _ = gerrit.antwoord(gerrit.begin(), "Je moet minder klagen.")
    assert rude.uitleg != STOF.coachwoord["crisis"]


def test_the_coach_has_a_word_for_a_silence_an_apology_a_why_and_a_line_nobody_understands() -> None:
    def coach(_: Any) -> dict[str, Any]:
        return {"vorm": "geen_vraag", "reflectie": True, "uitleg": "U geeft terug."}

    gerrit = Oefening(next(p for p in PERSONAS if p.id == "gerrit"), STOF, coach=coach)
    said = {line: gerrit.antwoord(gerrit.begin(), line)[0] for line in ("", "👍👍", "Ok. Sorry, dat was niet aardig van mij 😳")}

    assert [beurt.uitleg for beurt in said.values()] == [STOF.coachwoord[name] for name in ("stilte", "onzin", "excuus")]
    assert not said["Ok. Sorry, dat was niet aardig van mij 😳"].labels["reflectie"]
    gerrit = Oefening(gerrit.persona, STOF, coach=lambda _: {"vorm": "open", "focus": "probleemgericht", "uitleg": "Wat mis is."})
    assert gerrit.antwoord(gerrit.begin(), "Waarom doe je de post niet open?")[0].uitleg == STOF.coachwoord["waarom"]


def test_the_coach_does_not_say_the_same_twice_in_a_row() -> None:
    gerrit = Oefening(PERSONAS[0], STOF, coach=lambda _: {"vorm": "open", "uitleg": "Mooi open."})
    beurten = gerrit.herstel(gerrit.begin(1), ["Wat doet u graag?", "Wat vindt u fijn?", "Hoe ziet uw dag eruit?", "", ""])

    assert [beurt.uitleg for beurt in beurten] == ["Mooi open.", STOF.coachwoord["goed"], "Mooi open.", STOF.coachwoord["stilte"], ""]


def test_another_way_of_saying_hangs_on_what_was_told_and_not_on_small_talk() -> None:
    def coach(payload: Mapping[str, Any]) -> dict[str, Any]:
        said = payload["client_zei"]
        return {"vorm": "gesloten", "uitleg": "Kort.", "alternatief": f'U zei "{said}". Hoe ging dat?' if said else "Vertelt u eens."}

    oefening = Oefening(PERSONAS[0], STOF, coach=coach)
    feit = next(feit for feit in oefening.persona.feiten)
    begin = oefening.begin(1)
    told = begin.replace(vorig_antwoord=feit.zeg[0], vorige_feiten=(feit.id,), volgorde=(feit.id,), verteld={feit.id: (0,)})

    assert (
        oefening.antwoord(begin.replace(vorig_antwoord="Hoe lang doet u dit werk al?"), "Woont u hier lang?")[0].alternatief
        == "Vertelt u eens."
    )
    assert feit.zeg[0].rstrip(".!?") in oefening.antwoord(told, "Woont u hier lang?")[0].alternatief


def test_the_coach_keeps_to_the_way_the_client_is_addressed() -> None:
    asked: list[str | None] = []

    def coach(payload: Any) -> dict[str, Any]:
        asked.append(payload.get("aanspreekvorm"))
        return {"vorm": "open", "alternatief": "Zeg het zo."}

    oefening = Oefening(PERSONAS[0], STOF, coach=coach)
    stand = oefening.begin()
    for zeg in ("Wie was dat?", "Hoe gaat het met u?", "Dat lijkt me lastig, toch?", "Wat vind jij?", "En toen?"):
        asked.clear()
        _, stand = oefening.antwoord(stand, zeg)
        if zeg == "Wie was dat?":
            assert set(asked) == {"u"}  # nobody was addressed yet: as Chantal speaks to the interviewer
        elif zeg.startswith("Dat lijkt"):
            assert set(asked) == {"u"}
        elif zeg == "En toen?":
            assert set(asked) == {"je"}


def test_a_step_is_laid_before_the_client_in_the_way_the_client_is_addressed() -> None:
    oefening = practice("wil")
    stand = oefening.begin()
    at_first, _ = oefening.leg_voor(stand, wens="Een tuin", stap="Ik bel Peter")
    _, stand = oefening.antwoord(stand, "Hoe gaat het met jou?")
    later, _ = oefening.leg_voor(stand, wens="Een tuin", stap="Ik bel Peter")

    assert "wat u wilt" in at_first.zeg  # Wil says 'u' herself
    assert "wat je wilt" in later.zeg


def test_who_says_u_is_said_u_to_before_anybody_was_addressed() -> None:
    forms = {persona.id: Oefening(persona, STOF).begin().aanspreekvorm for persona in PERSONAS}

    assert {forms[name] for name in ("wil", "farid", "chantal", "jolanda", "samira")} == {Aanspreekvorm.U}
    assert {forms[name] for name in ("gerrit", "kim", "dennis", "naomi", "marco")} == {Aanspreekvorm.JE}


def test_nobody_is_comforted_for_what_they_are_proud_of() -> None:
    def coach(payload: Mapping[str, Any]) -> dict[str, Any]:
        said = payload["client_zei"]
        return {
            "vorm": "gesloten",
            "uitleg": "Kort.",
            "alternatief": f'U zei "{said}". Wat verdrietig. Wie mist u?' if said else "Vertelt u eens.",
        }

    wil = next(persona for persona in PERSONAS if persona.id == "wil")
    oefening = Oefening(wil, STOF, coach=coach)
    for name, comforted in (("verpleegster", False), ("jo", True)):
        feit = wil.feit(name)
        assert feit is not None
        told = oefening.begin(1).replace(
            vorig_antwoord=feit.zeg[0], vorige_feiten=(name,), volgorde=(name,), verteld={name: (0,)}, vertrouwen=0.5
        )
        assert ("verdrietig" in oefening.antwoord(told, "Deed u dat lang?")[0].alternatief) is comforted


@pytest.mark.parametrize(
    "zeg",
    ["Denkt u er weleens aan om er niet meer te zijn?", "Wilt u dood, mevrouw?", "Denk je wel eens aan de dood?"],
)
def test_asking_straight_out_after_wanting_to_live_is_heard_however_it_is_asked(zeg: str) -> None:
    beurt = practice("wil").antwoord(practice("wil").begin(), zeg)[0]

    assert "crisis" in beurt.vlaggen
    assert beurt.uitleg == STOF.coachwoord["crisis"]


def test_asking_after_somebody_else_s_death_is_no_such_question() -> None:
    ear = practice("wil").oor

    assert not ear.luister("Denkt u nog vaak aan de dood van uw man?").heeft("crisis")
    assert not ear.luister("Wilt u over zijn dood vertellen?").heeft("crisis")


def test_an_exclamation_asks_nothing_and_who_takes_over_hears_so() -> None:
    def coach(_: Any) -> dict[str, Any]:
        return {"vorm": "geen_vraag", "focus": "neutraal"}

    heard = Oefening(PERSONAS[0], STOF, coach=coach).oor.luister("Wat leuk! Ik zal u morgen inschrijven bij het buurthuis.")

    assert not heard.heeft("vraag")
    assert heard.labels.vorm == "geen_vraag"
    assert heard.heeft("plan")
    assert heard.uitleg == STOF.coachwoord["plan"]


def test_giving_back_with_a_check_and_asking_leave_put_no_answer_in_the_mouth() -> None:
    def coach(payload: Mapping[str, Any]) -> dict[str, Any]:
        back = payload["uiting"].startswith("Je bent")
        return {
            "vorm": "gesloten",
            "suggestief": True,
            "reflectie": back,
            "uitleg": "Het antwoord zit al in de vraag.",
            "alternatief": "Zeg het zo.",
        }

    ear = Oefening(PERSONAS[0], STOF, coach=coach).oor
    back = ear.luister("Je bent boos omdat niemand naar je luistert, klopt dat?", client_zei="Die lui luisteren niet.")
    leave = ear.luister("Dat hoeft ook niet. Zal ik gewoon even blijven zitten?", client_zei="Ik ga niet praten met jou.")

    assert (back.labels.suggestief, back.labels.reflectie, back.uitleg) == (False, True, STOF.coachwoord["reflectie"])
    assert (leave.labels.suggestief, leave.uitleg, leave.alternatief) == (False, STOF.coachwoord["mag_ik"], "")
    assert ear.luister("Je bent toch ook blij met hem?", client_zei="Ik heb een hond.").labels.suggestief


def test_a_line_that_waves_away_is_no_ordinary_line() -> None:
    ear = practice("wil").oor

    assert ear.luister("Kop op, morgen schijnt de zon weer.").labels.oordelend
    assert ear.luister("Dat is nu al de derde keer dat je niet op komt dagen.").labels.oordelend


def test_a_judgement_is_never_praised_as_giving_back() -> None:
    def coach(_: Any) -> dict[str, Any]:
        return {"vorm": "geen_vraag", "focus": "neutraal", "reflectie": True, "oordelend": True}

    labels = Oefening(PERSONAS[0], STOF, coach=coach).oor.luister("Je bent gewoon lui en een slechte moeder.").labels

    assert labels.oordelend
    assert not labels.reflectie


def test_asking_after_suicide_is_no_question_after_strength() -> None:
    def coach(_: Any) -> dict[str, Any]:
        return {"vorm": "gesloten", "focus": "krachtgericht"}

    said = "Heb je er weleens aan gedacht om een einde aan je leven te maken?"

    assert Oefening(PERSONAS[0], STOF, coach=coach).oor.luister(said).labels.focus == "neutraal"


def test_no_client_raises_a_safety_card_but_by_what_is_meant_to() -> None:
    """Every line a persona may say, heard by the quick ear."""
    meant = {"Er zijn nachten dat ik denk: iedereen is beter zonder mij. Ik heb het tegen niemand gezegd."}
    raised = {
        line
        for persona in PERSONAS
        for line in (
            persona.begint,
            *persona.uitwijken,
            *(line for kind in Zinnen.model_fields for line in getattr(persona.zinnen, kind)),
            *(line for part in (persona, *persona.sessies) for feit in part.feiten for line in feit.zeg),
            *(sessie.zegt for sessie in persona.sessies),
        )
        if quick_signal(line, CONTENT)
    }

    assert raised == meant


# -- heard at a real table -----------------------------------------------------------------------


def test_a_general_compliment_is_no_hidden_kracht() -> None:
    kennis = practice("wil").kennis

    assert kennis.herkent("kan goed luisteren") == []
    assert kennis.herkent("zingt in het koor")[0] == "koor"
    assert kennis.herkent("wil thuis blijven wonen")[0] == "wens_thuis"


def test_even_on_the_easy_level_two_good_lines_are_no_full_trust() -> None:
    rustig = STOF.niveau("rustig")
    good = ("Hoe ziet een gewone dag er voor u uit?", "Waar bent u trots op?")
    for persona in PERSONAS:
        oefening = practice(persona.id)
        beurten = oefening.herstel(oefening.begin(niveau=rustig), good)
        assert beurten[-1].vertrouwen is not Stand.HOOG, persona.id


def test_the_words_of_the_welcome_are_not_denied() -> None:
    for persona_id, said in (
        ("wil", "U zegt: let niet op de rommel. Hoe is het voor u hier in huis?"),
        ("gerrit", "Je zei: ik ben breder dan ik lang ben."),
    ):
        (beurt,) = play(practice(persona_id), [said])
        assert beurt.reactie != "corrigeert", beurt.antwoord


def test_a_house_is_no_nursing_home() -> None:
    oefening = practice("wil")
    open_ids = {feit.id for feit in oefening.persona.mag(Stand.LAAG)}

    asked = oefening.kennis.bewering("Hoe is het voor u hier in huis?", open_ids=open_ids, verteld=set())
    assert asked is not None
    assert asked.soort is BeweringSoort.GEDEKT
    wrong = oefening.kennis.bewering("U wilt naar een verzorgingshuis.", open_ids=open_ids, verteld=set())
    assert wrong is not None
    assert wrong.soort is BeweringSoort.ONWAAR


@pytest.mark.parametrize(
    "zeg",
    [
        "Hebt u al eens aan een verpleeghuis gedacht? Ik kan u morgen aanmelden.",
        "Ik heb een folder voor u. Ga daar maar heen.",
    ],
)
def test_a_plan_dressed_as_a_question_is_refused(zeg: str) -> None:
    (beurt,) = play(practice("wil"), [zeg], vertrouwen="midden")

    assert beurt.verschil <= 0
    assert not beurt.feiten
    assert "plan" in [reden.gedrag for reden in beurt.redenen]


def test_what_is_asked_at_the_door_is_answered_there() -> None:
    assert play(practice("ronald"), ["Dag meneer. Mag ik gaan zitten?"])[0].feiten == ()
    assert play(practice("tesfay"), ["Dag Tesfay. Alles goed?"])[0].feiten == ()


def test_go_on_after_giving_back_stays_with_what_was_told() -> None:
    oefening = practice("wil")
    first = play(oefening, ["Wat deed u vroeger voor werk?"], vertrouwen="midden")[0]
    both = play(
        oefening, ["Wat deed u vroeger voor werk?", "Dat klinkt alsof u daar plezier in had. Vertel eens verder?"], vertrouwen="midden"
    )

    assert both[1].feiten == first.feiten[-1:]


def test_looking_back_on_the_talk_is_not_asking_on() -> None:
    beurten = play(practice("wil"), ["Wat deed u vroeger voor werk?", "Wat neemt u mee van dit gesprek?"], vertrouwen="hoog")

    assert beurten[1].feiten == ()


def test_polite_words_around_a_question_ask_for_no_wish() -> None:
    kennis = practice("farid").kennis
    polite = kennis.scores("Zou u mij iets willen vertellen over uw leven?")[0]

    assert polite == kennis.scores("Vertel over uw leven?")[0]


@pytest.mark.parametrize(
    ("wens", "stap", "zin"),
    [
        ("Naar het archief.", "Mevrouw Bos bellen", "naar het archief. En als eerste stap: mevrouw Bos bellen?"),
        ("Wim vaker zien", "GGZ bellen", "Wim vaker zien. En als eerste stap: GGZ bellen?"),
    ],
)
def test_a_step_stands_in_its_sentence_without_a_capital_but_for_names(wens: str, stap: str, zin: str) -> None:
    oefening = practice("ronald")
    beurt, _ = oefening.leg_voor(oefening.begin(), wens=wens, stap=stap)

    assert beurt.zeg.endswith(zin)
    assert "autonomie" not in beurt.vlaggen  # 'wat u wilt' is the program's, not room the trainee gives


def test_taking_time_is_no_judgement() -> None:
    def coach(_: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"vorm": "geen_vraag", "oordelend": True, "te_moeilijk": False, "zekerheid": {"oordelend": 0.99}}

    def stern(payload: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"vorm": "open", "focus": "neutraal", "te_moeilijk": True, "zekerheid": {"te_moeilijk": 0.99}}

    persona = practice("farid").persona
    kind = Oefening(persona, STOF, coach=coach)
    assert not kind.antwoord(kind.begin(), "Neem gerust de tijd, meneer.")[0].labels["oordelend"]
    plain = Oefening(persona, STOF, coach=stern)
    assert not plain.antwoord(plain.begin(), "Welke kleine stap ziet u zelf?")[0].labels["te_moeilijk"]
    assert plain.antwoord(plain.begin(), "Wat is uw perspectief op participatie?")[0].labels["te_moeilijk"]


def test_asking_straight_out_twice_is_never_spoken_against_and_is_no_plan() -> None:
    said = ["Heb je wel eens aan zelfmoord gedacht?", "Heb je er al eens aan gedacht om er niet meer te zijn?"]
    beurten = play(practice("kim"), said)

    assert all("plan" not in beurt.vlaggen and beurt.verschil >= 0 for beurt in beurten)
    assert beurten[1].uitleg in ("", STOF.coachwoord["crisis"])


def test_an_offer_to_take_over_may_be_refused_and_is_no_question_about_a_life() -> None:
    (beurt,) = play(practice("jolanda"), ["Zal ik thuiszorg voor je regelen?"], vertrouwen="midden")

    assert beurt.reactie == "wijkt_uit"
    assert not beurt.feiten


def test_what_is_free_can_be_asked_again_without_pressing() -> None:
    beurten = play(practice("naomi"), ["Wat doe je de hele dag met je kleintje?", "Hoe heet je kindje?"])

    assert beurten[1].feiten == ("zoe",)
    assert "druk" not in [reden.gedrag for reden in beurten[1].redenen]
