"""Export and import: the same dossier comes back, and nothing that must stay home goes along."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.domain.dossier import Dossier, Notitie
from assistant.domain.values import clean_text
from assistant.engine.exchanging import (
    MAX_BYTES,
    OUT,
    Verhouding,
    compare,
    fingerprint,
    leave_out,
    make_exchange,
    public_rooms,
    read_exchange,
    schema,
    third_parties,
    to_bytes,
)
from assistant.errors import DocumentUnreadable, NotThere
from tests.assistant.engine.voorbeelddossier import OP, Bouw, rijk, vol

ROOT = Path(__file__).resolve().parents[3]
AREAS = st.sampled_from(["wonen", "geld", "mensen", "werk", None])
WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs", "M")), min_size=1, max_size=60).filter(
    lambda t: t.strip() == t
)


def out(dossier: Dossier, **extra: Any) -> bytes:
    return to_bytes(make_exchange(dossier, op=OP, door="M", programma="krachtgesprek 0", **extra))


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    b = Bouw(
        code=draw(WORDS),
        roepnaam=draw(st.one_of(st.just(""), WORDS)),
        setting=draw(st.sampled_from(["", "vrouwenopvang", "wijkteam"])),
        geheime_locatie=draw(st.booleans()),
        bekende_namen=tuple(draw(st.lists(WORDS, max_size=3))),
    )
    said = [b.zeg(draw(AREAS), draw(WORDS), draw(st.one_of(st.just(""), WORDS))) for _ in range(draw(st.integers(1, 5)))]
    for uid in said:
        text = b.dossier.uiting(uid).tekst
        if draw(st.booleans()):
            end = draw(st.integers(1, len(text)))
            b.kracht(
                uid,
                text[:end],
                draw(st.sampled_from(["ik_ben", "ik_kan", "ik_heb", "ik_wil", "ik_weet"])),
                draw(st.sampled_from(["heden", "toekomst", "verleden"])),
            )
        if draw(st.booleans()):
            b.hulpbron(
                uid,
                text,
                draw(st.sampled_from(["persoon", "plaats", "dier"])),
                draw(st.sampled_from(["natuurlijk", "professioneel"])),
                draw(st.booleans()),
            )
    if draw(st.booleans()):
        d = b.doel(draw(WORDS), *draw(st.lists(st.sampled_from(said), min_size=1, unique=True)), waarom=draw(st.one_of(st.just(""), WORDS)))
        b.actie(
            draw(WORDS),
            draw(st.sampled_from(said)),
            doel=d,
            keuze=draw(st.sampled_from(["gekozen", "later", "niet_gekozen", None])),
            vertrouwen=draw(st.integers(0, 10)),
        )
    if draw(st.booleans()):
        b.dossier, _ = b.dossier.correct_answer(said[0], new_id="uiting-beter", tekst=draw(WORDS), op=OP + timedelta(days=1))
    if draw(st.booleans()):
        b.dossier, _ = b.dossier.withdraw_answer(said[-1])
    notes = tuple(Notitie(id=f"n{i}", tekst=clean_text(t), op=OP) for i, t in enumerate(draw(st.lists(WORDS, max_size=2))))
    return b.dossier.replace(notities=notes, version=draw(st.integers(0, 9)))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(dossiers())
def test_every_dossier_comes_back_equal(dossier: Dossier) -> None:
    exchange = read_exchange(out(dossier))

    assert exchange.dossier == dossier
    assert exchange.volledig
    assert compare(dossier, exchange.dossier) is Verhouding.GELIJK


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(dossiers(), st.data())
def test_what_is_left_out_is_nowhere_in_the_file(dossier: Dossier, data: st.DataObject) -> None:
    """Marked with a word that occurs nowhere else, so that a trace in any field is seen."""
    b = Bouw()
    b.dossier = dossier
    b.n = 900
    uid = b.zeg("mensen", "Kanariewoord woont hier.")
    b.kracht(uid, "Kanariewoord", "ik_heb")
    b.hulpbron(uid, "Kanariewoord woont hier")
    b.actie(
        "Een stap.", uid, *(data.draw(st.lists(st.sampled_from([u.id for u in dossier.uitingen]), max_size=2, unique=True))), keuze=None
    )
    fix = data.draw(st.booleans())
    if fix:
        b.dossier, _ = b.dossier.correct_answer(uid, new_id="uiting-fix", tekst="Kanariewoord woont daar.", op=OP)

    raw = out(b.dossier, zonder=["uiting-fix" if fix and data.draw(st.booleans()) else uid])

    assert b"Kanariewoord" not in raw
    assert read_exchange(raw).volledig is False


def test_a_secret_place_leaves_only_its_code() -> None:
    dossier = rijk().replace(geheime_locatie=True, rooms={"locatie": {"code": "LOC-7", "adres": "Verstopweg 9"}, "kompas": {"vakken": []}})

    raw = out(dossier)

    assert b"Verstopweg" not in raw
    back = read_exchange(raw)
    assert back.dossier.rooms["locatie"] == {"code": "LOC-7"}
    assert [(w.id, w.reden) for w in back.weggelaten] == [("locatie", "locatie")]


@pytest.mark.parametrize("room", ["Verstopweg 9", ["Verstopweg 9"], {"adres": "Verstopweg 9"}, {"code": ["Verstopweg 9"]}])
def test_a_secret_place_in_another_shape_leaves_nothing(room: Any) -> None:
    assert "Verstopweg" not in json.dumps(public_rooms({"locatie": room}))


def test_passages_about_others_are_found_to_be_looked_at() -> None:
    found = {p.id: p for p in third_parties(vol())}

    about = next(p for p in found.values() if p.soort == "uiting")
    assert {"Mijn zus Anja", "De buurvrouw", "Mijn ex Ferdi", "Anja"} <= set(about.over)
    assert "Noor" not in {name for p in found.values() for name in p.over}, "the client herself is no third party"
    assert {"c1", "c2"} <= set(found)
    assert "c7" not in found, "de huisarts is there for this"


@pytest.mark.parametrize(
    ("tekst", "over"),
    [
        ("Mijn zus Fatima kookt graag.", ("Mijn zus Fatima",)),
        ("De buurvrouw drinkt en mijn ex-man slaat haar.", ("De buurvrouw", "mijn ex-man")),
        ("Ik ben goed met m'n  oudste zoon.", ("m'n oudste zoon",)),
        ("Ik kook graag in mijn keuken.", ()),
        ("Karel van de overkant is ziek, die heeft kanker.", ("Karel",)),
        ("Els past soms op. Van Bram hoor ik niets.", ("Els", "Bram")),
        ("Ik ben Noor en ik kook graag.", ()),
    ],
)
def test_who_is_named_but_never_marked_is_looked_at_too(tekst: str, over: tuple[str, ...]) -> None:
    uiting = rijk().uitingen[0].model_copy(update={"id": "uiting-los", "tekst": tekst})
    dossier = rijk().model_copy(update={"uitingen": (uiting,), "hulpbronnen": (), "notities": (), "bekende_namen": (), "rooms": {}})

    assert sum((p.over for p in third_parties(dossier) if p.soort == "uiting"), ()) == over


def test_a_step_or_goal_that_names_someone_is_looked_at_and_can_stay_behind() -> None:
    b = Bouw()
    uid = b.zeg("mensen", "Ik wil vaker de deur uit.")
    doel = b.doel("Vaker de deur uit", uid)
    step = b.actie("Met Ronald naar de markt, die gokt ook.", uid, doel=doel)
    plain = b.actie("Een rondje om het blok.", uid, doel=doel)

    assert [(p.id, p.soort, p.over) for p in third_parties(b.dossier)] == [(step, "stap", ("Ronald",))]
    kept = leave_out(b.dossier, [step])
    assert [a.id for a in kept.plan.acties] == [plain]
    assert "Ronald" not in kept.model_dump_json()


def test_words_that_were_left_out_stand_in_no_question_sheet_or_review() -> None:
    """What is said once comes back in many places: the next question quotes it, the kompas keeps it, a reviewer reads it."""
    b = Bouw(bekende_namen=("Ronald", "Anja"))
    uid = b.zeg("mensen", "Ronald gokt al zijn geld weg. Anja helpt mij.")
    b.zeg("mensen", "Elke week.", vraag="Je noemde “Ronald gokt”. Hoe vaak?")
    contact = {"id": "c1", "naam": "Ronald", "sinds": OP.isoformat(), "eerst": OP.isoformat()}
    rooms: dict[str, Any] = {
        "kompas": {
            "vakken": [{"id": "v", "kop": "Erbij horen", "regels": ["Ronald gokt al zijn geld weg."], "uitingen": [uid]}],
            "haltes": [{"id": "h", "uitingen": [uid]}],
        },
        "netwerk": {"contacten": [contact], "eerder": [{"contact": contact, "tot": OP.isoformat()}], "betrokken": []},
        "beoordeling": {"regels": ["Ronald gokt al zijn geld weg.", "Iets anders dat hier staat."]},
        "tkb": {"besprekingen": [{"ideeen": [{"tekst": "Vraag ronald eens mee."}]}]},
    }
    dossier = b.dossier.replace(rooms=rooms, positie=b.dossier.positie.model_copy(update={"vraag_tekst": "“Ronald gokt”, zei je?"}))

    kept = leave_out(dossier, [uid, "c1"])

    assert "ronald" not in kept.model_dump_json().lower()
    assert kept.rooms["kompas"]["vakken"][0]["kop"] == "Erbij horen"
    assert kept.rooms["beoordeling"]["regels"][1] == "Iets anders dat hier staat."
    assert kept.uitingen[0].tekst == "Elke week."


def test_leaving_out_words_leaves_the_marks_of_a_sheet_alone() -> None:
    dossier = rijk()
    said = dossier.uitingen[-1].replace(id="uiting-900", tekst="Karin was niet professioneel, ik heb er geen vertrouwen meer in.")
    room = {"aard": "professioneel", "wie": "Karin", "tekst": "Karin belt volgende week.", "los": "vertrouwen"}
    dossier = dossier.replace(uitingen=(*dossier.uitingen, said), rooms={**dossier.rooms, "extra": room})

    kept = leave_out(dossier, [said.id])

    assert dict(kept.rooms["extra"]) == {"aard": "professioneel", "wie": OUT, "tekst": OUT, "los": "vertrouwen"}


def test_leaving_out_takes_everything_that_rests_on_it() -> None:
    dossier = rijk()
    uid = next(u.id for u in dossier.uitingen if "Anja" in u.tekst)

    kept = leave_out(dossier, [uid])

    text = kept.model_dump_json()
    assert "belt elke zondag" not in text
    assert "Mijn zus Anja" not in text
    assert all(k.citaat.uiting != uid for k in (*kept.krachten, *kept.hulpbronnen))
    assert any(a.tekst.startswith("Ik schrijf") and a.hulpbron is None for a in kept.plan.acties)
    assert not any("Ferdi" in a.tekst for a in kept.plan.acties)


def test_an_unknown_passage_is_refused_by_name() -> None:
    with pytest.raises(NotThere, match="uiting-x"):
        leave_out(rijk(), ["uiting-x"])


def test_the_published_schema_is_the_schema_and_fits_a_real_file() -> None:
    published = json.loads((ROOT / "docs" / "uitwisseling.schema.json").read_text(encoding="utf-8"))

    assert published == json.loads(json.dumps(schema())), "maak opnieuw: python -m tests.assistant.engine.schrijf_schema"
    jsonschema.Draft202012Validator.check_schema(published)
    jsonschema.validate(json.loads(out(vol())), published)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"vorm": "iets anders"}, published)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda d: d.update(vorm="x"), "geen dossier van dit programma"),
        (lambda d: d.update(vormversie=2), "andere versie"),
        (lambda d: d["dossier"].update(schema_versie=9), "andere versie"),
        (lambda d: d["dossier"]["uitingen"][0].update(tekst="andere woorden"), "klopt niet|veranderd"),
        (lambda d: d["dossier"]["notities"][0].update(tekst="anders"), "veranderd"),
        (lambda d: d["dossier"].update(code=5), "dossier.code"),
        (lambda d: d.pop("dossier"), "dossier"),
        (lambda d: d["dossier"].update(extra=1), "extra"),
        (lambda d: d.update(controle="0" * 64), "veranderd"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_in_plain_dutch(change: Any, told: str) -> None:
    data = json.loads(out(rijk()))
    change(data)

    with pytest.raises(DocumentUnreadable, match=told) as caught:
        read_exchange(json.dumps(data).encode())
    assert "andere woorden" not in str(caught.value)


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"vorm":"krachtgesprek-dossier","vormversie":1,"dossier":' + b"[" * 100_000],
)
def test_what_is_no_json_is_refused(raw: bytes) -> None:
    with pytest.raises(DocumentUnreadable):
        read_exchange(raw)


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(DocumentUnreadable, match="te groot"):
        read_exchange(b" " * (MAX_BYTES + 1))


def test_signs_that_could_steer_a_terminal_do_not_come_in() -> None:
    dossier = rijk()
    hostile = dossier.uitingen[0].model_copy(update={"tekst": dossier.uitingen[0].tekst + "\x1b]0;x\x07"})
    forged = dossier.model_copy(update={"uitingen": (hostile, *dossier.uitingen[1:])})

    with pytest.raises(DocumentUnreadable, match="tekens"):
        read_exchange(out(forged))
    odd = dossier.replace(notities=(Notitie(id="n", tekst="hoi\x1b[2J", op=OP),))
    assert "\x1b" not in read_exchange(out(odd)).dossier.notities[0].tekst


def test_newer_older_and_both_changed_are_told_apart() -> None:
    here = rijk()
    more, _ = here.record_answer(uiting_id="uiting-later", tekst="En nog iets.", op=OP, leefgebied="wonen", vraag_id=None, vraag_tekst="")
    other, _ = here.record_answer(uiting_id="uiting-elders", tekst="Iets anders.", op=OP, leefgebied="wonen", vraag_id=None, vraag_tekst="")
    later = here.replace(notities=(*here.notities, Notitie(id="n9", tekst="later", op=datetime(2027, 1, 1, tzinfo=UTC))))

    assert compare(None, here) is Verhouding.NIEUW
    assert compare(here, here.replace(version=8)) is Verhouding.GELIJK
    assert compare(here, more) is Verhouding.NIEUWER
    assert compare(more, here) is Verhouding.OUDER
    assert compare(more, other) is Verhouding.UITEEN
    assert compare(here, later) is Verhouding.NIEUWER
    assert compare(later, here) is Verhouding.OUDER
    assert compare(here, here.replace(code="ANDERS")) is Verhouding.UITEEN


def test_the_fingerprint_counts_every_field_but_the_number_of_saves() -> None:
    assert fingerprint(rijk()) == fingerprint(rijk().replace(version=3))
    assert fingerprint(rijk()) != fingerprint(rijk().replace(setting="wijkteam"))
