"""Compute the vectors that ship with the personas: `python scripts/persona_vectoren.py` (only texts that are new are computed).

Writes prompts/personas/me5s-q4.npz: sleutels (16 bytes each) and vectoren (float16). Without the file a persona takes some seconds longer to be ready.
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
from assistant.adapters.text_files import ContentFiles  # noqa: E402
from assistant.domain.persona import Persona  # noqa: E402
from assistant.engine.content import Content  # noqa: E402
from assistant.engine.practise_matching import teksten_van  # noqa: E402


def main() -> None:
    content = Content(ContentFiles())
    personas = [content.load(name, Persona) for name in content.source.names("personas")]
    facts = [feit for persona in personas for part in (persona, *persona.sessies) for feit in part.feiten]
    wanted = {pe.text_key("p", text): text for feit in facts for text in teksten_van(feit)}
    folder = ROOT / "prompts" / "personas"
    keys, stored = pe.ShippedVectors(folder).table(pe.E5_NAME)
    rows = {key: stored[row] for key, row in keys.items() if key in wanted}
    todo = [key for key in wanted if key not in rows]
    embedder = pe.PackagedEmbedder(None, use=None)
    for at in range(0, len(todo), 64):
        part = todo[at : at + 64]
        made = embedder.raw(pe.E5_NAME, [wanted[key] for key in part], "p")
        rows |= dict(zip(part, made.astype(np.float16), strict=True))
        sys.stderr.write(f"{at + len(part)}/{len(todo)}\n")
    order = sorted(rows)
    names = np.frombuffer(b"".join(bytes.fromhex(key) for key in order), dtype=np.uint8).reshape(len(order), 16)
    np.savez(folder / f"{pe.E5_NAME}.npz", sleutels=names, vectoren=np.stack([rows[key] for key in order]))


if __name__ == "__main__":
    main()
