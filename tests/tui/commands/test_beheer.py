"""The commands dossier, druk-af and dokter, through the command line and on a real store."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.dossiers import create_store, open_store
from assistant.domain.audit import SETTING
from assistant.domain.bewaren import ROOM as KEEPING
from assistant.domain.bewaren import Bewaarkeuze
from assistant.domain.dossier import Dossier
from assistant.domain.events import Event
from assistant.domain.toestemming import Doel, Toestemming, Toestemmingen
from assistant.domain.values import replace
from assistant.errors import StoreError
from tests.assistant.engine.voorbeelddossier import OP, rijk, vol
from tests.fakes import PASSPHRASE, FakeClock
from tui.cli import main
from tui.commands import dokter as dokter_module
from tui.commands.toegang import FD, Secrets, WrongUse, tekst

CHEAP = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}


class Run:
    """Runs the program on one data folder; the passphrases come through a real file descriptor."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self._capsys, self._monkeypatch = folder, capsys, monkeypatch
        self.out = self.err = ""

    def __call__(self, *args: str, secrets: tuple[str, ...] = (PASSPHRASE,)) -> int:
        reading, writing = os.pipe()
        os.write(writing, "".join(f"{s}\n" for s in secrets).encode())
        os.close(writing)
        self._monkeypatch.setenv(FD, str(reading))
        self._capsys.readouterr()
        try:
            with pytest.raises(SystemExit) as stop:
                main(["--gegevens", str(self.folder / "data"), *args])
        finally:
            os.close(reading)
        self.out, self.err = self._capsys.readouterr()
        assert isinstance(stop.value.code, int)
        return stop.value.code

    def json(self, *args: str, **kwargs: Any) -> Any:
        self.code = self("--json", *args, **kwargs)
        return json.loads(self.out)


@pytest.fixture
def run(tmp_path: Path, capfdbinary: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    class Text:
        @staticmethod
        def readouterr() -> tuple[str, str]:
            out, err = capfdbinary.readouterr()
            return out.decode(), err.decode()

    (tmp_path / "data").mkdir(mode=0o700)
    (tmp_path / "uit").mkdir()
    (tmp_path / "data" / "dossiers").mkdir(mode=0o700)
    before = os.umask(0o077)
    yield Run(tmp_path, Text(), monkeypatch)  # type: ignore[arg-type]
    os.umask(before)


@pytest.fixture
def put(run: Run) -> Callable[[Dossier], None]:
    """Save a dossier in the store of `run`, made at the first call."""

    def save(dossier: Dossier) -> None:
        place, anchor = run.folder / "data" / "dossiers", run.folder / "data" / "staat"
        if (place / "sleutel.json").exists():
            store = open_store(place, PASSPHRASE, clock=FakeClock(), anchor_folder=anchor)
        else:
            store, _ = create_store(place, PASSPHRASE, clock=FakeClock(), anchor_folder=anchor, cost=CHEAP)
        store.save(
            dossier, expected_version=dossier.version, wie="M. de Wit", gebeurtenissen=(Event(soort="dossier_gemaakt", object=dossier.id),)
        )
        store.close()

    return save


def _log(run: Run) -> list[tuple[str, str, str]]:
    store = open_store(run.folder / "data" / "dossiers", PASSPHRASE, clock=FakeClock(), anchor_folder=run.folder / "data" / "staat")
    try:
        return [(a.gebeurtenis, a.object, a.reden) for a in store.log()]
    finally:
        store.close()


def _load(run: Run, ident: str = "dossier-01") -> Dossier:
    store = open_store(run.folder / "data" / "dossiers", PASSPHRASE, clock=FakeClock(), anchor_folder=run.folder / "data" / "staat")
    try:
        return store.load(ident)
    finally:
        store.close()


# -- reading -------------------------------------------------------------------------------------


def test_without_a_store_every_command_says_what_to_do(run: Run) -> None:
    for args in (("dossier", "lijst"), ("druk-af", "X"), ("dossier", "wis", "X")):
        assert run(*args) == 4
        assert "krachtgesprek" in run.err and run.out == ""


def test_the_list_and_one_dossier(run: Run, put: Callable[[Dossier], None]) -> None:
    put(rijk())

    assert run("dossier", "lijst") == 0
    assert "KG-7Q2MX" in run.out and "Noor" not in run.out
    found = run.json("dossier", "toon", "kg-7q2mx")["dossier"]
    assert Dossier.model_validate(found).replace(version=0) == rijk()
    assert run("dossier", "toon", "KG-7Q2MX", "--logboek") == 0
    assert "Ik wil weer een eigen plek met een tuintje" in run.out
    assert "dossier_geopend" in run.out
    assert "geheimwoord" not in run.out


def test_a_wrong_passphrase_opens_nothing(run: Run, put: Callable[[Dossier], None]) -> None:
    put(rijk())

    assert run("dossier", "lijst", secrets=("een andere zin hier",)) == 3
    assert "een andere zin" not in run.err and run.out == ""


def test_no_passphrase_at_all_is_wrong_use(run: Run, put: Callable[[Dossier], None]) -> None:
    put(rijk())

    assert run("dossier", "lijst", secrets=()) == 2


@pytest.mark.parametrize("value", ["x", "-1", "999999", ""])
def test_a_descriptor_that_is_none_is_told(value: str) -> None:
    with pytest.raises(WrongUse):
        Secrets({FD: value}).ask("wachtzin.vraag")


def test_a_code_that_occurs_twice_is_not_guessed(run: Run, put: Callable[[Dossier], None]) -> None:
    put(rijk())
    put(rijk().replace(id="dossier-02"))

    assert run("druk-af", "KG-7Q2MX", "--naar", str(run.folder / "uit")) == 2
    assert list((run.folder / "uit").iterdir()) == []
    assert run("druk-af", "dossier-02", "--naar", str(run.folder / "uit")) == 0


# -- paper ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["pdf", "docx", "html", "md", "ics"])
def test_paper_in_every_form_leaves_a_line_in_the_log(run: Run, put: Callable[[Dossier], None], form: str) -> None:
    put(rijk())

    made = run.json("druk-af", "KG-7Q2MX", "--als", form, "--naar", str(run.folder / "uit"))

    path = Path(made["bestand"])
    assert path.parent == run.folder / "uit" and path.suffix == f".{form}" and path.stat().st_size > 200
    assert path.stat().st_mode & 0o777 == 0o600
    assert ("afgedrukt", f"plan/client/{form}", "") in _log(run)
    assert made["weggelaten"][0]["reden"] == "niet_benaderen"


@pytest.mark.parametrize("blad", ["plan", "kompas", "inventarisatie", "tkb", "netwerk"])
@pytest.mark.parametrize("voor", ["client", "dossier"])
def test_every_sheet_for_both(run: Run, put: Callable[[Dossier], None], blad: str, voor: str) -> None:
    put(vol())

    assert run("druk-af", "KG-7Q2MX", "--als", "html", "--blad", blad, "--voor", voor, "--naar", str(run.folder / "uit")) == 0

    (made,) = (run.folder / "uit").iterdir()
    assert "Ferdi" not in made.read_text()


def test_printing_twice_keeps_the_first(run: Run, put: Callable[[Dossier], None]) -> None:
    put(rijk())
    for _ in range(2):
        assert run("druk-af", "KG-7Q2MX", "--als", "md", "--naar", str(run.folder / "uit"), "--naam", "mijn plan") == 0

    assert sorted(p.name for p in (run.folder / "uit").iterdir()) == ["mijn plan-2.md", "mijn plan.md"]


@pytest.mark.parametrize("name", ["../weg", "/tmp/x", "CON", "a\\b", ".verborgen", "x:y"])
def test_a_hostile_name_writes_nothing(run: Run, put: Callable[[Dossier], None], name: str) -> None:
    put(rijk())

    assert run("druk-af", "KG-7Q2MX", "--als", "md", "--naar", str(run.folder / "uit"), "--naam", name) == 3
    assert list((run.folder / "uit").iterdir()) == []


def test_nothing_is_put_among_the_dossiers(run: Run, put: Callable[[Dossier], None]) -> None:
    put(rijk())

    assert run("druk-af", "KG-7Q2MX", "--als", "md", "--naar", str(run.folder / "data" / "dossiers")) == 3
    assert run("dossier", "back-up", str(run.folder / "data" / "dossiers")) == 2


def test_a_client_who_does_not_want_paper_is_heard(run: Run, put: Callable[[Dossier], None]) -> None:
    no = Toestemmingen().answer(Toestemming(doel=Doel.AFDRUKKEN, ja=False, op=OP, vastgelegd_door="M"))
    put(rijk().replace(rooms={"toestemming": no.model_dump(mode="json")}))

    assert run("druk-af", "KG-7Q2MX", "--als", "md", "--naar", str(run.folder / "uit")) == 2
    assert list((run.folder / "uit").iterdir()) == []


def test_of_an_audit_no_sheet_for_a_client_is_made(run: Run, put: Callable[[Dossier], None]) -> None:
    put(replace(rijk(), code="Audit Noord", setting=SETTING))
    for command in (("dossier", "toon", "Audit Noord"), ("druk-af", "Audit Noord", "--naar", str(run.folder))):
        assert run(*command) != 0
        assert "audit van een team" in run.out + run.err
        assert "Ik wil" not in run.out
    assert not list(run.folder.glob("*.pdf"))


def test_a_calendar_without_a_date_is_no_error_of_the_program(run: Run, put: Callable[[Dossier], None]) -> None:
    put(rijk().replace(plan=rijk().plan.replace(acties=())))

    assert run("druk-af", "KG-7Q2MX", "--als", "ics", "--naar", str(run.folder / "uit")) == 1
    assert "datum" in run.err


# -- out and in ----------------------------------------------------------------------------------


def test_passages_about_others_are_shown_before_anything_is_made(run: Run, put: Callable[[Dossier], None]) -> None:
    put(rijk())

    found = run.json("dossier", "exporteer", "KG-7Q2MX", "--naar", str(run.folder / "uit"))

    assert run.code == 1
    assert any("Mijn zus Anja" in p["over"] for p in found["na_te_kijken"])
    assert list((run.folder / "uit").iterdir()) == []


def test_a_dossier_goes_out_and_comes_back_equal_on_another_machine(
    run: Run, put: Callable[[Dossier], None], tmp_path: Path, capfdbinary: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(vol())
    made = run.json("dossier", "exporteer", "KG-7Q2MX", "--naar", str(run.folder / "uit"), "--nagekeken", "--aan", "de cliënt")
    assert made["volledig"] and len(made["bestanden"]) == 2
    assert ("inzage_gegeven", "json+html", "de cliënt") in _log(run)
    source = next(p for p in made["bestanden"] if p.endswith(".json"))
    (tmp_path / "data").rename(tmp_path / "oud")
    (tmp_path / "data" / "dossiers").mkdir(parents=True, mode=0o700)
    create_store(tmp_path / "data" / "dossiers", PASSPHRASE, clock=FakeClock(), anchor_folder=tmp_path / "data" / "staat", cost=CHEAP)[
        0
    ].close()

    read = run.json("dossier", "importeer", source)

    assert read["ingelezen"] and read["verhouding"] == "nieuw"
    assert _load(run).replace(version=0) == vol()
    assert run.json("dossier", "importeer", source)["verhouding"] == "gelijk" and run.code == 0


def test_an_older_copy_is_told_and_not_put_over_the_newer(run: Run, put: Callable[[Dossier], None]) -> None:
    put(rijk())
    made = run.json("dossier", "exporteer", "KG-7Q2MX", "--naar", str(run.folder / "uit"), "--nagekeken")
    source = made["bestanden"][0]
    later, _ = _load(run).record_answer(uiting_id="uiting-later", tekst="En dit.", op=OP, leefgebied=None, vraag_id=None, vraag_tekst="")
    put(later)

    assert run.json("dossier", "importeer", source)["verhouding"] == "ouder"
    assert run.code == 1
    assert _load(run).uiting("uiting-later").tekst == "En dit."

    copy = run.json("dossier", "importeer", source, "--als-kopie")
    assert copy["ingelezen"] and copy["dossier"] != "dossier-01"
    assert _load(run, copy["dossier"]).code == "KG-7Q2MX-kopie"
    assert _load(run).uiting("uiting-later").tekst == "En dit."


def test_what_is_left_out_is_in_neither_file(run: Run, put: Callable[[Dossier], None]) -> None:
    put(rijk())
    uid = next(u.id for u in rijk().uitingen if "Anja" in u.tekst)

    made = run.json("dossier", "exporteer", "KG-7Q2MX", "--naar", str(run.folder / "uit"), "--nagekeken", "--laat-weg", uid)

    assert not made["volledig"]
    for path in made["bestanden"]:
        text = Path(path).read_text()
        assert "belt elke zondag" not in text and "Mijn zus Anja" not in text


def test_a_file_that_was_edited_is_refused(run: Run, put: Callable[[Dossier], None]) -> None:
    put(rijk())
    made = run.json("dossier", "exporteer", "KG-7Q2MX", "--naar", str(run.folder / "uit"), "--nagekeken")
    path = Path(made["bestanden"][0])
    path.write_text(path.read_text().replace("Eigen notitie", "Andere notitie"))

    assert run("dossier", "importeer", str(path)) == 3
    assert run("dossier", "importeer", str(path) + "x") == 4


# -- erasing -------------------------------------------------------------------------------------


def test_erasing_takes_two_steps_and_names_the_back_ups(run: Run, put: Callable[[Dossier], None]) -> None:
    put(rijk())
    kept = run.json("dossier", "back-up", str(run.folder / "uit"))["back_up"]

    assert run("dossier", "wis", "KG-7Q2MX") == 1
    assert run("dossier", "wis", "KG-7Q2MX", "--bevestig", "dossier-01") == 2
    assert _load(run).code == "KG-7Q2MX"
    gone = run.json("dossier", "wis", "KG-7Q2MX", "--bevestig", "KG-7Q2MX")

    assert gone["gewist"] and [b["naam"] for b in gone["back_ups"]] == [Path(kept).name]
    with pytest.raises(StoreError):
        _load(run)
    assert run("dossier", "toon", "KG-7Q2MX") == 4


def test_a_dossier_that_must_stay_is_not_erased(run: Run, put: Callable[[Dossier], None]) -> None:
    put(rijk().replace(rooms={KEEPING: Bewaarkeuze(vasthouden="klacht loopt").model_dump(mode="json")}))

    assert run("dossier", "wis", "KG-7Q2MX", "--bevestig", "KG-7Q2MX") == 2
    assert "klacht loopt" in run.err
    assert _load(run).code == "KG-7Q2MX"


# -- back-up and passphrase ----------------------------------------------------------------------


def test_a_back_up_is_put_back_and_what_stood_there_is_kept(run: Run, put: Callable[[Dossier], None]) -> None:
    put(rijk())
    kept = run.json("dossier", "back-up", str(run.folder / "uit"))["back_up"]
    later, _ = _load(run).record_answer(uiting_id="uiting-later", tekst="En dit.", op=OP, leefgebied=None, vraag_id=None, vraag_tekst="")
    put(later)

    assert run("dossier", "herstel", kept) == 2, "without --ja and without a person nothing happens"
    done = run.json("dossier", "herstel", str(run.folder / "uit"), "--ja")

    assert done["dossiers"] == 1 and Path(done["opzij_gezet"]).is_dir()
    assert _load(run).replace(version=0) == rijk()


def test_a_back_up_that_was_cut_off_is_refused_and_nothing_changes(run: Run, put: Callable[[Dossier], None]) -> None:
    put(rijk())
    kept = Path(run.json("dossier", "back-up", str(run.folder / "uit"))["back_up"])
    data = (kept / "dossiers.db").read_bytes()
    (kept / "dossiers.db").write_bytes(data[: len(data) // 2])

    assert run("dossier", "herstel", str(kept), "--ja") == 3
    assert _load(run).replace(version=0) == rijk()


def test_a_folder_without_a_back_up_is_told(run: Run) -> None:
    assert run("dossier", "herstel", str(run.folder / "uit"), "--ja") == 4


def test_the_passphrase_changes_and_the_old_one_no_longer_opens(run: Run, put: Callable[[Dossier], None]) -> None:
    put(rijk())

    changed = run.json("dossier", "wachtwoord", "--nieuwe-herstelcode", secrets=(PASSPHRASE, "vier heel andere woorden"))

    assert run("dossier", "lijst") == 3
    assert run("dossier", "lijst", secrets=("vier heel andere woorden",)) == 0
    assert run("dossier", "lijst", secrets=(changed["herstelcode"],)) == 0


def test_a_passphrase_that_is_too_short_changes_nothing(run: Run, put: Callable[[Dossier], None]) -> None:
    put(rijk())

    assert run("dossier", "wachtwoord", secrets=(PASSPHRASE, "kort")) == 2
    assert run("dossier", "lijst") == 0


# -- dokter --------------------------------------------------------------------------------------


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the check that loads the embedder: it takes seconds."""
    monkeypatch.setattr(dokter_module, "CHECKS", {k: v for k, v in dokter_module.CHECKS.items() if k != "zoekmodel"})


def _lines(answer: Any, naam: str) -> list[dict[str, str]]:
    return [r for r in answer["regels"] if r["id"] == naam]


def test_dokter_says_per_part_how_it_stands_and_what_to_do(run: Run, put: Callable[[Dossier], None], quick: None) -> None:
    put(rijk())

    answer = run.json("dokter")

    assert run.code == 1, "there is no index yet"
    assert {r["stand"] for r in answer["regels"]} <= {"goed", "let_op", "fout"}
    assert all(r["raad"] for r in answer["regels"] if r["stand"] != "goed")
    assert _lines(answer, "python")[0]["stand"] == "goed"
    assert _lines(answer, "papier")[0]["stand"] == "goed"
    assert _lines(answer, "index")[0]["stand"] == "let_op"
    assert any("nagekeken" in r["uitkomst"] for r in _lines(answer, "dossiers"))
    assert "Anja" not in run.out


def test_dokter_sees_a_folder_that_others_may_open(run: Run, put: Callable[[Dossier], None], quick: None) -> None:
    put(rijk())
    (run.folder / "data").chmod(0o755)
    (run.folder / "data" / "dossiers" / "dossiers.db").chmod(0o644)

    answer = run.json("dokter")

    assert _lines(answer, "map")[0]["stand"] == "let_op" and "chmod 700" in _lines(answer, "map")[0]["raad"]
    assert any(r["stand"] == "let_op" and "dossiers.db" in r["uitkomst"] for r in _lines(answer, "dossiers"))


@pytest.mark.parametrize(("damage", "word"), [(b"", "afgekapt"), (b"SQLite format 3\0" + b"x" * 100, "versleuteld")])
def test_dokter_sees_a_damaged_file(run: Run, put: Callable[[Dossier], None], quick: None, damage: bytes, word: str) -> None:
    put(rijk())
    (run.folder / "data" / "dossiers" / "dossiers.db").write_bytes(damage)

    answer = run.json("dokter")

    assert any(r["stand"] == "fout" and word in r["uitkomst"] for r in _lines(answer, "dossiers"))


def test_dokter_sees_a_wrong_passphrase_and_goes_on(run: Run, put: Callable[[Dossier], None], quick: None) -> None:
    put(rijk())

    answer = run.json("dokter", secrets=("een andere zin hier",))

    assert any(r["uitkomst"] == tekst("dokter.tekst.dossiers_wachtzin") for r in _lines(answer, "dossiers"))


def test_one_broken_check_does_not_hide_the_others() -> None:
    def broken(settings: Any) -> Any:
        raise ZeroDivisionError("x")
        yield

    found = dokter_module.examine(None, checks={"papier": broken, "python": dokter_module.python})

    assert [(r.naam, r.stand) for r in found] == [("papier", "fout"), ("python", "goed")]


def test_a_model_elsewhere_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    from assistant.settings import Settings

    def forbidden(*args: object, **kwargs: object) -> None:
        raise AssertionError("er ging iets naar buiten")

    monkeypatch.setattr(socket, "create_connection", forbidden)

    (line,) = dokter_module.taalmodel(Settings(model_url="http://model.example.org/v1"))

    assert line.stand == "fout"


def test_dokter_names_the_own_texts_and_what_is_wrong_in_them(tmp_path: Path) -> None:
    from assistant.settings import Settings

    def look(folder: Path) -> list[tuple[str, str]]:
        return [(line.stand, line.uitkomst) for line in dokter_module.inhoud(Settings(inhoud=folder))]

    (tmp_path / "taal").mkdir()
    (tmp_path / "audits.toml").write_text('naam = "Kader"', encoding="utf-8")
    assert look(tmp_path)[-1] == ("let_op", tekst("dokter.tekst.eigen_vreemd", namen="audits.toml"))
    (tmp_path / "audits.toml").rename(tmp_path / "audit.toml")
    ((stand, said),) = look(tmp_path)
    assert stand == "fout" and "audit.toml" in said and "ontbreekt" in said
    (tmp_path / "audit.toml").unlink()
    (tmp_path / "tkb.toml").write_text("dit = is = geen toml", encoding="utf-8")
    ((stand, said),) = look(tmp_path)
    assert stand == "fout" and "tkb.toml" in said and "regel 1" in said
    assert look(tmp_path / "weg")[-1][0] == "fout"


def test_dokter_names_own_personas_that_do_not_load_or_can_be_better(tmp_path: Path) -> None:
    from assistant.settings import Settings

    folder = tmp_path / "oefenen" / "personas"
    folder.mkdir(parents=True)
    assert list(dokter_module.oefenclienten(Settings(gegevens=tmp_path))) == []
    (folder / "kapot.toml").write_text('naam = "', encoding="utf-8")
    (folder / "zoe.toml").write_text(
        'id = "zoe"\nnaam = "Zoë"\nleeftijd = 34\nsetting = "wijkteam"\n[[feiten]]\nid = "brood"\ntekst = "Zij bakt brood."\n'
        'zeg = ["Ik bak.", "Ik bak brood."]\nvanaf = "laag"\nsoort = "achtergrond"\n',
        encoding="utf-8",
    )
    broken, thin = dokter_module.oefenclienten(Settings(gegevens=tmp_path))

    assert broken.stand == "fout" and "kapot.toml" in broken.uitkomst and "geen TOML" in broken.uitkomst
    assert thin.stand == "let_op" and "zoe" in thin.uitkomst and "--controleer --persona zoe" in thin.raad


def test_an_old_python_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dokter_module, "MIN_PYTHON", (sys.version_info[0], sys.version_info[1] + 1))

    (line,) = dokter_module.python(None)

    assert line.stand == "fout" and line.raad


def test_every_line_of_dokter_has_its_text() -> None:
    source = Path(dokter_module.__file__).read_text(encoding="utf-8")
    import re

    keys = re.findall(r'_regel\(\s*"\w+",\s*(?:"\w+"|[^,]+),\s*"(\w+)"(?:,\s*"(\w+)")?', source)
    assert len(keys) > 25
    for key in {k for pair in keys for k in pair if k}:
        assert tekst(f"dokter.tekst.{key}") != f"dokter.tekst.{key}", key
    for name in (
        "python",
        "pakketten",
        "map",
        "schijf",
        "dossiers",
        "inhoud",
        "kaarten",
        "zoekmodel",
        "index",
        "bronnen",
        "papier",
        "terminal",
        "taalmodel",
    ):
        assert tekst(f"dokter.naam.{name}") != f"dokter.naam.{name}"


def test_every_text_the_commands_use_exists() -> None:
    import re

    folder = Path(dokter_module.__file__).parent
    for name in ("dossiers.py", "papier.py", "toegang.py"):
        for key in re.findall(r'(?:say|tekst|ask|yes)\(\s*"([a-z_]+\.[a-z_]+)"', (folder / name).read_text(encoding="utf-8")):
            assert tekst(key) != key, f"{name}: {key}"
    for state in ("gelijk", "nieuwer", "ouder", "uiteen", "nieuw"):
        assert tekst(f"importeer.{state}") != f"importeer.{state}"


def test_only_a_plain_yes_is_a_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    import click

    from tui.commands.toegang import yes

    for given, expected in ((["ja"], True), (["J "], True), ([""], False), (["nee"], False), (["misschien", "y", "ja"], True)):
        answers = iter(given)
        monkeypatch.setattr(click, "prompt", lambda *a, answers=answers, **k: next(answers))
        assert yes("herstel.vraag", naam="x") is expected
