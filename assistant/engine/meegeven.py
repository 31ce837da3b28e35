"""assistant.engine.meegeven: the client's copy: a file to read in elsewhere (JSON) and a document to read, made together and logged first.

In:    Dossier, what to leave out, SheetMaker, the store for its log.   Out: where the two files are.
Never: carries a secret place; hands anything over that is not in the log.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from assistant.domain.dossier import Dossier
from assistant.domain.values import Frozen, clean_text
from assistant.engine.exchanging import Weggelaten, leave_out, make_exchange, to_bytes
from assistant.engine.exporting import SheetMaker
from assistant.engine.sheet_parts import AMSTERDAM
from assistant.errors import DocumentNotWritten


class AccessLog(Protocol):
    def log(self, dossier_id: str | None = None) -> tuple[Any, ...]: ...

    def record(self, *, wie: str, gebeurtenis: str, dossier: str = "", object: str = "", reden: str = "") -> None: ...  # noqa: A002


class Kopie(Frozen):
    """The client's copy."""

    bestanden: tuple[str, ...]
    volledig: bool
    """False: passages about others were left out."""
    weggelaten: tuple[Weggelaten, ...] = ()
    niet_in_leesbaar: tuple[dict[str, str], ...] = ()


def give_copy(
    dossier: Dossier,
    sheets: SheetMaker,
    store: AccessLog,
    *,
    folder: Path,
    vorm: str,
    door: str,
    aan: str,
    programma: str,
    zonder: Sequence[str],
) -> Kopie:
    """Make both files in `folder`.

    Args:
        aan: who gets it, for the log. '': it is an export of the organisation's own.
        zonder: ids of passages to leave out (exchanging.third_parties).

    Raises: NotThere (an id that is not in the dossier), UnknownForm, DocumentNotWritten.
    """
    if not folder.is_dir():  # before the log says that somebody got it
        raise DocumentNotWritten("De map bestaat niet.", hint="Kies een map die er al is.")
    ids = tuple(dict.fromkeys(zonder))
    log = store.log(dossier.id)
    exchange = make_exchange(dossier, op=sheets.clock.now(), door=door, programma=programma, zonder=ids, log=log)
    readable = sheets.inzage(leave_out(dossier, ids) if ids else dossier, log=log, left_out=len(ids))
    page = sheets.render(readable, vorm)
    to = clean_text(aan).strip()
    store.record(
        wie=door,
        gebeurtenis="inzage_gegeven" if to else "geexporteerd",
        dossier=dossier.id,
        object=f"json+{vorm}, {len(ids)} weggelaten" if ids else f"json+{vorm}",
        reden=to,
    )
    day = exchange.gemaakt_op.astimezone(AMSTERDAM).date().isoformat()
    code = "".join(c for c in dossier.code if c.isascii() and c.isalnum())[:24] or "zonder-code"
    stem = _free(folder, f"dossier-{code}-{day}")
    made = (
        sheets.put_bytes(to_bytes(exchange), folder=folder, name=f"{stem}.json"),
        sheets.put_bytes(page, folder=folder, name=f"{stem}.{vorm}"),
    )
    return Kopie(
        bestanden=tuple(str(path) for path in made),
        volledig=exchange.volledig,
        weggelaten=exchange.weggelaten,
        niet_in_leesbaar=tuple(readable["weggelaten"]),
    )


def _free(folder: Path, stem: str) -> str:
    """A name that no file here has yet, whatever its form: the two files of one copy keep one name."""
    try:
        taken = {path.stem for path in folder.iterdir()}
    except OSError:  # it cannot be looked into; writing will say so, or number each file by itself
        taken = set()
    return next(name for n in count(1) if (name := stem if n == 1 else f"{stem}-{n}") not in taken)
