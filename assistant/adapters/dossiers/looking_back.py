"""assistant.adapters.dossiers.looking_back: does a file of dossiers agree with its own history, and with the anchor outside it.

In:    an open connection inside a read transaction, the key of the digests, where the anchor stands.   Out: Dutch sentences.
Never: writes; refuses. The words must stay readable, whatever is found.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from assistant.adapters.dossiers import attachments, chain
from assistant.adapters.dossiers.chain import FIELDS, FIRST, AccessLine

CHAIN_TAIL = 20_000
"""Lines of the log that are hashed again at every opening; older ones by `check`. All are counted."""
LOG = f"SELECT {', '.join(FIELDS)} FROM log"  # noqa: S608 - our own column names


def drafts_digest(seal: bytes, rows: Iterable[Any]) -> str:
    """One digest over everything that is half typed. rows: (dossier, plaats, tekst), in order."""
    return chain.digest(seal, json.dumps([list(row) for row in rows]))


def deviations(raw: Any, seal: bytes, anchor_path: Path, *, deep: bool) -> tuple[tuple[str, str], ...]:
    """(kind, Dutch sentence) for everything in which file, history and anchor disagree.

    Args:
        deep: hash every line of the log again, not only the last CHAIN_TAIL.
    """
    out: list[tuple[str, str]] = []
    tell = "Meld dit bij uw beheerder."
    count, last = raw.execute("SELECT count(*), coalesce(max(n), 0) FROM log").fetchone()
    begin = 1 if deep else max(1, last - CHAIN_TAIL + 1)
    before = raw.execute("SELECT hash FROM log WHERE n = ?", (begin - 1,)).fetchone()
    lines = (AccessLine(*row) for row in raw.execute(f"{LOG} WHERE n >= ? ORDER BY n", (begin,)))
    if count != last or not chain.chain_is_whole(lines, start=begin, previous=before[0] if before else FIRST):
        out.append(("logboek", f"Het logboek van dit bestand is veranderd buiten het programma om. {tell}"))
    anchor = chain.read_anchor(anchor_path, seal)
    before_seals = raw.execute("SELECT waarde FROM meta WHERE naam = 'overgang'").fetchone()
    from_before = anchor is not None and anchor.bare and before_seals is not None and anchor.n <= int(before_seals[0])
    if anchor is not None and not anchor.trusted and not from_before:
        out.append(("anker", f"Het ankerbestand naast uw dossiers is veranderd buiten het programma om. {tell}"))
    elif anchor is not None and anchor.n > last:
        out.append(("anker", f"Dit is een oudere kopie van uw dossiers: er is hier later nog iets bewaard dat nu ontbreekt. {tell}"))
    elif anchor is not None and anchor.n and raw.execute("SELECT hash FROM log WHERE n = ?", (anchor.n,)).fetchone() != (anchor.hash,):
        out.append(("anker", f"Dit bestand sluit niet aan op wat hier het laatst is bewaard. {tell}"))
    saved = dict(
        raw.execute(
            "SELECT dossier, inhoud FROM log WHERE n IN "
            "(SELECT max(n) FROM log WHERE inhoud != '' OR gebeurtenis = 'dossier_gewist' GROUP BY dossier)"
        )
    )
    saved = {dossier: digest for dossier, digest in saved.items() if digest}
    there = {row[0]: chain.digest(seal, row[1]) for row in raw.execute("SELECT id, document FROM dossier")}
    if saved != there:
        odd = len({k for k in saved.keys() | there.keys() if saved.get(k) != there.get(k)})
        out.append(("dossier", f"Van {odd} dossier(s) is de inhoud niet wat hier het laatst is bewaard. {tell}"))
    wanted = {(row[0], name) for row in raw.execute("SELECT id, document FROM dossier") for name in attachments.names_in(row[1])}
    photos = raw.execute("SELECT dossier, naam, inhoud FROM bijlage").fetchall()
    if wanted != {(row[0], row[1]) for row in photos} or any(attachments.name_of(row[2]) != row[1] for row in photos):
        out.append(("bijlage", f"Een foto is niet wat hier het laatst is bewaard. {tell}"))
    stamp = raw.execute("SELECT waarde FROM meta WHERE naam = 'concepten'").fetchone()
    if (stamp[0] if stamp else "") != drafts_digest(
        seal, raw.execute("SELECT dossier, plaats, tekst FROM concept ORDER BY dossier, plaats")
    ):
        out.append(("concept", f"Een half getypte tekst is niet wat hier het laatst is bewaard. {tell}"))
    return tuple(out)
