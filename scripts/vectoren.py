"""Compute the vectors that ship with our own documents: `python scripts/vectoren.py` (only texts that are new are computed).

Writes handleiding_corpus/vectoren/<model>.npz: sleutels (16 bytes each) and vectoren (float16), and once the middle of all e5 vectors.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402

from assistant.adapters import packaged_embedder as pe  # noqa: E402
from assistant.adapters.corpus_files import CorpusFiles  # noqa: E402
from assistant.adapters.text_files import ContentFiles  # noqa: E402
from assistant.engine.chunking import passages_of  # noqa: E402
from assistant.engine.content import Content  # noqa: E402
from assistant.engine.indexing import dense_text  # noqa: E402
from assistant.engine.retrieving import Grenzen  # noqa: E402


def main() -> None:
    passages = [p for d in CorpusFiles().documents() for p in passages_of(d)]
    limits = Content(ContentFiles()).load("grenzen.toml", Grenzen)
    texts = [("p", dense_text(p)) for p in passages] + [("q", q) for p in passages for q in p.zoektermen]
    texts += [("q", q) for limit in limits.grenzen for q in limit.vragen]
    wanted = {pe.text_key(kind, text): (kind, text) for kind, text in texts}
    folder = ROOT / "handleiding_corpus" / "vectoren"
    folder.mkdir(exist_ok=True)
    embedder = pe.PackagedEmbedder(folder)
    for name in (pe.E5_NAME, pe.USE_NAME):
        keys, stored = pe.ShippedVectors(folder).table(name)
        rows = {key: stored[row] for key, row in keys.items() if key in wanted}
        for kind in "pq":
            todo = [key for key, (k, _) in wanted.items() if k == kind and key not in rows]
            for at in range(0, len(todo), 64):
                part = todo[at : at + 64]
                made = embedder.raw(name, [wanted[key][1] for key in part], kind)
                rows |= dict(zip(part, made.astype(np.float16), strict=True))
                print(f"{name} {kind} {at + len(part)}/{len(todo)}", file=sys.stderr, flush=True)  # noqa: T201 - a script for maintainers
        if name == pe.E5_NAME and not pe.MIDDLE.is_file():
            middle = [np.stack([rows[key] for key, (k, _) in wanted.items() if k == kind]).astype(np.float32).mean(axis=0) for kind in "qp"]
            np.save(pe.MIDDLE, np.stack(middle).astype(np.float32), allow_pickle=False)
        order = sorted(rows)
        names = np.frombuffer(b"".join(bytes.fromhex(key) for key in order), dtype=np.uint8).reshape(len(order), 16)
        np.savez(folder / f"{name}.npz", sleutels=names, vectoren=np.stack([rows[key] for key in order]))


if __name__ == "__main__":
    main()
