"""Reports on paper: literal where they may be, nameless where they leave the team, silent where nobody may look yet."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest

from assistant.adapters.documents_out import writer
from assistant.domain.beoordeling import ROOM, Soort, Stand
from assistant.domain.dossier import Dossier
from assistant.engine.assistant import Assistant
from assistant.engine.audit import Auditing, Overeenstemming, begin_audit
from assistant.engine.practise_room import Oefenzaal
from assistant.engine.reporting import audit_sheet, practise_sheet, recurring_sheet, report_name, review_sheet, thinking_masker
from assistant.engine.reviewing import Reviewing
from assistant.engine.sheet_parts import Blad, sheet_texts
from assistant.errors import RuleError
from tests.assistant.engine.test_reviewing import WORDS, a_plan
from tests.fakes import FakeThinker, an_assistant


def words_of(blad: Blad) -> str:
    return "\n".join(sheet_texts(blad))


def signed(*, second: bool = False) -> tuple[Assistant, Reviewing, str]:
    assistant, dossier = a_plan()
    dossier = assistant.confirm(dossier, dossier.plan.doelen[0].id, door="Jo de Wit")
    review = Reviewing(assistant, dossier)
    mine = review.begin("Anouk Bakker", review.look(), met_tweede=second)
    actie = mine.regels[1].id
    review.remark(mine.id, plek=actie, soort=Soort.EENS, bevinding=f"{actie}.vaag")
    said = review.remark(mine.id, plek=dossier.uitingen[1].id, soort=Soort.OPMERKING, tekst="Vraag Jo de Wit om zee.")
    review.sign(mine.id, Stand.TERUG, door="Anouk Bakker", woord="Mooi begin, bel 06-12345678.")
    if not second:
        review.answer(mine.id, said, "aangepast", tekst="Zee staat erin.", door="Jo de Wit")
    return assistant, review, mine.id


def sheet(review: Reviewing, ident: str, **given: Any) -> Blad:
    return review_sheet(review.dossier, ident, review.assistant.content, op=review.assistant.clock.now(), **given)


def test_the_report_for_the_team_holds_plan_words_findings_and_signature() -> None:
    _, review, ident = signed()

    text = words_of(sheet(review, ident))

    for part in (
        "Anouk Bakker",
        "Terug met opmerkingen",
        "22 november 2026",
        "Weer koken bij oom Piet.",
        WORDS[0],
        WORDS[1],
        "Wanneer ontbreekt.",
        "mee eens",
    ):
        assert part in text
    for part in ("Vraag Jo de Wit om zee.", "Plan aangepast: Zee staat erin.", "Vaag: niemand ziet het gebeuren"):
        assert part in text
    assert "{" not in text


def test_the_report_for_outside_has_no_name_code_or_number_in_it() -> None:
    _, review, ident = signed()
    dossier = review.dossier.replace(bekende_namen=("Piet",), roepnaam="Hans")
    review.dossier = dossier

    blad = sheet(review, ident, buiten=True)

    whole = json.dumps(blad, ensure_ascii=False)
    for part in ("Anouk", "Bakker", "Jo de Wit", "Piet", "Hans", "KG-1", "06-12345678"):
        assert part not in whole
    assert "koken" in whole
    assert blad["kenmerk"] == ""
    assert "KG" not in report_name(blad, "pdf")


def test_a_masker_that_knows_more_is_asked_for_outside_only() -> None:
    _, review, ident = signed()
    asked: list[str] = []

    def masker(text: str, names: tuple[str, ...]) -> str:
        asked.append(text)
        return text.replace("zee", "[plaats]")

    assert "zee" in words_of(sheet(review, ident, masker=masker))
    assert asked == []
    assert "[plaats]" in words_of(sheet(review, ident, masker=masker, buiten=True))


def test_no_report_before_everybody_has_signed() -> None:
    _, review, ident = signed(second=True)

    with pytest.raises(RuleError):
        sheet(review, ident)


def test_differences_of_two_readers_stand_in_the_report_as_talk() -> None:
    _, review, ident = signed(second=True)
    second = review.begin("Bo Visser", review.look(), ronde=review.kamer.get(ident).ronde)
    actie = second.regels[1].id
    review.remark(second.id, plek=actie, soort=Soort.ONEENS, tekst="Zaterdag staat erbij.", bevinding=f"{actie}.vaag")
    review.sign(second.id, Stand.AKKOORD, door="Bo Visser")

    inside, outside = words_of(sheet(review, ident)), words_of(sheet(review, ident, buiten=True))

    assert "verschillend keken" in inside
    assert "(vaag)" in inside
    assert "Bo Visser" in inside
    assert "Zaterdag staat erbij." in inside
    assert "Visser" not in outside
    assert "Tweede beoordelaar" in outside


def test_who_must_not_be_approached_stays_off_the_paper() -> None:
    assistant, review, ident = signed()
    uid = review.dossier.uitingen[0].id
    at = WORDS[0].index("mijn oom Piet")
    review.dossier = assistant.note_hulpbron(
        review.dossier, uiting_id=uid, begin=at, eind=at + 13, soort="persoon", aard="natuurlijk", leefgebied="mensen", niet_benaderen=True
    )

    blad = sheet(review, ident)

    assert "Piet" not in json.dumps(blad["blokken"], ensure_ascii=False)
    assert {w["reden"] for w in blad["weggelaten"]} == {"niet_benaderen"}


@pytest.mark.parametrize("form", ["pdf", "docx", "html", "md"])
def test_every_writer_makes_the_reports(form: str) -> None:
    _, review, ident = signed()

    data = writer(form).write(sheet(review, ident))

    if form == "pdf":
        from pypdf import PdfReader

        told = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages)
    elif form == "docx":
        import docx

        told = "\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)
    else:
        told = data.decode("utf-8")
    assert "Beoordeling van een plan" in told
    assert "Anouk Bakker" in told


def audited(done: int) -> tuple[Assistant, Dossier]:
    assistant = an_assistant(thinker=FakeThinker(), naam="An")
    sitting = Auditing(assistant, begin_audit(assistant, "Noord", "Anouk Bakker"))
    sitting.join("Bo Visser")
    for name in ("Anouk Bakker", "Bo Visser")[:done]:
        for item in sitting.audit.formulier.onderdelen:
            sitting.see(name, item.id, 2, f"Gezien door {name} bij Noord.", ("dossier",))
        sitting.finish(name)
    return assistant, sitting.dossier


def audit_words(assistant: Assistant, dossier: Dossier, **given: Any) -> str:
    audit = Auditing(assistant, dossier).audit
    return words_of(audit_sheet(audit, dossier, assistant.content, op=assistant.clock.now(), **given))


def test_an_audit_report_names_its_form_and_shows_nothing_before_both_are_done() -> None:
    assistant, dossier = audited(1)

    text = audit_words(assistant, dossier)

    assert "niet het officiële kwaliteitskader" in text
    assert "Gezien door" not in text


def test_an_audit_report_for_outside_names_no_team_and_no_auditor() -> None:
    assistant, dossier = audited(2)
    measured = Overeenstemming(aantal=12, gelijk=12, waarom_niet="een_niveau")

    inside = audit_words(assistant, dossier, overeenstemming=measured)
    outside = audit_words(assistant, dossier, overeenstemming=measured, buiten=True)

    assert "Gezien door Anouk Bakker bij Noord." in inside
    assert "konden zien: 12. Bij 12 daarvan" in inside
    for part in ("Anouk", "Visser", "Noord"):
        assert part not in outside
    assert "auditor 1" in outside


def test_over_many_plans_the_report_holds_criteria_and_numbers_of_plans_only() -> None:
    assistant = an_assistant()

    text = words_of(recurring_sheet((("vaag", 3),), 5, assistant.content, op=assistant.clock.now()))

    assert "vaag: in 3 plannen" in text


def test_an_item_of_an_audit_has_its_own_head_and_says_where_they_did_not_talk_yet() -> None:
    assistant, dossier = audited(1)
    sitting = Auditing(assistant, dossier)
    first, *others = sitting.audit.formulier.onderdelen
    sitting.see("Bo Visser", first.id, 0, "Zelden.")
    for item in others:
        sitting.see("Bo Visser", item.id, 2, "Ook gezien.")
    sitting.finish("Bo Visser")

    sheet = audit_sheet(sitting.audit, sitting.dossier, assistant.content, op=assistant.clock.now())

    heads = [b["tekst"] for b in sheet["blokken"] if b["soort"] == "kop" and b.get("onder")]
    assert heads == [o.naam for o in sitting.audit.formulier.onderdelen]
    assert words_of(sheet).count("nog niet besproken") == 1
    sitting.agree(first.id, 1, "Vaker dan gedacht.")
    assert "nog niet besproken" not in words_of(audit_sheet(sitting.audit, sitting.dossier, assistant.content, op=assistant.clock.now()))


def test_in_the_report_an_action_stands_under_its_goal() -> None:
    _, review, ident = signed()

    heads = {b["tekst"].split(":")[0]: b.get("onder", False) for b in sheet(review, ident)["blokken"] if b["soort"] == "kop"}

    assert heads["Doel"] is False and heads["Actie"] is True


def test_a_practice_on_paper_has_the_whole_talk_and_nothing_that_stayed_hidden() -> None:
    assistant = an_assistant()
    zaal = Oefenzaal(assistant.content)
    gerrit = zaal.oefening(zaal.persona("gerrit"))
    begin = gerrit.begin(1)
    beurten = gerrit.herstel(begin, ["Hoe begint je dag, met koffie?", ""])
    nb = zaal.bespreek(gerrit, beurten, begin=begin.vertrouwen, doel="open_vragen", opgeschreven=["Zet koffie"])
    sheet = practise_sheet(nb, "Gerrit", assistant.content, op=assistant.clock.now())
    text = words_of(sheet)

    for said in (
        "De cliënt bestaat niet",
        "Alleen open vragen",
        "Hoe begint je dag, met koffie?",
        "(stilte)",
        beurten[0].antwoord,
        "Zet koffie",
    ):
        assert said in text
    labels = [row["kop"] for blok in sheet["blokken"] if blok["soort"] == "velden" for row in blok["items"]]
    assert labels[:4] == ["Doel van de oefening:", "U:", "Gerrit:", "Gerrit dacht:"]
    assert "De coach:" in labels and zaal.stof.coachwoord["stilte"] in text
    assert all(gemist.tekst not in text for gemist in nb.krachten.gemist)
    assert report_name(sheet, "docx").startswith("oefening-")


def test_the_name_of_a_file_from_outside_stays_inside_the_team() -> None:
    _, review, ident = signed()
    kamer = review.kamer
    mine = kamer.get(ident).model_copy(update={"bron": "zorgplan-Çelik.docx"})
    others = tuple(mine if b.id == ident else b for b in kamer.beoordelingen)
    room = kamer.model_copy(update={"beoordelingen": others}).model_dump(mode="json")
    review.dossier = review.dossier.replace(rooms={**review.dossier.rooms, ROOM: room})

    assert "zorgplan-Çelik.docx" in words_of(sheet(review, ident))
    assert "Çelik" not in json.dumps(sheet(review, ident, buiten=True), ensure_ascii=False)


def test_two_people_never_share_a_number_in_one_report() -> None:
    def maskeer(_: str, payload: dict[str, Any]) -> dict[str, Any]:
        spans = [{"begin": m.start(), "eind": m.end(), "soort": "persoon"} for m in re.finditer(r"Elif|Ömer Çelik|Ömer", payload["tekst"])]
        return {"spans": spans, "tekst": "[persoon 1]"}

    mask = thinking_masker(maskeer)

    assert mask("Ik zit met Elif aan tafel.", ()) == "Ik zit met [persoon 1] aan tafel."
    assert mask("Vraag Ömer en Elif.", ()) == "Vraag [persoon 2] en [persoon 1]."
    assert mask("Ömer Çelik kookt.", ()) == "[persoon 2] kookt."
    assert mask("Niemand hier.", ()) == "Niemand hier."
