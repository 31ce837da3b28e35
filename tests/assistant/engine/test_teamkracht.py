"""Leading a team: the client's leave, a sheet without names, many ideas, the client's choice, and a note that holds no one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from assistant.domain.tkb import IdeeKeuze
from assistant.domain.toestemming import Doel, Stand
from assistant.engine.conversing import Conversation
from assistant.engine.exporting import make_blad
from assistant.engine.mind import Mind
from assistant.engine.rechten import Rechten
from assistant.engine.sheet_parts import sheet_texts
from assistant.engine.teamkracht import TeamTable, sheet_rows
from assistant.errors import NotThere, RuleError, ThinkerUnavailable, ToestemmingMissing
from assistant.judging.maskeer import maskeer
from tests.fakes import CONTENT, FakeClock, FakeThinker, an_assistant, hear

KEPT: list[Mapping[str, Any]] = []


def a_table(*said: str, leave: bool = True, thinker: FakeThinker | None = None, clock: FakeClock | None = None) -> TeamTable:
    KEPT.clear()

    def keep(payload: Mapping[str, Any]) -> dict[str, Any]:
        KEPT.append(payload)
        return {"id": f"notitie-{len(KEPT)}", "nieuw": True, "index": {}}

    helper = thinker or FakeThinker(
        {"herken": hear, "maskeer": maskeer, "corpus-notitie": keep, "corpus-verwijder": lambda p: {"verwijderd": p["id"], "index": {}}}
    )
    assistant = an_assistant(naam="J. de Wit", thinker=helper, clock=clock)
    talk = Conversation(assistant, assistant.new_dossier(roepnaam="Noor", code="KG-77"))
    talk.choose("mensen")
    for words in said:
        talk.answer(words)
    table = TeamTable(talk)
    if leave:
        allow(table, Doel.DELEN)
    return table


def allow(table: TeamTable, doel: Doel, ja: bool = True) -> None:
    table.talk.dossier = Rechten(table.talk.assistant).answer(table.dossier, doel, ja)


def a_session(table: TeamTable, *ideas: str) -> TeamTable:
    table.begin("Hoe helpen we Noor om weer te gaan zingen?")
    table.seen()
    for text in ideas:
        table.idea(text)
    return table


def test_without_the_clients_leave_nothing_begins_and_taking_it_back_stops_the_sharing() -> None:
    table = a_table(leave=False)
    with pytest.raises(ToestemmingMissing):
        table.begin("Hoe verder?")
    allow(table, Doel.DELEN, ja=False)
    assert table.leave() is Stand.GEWEIGERD
    with pytest.raises(ToestemmingMissing):
        table.begin("Hoe verder?")
    allow(table, Doel.DELEN)
    table.begin("Hoe verder?")

    table.talk.dossier = Rechten(table.talk.assistant).withdraw(table.dossier, Doel.DELEN)

    for call in (table.seen, lambda: table.to_step("ideeen")):
        with pytest.raises(ToestemmingMissing):
            call()


def test_the_sheet_is_looked_at_before_it_is_shared_and_holds_no_names() -> None:
    table = a_table("Mijn zus Fatma uit Zutphen belt me elke zondag. Ik wil weer zingen.")
    uiting = table.dossier.uitingen[0]
    table.talk.note_hulpbron(uiting.id, 0, 14, soort="persoon", aard="natuurlijk")
    table.talk.note(uiting.id, uiting.tekst.index("Ik wil"), len(uiting.tekst) - 1, vorm="ik_wil", tijd="toekomst")
    table.begin("Hoe helpen we Noor (06-12345678) om te zingen met Fatma?")
    with pytest.raises(RuleError):
        table.to_step("delen")

    blad, why = table.sheet()
    words = " ".join(sheet_texts(blad))

    assert why == ""
    for secret in ("Noor", "Fatma", "06-12345678", "KG-77", "J. de Wit"):
        assert secret not in words
    assert "Ik wil weer zingen" in words and ("client", "Ik wil weer zingen") in sheet_rows(blad)
    table.seen()
    assert table.bespreking is not None and table.bespreking.stap == "delen"


def test_without_a_masker_the_sheet_says_so_and_still_hides_what_is_known() -> None:
    table = a_table("Ik zing.", thinker=FakeThinker({"herken": hear}))
    table.begin("Wat kan Noor nog meer?")

    blad, why = table.sheet()

    assert why and "Noor" not in " ".join(sheet_texts(blad))


def test_another_question_means_looking_at_the_sheet_again() -> None:
    table = a_session(a_table("Ik zing."))

    table.change_question("Iets anders?")

    assert table.bespreking is not None and table.bespreking.blad_gezien is None
    with pytest.raises(RuleError):
        table.to_step("ideeen")


def test_a_question_that_sounds_like_advice_is_kept_said_so_and_can_become_an_idea() -> None:
    table = a_session(a_table("Ik zing."))

    assert table.ask("Je moet haar laten bellen") is True
    assert table.ask("Wat zingt ze het liefst?") is False
    assert table.bespreking is not None
    table.make_idea(table.bespreking.vragen[0].id)

    assert [v.tekst for v in table.bespreking.vragen] == ["Wat zingt ze het liefst?"]
    assert [i.tekst for i in table.bespreking.ideeen] == ["Je moet haar laten bellen"]


def test_ideas_come_fast_say_whose_and_are_counted_once() -> None:
    table = a_session(a_table("Ik zing."), "AB: samen naar het koor", "karaoke", "Karaoke", "kvd: zingen op de markt")

    assert table.bespreking is not None
    assert [(i.van, i.tekst) for i in table.bespreking.ideeen] == [
        ("AB", "samen naar het koor"),
        ("", "karaoke"),
        ("KVD", "zingen op de markt"),
    ]
    for wrong in ("   ", "x" * 401):
        with pytest.raises(RuleError):
            table.idea(wrong)


def test_the_client_chooses_later_in_own_words_and_a_chosen_idea_is_only_a_draft() -> None:
    table = a_session(a_table("Ik zing."), "samen naar het koor", "karaoke")
    assert table.bespreking is not None
    first, second = (i.id for i in table.bespreking.ideeen)
    with pytest.raises(RuleError):
        table.client_chose(first, IdeeKeuze.GEKOZEN)
    table.offer(first)
    table.offer(second)
    table.offer_when("dinsdag")

    uid = table.client_chose(first, "gekozen", woorden="Ja, met Bea durf ik dat wel.")
    table.client_chose(second, "niet_gekozen")
    concept = table.concept(first)

    assert uid is not None and table.dossier.uiting(uid).tekst == "Ja, met Bea durf ik dat wel."
    assert concept is not None and concept.uitingen == (uid,) and concept.actie == "samen naar het koor"
    assert table.concept(second) is None
    assert table.dossier.plan.acties == ()
    sheet = make_blad("tkb", table.dossier, CONTENT, op=table.now())
    assert "gekozen door de cliënt" in str(sheet)
    table.talk.withdraw(uid)
    assert table.concept(first) is None


def test_the_clock_counts_the_step_at_hand() -> None:
    clock = FakeClock()
    table = a_session(a_table("Ik zing.", clock=clock))
    table.to_step("ideeen")
    clock.tick(125)

    assert table.bespreking is not None and table.bespreking.seconds("ideeen", table.now()) == 125
    table.move(-1)
    assert table.bespreking.stap == "vragen"
    table.move(-9)
    assert table.bespreking.stap == "voorbereiden"


def test_what_worked_needs_its_own_leave_is_masked_and_can_be_taken_away() -> None:
    table = a_session(a_table("Mijn zus Fatma helpt."), "samen naar het koor")
    uiting = table.dossier.uitingen[0]
    table.talk.note_hulpbron(uiting.id, 0, 14, soort="persoon", aard="natuurlijk")
    table.look_back("Noor ging met Fatma naar het koor in Zutphen; J. de Wit bracht haar.")
    assert table.bespreking is not None

    note = table.draft_note(table.bespreking.terugblik)

    for secret in ("Noor", "Fatma", "J. de Wit"):
        assert secret not in note.titel + note.tekst
    assert "koor" in note.tekst
    with pytest.raises(ToestemmingMissing):
        table.keep_note(note)
    assert KEPT == []
    allow(table, Doel.TEAMKENNIS)
    ident = table.keep_note(note.replace(tekst=note.tekst + "\n\nNoor vond het fijn."))
    assert KEPT[0]["soort_bron"] == "teamkennis" and "Noor" not in str(KEPT[0])
    assert table.bespreking.wat_werkt is not None and table.bespreking.wat_werkt.document == ident
    with pytest.raises(RuleError):
        table.keep_note(note)

    table.talk.dossier = Rechten(table.talk.assistant).withdraw(table.dossier, Doel.TEAMKENNIS)
    assert table.note_without_leave()
    table.remove_note()
    assert not table.note_without_leave()
    with pytest.raises(RuleError):
        table.remove_note()


def test_without_masking_there_is_no_note() -> None:
    table = a_session(a_table("Ik zing.", thinker=FakeThinker({"herken": hear})))

    with pytest.raises(ThinkerUnavailable):
        table.draft_note("Het koor werkte.")


def test_a_note_really_stands_in_the_corpus_and_really_goes(tmp_path: Path) -> None:
    from assistant.bootstrap import build_mind
    from assistant.settings import Settings

    mind = build_mind(Settings(gegevens=tmp_path, embedder="geen"))
    assert isinstance(mind, Mind)
    made = mind.ask(
        "corpus-notitie",
        {
            "titel": "Wat werkt: zingen",
            "tekst": "De vraag\n\nHoe komt iemand bij een koor?\n\nWat werkte\n\nSamen luisteren bij de repetitie, met een kop thee erna.",
            "koppen": ["De vraag", "Wat werkte"],
        },
    )
    again = mind.ask(
        "corpus-notitie",
        {
            "titel": "Anders",
            "tekst": "De vraag\n\nHoe komt iemand bij een koor?\n\nWat werkte\n\nSamen luisteren bij de repetitie, met een kop thee erna.",
        },
    )

    found = mind.ask("zoek", {"vraag": "repetitie van een koor luisteren met thee", "k": 3})
    kinds = {d["id"]: d["soort_bron"] for d in mind.ask("corpus-lijst", {})["documenten"]}

    assert kinds[made["id"]] == "teamkennis" and again == {"id": made["id"], "nieuw": False, "index": None}
    assert any(p["document"] == made["id"] and p["kop"][-1] == "Wat werkte" for p in found["passages"])
    mind.ask("corpus-verwijder", {"id": made["id"]})
    with pytest.raises(NotThere):
        mind.ask("corpus-verwijder", {"id": made["id"]})
    for wrong in ({"titel": "", "tekst": "x"}, {"titel": "x", "tekst": " "}, {"titel": "x", "tekst": "y", "soort_bron": "roddel"}):
        with pytest.raises(RuleError):
            mind.ask("corpus-notitie", wrong)


def test_a_note_that_went_from_the_sources_already_can_still_be_closed() -> None:
    def gone(payload: Mapping[str, Any]) -> dict[str, Any]:
        raise NotThere(f"Er is geen toegevoegd document {payload['id']!r}.")

    table = a_table(
        thinker=FakeThinker(
            {
                "herken": hear,
                "maskeer": maskeer,
                "corpus-notitie": lambda _: {"id": "notitie-1", "nieuw": True, "index": {}},
                "corpus-verwijder": gone,
            }
        )
    )
    allow(table, Doel.TEAMKENNIS)
    table.begin("Hoe verder met zingen?")
    table.keep_note(table.draft_note("Samen met een buurvrouw naar het koor gaan."))

    table.remove_note()

    assert table.bespreking is not None and table.bespreking.wat_werkt is not None
    assert table.bespreking.wat_werkt.weggehaald is not None
