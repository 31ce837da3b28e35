"""assistant.engine.finding: look up words in the dossiers of this computer.

In:    Assistant (its store), the words looked for.   Out: Vondst: dossier, code, the client's words as they stand.
What comes on the screen was read, so for every dossier in the result one access line is written first; without it nothing is shown.
Never: keeps or logs the words that were looked for, leaves the encrypted file, finds what was erased.
"""

from __future__ import annotations

from typing import Any

from assistant.domain.values import Frozen
from assistant.engine.assistant import Assistant

MOST = 50
"""Answers of clients shown at once; more than this asks for another word."""


class Vondst(Frozen):
    dossier: str
    code: str
    tekst: str
    """What the client said, whole."""


def find_words(assistant: Assistant, words: str, *, limit: int = MOST) -> tuple[Vondst, ...]:
    """What clients said with all these words in it (or words beginning with them). Empty: nothing found, or nothing to look for.

    Raises: DossierUnreadable, DossierNotWritten (the look could not be logged: then there is no result).
    """
    store: Any = assistant.store
    codes = {item.id: item.code for item in store.list()}
    found = tuple(
        Vondst(dossier=dossier, code=codes[dossier], tekst=tekst)
        for dossier, _, tekst in store.search(words, limit=limit)
        if dossier in codes
    )
    for dossier in dict.fromkeys(item.dossier for item in found):
        store.record(wie=assistant.naam, gebeurtenis="gezocht", dossier=dossier, object=dossier)
    return found
