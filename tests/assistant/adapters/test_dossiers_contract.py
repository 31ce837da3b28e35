"""The contract of DossierStore, for the fake and for the real store alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.dossiers import create_store, open_store
from assistant.domain.dossier import Dossier
from assistant.domain.events import Event
from assistant.engine.ports import DossierStore
from assistant.errors import DossierLocked, DossierNotFound, DossierStale
from tests.fakes import PASSPHRASE, FakeClock, FakeStore

CHEAP = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
Again = Callable[[Any], DossierStore]


class Real:
    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock()
        self.folder = folder
        self.store, _ = create_store(folder, PASSPHRASE, clock=self.clock, cost=CHEAP)

    def again(self) -> DossierStore:
        """The same file, opened anew."""
        self.store.close()
        self.store = open_store(self.folder, PASSPHRASE, clock=self.clock)
        return self.store

    def second_window(self) -> Any:
        return open_store(self.folder, PASSPHRASE, clock=self.clock)


class Fake:
    def __init__(self) -> None:
        self.clock = FakeClock()
        self.store = FakeStore(self.clock)

    def again(self) -> DossierStore:
        return self.store

    def second_window(self) -> Any:
        self.store.locked = True
        return self.store


@pytest.fixture(params=["fake", "sqlcipher"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    made: Any = Fake() if request.param == "fake" else Real(tmp_path / "dossiers")
    yield made
    made.store.close()


def a_dossier(place: Any, number: int = 1) -> Dossier:
    return Dossier(id=f"dossier-{number}", code=f"KG-{number}", setting="opvang", aangemaakt=place.clock.now())


def answered(dossier: Dossier, place: Any, text: str, uiting: str = "uiting-1") -> tuple[Dossier, tuple[Event, ...]]:
    return dossier.record_answer(
        uiting_id=uiting, tekst=text, op=place.clock.now(), leefgebied="wonen", vraag_id=None, vraag_tekst="Vertel?"
    )


def test_what_is_saved_is_read_back_equal(place: Any) -> None:
    dossier = place.store.save(a_dossier(place), expected_version=0, wie="AB")
    new, events = answered(dossier, place, "Ik kook [elke] zondag\u2026 ‘echt’")
    saved = place.store.save(new, expected_version=1, wie="AB", gebeurtenissen=events)

    assert place.again().load("dossier-1") == saved
    assert saved.version == 2


def test_a_dossier_that_is_not_there_is_not_found(place: Any) -> None:
    with pytest.raises(DossierNotFound):
        place.store.load("dossier-9")


def test_the_list_is_newest_first(place: Any) -> None:
    for number in (1, 2, 3):
        place.store.save(a_dossier(place, number), expected_version=0, wie="AB")
        place.clock.tick(60)

    found = place.again().list()

    assert [s.id for s in found] == ["dossier-3", "dossier-2", "dossier-1"]
    assert (found[0].code, found[0].setting, found[0].version) == ("KG-3", "opvang", 1)


@pytest.mark.parametrize("expected", [0, 2, 7])
def test_a_save_on_another_version_is_stale_and_changes_nothing(place: Any, expected: int) -> None:
    saved = place.store.save(a_dossier(place), expected_version=0, wie="AB")
    new, events = answered(saved, place, "te laat")

    with pytest.raises(DossierStale):
        place.store.save(new, expected_version=expected, wie="AB", gebeurtenissen=events)

    assert place.store.load("dossier-1") == saved
    assert [line.gebeurtenis for line in place.store.log("dossier-1")].count("uiting_bewaard") == 0


def test_opening_with_a_name_writes_an_access_line_and_looking_without_does_not(place: Any) -> None:
    place.store.save(a_dossier(place), expected_version=0, wie="AB", gebeurtenissen=(Event(soort="dossier_gemaakt", object="dossier-1"),))
    place.store.load("dossier-1")
    place.store.load("dossier-1", wie="CD", reden="gesprek")

    lines = place.store.log("dossier-1")

    assert [(line.wie, line.gebeurtenis) for line in lines] == [("AB", "dossier_gemaakt"), ("CD", "dossier_geopend")]
    assert lines[-1].reden == "gesprek"
    assert place.store.log("dossier-2") == ()


def test_a_draft_stays_until_it_is_emptied(place: Any) -> None:
    place.store.save(a_dossier(place), expected_version=0, wie="AB")
    place.store.keep_draft("dossier-1", "antwoord", "half get")
    place.store.keep_draft("dossier-1", "antwoord", "half getypt")

    assert place.again().draft("dossier-1", "antwoord") == "half getypt"
    assert place.store.draft("dossier-1", "elders") == ""

    place.store.keep_draft("dossier-1", "antwoord", "")

    assert place.store.draft("dossier-1", "antwoord") == ""


def test_search_finds_the_clients_words(place: Any) -> None:
    saved = place.store.save(a_dossier(place), expected_version=0, wie="AB")
    new, events = answered(saved, place, "Op de markt help ik met opbouwen.")
    place.store.save(new, expected_version=1, wie="AB", gebeurtenissen=events)

    assert place.again().search("markt") == (("dossier-1", "uiting-1", "Op de markt help ik met opbouwen."),)
    assert place.store.search("kermis") == ()


def test_erasing_leaves_only_the_line_that_it_happened(place: Any) -> None:
    saved = place.store.save(a_dossier(place), expected_version=0, wie="AB")
    new, events = answered(saved, place, "Dit moet weg.")
    place.store.save(new, expected_version=1, wie="AB", gebeurtenissen=events)
    place.store.keep_draft("dossier-1", "antwoord", "dit ook")

    place.store.delete("dossier-1", wie="AB", reden="verzoek cliënt")

    store = place.again()
    assert store.list() == ()
    assert (store.draft("dossier-1", "antwoord"), store.search("weg")) == ("", ())
    assert store.log("dossier-1")[-1].gebeurtenis == "dossier_gewist"
    with pytest.raises(DossierNotFound):
        store.load("dossier-1")


def test_a_second_window_reads_and_may_not_save(place: Any) -> None:
    saved = place.store.save(a_dossier(place), expected_version=0, wie="AB")
    second = place.second_window()

    assert second.read_only
    assert second.load("dossier-1") == saved
    with pytest.raises(DossierLocked):
        second.save(saved, expected_version=1, wie="CD")
    if second is not place.store:
        second.close()
