"""tests.fakes: one fake per port. They behave like the real thing as far as the port says, and can be told to fail.

FakeClock.tick(60) moves time on. FakeIds counts. FakeStore keeps JSON, so a dossier survives only what a real file would keep.
FakeThinker answers from `answers` (name -> dict, or a function of the payload); `gone` makes it raise ThinkerUnavailable; `wait` holds
an answer until `release` is called. FakeOpening hands these to the app.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from assistant.adapters.documents_out import writer
from assistant.adapters.documents_out.safe_file import put_file
from assistant.adapters.text_files import ContentFiles
from assistant.domain.dossier import Dossier
from assistant.engine.assistant import Assistant
from assistant.engine.content import Content
from assistant.errors import (
    AssistantError,
    DossierLocked,
    DossierNotFound,
    DossierStale,
    KeyRejected,
    RuleError,
    ThinkerUnavailable,
)

BEGIN = datetime(2026, 11, 22, 13, 3, tzinfo=UTC)
PASSPHRASE = "vier gewone woorden samen"
CONTENT = Content(ContentFiles(None))
"""The shipped content, read once for all tests; it is never changed."""


class FakeClock:
    """Stands still until told otherwise."""

    def __init__(self, at: datetime = BEGIN) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def tick(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class FakeIds:
    """uiting-0001, uiting-0002, kracht-0001 ..."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}

    def new(self, kind: str) -> str:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return f"{kind}-{self.counts[kind]:04d}"


@dataclass(frozen=True)
class FakeSummary:
    id: str
    code: str
    setting: str
    bewaard_op: datetime
    version: int


@dataclass(frozen=True)
class FakeLine:
    wie: str
    gebeurtenis: str
    object: str
    reden: str
    dossier: str = ""


class FakeStore:
    """DossierStore in memory. `fail_next` is raised by the next save and then forgotten; `slow` is called inside every save."""

    def __init__(self, clock: FakeClock | None = None) -> None:
        self.clock = clock or FakeClock()
        self.rows: dict[str, tuple[str, int, datetime]] = {}
        self.drafts: dict[tuple[str, str], str] = {}
        self.lines: list[FakeLine] = []
        self.locked = False
        self.fail_next: AssistantError | None = None
        self.slow: Callable[[], None] | None = None
        self.closed = False
        self.waarschuwing = ""
        self._lock = threading.RLock()

    @property
    def read_only(self) -> bool:
        return self.locked

    def list(self) -> tuple[FakeSummary, ...]:
        with self._lock:
            found = [(row[2], number, Dossier.model_validate_json(row[0]), row[1]) for number, row in enumerate(self.rows.values())]
        newest_first = sorted(found, key=lambda item: (item[0], item[1]), reverse=True)
        return tuple(FakeSummary(d.id, d.code, d.setting, at, version) for at, _, d, version in newest_first)

    def load(self, dossier_id: str, *, wie: str = "", reden: str = "") -> Dossier:
        with self._lock:
            if dossier_id not in self.rows:
                raise DossierNotFound(f"Er is geen dossier {dossier_id}.")
            if wie:
                self.lines.append(FakeLine(wie, "dossier_geopend", "", reden, dossier_id))
            document, version, _ = self.rows[dossier_id]
            return Dossier.model_validate_json(document).replace(version=version)

    def save(self, dossier: Dossier, *, expected_version: int, wie: str, gebeurtenissen: Iterable[Any] = ()) -> Dossier:
        with self._lock:
            if self.slow is not None:
                self.slow()
            if self.fail_next is not None:
                error, self.fail_next = self.fail_next, None
                raise error
            if self.locked:
                raise DossierLocked("Een ander venster heeft dit bestand open.", hint="Sluit het andere venster.")
            current = self.rows[dossier.id][1] if dossier.id in self.rows else 0
            if current != expected_version:
                raise DossierStale("Dit dossier is intussen ergens anders gewijzigd.", hint="Open het opnieuw.")
            new = dossier.replace(version=expected_version + 1)
            self.rows[dossier.id] = (new.model_dump_json(), new.version, self.clock.now())
            self.lines += [FakeLine(wie, event.soort, event.object, "", dossier.id) for event in gebeurtenissen]
            return new

    def delete(self, dossier_id: str, *, wie: str, reden: str) -> None:
        with self._lock:
            self.rows.pop(dossier_id, None)
            self.drafts = {key: text for key, text in self.drafts.items() if key[0] != dossier_id}
            self.lines.append(FakeLine(wie, "dossier_gewist", "", reden, dossier_id))

    def keep_draft(self, dossier_id: str, plaats: str, tekst: str) -> None:
        with self._lock:
            if tekst:
                self.drafts[(dossier_id, plaats)] = tekst
            else:
                self.drafts.pop((dossier_id, plaats), None)

    def draft(self, dossier_id: str, plaats: str) -> str:
        return self.drafts.get((dossier_id, plaats), "")

    def search(self, words: str, *, limit: int = 50) -> tuple[tuple[str, str, str], ...]:
        out = []
        for document, _, _ in self.rows.values():
            dossier = Dossier.model_validate_json(document)
            out += [(dossier.id, u.id, u.tekst) for u in dossier.uitingen if words.lower() in u.tekst.lower()]
        return tuple(out[:limit])

    def log(self, dossier_id: str | None = None) -> tuple[FakeLine, ...]:
        return tuple(line for line in self.lines if dossier_id is None or line.dossier == dossier_id)

    def close(self) -> None:
        self.closed = True


Answer = Mapping[str, Any] | Callable[[Mapping[str, Any]], Mapping[str, Any]]


class FakeThinker:
    """Thinker from a table. Every question is kept in `asked`."""

    def __init__(self, answers: Mapping[str, Answer] | None = None) -> None:
        self.answers: dict[str, Answer] = dict(answers or {})
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.gone = False
        self.started = False
        self.closed = False
        self._gate = threading.Event()
        self._gate.set()

    def wait(self) -> None:
        """Hold every answer until `release`."""
        self._gate.clear()

    def release(self) -> None:
        self._gate.set()

    def ask(self, what: str, payload: Mapping[str, Any], *, timeout_s: float = 30.0) -> dict[str, Any]:
        self.asked.append((what, dict(payload)))
        if not self._gate.wait(timeout_s):
            raise ThinkerUnavailable("Het antwoord duurt te lang.", hint="Het gesprek gaat gewoon door.")
        if self.gone or what not in self.answers:
            raise ThinkerUnavailable("Meedenken lukt nu niet.", hint="Het gesprek gaat gewoon door.")
        answer = self.answers[what]
        return dict(answer(payload) if callable(answer) else answer)

    def start(self) -> None:
        self.started = True

    def close(self) -> None:
        self.closed = True
        self._gate.set()


_FORMS = (
    ("ik wil ", "ik_wil", "toekomst"),
    ("ik kan ", "ik_kan", "heden"),
    ("ik ben ", "ik_ben", "heden"),
    ("ik heb ", "ik_heb", "heden"),
    ("ik weet ", "ik_weet", "heden"),
)


def hear(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A herken that hears whole sentences beginning with a stem; 'mijn zus' is a hulpbron; 'vannacht spring ik' is a signal."""
    text = str(payload["antwoord"])
    krachten, begin = [], 0
    for sentence in text.split(". "):
        for stem, vorm, tijd in _FORMS:
            if sentence.lower().startswith(stem):
                quote = sentence.rstrip(".")
                krachten.append({"vorm": vorm, "citaat": quote, "begin": begin, "eind": begin + len(quote), "tijd": tijd})
        begin += len(sentence) + 2
    at = text.lower().find("mijn zus")
    hulp = [{"citaat": text[at : at + 8], "begin": at, "eind": at + 8, "soort": "persoon", "aard": "natuurlijk"}] if at >= 0 else []
    acute = "vannacht spring ik" in text.lower()
    return {
        "id": payload.get("id"),
        "krachten": krachten,
        "hulpbronnen": hulp,
        "tijden": [],
        "signaal": {"acuut": acute, "soort": "suicidaliteit" if acute else None},
    }


def ask_on(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A doorvraag with three questions that quote the first words."""
    words = " ".join(str(payload["antwoord"]).split()[:3])
    return {
        "id": payload.get("id"),
        "vragen": [
            {
                "tekst": f'Je zei "{words}". Wie ziet dat ook?',
                "familie": "steun",
                "reden": "zo komt er iemand in beeld",
                "haakt_aan": words,
            },
            {"tekst": "Wanneer was dat voor het laatst?", "familie": "detail", "reden": "een voorbeeld maakt het echt", "haakt_aan": None},
            {"tekst": "Wat vind je daar zelf mooi aan?", "familie": "trots", "reden": "de cliënt waardeert het zelf", "haakt_aan": None},
        ],
    }


def find_passages(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A zoek with two passages, or nothing for a question with 'xyzzy' in it."""
    if "xyzzy" in str(payload["vraag"]):
        return {"id": payload.get("id"), "niets_gevonden": True, "passages": []}
    text = (
        "Begin bij iets wat goed gaat. Vraag wat iemand deed, niet waarom het misging. Wacht daarna; stilte geeft ruimte om na te denken."
    )
    base = {"document": "vragen-goed-stellen", "titel": "Vragen goed stellen", "pagina": None, "soort_bron": "eigen_tekst", "score": 0.8}
    return {
        "id": payload.get("id"),
        "niets_gevonden": False,
        "passages": [
            {**base, "id": "p1", "tekst": text, "kop": ["Vragen goed stellen", "Open beginnen"], "begin": 0, "eind": len(text)},
            {**base, "id": "p2", "tekst": "Eén vraag tegelijk.", "kop": ["Vragen goed stellen", "Eén tegelijk"], "begin": 200, "eind": 219},
        ],
    }


def propose(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A stel-voor that rests on the wish, or asks for one."""
    wens = payload.get("wens")
    if not wens:
        return {"voorstellen": [], "vraag": "Wat zou je graag willen?"}
    steps = ("Zaterdag met je zus naar de kringloop.", "Vrijdag bellen met het buurthuis.", "Morgen een lijstje maken.")
    return {
        "voorstellen": [
            {
                "doel": wens["citaat"],
                "actie": step,
                "wie": "client",
                "wanneer": "zaterdag" if number == 0 else "",
                "waar": "",
                "uitingen": [wens["uiting"]],
                "krachten": [],
                "als_het_tegenzit": "Een andere dag kiezen.",
                "bron": "regels",
                "citaties": [{"id": "p1", "document": "kleine-stappen", "titel": "Kleine stappen", "kop": ["Haalbaar"]}],
            }
            for number, step in enumerate(steps)
        ]
    }


def a_thinker() -> FakeThinker:
    """One that hears, asks on, finds and proposes."""
    return FakeThinker({"herken": hear, "doorvraag": ask_on, "zoek": find_passages, "stel-voor": propose})


def an_assistant(
    *, store: FakeStore | None = None, thinker: FakeThinker | None = None, clock: FakeClock | None = None, naam: str = ""
) -> Assistant:
    clock = clock or FakeClock()
    return Assistant(
        store=store or FakeStore(clock),
        thinker=thinker or a_thinker(),
        content=CONTENT,
        clock=clock,
        ids=FakeIds(),
        naam=naam,
    )


class FakeSheets:
    """Makes a small text file."""

    bladen = ("plan", "inventarisatie")
    vormen = ("pdf", "md")

    def write(self, dossier: Dossier, *, blad: str, vorm: str, folder: Path, voor: str = "client") -> Path:
        path = folder / f"{dossier.code}-{blad}.{vorm}"
        path.write_text("blad", encoding="utf-8")
        return path

    def put_text(self, text: str, *, folder: Path, name: str) -> Path:
        return put_file(folder, name, text.encode("utf-8"))

    def put_apart(self, blad: Mapping[str, Any], *, vorm: str, folder: Path, name: str) -> Path:
        return put_file(folder, name, writer(vorm).write(blad))


class FakeOpening:
    """tui.app.Opening on a ready Assistant. `asks` True: the passphrase is PASSPHRASE; `first` True: there is no file yet."""

    def __init__(
        self, assistant: Assistant, *, asks: bool = False, first: bool = False, start_in: str | None = None, slot_minuten: int = 5
    ) -> None:
        self.assistant = assistant
        self.asks_passphrase = asks
        self.start_in = start_in
        self.slot_minuten = slot_minuten
        self.first = first
        self.created_with: str | None = None

    def exists(self) -> bool:
        return not self.first

    def open(self, passphrase: str) -> Assistant:
        if self.asks_passphrase and passphrase != PASSPHRASE:
            raise KeyRejected("Deze wachtzin klopt niet.", hint="Probeer het opnieuw.")
        return self.assistant

    def create(self, passphrase: str) -> tuple[Assistant, str]:
        if len(passphrase) < 8:
            raise RuleError("De wachtzin is te kort.", hint="Neem vier gewone woorden.")
        self.created_with = passphrase
        return self.assistant, "ABCDE-FGHJK-LMNPQ-RSTUV-WXYZ2"

    def warm(self) -> None:
        pass

    def sheets(self) -> FakeSheets:
        return FakeSheets()
