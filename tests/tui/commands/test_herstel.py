"""Putting back a back-up never brings an erased dossier back unseen: the list of what was erased survives, and the command says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.adapters.dossiers import look_into, open_store
from assistant.adapters.dossiers.store import SqlcipherStore
from assistant.domain.dossier import Dossier
from tests.assistant.engine.voorbeelddossier import rijk
from tests.fakes import PASSPHRASE, FakeClock
from tests.tui.commands.test_beheer import Run, _log
from tests.tui.commands.test_beheer import put as put
from tests.tui.commands.test_beheer import run as run
from tui.commands.toegang import tekst


def other() -> Dossier:
    return rijk().replace(id="dossier-02", code="KG-ANDER")


def opened(run: Run) -> SqlcipherStore:
    return open_store(run.folder / "data" / "dossiers", PASSPHRASE, clock=FakeClock(), anchor_folder=run.folder / "data" / "staat")


@pytest.fixture
def erased_since(run: Run, put: Callable[[Dossier], None]) -> tuple[Run, Path]:
    """Two dossiers, a back-up, and then one of them erased."""
    put(rijk())
    put(other())
    assert run("dossier", "back-up", str(run.folder / "usb")) == 0
    assert run("dossier", "wis", rijk().id, "--bevestig", rijk().code, "--reden", "verzoek") == 0
    return run, next((run.folder / "usb").iterdir())


def test_what_was_erased_stays_erased_and_the_command_says_so(erased_since: tuple[Run, Path]) -> None:
    run, backup = erased_since

    assert run("dossier", "herstel", str(backup), "--ja") == 0
    assert "LET OP" in run.err and rijk().code in run.err
    assert run("dossier", "lijst") == 0
    assert rijk().code not in run.out and other().code in run.out
    assert ("dossier_gewist", "", "was al gewist; stond nog in de back-up") in _log(run)
    store = opened(run)
    assert store.check() == () and store.came_back() == ()
    store.close()


def test_json_names_what_stayed_erased(erased_since: tuple[Run, Path]) -> None:
    run, backup = erased_since

    out = run.json("dossier", "herstel", str(backup), "--ja")
    assert out["gewist_gebleven"] == [rijk().code] and out["gewist_teruggekomen"] == []
    assert out["dossiers"] == 1


def test_it_comes_back_only_with_a_reason_that_is_logged(erased_since: tuple[Run, Path]) -> None:
    run, backup = erased_since

    assert run("dossier", "herstel", str(backup), "--ja", "--ook-gewiste", " ") == 2
    assert run("dossier", "herstel", str(backup), "--ja", "--ook-gewiste", "het verkeerde gewist") == 0
    assert run("dossier", "lijst") == 0
    assert rijk().code in run.out
    assert ("gewist_dossier_terug", "", "het verkeerde gewist") in _log(run)
    assert run("dossier", "herstel", str(backup), "--ja") == 0  # it is here on purpose now: no second warning
    assert "LET OP" not in run.err


def test_a_list_that_was_lost_is_made_again_from_the_log(erased_since: tuple[Run, Path]) -> None:
    run, backup = erased_since
    for path in (run.folder / "data" / "staat").glob("gewist-*.json"):
        path.unlink()
    opened(run).close()

    assert run("dossier", "herstel", str(backup), "--ja") == 0
    assert "LET OP" in run.err
    assert run("dossier", "lijst") == 0 and rijk().code not in run.out


def test_the_list_names_nobody(erased_since: tuple[Run, Path]) -> None:
    run, backup = erased_since
    listed = next((run.folder / "data" / "staat").glob("gewist-*.json"))
    text = listed.read_text(encoding="utf-8")

    assert rijk().id not in text and rijk().code not in text
    assert listed.stat().st_mode & 0o077 == 0
    inside = look_into(backup, PASSPHRASE, anchor_folder=run.folder / "data" / "staat")
    assert (inside.dossiers, [code for code, _ in inside.gewist]) == (2, [rijk().code])


def test_reading_in_a_file_of_an_erased_dossier_asks_first(run: Run, put: Callable[[Dossier], None]) -> None:
    put(rijk())
    out = run.json("dossier", "exporteer", rijk().id, "--naar", str(run.folder / "uit"), "--als", "md", "--nagekeken")
    file = next(p for p in out["bestanden"] if p.endswith(".json"))
    assert run("dossier", "wis", rijk().id, "--bevestig", rijk().code) == 0

    assert run("dossier", "importeer", file) == 2
    assert tekst("importeer.gewist_hint") in run.err
    assert run("dossier", "importeer", file, "--ook-gewist") == 0
