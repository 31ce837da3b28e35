"""assistant.engine.kompas: the short path: a few boxes, five signposts, one step that is the client's own.

In:    Conversation (its dossier), prompts/kompas.toml and the boxes in prompts/papier.toml.   Out: the saved document, the next prompt.
Never: fills a box by itself; lets a step into the plan without the begeleider's name and the client's words; holds anybody back who wants to go.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from assistant.domain import kompas as rules
from assistant.domain.actieplan import Actie, ActieStatus
from assistant.domain.dossier import Dossier
from assistant.domain.foto import Foto, read_photo
from assistant.domain.kompas import Kompas, Regel, Vak, kompas_in
from assistant.domain.leefgebied import Tekst
from assistant.domain.values import Aanspreekvorm, Frozen, Luisteraar, Uiting, UitingId, clean_text
from assistant.engine.content import Content
from assistant.engine.conversing import Concept, read_wie
from assistant.engine.following import day_in, dutch_day
from assistant.engine.instrument import Instrument, room_step
from assistant.engine.sheet_words import Papier
from assistant.errors import DocumentUnreadable, RuleError

FILE = "kompas.toml"
MAX_FILE = 25_000_000
"""Bytes of a file that is read at all before its extra data is taken out. Our own choice: a camera's largest."""


class Spreekvraag(Frozen):
    """A prompt to be read aloud."""

    id: str
    tekst: Tekst
    eenvoudig: Tekst

    def voor(self, vorm: Aanspreekvorm, luisteraar: Luisteraar) -> str:
        simple = luisteraar in (Luisteraar.TWEEDE_TAAL, Luisteraar.LVB)
        return (self.eenvoudig if simple else self.tekst).voor(vorm)


class VakVragen(Frozen):
    id: str
    teken: str = "■"
    """The sign beside the word on the screen; the picture on paper stands in papier.toml."""
    vragen: tuple[Spreekvraag, ...] = Field(min_length=1)


class HalteTekst(Frozen):
    """One signpost."""

    id: str
    kop: str
    uitleg: str = ""
    soort: Literal["vragen", "vakken", "stap"]
    vragen: tuple[Spreekvraag, ...] = ()


class StapTekst(Frozen):
    wat: Tekst
    wanneer: Tekst
    wie: Tekst
    leuk: Tekst
    weg: Tekst


class Kompastekst(Frozen):
    """prompts/kompas.toml."""

    versie: int = 1
    bron: str
    vakken: tuple[VakVragen, ...] = ()
    haltes: tuple[HalteTekst, ...] = Field(min_length=1)
    stap: StapTekst


class Prompt(Frozen):
    """One prompt on the path."""

    id: str
    halte: str
    vak: str = ""
    """Id of the box the answer goes into. Empty: it is kept with the signpost."""
    tekst: str


class GetoondVak(Frozen):
    """A box as the screen shows it."""

    id: str
    kop: str
    teken: str
    vraag: str
    regels: tuple[Regel, ...] = ()


def texts(content: Content) -> Kompastekst:
    return content.load(FILE, Kompastekst)


class Compass(Instrument):
    """The short path of one dossier."""

    @property
    def kompas(self) -> Kompas:
        return kompas_in(self.dossier.rooms)

    @property
    def texts(self) -> Kompastekst:
        return texts(self.talk.content)

    def _room(self, new: Kompas, item: str) -> Any:
        return room_step(rules.ROOM, kompas_in, new, item)

    # -- reading ---------------------------------------------------------------------------------

    def _boxes(self) -> tuple[Vak, ...]:
        """The boxes of the content, as they would be kept."""
        found = self.talk.content.load("papier.toml", Papier).kompas.vakken
        vorm = self.dossier.aanspreekvorm
        return tuple(Vak(id=v.id, kop=v.kop, vraag=v.vraag.voor(vorm), icoon=v.icoon) for v in found)

    def boxes(self) -> tuple[GetoondVak, ...]:
        """Every box with the client's words in it as they stand now: corrected words are new, words taken back are gone."""
        signs = {v.id: v.teken for v in self.texts.vakken}
        newest = newest_words(self.dossier)
        return tuple(
            GetoondVak(
                id=v.id,
                kop=v.kop,
                teken=signs.get(v.id, "■"),
                vraag=v.vraag,
                regels=tuple(
                    Regel(uiting=u, tekst=now.tekst if now.id != u else r)
                    for u, r in zip(v.uitingen, v.regels, strict=True)
                    if (now := newest(u)) is not None
                ),
            )
            for v in self.kompas.prepared(self._boxes()).vakken
        )

    def path(self) -> tuple[Prompt, ...]:
        """Every prompt in the quiet order of the signposts; at a box only its first question."""
        d = self.dossier
        prompts: list[Prompt] = []
        for halte in self.texts.haltes:
            if halte.soort == "vakken":
                prompts += [self._prompt(box.id, halte.id, first=True) for box in self._boxes()]
            prompts += [Prompt(id=v.id, halte=halte.id, tekst=v.voor(d.aanspreekvorm, d.luisteraar)) for v in halte.vragen]
        return tuple(prompts)

    def prompt_for(self, vak_id: str, halte: str = "") -> Prompt:
        """The question for a box: the first that was not put yet, else the first again."""
        return self._prompt(vak_id, halte or next((h.id for h in self.texts.haltes if h.soort == "vakken"), self.texts.haltes[0].id))

    def _prompt(self, vak_id: str, halte: str, *, first: bool = False) -> Prompt:
        d, asked = self.dossier, set() if first else set(self.kompas.gevraagd)
        own = next((v.vragen for v in self.texts.vakken if v.id == vak_id), ())
        vraag = next((v for v in own if v.id not in asked), own[0] if own else None)
        if vraag is not None:
            return Prompt(id=vraag.id, halte=halte, vak=vak_id, tekst=vraag.voor(d.aanspreekvorm, d.luisteraar))
        box = next((b for b in self._boxes() if b.id == vak_id), None)
        return Prompt(id=f"kompas.{vak_id}", halte=halte, vak=vak_id, tekst=box.vraag if box else "")

    def next_prompt(self, after: str = "") -> Prompt | None:
        """The first prompt that was not put yet, after the one with this id if given. None: all came by; then comes the step."""
        asked = set(self.kompas.gevraagd)
        prompts = self.path()
        ids = [p.id for p in prompts]
        begin = ids.index(after) + 1 if after in ids else 0
        later = [p for p in prompts[begin:] if p.id not in asked]
        return next(iter([*later, *(p for p in prompts[:begin] if p.id not in asked)]), None)

    # -- talking ---------------------------------------------------------------------------------

    def answer(self, prompt: Prompt, tekst: str, *, uiting_id: str | None = None) -> Uiting:
        """Keep the client's words, and put them in the box of the prompt. On disk, in one save, when this returns."""
        uid = uiting_id or self.talk.new_uiting_id()
        kept = clean_text(tekst).strip()
        room = self.kompas.prepared(self._boxes()).asked(prompt.id)
        if kept:
            room = room.write(prompt.vak, uid, kept) if prompt.vak else room.passed(prompt.halte, uid)
        self.save(
            lambda d: d.record_answer(
                uiting_id=uid, tekst=tekst, op=self.now(), leefgebied=None, vraag_id=prompt.id, vraag_tekst=prompt.tekst
            ),
            self._room(room, prompt.vak or prompt.halte),
        )
        return self.dossier.uiting(uid)

    def pass_over(self, prompt: Prompt) -> None:
        """Skipped, or nothing came: both are fine."""
        self.save(self._room(self.kompas.prepared(self._boxes()).asked(prompt.id), prompt.halte))

    def take_out(self, uiting_id: str) -> None:
        """Not on the sheet. The words stay in the talk."""
        self.save(self._room(self.kompas.without(uiting_id), "regel"))

    # -- the one step ----------------------------------------------------------------------------

    def step(self) -> Actie | None:
        """The client's step: confirmed, and not refused."""
        found = self.dossier.plan.get(self.kompas.actie or "")
        return found if isinstance(found, Actie) and found.status is ActieStatus.BEVESTIGD else None

    def goal_words(self) -> tuple[UitingId, str] | None:
        """The client's words the step is for: what was called most important, else the last line in a box. None: nothing was said yet."""
        newest = newest_words(self.dossier)
        values = [u for h in self.kompas.haltes if h.id == "waarden" for u in h.uitingen]
        for uid in (*reversed(values), *(u for u, _ in reversed(self.kompas.woorden))):
            if (now := newest(uid)) is not None:
                return now.id, now.tekst
        return None

    def take_step(self, wat: str, *, wanneer: str, door: str, wie: str = "", woorden: str = "", uiting_id: str | None = None) -> str:
        """Put the client's step in the plan: their words, one small actie, confirmed by the begeleider. Returns the id of the actie.

        Args:
            wat: the step. When `woorden` is empty these are the client's words too.
            wie: 'ik', or who joins in, in the client's words.
            woorden: what the client said, when the step is worded otherwise.
            uiting_id: chosen before the first try, so that a retry never keeps the same words twice.

        Raises NotConfirmable without a moment or a name of a begeleider; the client's words are then kept already.
        """
        if not wat.strip():
            raise RuleError("Er staat nog geen stap.", hint="Schrijf op wat de cliënt gaat doen, klein en zelf gekozen.")
        uid = uiting_id or self.talk.new_uiting_id()
        goal = self.goal_words()
        ask = self.texts.stap.wat.voor(self.dossier.aanspreekvorm)
        self.save(
            lambda d: d.record_answer(
                uiting_id=uid, tekst=woorden.strip() or wat, op=self.now(), leefgebied=None, vraag_id="kompas.stap", vraag_tekst=ask
            )
        )
        said = self.dossier.uiting(uid).tekst
        role, name = read_wie(wie)
        concept = Concept(
            doel=goal[1] if goal else said,
            actie=wat.strip(),
            wie=role,
            wie_naam=name,
            wanneer=wanneer.strip(),
            datum=day_in(wanneer, dutch_day(self.now())),
            uitingen=tuple(dict.fromkeys((UitingId(uid), *((goal[0],) if goal else ())))),
            bron="client",
        )
        actie_id = self.talk.confirm(concept, door=door)
        self.save(self._room(self.kompas.prepared(self._boxes()).with_step(actie_id), "stap"))
        return actie_id

    def leave_without(self) -> None:
        """The client goes without a step, by choice. The next time it is asked again, without reproach."""
        self.save(self._room(self.kompas.prepared(self._boxes()).left_without(self.now()), "zonder_stap"))

    # -- photos ----------------------------------------------------------------------------------

    def add_photo(self, path: str | Path, bijschrift: str = "") -> Foto:
        """Read a photo into the dossier; the file itself stays where it is. Raises RuleError, DocumentUnreadable."""
        foto = read_photo(_bytes_of(path), foto_id=self.talk.assistant.ids.new("foto"), bijschrift=" ".join(clean_text(bijschrift).split()))
        self.save(self._room(self.kompas.prepared(self._boxes()).with_photo(foto), foto.id))
        return foto

    def drop_photo(self, foto_id: str) -> None:
        self.save(self._room(self.kompas.without_photo(foto_id), foto_id))


def _bytes_of(path: str | Path) -> bytes:
    place = Path(path).expanduser()
    try:
        if not place.is_file():
            raise DocumentUnreadable("Dit bestand is er niet.", hint="Controleer de map en de naam.")
        if place.stat().st_size > MAX_FILE:
            raise RuleError("Dit bestand is te groot voor een foto.", hint="Maak de foto eerst kleiner: hooguit 1 MB.")
        with open(place, "rb") as file:
            return file.read(MAX_FILE + 1)
    except OSError as error:
        raise DocumentUnreadable("Dit bestand is niet te lezen.", hint="Mag u het openen?", details=type(error).__name__) from None


def newest_words(dossier: Dossier) -> Callable[[str], Uiting | None]:
    """uiting id -> the Uiting that stands now (a correction of it), or None when it was taken back."""
    after = {u.verbetert: u for u in dossier.uitingen if u.verbetert}
    known = {u.id: u for u in dossier.uitingen}

    def find(uiting_id: str) -> Uiting | None:
        now = known.get(UitingId(uiting_id))
        while now is not None and now.id in after:
            now = after[now.id]
        return None if now is None or now.ingetrokken else now

    return find
