"""Drafting: every draft rests on the client's words, and what may never stand in one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from assistant.adapters.text_files import ContentFiles
from assistant.engine.content import Content
from assistant.engine.draft_writing import Modelantwoord, ModelWriter
from assistant.engine.drafting import Drafter, Situation, load_stappen
from assistant.engine.listening import load_woordenlijst
from assistant.errors import ModelUnavailable
from assistant.judging.examples import load
from assistant.judging.likeness import shared_likeness
from assistant.judging.tekst import niveau

CONTENT = Content(ContentFiles(None))
WOORDEN = load_woordenlijst(CONTENT)
Ask = Callable[[Mapping[str, Any]], Mapping[str, Any]]


def hears(**found: list[dict[str, Any]]) -> Ask:
    """A listener that hears nothing, or in uiting `uN` what is given: [{'vorm', 'citaat'}] or [{'soort', 'citaat', 'aard'}]."""

    def herken(payload: Mapping[str, Any]) -> dict[str, Any]:
        out: dict[str, Any] = {"krachten": [], "hulpbronnen": [], "signaal": {"acuut": False, "soort": None}}
        for item in found.get(str(payload["id"]), []):
            at = payload["antwoord"].index(item["citaat"])
            place = {"begin": at, "eind": at + len(item["citaat"]), **item}
            out["hulpbronnen" if "soort" in item else "krachten"].append(place)
        return out

    return herken


def drafter(**parts: Any) -> Drafter:
    parts.setdefault("herken", hears())
    return Drafter(CONTENT, shared_likeness(), niveau=lambda text: niveau(text, WOORDEN), **parts)


PLAIN = drafter()


def request(*uitingen: str, k: int = 3, dossier: dict[str, Any] | None = None, **extra: Any) -> dict[str, Any]:
    said = [{"id": f"u{n}", "leefgebied": None, "tekst": text} for n, text in enumerate(uitingen, 1)]
    return {"id": "c", "k": k, "dossier": {"uitingen": said, **(dossier or {})}, **extra}


def ask(*uitingen: str, by: Drafter = PLAIN, **extra: Any) -> dict[str, Any]:
    return by.draft(request(*uitingen, **extra))


def test_every_pattern_is_valid_and_there_are_enough() -> None:
    stappen = load_stappen(CONTENT)
    assert len(stappen) >= 400
    assert len({stap.id for _, stap in stappen}) == len(stappen)
    assert {leef for leef, _ in stappen} == {"", *CONTENT.leefgebieden.ids}
    for _, stap in stappen:
        assert all("," not in moment for moment in stap.wanneer)
        assert not ("{hulpbron}" in stap.actie and not stap.hulpbron), stap.id


def test_a_draft_holds_the_wish_verbatim_who_when_and_a_natural_helper() -> None:
    out = ask("Ik wil mijn schulden weg hebben. Mijn buurvrouw Ria helpt me altijd met papieren.")
    draft = out["voorstellen"][0]
    assert draft["doel"] == "Ik wil mijn schulden weg hebben"
    assert "mijn buurvrouw Ria" in draft["actie"]
    assert draft["actie"].startswith("Ik ")
    assert draft["wanneer"] in draft["actie"]
    assert draft["uitingen"] == ["u1"]
    assert draft["hulpbron"]["aard"] == "natuurlijk"
    assert draft["bron"] == "regels"
    assert len(out["voorstellen"]) == 3
    assert len({d["actie"] for d in out["voorstellen"]}) == 3


@pytest.mark.parametrize(
    "said",
    [
        "Weet ik niet.",
        "Mijn zoon wil piloot worden.",
        "Mijn begeleider wil dat ik ga sporten. Daar heb ik geen zin in.",
        "Ik wil hier niet over praten.",
        "Vroeger wilde ik zangeres worden.",
        "Ik wil maar zeggen dat het hier goed geregeld is.",
        "De bus was te laat.",
    ],
)
def test_without_a_wish_of_the_client_there_is_a_question_and_no_draft(said: str) -> None:
    out = ask(said)
    assert out["voorstellen"] == []
    assert out["vraag"].endswith("?")
    assert "waarom" not in out["vraag"].lower()
    assert out["reden"]


@pytest.mark.parametrize(
    "said",
    ["Ik wil er niet meer zijn.", "Ik wil dood.", "Ik wil hem pakken voor wat hij deed.", "Het hoeft niet meer, ik wil niet meer leven."],
)
def test_a_wish_that_is_danger_is_no_start_of_a_plan(said: str) -> None:
    out = ask(said, "Ik wil weer gitaar spelen.")
    assert out["voorstellen"] == []
    assert "veilig" in out["vraag"]


def test_what_the_client_refused_is_not_proposed() -> None:
    out = ask("Ik wil fitter worden. Maar sporten hoeft van mij niet, en wandelen wil ik niet.")
    assert out["voorstellen"]
    for draft in out["voorstellen"]:
        assert "loop" not in draft["actie"] or "wandel" not in draft["actie"]
        assert "sport" not in draft["actie"]
        assert "wandel" not in draft["actie"]


def test_a_step_refused_before_does_not_come_back() -> None:
    first = ask("Ik wil beter slapen.")["voorstellen"]
    again = ask("Ik wil beter slapen.", geweigerd=[first[0]["actie"]])["voorstellen"]
    assert first[0]["actie"] not in {d["actie"] for d in again}
    assert first[0]["patroon"] not in {d["patroon"] for d in again}


@pytest.mark.parametrize(
    "said",
    [
        "Ik wil weer voetballen. Mijn broer slaat me als hij gedronken heeft, maar hij helpt me soms.",
        "Ik wil weer voetballen. Mijn broer is overleden, hij ging altijd mee.",
        "Ik wil weer voetballen. Met mijn broer heb ik geen contact meer, hij kwam vroeger altijd.",
        "Ik wil weer voetballen. Mijn ex helpt me soms.",
    ],
)
def test_who_is_a_danger_dead_or_gone_is_never_a_helper(said: str) -> None:
    for draft in ask(said)["voorstellen"]:
        assert "broer" not in draft["actie"]
        assert not draft["actie"].count("mijn ex")


def test_a_professional_stands_aside_for_someone_of_the_own_circle() -> None:
    given = [
        {"id": "h1", "tekst": "mijn begeleider", "soort": "persoon", "aard": "professioneel"},
        {"id": "h2", "tekst": "Mijn zus", "soort": "persoon", "aard": "natuurlijk"},
    ]
    out = ask("Ik wil leren koken.", "Mijn zus kookt heel goed.", dossier={"hulpbronnen": given})
    assert all("begeleider" not in d["actie"] for d in out["voorstellen"])
    helped = [d for d in out["voorstellen"] if d.get("hulpbron")]
    assert helped
    assert all(d["hulpbron"]["id"] == "h2" and "u2" in d["uitingen"] for d in helped)


def test_someone_not_to_be_approached_is_left_out() -> None:
    given = [{"id": "h1", "tekst": "mijn zus", "soort": "persoon", "aard": "natuurlijk", "niet_benaderen": True}]
    assert all("zus" not in d["actie"] for d in ask("Ik wil leren koken.", dossier={"hulpbronnen": given})["voorstellen"])


def test_conditions_keep_steps_away() -> None:
    secret = ask("Ik wil de buurt leren kennen.", dossier={"setting": "vrouwenopvang"})
    assert all("rondje door de buurt" not in d["actie"] for d in secret["voorstellen"])
    banned = ask("Ik heb een contactverbod. Ik wil dat mijn dochter weet dat ik van haar hou.")
    assert all(not d["actie"].startswith(("Ik bel", "Ik stuur")) for d in banned["voorstellen"])


def test_the_person_of_the_wish_is_not_asked_to_help_with_it() -> None:
    out = ask("Ik wil het goedmaken met mijn zus. Mijn zus belde vroeger vaak.")
    for draft in out["voorstellen"]:
        assert (draft.get("hulpbron") or {}).get("tekst") != "mijn zus"


def test_two_wishes_both_get_a_step() -> None:
    out = ask("Ik wil weer gitaar spelen.", "En ik wil van mijn schulden af.")
    assert {d["doel"] for d in out["voorstellen"]} == {"Ik wil weer gitaar spelen", "ik wil van mijn schulden af"}


def test_a_chosen_wish_is_the_only_one() -> None:
    wens = {"uiting": "u2", "citaat": "ik wil van mijn schulden af", "leefgebied": "geld"}
    out = ask("Ik wil weer gitaar spelen.", "En ik wil van mijn schulden af.", wens=wens)
    assert {d["doel"] for d in out["voorstellen"]} == {"ik wil van mijn schulden af"}


def test_a_chosen_wish_does_not_drag_along_what_was_said_before_it() -> None:
    said = "Ik bak elke zaterdag brood met mijn zus voor de hele gang en ik zou weer willen gaan zwemmen"
    out = ask(said, wens={"uiting": "u1", "citaat": "ik zou weer willen gaan zwemmen", "leefgebied": None})
    assert {d["doel"] for d in out["voorstellen"]} == {"ik zou weer willen gaan zwemmen"}


def test_a_second_uiting_is_named_only_when_it_says_the_same_wish() -> None:
    out = ask("Ik wil weer vissen.", "Ik heb gisteren soep gegeten.", "Ik zou zo graag weer eens gaan vissen.")
    for draft in out["voorstellen"]:
        assert "u2" not in draft["uitingen"]


def test_krachten_come_along_in_the_clients_words() -> None:
    by = drafter(herken=hears(u2=[{"vorm": "ik_kan", "citaat": "Ik kan goed rekenen", "tijd": "heden"}]))
    out = ask("Ik wil rondkomen met mijn geld.", "Ik kan goed rekenen.", by=by)
    assert any(k["citaat"] == "Ik kan goed rekenen" for d in out["voorstellen"] for k in d["krachten"])


def test_the_reviewer_keeps_a_draft_off_the_screen_and_a_broken_one_does_not() -> None:
    plain = ask("Ik wil beter slapen.")["voorstellen"]

    def strict(payload: Mapping[str, Any]) -> dict[str, Any]:
        bad = payload["tekst"] == plain[0]["actie"]
        return {"bevindingen": [{"label": "vaag", "uitleg": "x", "zekerheid": 0.9}] if bad else []}

    def broken(payload: Mapping[str, Any]) -> dict[str, Any]:
        raise ModelUnavailable("stuk")

    assert plain[0]["actie"] not in {d["actie"] for d in ask("Ik wil beter slapen.", by=drafter(toets=strict))["voorstellen"]}
    assert ask("Ik wil beter slapen.", by=drafter(toets=broken))["voorstellen"]


def test_citations_come_from_the_sources_and_may_be_missing() -> None:
    def zoek(payload: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "niets_gevonden": False,
            "passages": [{"id": "p1", "document": "d", "titel": "T", "kop": ["K"], "pagina": None, "tekst": "…", "tekst_hash": "h1"}],
        }

    draft = ask("Ik wil beter slapen.", by=drafter(zoek=zoek))["voorstellen"][0]
    assert draft["citaties"] == [{"passage": "p1", "document": "d", "titel": "T", "kop": ["K"], "pagina": None, "tekst_hash": "h1"}]
    assert ask("Ik wil beter slapen.")["voorstellen"][0]["citaties"] == []


@pytest.mark.parametrize(
    "text", ["", " ", "😀", "\x1b[31mIk wil rust\x1b[0m", "Ik wil " + "rust " * 3000, '{"a": 1}', "Ik wil [haken] en {naaste}"]
)
def test_strange_words_never_break_drafting(text: str) -> None:
    for draft in ask(text)["voorstellen"]:
        assert draft["doel"] in text
        assert "{" not in draft["actie"]


def test_nothing_to_start_from() -> None:
    out = PLAIN.draft({"id": "x", "dossier": {"uitingen": []}})
    assert out["voorstellen"] == []
    assert out["vraag"]


def test_shipped_cases_keep_the_hard_criteria() -> None:
    from tests.quality.stelvoor_quality import faults

    cases = list(load("stelvoor", "toetsen"))
    wrong = [
        f
        for case in cases
        for f in faults(case, PLAIN.draft({**case, "k": 3}), WOORDEN)
        if f.startswith(("steun", "eerste.steun", "woorden", "nooit", "vorm"))
    ]
    assert len(cases) >= 15
    assert wrong == []


# -- a language model -----------------------------------------------------------------------------


class ScriptedModel:
    """A LanguageModel that gives the answers handed in, one per call; an exception is raised."""

    is_remote = False
    name = "script"

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.seen: list[str] = []

    def reply(self, *, system: str, user: str, schema: type[Any], timeout_s: float) -> Any:
        self.seen.append(user)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return Modelantwoord.model_validate({"voorstellen": answer})


def a_writer(model: ScriptedModel, hide: Any) -> ModelWriter:
    return ModelWriter(model, lambda kind, values: (kind, "\n".join(f"{k}: {v}" for k, v in values.items())), timeout_s=5, hide=hide)


def by_model(*answers: Any, remote: bool = False, hide: Any = None) -> tuple[Drafter, ScriptedModel]:
    model = ScriptedModel(*answers)
    model.is_remote = remote
    return drafter(model=a_writer(model, hide)), model


GOOD = {
    "doel": "Ik wil weer vissen",
    "actie": "Ik vraag zaterdag mijn maat Henk om een uur te gaan vissen.",
    "wanneer": "zaterdag",
    "uitingen": ["u1"],
    "hulpbron": "mijn maat Henk",
}
SAID = "Ik wil weer vissen. Mijn maat Henk helpt me altijd."


def test_a_good_draft_of_a_model_stands_first_and_the_rules_fill_up() -> None:
    by, _ = by_model([GOOD])
    out = ask(SAID, by=by)["voorstellen"]
    assert [d["bron"] for d in out] == ["model", "regels", "regels"]
    assert out[0]["actie"] == GOOD["actie"]


@pytest.mark.parametrize(
    "change",
    [
        {"doel": "De cliënt gaat meer bewegen"},
        {"doel": "Ik wil graag weer eens gaan vissen"},
        {"uitingen": ["u9"]},
        {"actie": "De begeleider belt Henk."},
        {"actie": "Ik moet zaterdag verplicht gaan vissen."},
        {"actie": "Ik ga vanaf nu elke dag vissen.", "wanneer": "elke dag"},
        {"actie": "Ik vraag zaterdag mijn oom Piet om mee te gaan.", "hulpbron": "mijn oom Piet"},
        {"wanneer": ""},
        {"actie": "Ik participeer zaterdag in een traject gericht op netwerkversterking."},
    ],
)
def test_a_draft_that_breaks_a_rule_gets_one_repair_with_the_reason(change: dict[str, Any]) -> None:
    by, model = by_model([{**GOOD, **change}], [GOOD])
    out = ask(SAID, by=by)["voorstellen"]
    assert out[0]["actie"] == GOOD["actie"]
    assert len(model.seen) == 2
    assert "Verbeter dit" in model.seen[1]


def test_after_one_repair_the_rules_take_over() -> None:
    bad = {**GOOD, "doel": "Iets heel anders"}
    by, model = by_model([bad], [bad], [GOOD])
    out = ask(SAID, by=by)["voorstellen"]
    assert {d["bron"] for d in out} == {"regels"}
    assert len(model.seen) == 2


def test_a_model_that_fails_never_keeps_drafts_away() -> None:
    by, _ = by_model(ModelUnavailable("weg"))
    assert {d["bron"] for d in ask(SAID, by=by)["voorstellen"]} == {"regels"}


def test_a_model_elsewhere_needs_leave_and_sees_no_names() -> None:
    def hide(text: str, names: Any) -> list[tuple[int, int, str]]:
        return [(at, at + len(n), "persoon") for n in names for at in range(len(text)) if text.startswith(n, at)]

    without, model = by_model([GOOD], remote=True, hide=hide)
    assert {d["bron"] for d in ask(SAID, by=without)["voorstellen"]} == {"regels"}
    assert model.seen == []
    masked = {**GOOD, "actie": str(GOOD["actie"]).replace("Henk", "[persoon-1]"), "hulpbron": "mijn maat [persoon-1]"}
    allowed, model = by_model([masked], remote=True, hide=hide)
    unseen = ask(SAID, by=allowed, toestemming_model=True)["voorstellen"]
    assert {d["bron"] for d in unseen} == {"regels"}  # nobody saw the request, so it did not go
    assert model.seen == []

    seen = a_writer(model, hide).preview(Situation(request(SAID), hears()))
    assert seen.op_afstand and "Henk" not in seen.tekst and "[persoon-1]" in seen.tekst
    out = ask(SAID, by=allowed, toestemming_model=True, gezien=seen.controle)["voorstellen"]
    assert out[0]["actie"] == GOOD["actie"]
    assert model.seen == [seen.tekst]


def test_a_model_elsewhere_gets_no_repair_that_nobody_saw() -> None:
    bad = {**GOOD, "doel": "Iets heel anders"}
    by, model = by_model([bad], [GOOD], remote=True, hide=lambda text, names: [])
    seen = a_writer(model, lambda text, names: []).preview(Situation(request(SAID), hears()))
    out = ask(SAID, by=by, toestemming_model=True, gezien=seen.controle)["voorstellen"]
    assert {d["bron"] for d in out} == {"regels"}
    assert len(model.seen) == 1


def test_without_leave_for_a_model_here_the_rules_draft_alone() -> None:
    by, model = by_model([GOOD])
    assert {d["bron"] for d in ask(SAID, by=by, zonder_model=True)["voorstellen"]} == {"regels"}
    assert model.seen == []


def test_words_of_which_the_begeleider_said_that_they_are_no_danger_do_not_hold_a_plan_back() -> None:
    words = "Dat gedoe met die schulden: ik wil er een eind aan maken."
    heard = {"krachten": [], "hulpbronnen": [], "signaal": {"acuut": True, "soort": "suicidaliteit"}}
    said = {"id": "u1", "leefgebied": "geld", "tekst": words}

    assert Situation({"dossier": {"uitingen": [said]}}, lambda _: heard).signal is not None
    assert Situation({"dossier": {"uitingen": [said | {"geen_gevaar": True}]}}, lambda _: heard).signal is None
