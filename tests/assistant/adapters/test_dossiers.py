"""The real store where it does more than the contract: making, opening, two windows, an older copy, keys, secrets, a full disk."""

from __future__ import annotations

import base64
import json
import shutil
import stat
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.dossiers import create_store, keys, open_store, restore, store_exists
from assistant.adapters.dossiers.opening import DB, KEY, NEW
from assistant.adapters.dossiers.store import SqlcipherStore
from assistant.domain.dossier import Dossier
from assistant.domain.geheim import Geheim
from assistant.engine.exchanging import Verhouding, compare, make_exchange, read_exchange, to_bytes
from assistant.errors import (
    DossierLocked,
    DossierNotWritten,
    DossierStale,
    DossierUnreadable,
    KeyRejected,
    RuleError,
)
from tests.fakes import PASSPHRASE, FakeClock

CHEAP = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def store(tmp_path: Path, clock: FakeClock) -> Any:
    made, _ = create_store(tmp_path / "d", PASSPHRASE, clock=clock, cost=CHEAP)
    yield made
    made.close()


def saved(store: Any, clock: FakeClock, number: int = 1) -> Dossier:
    found: Dossier = store.save(Dossier(id=f"dossier-{number}", code=f"KG-{number}", aangemaakt=clock.now()), expected_version=0, wie="AB")
    return found


def answer(store: Any, clock: FakeClock, dossier: Dossier, tekst: str, uiting: str) -> Dossier:
    clock.tick(60)
    new, events = dossier.record_answer(uiting_id=uiting, tekst=tekst, op=clock.now(), leefgebied="wonen", vraag_id=None, vraag_tekst="")
    found: Dossier = store.save(new, expected_version=dossier.version, wie="AB", gebeurtenissen=events)
    return found


# -- making and opening --------------------------------------------------------------------------


def test_every_file_is_for_its_owner_only(store: Any, tmp_path: Path, clock: FakeClock) -> None:
    saved(store, clock)

    for path in (tmp_path / "d").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path.name


def test_making_cut_short_before_the_key_leaves_no_store(tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(path: Path, text: str) -> None:
        raise DossierNotWritten("de stroom viel uit")

    with monkeypatch.context() as m:
        m.setattr(keys, "write_whole", stop)
        with pytest.raises(DossierNotWritten):
            create_store(tmp_path / "d", PASSPHRASE, clock=clock, cost=CHEAP)

    assert not store_exists(tmp_path / "d")
    again, _ = create_store(tmp_path / "d", PASSPHRASE, clock=clock, cost=CHEAP)
    assert again.list() == ()
    again.close()


def test_making_cut_short_after_the_key_is_finished_at_opening(tmp_path: Path, clock: FakeClock) -> None:
    store, _ = create_store(tmp_path / "d", PASSPHRASE, clock=clock, cost=CHEAP)
    saved(store, clock)
    store.close()
    (tmp_path / "d" / DB).rename(tmp_path / "d" / NEW)

    again = open_store(tmp_path / "d", PASSPHRASE, clock=clock)

    assert [s.id for s in again.list()] == ["dossier-1"]
    again.close()


def test_a_second_store_is_never_made_over_the_first(store: Any, tmp_path: Path, clock: FakeClock) -> None:
    with pytest.raises(DossierUnreadable):
        create_store(tmp_path / "d", PASSPHRASE, clock=clock, cost=CHEAP)


def test_a_short_passphrase_is_refused_before_anything_is_made(tmp_path: Path, clock: FakeClock) -> None:
    with pytest.raises(RuleError):
        create_store(tmp_path / "d", "kort", clock=clock, cost=CHEAP)

    assert not (tmp_path / "d").exists()


def test_a_plain_database_in_the_place_of_ours_is_refused(store: Any, tmp_path: Path, clock: FakeClock) -> None:
    store.close()
    (tmp_path / "d" / DB).write_bytes(b"SQLite format 3\0" + bytes(4080))

    with pytest.raises(DossierUnreadable, match="niet versleuteld"):
        open_store(tmp_path / "d", PASSPHRASE, clock=clock)


def test_a_file_of_a_newer_program_is_refused_untouched(store: Any, tmp_path: Path, clock: FakeClock) -> None:
    store._raw.execute("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    before = (tmp_path / "d" / DB).read_bytes()

    with pytest.raises(DossierUnreadable, match="nieuwere versie"):
        open_store(tmp_path / "d", PASSPHRASE, clock=clock)
    assert (tmp_path / "d" / DB).read_bytes() == before


@pytest.mark.parametrize("fixture", sorted(p.name for p in DATA.glob("winkel-*")))
def test_every_released_schema_opens_with_all_its_words(fixture: str, tmp_path: Path, clock: FakeClock) -> None:
    shutil.copytree(DATA / fixture, tmp_path / "oud")

    store = open_store(tmp_path / "oud", PASSPHRASE, clock=clock)

    assert len(store.list()) == 24
    assert all(len(store.load(s.id).uitingen) == 12 for s in store.list())
    assert store.draft("dossier-0003", "antwoord") == "half getypte zin over de"
    assert store.search("moestuin")
    assert (store.waarschuwing, store.check()) == ("", ())
    store.close()


def test_the_recovery_code_of_an_old_file_still_opens_it(tmp_path: Path, clock: FakeClock) -> None:
    shutil.copytree(DATA / "winkel-0001", tmp_path / "oud")
    code = (tmp_path / "oud" / "herstelcode.txt").read_text(encoding="utf-8").strip()

    open_store(tmp_path / "oud", code.lower(), clock=clock).close()


@pytest.mark.parametrize("fixture", sorted(p.name for p in DATA.glob("winkel-*")))
def test_killed_right_after_the_upgrade_is_no_strangers_hand(fixture: str, tmp_path: Path, clock: FakeClock) -> None:
    shutil.copytree(DATA / fixture, tmp_path / "oud")
    first = open_store(tmp_path / "oud", PASSPHRASE, clock=clock)
    shutil.copytree(tmp_path / "oud", tmp_path / "na")  # what a kill -9 leaves: nothing was closed
    first.close()

    store = open_store(tmp_path / "na", PASSPHRASE, clock=clock)

    assert (store.waarschuwing, store.check()) == ("", ())
    store.close()


# -- two windows, an older copy ------------------------------------------------------------------


def test_a_second_window_sees_what_the_first_saved_and_its_own_copy_is_stale(store: Any, tmp_path: Path, clock: FakeClock) -> None:
    mine = saved(store, clock)
    second = open_store(tmp_path / "d", PASSPHRASE, clock=clock)
    theirs = second.load("dossier-1")
    answer(store, clock, mine, "eerste venster", "u1")

    with pytest.raises(DossierLocked):
        answer(second, clock, theirs, "tweede venster", "u2")
    assert [u.tekst for u in second.load("dossier-1").uitingen] == ["eerste venster"]
    second.close()


def test_two_copies_of_a_dossier_in_one_window_never_overwrite_each_other(store: Any, clock: FakeClock) -> None:
    """The screen of a colleague at the same desk, or a copy that lay open: the later save is told, and both texts are still there."""
    first = saved(store, clock)
    second = store.load("dossier-1")
    kept = answer(store, clock, first, "eerste", "u1")

    with pytest.raises(DossierStale) as error:
        answer(store, clock, second, "tweede", "u2")
    assert "tweede" not in str(error.value)
    assert store.load("dossier-1") == kept
    again = answer(store, clock, store.load("dossier-1"), "tweede", "u2")
    assert [u.tekst for u in again.uitingen] == ["eerste", "tweede"]


def test_an_imported_older_copy_is_known_as_older_and_cannot_be_saved_over(store: Any, clock: FakeClock) -> None:
    old = answer(store, clock, saved(store, clock), "eerste", "u1")
    file = to_bytes(make_exchange(old, op=clock.now(), door="AB", programma="proef"))
    new = answer(store, clock, old, "tweede", "u2")

    copy = read_exchange(file).dossier

    assert compare(store.load("dossier-1"), copy) is Verhouding.OUDER
    with pytest.raises(DossierStale):
        store.save(copy, expected_version=copy.version, wie="AB")
    with pytest.raises(DossierStale):
        store.save(copy.replace(version=0), expected_version=0, wie="AB")
    assert store.load("dossier-1") == new


def test_the_lock_is_free_after_closing(store: Any, tmp_path: Path, clock: FakeClock) -> None:
    store.close()
    again = open_store(tmp_path / "d", PASSPHRASE, clock=clock)

    assert not again.read_only
    again.close()


# -- honest --------------------------------------------------------------------------------------


def test_an_older_copy_is_warned_about_and_the_warning_is_in_the_log(store: Any, tmp_path: Path, clock: FakeClock) -> None:
    dossier = saved(store, clock)
    store.close()
    old = (tmp_path / "d" / DB).read_bytes()
    again = open_store(tmp_path / "d", PASSPHRASE, clock=clock)
    answer(again, clock, dossier, "later", "u1")
    again.close()
    (tmp_path / "d" / DB).write_bytes(old)

    third = open_store(tmp_path / "d", PASSPHRASE, clock=clock)

    assert "oudere kopie" in third.waarschuwing
    assert third.log()[-1].gebeurtenis == "geschiedenis_wijkt_af"
    assert third.load("dossier-1") == dossier  # the words stay readable
    third.close()


def test_a_forged_anchor_is_noticed(store: Any, tmp_path: Path, clock: FakeClock) -> None:
    saved(store, clock)
    store.close()
    anchor = next((tmp_path / "d").glob("anker-*"))
    anchor.write_text(json.dumps({**json.loads(anchor.read_text()), "n": 0, "hash": ""}))

    again = open_store(tmp_path / "d", PASSPHRASE, clock=clock)

    assert "anker" in again.waarschuwing.lower()
    again.close()


def test_half_an_anchor_after_a_power_cut_is_no_reason_to_warn(store: Any, tmp_path: Path, clock: FakeClock) -> None:
    saved(store, clock)
    store.close()
    next((tmp_path / "d").glob("anker-*")).write_text('{"n": 1, "ha')

    again = open_store(tmp_path / "d", PASSPHRASE, clock=clock)

    assert again.waarschuwing == ""
    again.close()


def test_an_exception_between_answer_and_access_line_leaves_neither(store: Any, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Finding 13: without the begin event the answer would be there without its line."""
    dossier = saved(store, clock)
    lines = len(store.log())
    with monkeypatch.context() as m:
        m.setattr(SqlcipherStore, "_line", lambda self, connection, **_: (_ for _ in ()).throw(ValueError("kapot")))
        with pytest.raises(ValueError, match="kapot"):
            answer(store, clock, dossier, "half", "u1")

    assert store.load("dossier-1") == dossier
    assert len(store.log()) == lines
    assert store.search("half") == ()


def test_words_taken_back_or_corrected_are_not_found_any_more(store: Any, clock: FakeClock) -> None:
    dossier = answer(store, clock, saved(store, clock), "Ik kook graag.", "u1")
    new, events = dossier.correct_answer("u1", new_id="u2", tekst="Ik bak graag.", op=clock.now())
    dossier = store.save(new, expected_version=dossier.version, wie="AB", gebeurtenissen=events)

    assert (store.search("kook"), [hit[1] for hit in store.search("bak")]) == ((), ["u2"])

    new, events = dossier.withdraw_answer("u2")
    store.save(new, expected_version=dossier.version, wie="AB", gebeurtenissen=events)

    assert store.search("bak") == ()
    assert store.check() == ()


@pytest.mark.parametrize(
    "words", ["", "   ", '"', "*", "AND OR NOT", "kook*", "NEAR(a b)", "tekst:kook", "^kook", "-kook", "🙂", "a" * 5000]
)
def test_no_words_break_the_search(store: Any, clock: FakeClock, words: str) -> None:
    answer(store, clock, saved(store, clock), "Ik kook graag.", "u1")

    assert isinstance(store.search(words), tuple)


def test_reading_goes_on_when_the_look_cannot_be_logged_and_the_line_follows_later(
    store: Any, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = saved(store, clock)
    real = SqlcipherStore._line
    with monkeypatch.context() as m:
        m.setattr(SqlcipherStore, "_line", lambda self, connection, **_: (_ for _ in ()).throw(DossierNotWritten("vol")))
        assert store.load("dossier-1", wie="CD", reden="gesprek") == dossier
    assert real is SqlcipherStore._line
    answer(store, clock, dossier, "weer ruimte", "u1")

    assert [line.gebeurtenis for line in store.log("dossier-1")] == ["dossier_bewaard", "dossier_geopend", "uiting_bewaard"]
    assert store.check() == ()


# -- keys ----------------------------------------------------------------------------------------


def test_the_passphrase_changes_and_the_recovery_code_stays(tmp_path: Path, clock: FakeClock) -> None:
    store, code = create_store(tmp_path / "d", PASSPHRASE, clock=clock, cost=CHEAP)
    store.change_passphrase("heel andere woorden", cost=CHEAP)
    store.close()

    with pytest.raises(KeyRejected):
        open_store(tmp_path / "d", PASSPHRASE, clock=clock)
    for secret in ("heel andere woorden", code):
        open_store(tmp_path / "d", secret, clock=clock).close()


def test_a_new_recovery_code_closes_the_old_one(tmp_path: Path, clock: FakeClock) -> None:
    store, old = create_store(tmp_path / "d", PASSPHRASE, clock=clock, cost=CHEAP)
    new = store.new_recovery_code(cost=CHEAP)
    store.close()

    with pytest.raises(KeyRejected):
        open_store(tmp_path / "d", old, clock=clock)
    open_store(tmp_path / "d", new, clock=clock).close()


def test_a_new_file_key_shuts_out_who_kept_the_old_one(store: Any, tmp_path: Path, clock: FakeClock) -> None:
    dossier = saved(store, clock)
    old = store._key
    with pytest.raises(KeyRejected):
        store.rekey("niet de wachtzin", cost=CHEAP)
    code = store.rekey(PASSPHRASE, cost=CHEAP)
    store.close()

    with pytest.raises(KeyRejected):
        SqlcipherStore(tmp_path / "d", old, clock=clock)
    for secret in (PASSPHRASE, code):
        again = open_store(tmp_path / "d", secret, clock=clock)
        assert (again.load("dossier-1"), again.waarschuwing) == (dossier, "")
        again.close()


def test_a_tampered_envelope_cannot_make_us_eat_all_memory(store: Any, tmp_path: Path, clock: FakeClock) -> None:
    store.close()
    path = tmp_path / "d" / KEY
    envelope = json.loads(path.read_text())
    envelope["wachtzin"]["memory_cost"] = 2**30
    path.write_text(json.dumps(envelope))

    with pytest.raises(DossierUnreadable):
        open_store(tmp_path / "d", PASSPHRASE, clock=clock)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"wachtzin": 1, "herstelcode": 2}', "\x00\xff", '{"wachtzin": {}, "herstelcode": {}}']
)
def test_a_damaged_envelope_is_a_sentence(store: Any, tmp_path: Path, clock: FakeClock, text: str) -> None:
    store.close()
    (tmp_path / "d" / KEY).write_text(text, encoding="latin-1")

    with pytest.raises(DossierUnreadable):
        open_store(tmp_path / "d", PASSPHRASE, clock=clock)


def test_a_secret_is_bound_to_its_dossier(store: Any, clock: FakeClock) -> None:
    """A row moved to another dossier does not open there."""
    saved(store, clock)
    store.keep_secret("dossier-1", "locatie", Geheim("Schuilstraat 12"), wie="AB")
    store._raw.execute("UPDATE geheim SET dossier = 'dossier-2'")

    with pytest.raises(DossierUnreadable):
        store.reveal_secret("dossier-2", "locatie", wachtzin=PASSPHRASE, wie="AB", reden="proef")


# -- back-up -------------------------------------------------------------------------------------


def test_a_back_up_is_put_back_while_the_old_files_are_kept(store: Any, tmp_path: Path, clock: FakeClock) -> None:
    dossier = saved(store, clock)
    folder = store.back_up(tmp_path / "usb")
    later = answer(store, clock, dossier, "na de back-up", "u1")
    with pytest.raises(DossierLocked):  # never under somebody's hands
        restore(folder, tmp_path / "d", PASSPHRASE, clock=clock)
    store.close()

    back, aside = restore(folder, tmp_path / "d", PASSPHRASE, clock=clock)

    assert (back.load("dossier-1"), back.waarschuwing) == (dossier, "")
    assert back.log()[-1].gebeurtenis == "back-up_teruggezet"
    assert [name for name, _ in back.backups_holding("dossier-1")] == [folder.name], "what was put back may still hold it"
    assert back.set_aside() == (aside,)
    back.close()
    assert aside is not None
    kept = open_store(aside, PASSPHRASE, clock=clock)
    assert kept.load("dossier-1") == later
    kept.close()


def test_a_back_up_holds_no_lock_and_no_anchor(store: Any, tmp_path: Path, clock: FakeClock) -> None:
    saved(store, clock)
    folder = store.back_up(tmp_path / "usb")

    assert sorted(p.name for p in folder.iterdir()) == [DB, KEY]
    assert store.backups_holding("dossier-1")[0][0] == folder.name


def test_back_up_where_nothing_may_be_written_is_a_sentence(store: Any, tmp_path: Path) -> None:
    (tmp_path / "geen-map").write_text("")

    with pytest.raises(DossierNotWritten):
        store.back_up(tmp_path / "geen-map")


def test_closing_twice_is_no_trouble(store: Any) -> None:
    store.close()
    store.close()

    with pytest.raises(DossierUnreadable):
        store.list()


def test_the_error_texts_name_no_client(store: Any, clock: FakeClock) -> None:
    """SQLAlchemy and pydantic put values in their texts from themselves; ours never do."""
    dossier = saved(store, clock)
    store._raw.execute("DROP TABLE zoek")
    with pytest.raises(DossierNotWritten) as error:
        answer(store, clock, dossier, "Fatima woont hier", "u1")

    assert "Fatima" not in repr(error.value) + str(error.value.__context__) + error.value.details


# -- photos --------------------------------------------------------------------------------------


def photo(number: int) -> dict[str, Any]:
    data = base64.b64encode(bytes([number]) * 30_000).decode()
    return {"id": f"foto-{number}", "vorm": "png", "breedte": 10, "hoogte": 10, "data": data, "bijschrift": "é 😀"}


def with_photos(store: Any, dossier: Dossier, *photos: dict[str, Any]) -> Dossier:
    rooms = {"kompas": {"fotos": list(photos)}}
    found: Dossier = store.save(dossier.model_copy(update={"rooms": rooms}), expected_version=dossier.version, wie="AB")
    return found


def test_a_photo_is_written_once_and_comes_back_with_the_dossier(store: Any, clock: FakeClock) -> None:
    dossier = with_photos(store, saved(store, clock), photo(1), photo(2))
    document, rows = (
        store._raw.execute("SELECT document FROM dossier").fetchone()[0],
        store._raw.execute("SELECT rowid, naam FROM bijlage").fetchall(),
    )
    assert len(document) < 2_000 and len(rows) == 2

    later = answer(store, clock, dossier, "Dit ben ik op het strand.", "uiting-1")
    assert store._raw.execute("SELECT rowid, naam FROM bijlage").fetchall() == rows
    assert store.load(dossier.id).rooms == {"kompas": {"fotos": [photo(1), photo(2)]}}
    assert store.check() == ()

    with_photos(store, later, photo(2))
    assert len(store._raw.execute("SELECT naam FROM bijlage").fetchall()) == 1
    store.delete(dossier.id, wie="AB", reden="verzoek_client")
    assert store._raw.execute("SELECT naam FROM bijlage").fetchall() == []


def test_a_photo_that_stood_in_an_old_document_is_read_and_moves_out_at_the_next_save(store: Any, clock: FakeClock) -> None:
    dossier = saved(store, clock)
    whole = dossier.model_copy(update={"rooms": {"kompas": {"fotos": [photo(3)]}}})
    store._raw.execute("UPDATE dossier SET document = ?", (whole.model_dump_json(),))
    assert store.load(dossier.id).rooms == whole.rooms
    store.save(store.load(dossier.id), expected_version=dossier.version, wie="AB")
    assert "bijlage:" in store._raw.execute("SELECT document FROM dossier").fetchone()[0]
    assert store.load(dossier.id).rooms == whole.rooms


def test_another_picture_in_the_place_of_a_photo_is_noticed(store: Any, clock: FakeClock) -> None:
    dossier = with_photos(store, saved(store, clock), photo(1))
    store._raw.execute("UPDATE bijlage SET inhoud = ?", (photo(2)["data"],))
    assert any("foto" in sentence for sentence in store.check())
    with pytest.raises(DossierUnreadable):
        store.load(dossier.id)


def test_photos_stand_in_a_back_up(store: Any, clock: FakeClock, tmp_path: Path) -> None:
    dossier = with_photos(store, saved(store, clock), photo(1))
    folder = store.back_up(tmp_path / "b")
    back, _ = restore(folder, tmp_path / "elders", PASSPHRASE, clock=clock)
    try:
        assert back.load(dossier.id).rooms == dossier.rooms
    finally:
        back.close()
