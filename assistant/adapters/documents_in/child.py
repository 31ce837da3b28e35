"""assistant.adapters.documents_in.child: the reading process. `python -m … child FORM PATH` -> one JSON object on stdout.

Limits are set before the file is opened. Whatever goes wrong becomes {"fout": code}; a killed process says nothing, which is an answer too.
"""

from __future__ import annotations

import json
import os
import sys

from assistant.adapters.documents_in.shape import Refused

MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 12
MAX_BYTES = 100_000_000
MAX_TEXT = 20_000_000


def limit() -> None:
    """Little memory, little processor time, no file written, no core dump. Where the system has no such limits, only the wall clock
    holds."""
    try:
        import resource
    except ImportError:
        return
    for what, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 128),
    ):
        try:
            hard = resource.getrlimit(what)[1]
            resource.setrlimit(what, (value, value if hard == resource.RLIM_INFINITY or hard > value else hard))
        except (OSError, ValueError):
            continue


def read(form: str, path: str) -> dict[str, object]:
    """Parse one file. Raises Refused."""
    with open(path, "rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Refused("bom")
    if form == "pdf":
        from assistant.adapters.documents_in.pdf import blocks_of
    elif form in ("docx", "odt", "epub"):
        from assistant.adapters.documents_in.office import blocks_of
    else:
        from assistant.adapters.documents_in.markup import blocks_of
    from assistant.adapters.documents_in.shape import compose

    blocks, title, notes = blocks_of(data, form)
    text, headings, pages = compose(blocks)
    if len(text) > MAX_TEXT:
        raise Refused("bom")
    if sum(character.isalpha() for character in text) < 20:
        raise Refused("leeg")
    if not title:
        title = next((heading for at, level, heading in headings if level == 1 or at < 200), "")
    if not title:
        words = text[:200].split("\n")[0].split()
        title = " ".join(words[:10]) + (" …" if len(words) > 10 else "")
    return {"tekst": text, "koppen": headings, "paginas": pages, "titel": title, "opmerkingen": notes}


def main() -> int:
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # stray prints of parsers do not reach the answer
    limit()
    try:
        reply = read(sys.argv[1], sys.argv[2])
    except Refused as refused:
        reply = {"fout": refused.code}
    except MemoryError:
        reply = {"fout": "geheugen"}
    except RecursionError:
        reply = {"fout": "bom"}
    except BaseException:  # noqa: BLE001 - a parser may raise anything on a file made to break it
        reply = {"fout": "stuk"}
    try:
        data = json.dumps(reply, ensure_ascii=False).encode("utf-8", "replace")
    except MemoryError:
        data = b'{"fout": "geheugen"}'
    out.write(data)
    out.flush()
    os._exit(0)  # no clean-up code of a parser runs after a hostile file


if __name__ == "__main__":
    main()
