"""The dossier's own names go along with everything that leaves the team or this machine, and nothing with a name gets through."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.adapters.chat_models import DraftPrompts
from assistant.adapters.documents_out import writer
from assistant.domain.dossier import Dossier
from assistant.domain.toestemming import Doel
from assistant.engine.assistant import Assistant
from assistant.engine.conversing import Conversation
from assistant.engine.draft_writing import Inkijk, Modelantwoord, ModelWriter
from assistant.engine.drafting import Drafter, Situation
from assistant.engine.exporting import SheetMaker, make_blad, masker_for
from assistant.engine.guiding import GuidanceDesk
from assistant.engine.listening import build_inkijk
from assistant.engine.practise_room import Oefenzaal
from assistant.engine.rechten import Rechten
from assistant.engine.reporting import practise_sheet, thinking_masker
from assistant.engine.sheet_parts import sheet_texts
from assistant.engine.sheet_safety import known_names, mask_hard
from assistant.judging.likeness import shared_likeness
from assistant.judging.maskeer import build
from tests.fakes import BEGIN, CONTENT, FakeThinker, an_assistant

MASKEER = build(CONTENT)
# made-up names, so that no list of first names can help: only the dossier knows them
OWN, NOTED, SISTER, CONTACT, CLUB = "Zwibor", "Tjaldrik", "quonera", "Vexalund", "Brimstok"
CANARIES = (OWN, NOTED, SISTER, CONTACT, CLUB)
SAID = f"Ik wil weer vissen met {NOTED}. Mijn zus {SISTER} helpt me, en bij de club {CLUB} ken ik iedereen. {OWN} heet ik."


def a_dossier(assistant: Assistant) -> Dossier:
    dossier = assistant.new_dossier(code="KG-77", setting="opvang", roepnaam=OWN)
    dossier = assistant.answer(dossier, SAID, vraag_id=None, vraag_tekst="Vertel?", leefgebied="mensen")
    said = dossier.uitingen[0]
    rows = ((f"zus {SISTER}", "persoon"), (f"de club {CLUB}", "organisatie"))
    for quote, soort in rows:
        at = said.tekst.index(quote)
        dossier = assistant.note_hulpbron(
            dossier, uiting_id=said.id, begin=at, eind=at + len(quote), soort=soort, aard="natuurlijk", leefgebied="mensen"
        )
    wish = "Ik wil weer vissen"
    dossier = assistant.note_kracht(dossier, uiting_id=said.id, begin=0, eind=len(wish), vorm="ik_wil", leefgebied="mensen")
    rooms = {"netwerk": {"contacten": [{"id": "c1", "naam": CONTACT.lower(), "soort": "persoon", "aard": "natuurlijk"}]}}
    new = dossier.replace(bekende_namen=(NOTED,), rooms={**dossier.rooms, **rooms})
    return assistant.store.save(new, expected_version=dossier.version, wie="AB")


def leaks(text: str) -> list[str]:
    return [name for name in (*CANARIES, "KG-77") if name.lower() in text.lower()]


def test_every_name_of_the_dossier_is_known() -> None:
    found = {n.lower() for n in known_names(a_dossier(an_assistant()), CONTENT)}

    assert {n.lower() for n in (*CANARIES, "KG-77")} <= found
    assert not found & {"mijn", "zus", "de", "club", "iedereen", "helpt"}


def test_a_name_with_its_capital_inside_is_known_wherever_it_is_said() -> None:
    assistant = an_assistant()
    dossier = assistant.new_dossier(code="KG-9")
    said = "Mijn dochter d'Qworcy komt zaterdag met el-Vaxani, mijn ex-Man en m'n tv-serie."
    dossier = assistant.answer(dossier, said, vraag_id=None, vraag_tekst="Wie?", leefgebied="mensen")

    assert {"d'Qworcy", "el-Vaxani"} <= set(known_names(dossier, CONTENT))
    assert not {"ex-Man", "tv-serie", "m'n"} & set(known_names(dossier, CONTENT))
    mask = masker_for(dossier, CONTENT, op=BEGIN, masker=None)
    assert "Qworcy" not in mask("Samen met d'Qworcy koken.")


def test_somebody_called_by_a_name_without_a_capital_is_known() -> None:
    assistant = an_assistant()
    dossier = assistant.new_dossier(code="KG-9")
    said = "Bij kleine joost en jan-willem van 't hof, met dokter de vries en mijn begeleider."
    dossier = assistant.answer(dossier, said, vraag_id=None, vraag_tekst="Wie?", leefgebied="mensen")
    for quote in ("kleine joost", "jan-willem van 't hof", "dokter de vries", "mijn begeleider"):
        at = said.index(quote)
        dossier = assistant.note_hulpbron(
            dossier,
            uiting_id=dossier.uitingen[0].id,
            begin=at,
            eind=at + len(quote),
            soort="persoon",
            aard="natuurlijk",
            leefgebied="mensen",
        )

    names = set(known_names(dossier, CONTENT))
    assert {"joost", "jan-willem", "vries"} <= names
    assert not {"kleine", "dokter", "begeleider", "van", "de"} & names


def test_hard_identifiers_go_out_also_when_nothing_can_be_guessed() -> None:
    said = "Bel 06-12345678 of mail. Kenteken 12-ABC-3 en RX-873-B, dossier 2024-00831, cliënt 884512, insta @fafa_89. Sinds 2019, 12 keer."

    left = mask_hard(said, (), "[x]")
    assert left == "Bel [x] of mail. Kenteken [x] en [x], dossier [x], cliënt [x], insta [x]. Sinds 2019, 12 keer."


def test_a_street_a_postcode_and_initials_go_out_as_people_type_them() -> None:
    said = "ik woon in de kerkstraat, 3512jk, bij J.P. en M.v.d.B. op de beukenlaan. We verslaan ze op straat, bijv. in 2026 en o.a. hier."

    assert mask_hard(said, (), "[x]") == (
        "ik woon in de [x], [x], bij [x] en [x] op de [x]. We verslaan ze op straat, bijv. in 2026 en o.a. hier."
    )


def test_a_dose_or_a_distance_is_no_postcode() -> None:
    said = "Ze slikt 1000mg en fietst 1500km per jaar."

    assert mask_hard(said, (), "[x]") == said


def test_a_practice_on_paper_has_no_number_or_address_the_trainee_typed() -> None:
    zaal = Oefenzaal(CONTENT)
    gerrit = zaal.oefening(zaal.persona("gerrit"))
    begin = gerrit.begin(1)
    beurten = gerrit.herstel(begin, ["Bel mij op 06-12345678, ik zit in de kerkstraat.", "Hoe is het met Anja?"])
    nb = zaal.bespreek(gerrit, beurten, begin=begin.vertrouwen, doel="open_vragen", opgeschreven=["mail jan@voorbeeld.nl"])

    text = json.dumps(practise_sheet(nb, "Gerrit", CONTENT, op=BEGIN), ensure_ascii=False)

    assert not [x for x in ("12345678", "kerkstraat", "voorbeeld.nl") if x in text]
    assert "Hoe is het met Anja?" in text, "names are part of an invented talk"


class Model:
    """A model on another machine that keeps what it was sent."""

    is_remote, name = True, "ver-weg"

    def __init__(self) -> None:
        self.sent: list[str] = []

    def reply(self, *, system: str, user: str, schema: type[Any], timeout_s: float) -> Any:
        self.sent.append(system + user)
        return Modelantwoord(voorstellen=())


def hide(text: str, names: Any) -> list[tuple[int, int, str]]:
    found = MASKEER({"id": "model", "tekst": text, "bekende_namen": list(names)})
    return [(s["begin"], s["eind"], s["soort"]) for s in found["spans"]]


def quiet(payload: Mapping[str, Any]) -> dict[str, Any]:
    return {"krachten": [], "hulpbronnen": [], "signaal": {"acuut": False, "soort": None}}


def test_no_name_is_in_what_a_model_elsewhere_gets_and_it_is_what_was_seen() -> None:
    model = Model()
    writer = ModelWriter(model, DraftPrompts().render, timeout_s=5, hide=hide)
    by = Drafter(CONTENT, shared_likeness(), herken=quiet, model=writer)
    look = build_inkijk(CONTENT, writer)
    thinker = FakeThinker({"stel-voor": by.draft, "stel-voor-inkijk": look})
    assistant = an_assistant(thinker=thinker)
    dossier = a_dossier(assistant)
    wish = dossier.wensen[0].id

    assert Conversation(assistant, dossier).inkijk(wish) is None  # no leave of the client
    assert not Conversation(assistant, dossier).draft(wish).fout
    assert model.sent == []

    dossier = Rechten(assistant).answer(dossier, Doel.MODEL_OP_AFSTAND, True)
    talk = Conversation(assistant, dossier)
    seen = talk.inkijk(wish)
    assert isinstance(seen, Inkijk) and "vissen" in seen.tekst
    assert leaks(seen.tekst) == []
    talk.draft(wish)
    assert model.sent == []  # nobody let it go
    talk.draft(wish, gezien=seen.controle)
    assert len(model.sent) == 1 and seen.tekst in model.sent[0]
    assert leaks(model.sent[0]) == []

    talk.dossier = Rechten(assistant).withdraw(dossier, Doel.MODEL_OP_AFSTAND)
    talk.draft(wish, gezien=seen.controle)
    assert len(model.sent) == 1


def test_without_the_names_of_the_dossier_they_would_leave() -> None:
    """The planted fault: shows that the names above are not ones that a list knows."""
    model = Model()
    writer = ModelWriter(model, DraftPrompts().render, timeout_s=5, hide=lambda text, names: hide(text, ()))
    payload = {"id": "x", "dossier": {"uitingen": [{"id": "u1", "leefgebied": None, "tekst": SAID}]}, "bekende_namen": list(CANARIES)}

    assert leaks(writer.preview(Situation(payload, quiet)).tekst) != []


def test_a_model_here_is_asked_only_with_leave() -> None:
    assistant = an_assistant(thinker=FakeThinker({"stel-voor": {"voorstellen": []}}))
    dossier = a_dossier(assistant)

    def asked() -> dict[str, Any]:
        Conversation(assistant, assistant.store.load(dossier.id)).draft()
        return assistant.thinker.asked[-1][1]  # type: ignore[attr-defined, no-any-return]

    assert asked()["zonder_model"] is True
    rechten = Rechten(assistant)
    dossier = rechten.answer(dossier, Doel.MODEL_LOKAAL, True)
    assert asked()["zonder_model"] is False and asked()["toestemming_model"] is False
    rechten.withdraw(dossier, Doel.MODEL_LOKAAL)
    assert asked()["zonder_model"] is True


def test_a_question_to_an_embedder_elsewhere_carries_no_name() -> None:
    asked: list[str] = []

    class Retriever:
        def ask(self, vraag: str, **_: Any) -> Any:
            asked.append(vraag)
            raise RuntimeError

    desk = GuidanceDesk(live=None, source=None, embedder=None, zoekwoorden=None, read=None, maskeer=MASKEER)  # type: ignore[arg-type]
    desk.retriever = lambda progress=None: Retriever()  # type: ignore[method-assign, assignment, return-value]
    assistant = an_assistant(thinker=FakeThinker({"zoek": desk.zoek}))
    talk = Conversation(assistant, a_dossier(assistant))
    try:
        talk.look_up(f"Hoe vraag ik {OWN} naar {SISTER} en {CONTACT}?")
    except RuntimeError:
        pass

    assert asked and leaks(asked[0]) == []


def test_the_sheet_for_the_team_and_what_goes_outside_carry_no_name() -> None:
    assistant = an_assistant(thinker=FakeThinker({"maskeer": MASKEER}))
    dossier = a_dossier(assistant)
    masker = thinking_masker(assistant.think)

    for mask in (masker, None):  # with and without what can guess names
        sheet = make_blad("tkb", dossier, CONTENT, op=BEGIN, masker=mask)
        assert leaks(json.dumps(sheet_texts(sheet), ensure_ascii=False)) == []
        assert "vissen" in json.dumps(sheet_texts(sheet))
        assert leaks(masker_for(dossier, CONTENT, op=BEGIN, masker=mask)(SAID)) == []


def test_what_makes_paper_hands_the_names_on(tmp_path: Path) -> None:
    handed: list[tuple[str, ...]] = []

    def masker(text: str, names: tuple[str, ...]) -> str:
        handed.append(names)
        return text

    clock = an_assistant().clock
    sheets = SheetMaker(content=CONTENT, clock=clock, vormen=("md",), writers=writer, put=lambda *a: tmp_path, masker=masker)
    sheets.blad(a_dossier(an_assistant()), "tkb")

    assert handed and all({n.lower() for n in CANARIES} <= {n.lower() for n in names} for names in handed)
