"""The summary: only the client's own words, in a fixed order."""

from __future__ import annotations

from datetime import UTC, datetime

from assistant.adapters.text_files import ContentFiles
from assistant.domain.dossier import Dossier
from assistant.domain.kracht import Citaat, Kracht
from assistant.domain.values import Aanspreekvorm, DossierId, KrachtVorm, LeefgebiedId, Tijd, UitingId
from assistant.engine.content import Content
from assistant.engine.summarising import summarise

CONTENT = Content(ContentFiles(None))
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def dossier(*told: tuple[str, str], form: Aanspreekvorm = Aanspreekvorm.JE) -> Dossier:
    out = Dossier(id=DossierId("d"), code="KG", aangemaakt=NOW, aanspreekvorm=form)
    for n, (area, text) in enumerate(told, 1):
        out, _ = out.record_answer(uiting_id=f"u{n}", tekst=text, op=NOW, leefgebied=area, vraag_id=None, vraag_tekst="")
    return out


def note(d: Dossier, uid: str, vorm: KrachtVorm, quote: str) -> Dossier:
    text = d.uiting(uid)
    at = text.tekst.index(quote)
    kracht = Kracht(
        id=f"k{len(d.krachten)}",
        vorm=vorm,
        citaat=Citaat(uiting=UitingId(uid), begin=at, eind=at + len(quote), tekst=quote),
        tijd=Tijd.HEDEN,
        leefgebied=LeefgebiedId(text.leefgebied or "wonen"),
        op=NOW,
    )
    return d.note_kracht(kracht)[0]


def full() -> Dossier:
    d = dossier(("wonen", "Ik wil een tuin. Ik ben netjes en ik kan goed klussen."), ("geld", "Ik heb mijn zus, die helpt met post."))
    d = note(d, "u1", KrachtVorm.IK_WIL, "Ik wil een tuin")
    d = note(d, "u1", KrachtVorm.IK_KAN, "ik kan goed klussen")
    d = note(d, "u1", KrachtVorm.IK_BEN, "Ik ben netjes")
    return note(d, "u2", KrachtVorm.IK_HEB, "Ik heb mijn zus")


def test_quotes_stand_in_the_order_of_the_stems_and_are_verbatim() -> None:
    d = full()
    found = summarise(d, CONTENT)
    assert [b.citaten for b in found.blokken] == [("Ik ben netjes",), ("ik kan goed klussen",), ("Ik heb mijn zus",), ("Ik wil een tuin",)]
    assert all(any(c in u.tekst for u in d.uitingen) for b in found.blokken for c in b.citaten)
    assert found.begin
    assert found.slot
    assert all(b.inleiding for b in found.blokken)


def test_one_leefgebied_holds_only_its_own() -> None:
    assert [b.citaten for b in summarise(full(), CONTENT, "geld").blokken] == [("Ik heb mijn zus",)]


def test_words_taken_back_are_not_read_back() -> None:
    d, _ = full().withdraw_answer("u1")
    assert [b.citaten for b in summarise(d, CONTENT).blokken] == [("Ik heb mijn zus",)]


def test_without_krachten_the_words_themselves_are_read_back_and_without_words_nothing() -> None:
    told = dossier(("wonen", "Het gaat wel."))
    assert summarise(told, CONTENT, "wonen").blokken[0].citaten == ("Het gaat wel.",)
    assert summarise(told, CONTENT, "geld").regels == ()
    assert summarise(dossier(), CONTENT).regels == ()


def test_the_same_words_are_read_once_and_words_inside_words_too() -> None:
    d = dossier(("wonen", "Ik kan goed klussen en verven."))
    d = note(d, "u1", KrachtVorm.IK_KAN, "Ik kan goed klussen en verven")
    d = note(d, "u1", KrachtVorm.IK_KAN, "klussen")
    assert summarise(d, CONTENT).blokken[0].citaten == ("Ik kan goed klussen en verven",)


def test_the_lead_ins_follow_the_form_of_address() -> None:
    d = note(dossier(("wonen", "Ik ben eerlijk."), form=Aanspreekvorm.U), "u1", KrachtVorm.IK_BEN, "Ik ben eerlijk")
    lines = " ".join(summarise(d, CONTENT).regels)
    assert " je " not in f" {lines.lower()} "
    assert "“Ik ben eerlijk”" in lines
