"""assistant.adapters.dossiers.attachments: photos stand beside the document of a dossier, not in it, so that a save does not write them again.

In:  the document as JSON, with photos in it as base64 (`rooms.<name>.fotos[].data`).
Out: the document with `bijlage:<sha256>` in their place, and the photos by that name. The digest of the document covers them through it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

MARK = "bijlage:"
"""Never the begin of base64: that has no colon."""


def take_out(document: str) -> tuple[str, dict[str, str]]:
    """(the document without its photos, {sha: base64}). A document without photos comes back as it was."""
    if '"fotos":[{' not in document:
        return document, {}
    doc, out = json.loads(document), {}
    for foto in _fotos(doc):
        data = foto["data"]
        if not data.startswith(MARK):
            sha = name_of(data)
            out[sha], foto["data"] = data, f"{MARK}{sha}"
    return json.dumps(doc, ensure_ascii=False, separators=(",", ":")), out


def put_back(document: str, find: Callable[[str], str]) -> str:
    """The whole document again; `find` gives the photo with this name. Raises ValueError when one is missing or is another picture."""
    if f'"{MARK}' not in document:
        return document
    doc = json.loads(document)
    for foto in _fotos(doc):
        if foto["data"].startswith(MARK):
            sha = foto["data"].removeprefix(MARK)
            data = find(sha)
            if name_of(data) != sha:
                raise ValueError("a photo is missing or changed")
            foto["data"] = data
    return json.dumps(doc, ensure_ascii=False, separators=(",", ":"))


def names_in(document: str) -> set[str]:
    """The names of the photos that belong to a document without photos."""
    if f'"{MARK}' not in document:
        return set()
    return {foto["data"].removeprefix(MARK) for foto in _fotos(json.loads(document)) if foto["data"].startswith(MARK)}


def name_of(data: str) -> str:
    return hashlib.sha256(data.encode()).hexdigest()


def _fotos(doc: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every photo with data; a room of another shape holds none."""
    for room in doc.get("rooms", {}).values():
        fotos = room.get("fotos") if isinstance(room, dict) else None
        for foto in fotos if isinstance(fotos, list) else ():
            if isinstance(foto, dict) and isinstance(foto.get("data"), str):
                yield foto
