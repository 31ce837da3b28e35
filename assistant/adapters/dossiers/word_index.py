"""assistant.adapters.dossiers.word_index: search over the words of clients, inside the encrypted file.

In:    a connection of the store (a transaction to write, any to read).   Out: which uitingen hold which words.
Never: writes a word outside the file; holds a word that was taken back or corrected.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from assistant.adapters.dossiers.opening import dbapi

if TYPE_CHECKING:
    from sqlalchemy import Connection

_MAKE = (
    'CREATE VIRTUAL TABLE zoek USING fts5(dossier UNINDEXED, uiting UNINDEXED, tekst, tokenize = "unicode61 remove_diacritics 2")',
    "INSERT INTO zoek(zoek, rank) VALUES('secure-delete', 1)",
)


def searchable(document: dict[str, Any]) -> list[tuple[str, str]]:
    """(uiting id, words) that search may find, from the stored JSON: not taken back, not replaced by a correction."""
    uitingen = document.get("uitingen", [])
    replaced = {u.get("verbetert") for u in uitingen}
    return [(u["id"], u["tekst"]) for u in uitingen if not u.get("ingetrokken") and u["id"] not in replaced]


def hold(connection: Connection, dossier_id: str, words: Iterable[tuple[str, str]]) -> None:
    """Make the index hold exactly these words of this dossier: what was taken back or corrected is not found any more."""
    known = {row[0]: row[1] for row in connection.exec_driver_sql("SELECT uiting, rij FROM vindplaats WHERE dossier = ?", (dossier_id,))}
    wanted = dict(words)
    for uiting in known.keys() - wanted.keys():
        connection.exec_driver_sql("DELETE FROM zoek WHERE rowid = ?", (known[uiting],))
        connection.exec_driver_sql("DELETE FROM vindplaats WHERE rij = ?", (known[uiting],))
    for uiting in (u for u in wanted if u not in known):
        cursor = connection.exec_driver_sql("INSERT INTO vindplaats(dossier, uiting) VALUES (?,?)", (dossier_id, uiting))
        connection.exec_driver_sql(
            "INSERT INTO zoek(rowid, dossier, uiting, tekst) VALUES (?,?,?,?)", (cursor.lastrowid, dossier_id, uiting, wanted[uiting])
        )


def tidy(connection: Connection) -> None:
    """Write the index anew without what was deleted, so that no word of an erased dossier stays in a page of it."""
    connection.exec_driver_sql("INSERT INTO zoek(zoek) VALUES ('optimize')")


def is_stale(raw: Any, *, check: bool) -> bool:
    """True when the words in the index are not the words in the dossiers. `check`: have the index look at itself too (that writes)."""
    there = {
        (row[0], row[1]): row[2]
        for row in raw.execute("SELECT v.dossier, v.uiting, z.tekst FROM vindplaats v LEFT JOIN zoek z ON z.rowid = v.rij")
    }
    should = {}
    for dossier_id, document in raw.execute("SELECT id, document FROM dossier"):
        should.update({(dossier_id, uiting): text for uiting, text in searchable(json.loads(document))})
    if there != should or raw.execute("SELECT count(*) FROM zoek").fetchone()[0] != len(should):
        return True
    if not check:
        return False
    try:
        raw.execute("INSERT INTO zoek(zoek, rank) VALUES('integrity-check', 1)")
    except dbapi().DatabaseError:
        return True
    return False


def rebuild(connection: Connection) -> None:
    """Throw the index away and make it again from the dossiers."""
    connection.exec_driver_sql("DROP TABLE zoek")
    connection.exec_driver_sql("DELETE FROM vindplaats")
    for statement in _MAKE:
        connection.exec_driver_sql(statement)
    for dossier_id, document in list(connection.exec_driver_sql("SELECT id, document FROM dossier")):
        hold(connection, dossier_id, searchable(json.loads(document)))


def find(raw: Any, words: str, limit: int) -> tuple[tuple[str, str, str], ...]:
    """(dossier, uiting, words), best first: uitingen that hold every one of these beginnings of words. Empty: none, or nothing to look for."""
    terms = [w for w in "".join(c if c.isalnum() else " " for c in words).split() if w]
    if not terms:
        return ()
    query = " ".join(f'"{t}"*' for t in terms)
    rows = raw.execute("SELECT dossier, uiting, tekst FROM zoek WHERE zoek MATCH ? ORDER BY rank LIMIT ?", (query, limit)).fetchall()
    return tuple((str(a), str(b), str(c)) for a, b, c in rows)
