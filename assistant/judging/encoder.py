"""assistant.judging.encoder: a small Dutch-reading transformer in numpy, with what we taught it on top.

In: one or more texts that belong together (a question and an answer; a plan item and the client's words).
Out: one vector per piece of text, with the place of that piece in the original characters, and one vector for the whole.
Base: multilingual-e5-small (MIT), 4 bit, cut down to the pieces Dutch uses. Taught: low-rank changes ('lora.*') and heads, both made by
assistant.judging.training. No torch, no network; 0.2 s to load, about ten milliseconds a sentence on one core (assistant.judging.graaf).
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.judging.graaf import LOWER, SHARED, THREADS, UPPER, quick_layers

Floats = NDArray[np.float32]

WEIGHTS = Path(__file__).parent / "gewichten"
MAX_PIECES = 400
"""Longest input of one pass; longer answers are judged in overlapping parts by the caller."""
MATRICES = ("q", "k", "v", "ao", "fi", "fo")


class Pieces:
    """SentencePiece unigram pieces with the place of every piece in the original text.

    Args:
        pieces: bytes of each piece; a word starts with ▁ (U+2581).
        scores: log probabilities, same length.
        unk: id of the unknown piece.
        normal: code point -> code points, the normaliser's table (width, compatibility forms); absent means unchanged.
    """

    def __init__(self, pieces: Sequence[bytes], scores: Floats, unk: int, normal: Mapping[int, Sequence[int]]) -> None:
        self._ids = {piece.decode("utf-8", "surrogateescape"): i for i, piece in enumerate(pieces)}
        self._scores = scores.tolist()
        self._unk = unk
        self._unk_score = min(self._scores) - 10.0
        self._longest = max(map(len, self._ids))
        self._normal = normal

    def encode(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        """Return (ids, places): `text[begin:end]` is what a piece stands for. Empty text: two empty lists."""
        chars: list[str] = []
        origin: list[int] = []
        for at, char in enumerate(text):
            mapped = self._normal.get(ord(char))
            for out in (char,) if mapped is None else map(chr, mapped):
                if out == " ":
                    if chars and chars[-1] == "▁":
                        continue
                    out = "▁"
                chars.append(out)
                origin.append(at)
        if not chars:
            return [], []
        if chars[0] != "▁":
            chars.insert(0, "▁")
            origin.insert(0, 0)
        ids: list[int] = []
        places: list[tuple[int, int]] = []
        # words are independent for the search below (a piece never crosses ▁), so each is solved on its own and remembered
        start = 0
        for end in range(1, len(chars) + 1):
            if end == len(chars) or chars[end] == "▁":
                for piece, a, b in self._word("".join(chars[start:end])):
                    ids.append(piece)
                    first = start + a
                    if chars[first] == "▁" and b - a > 1:
                        first += 1
                    places.append((origin[first], origin[start + b - 1] + 1))
                start = end
        return ids, places

    def _word(self, word: str) -> tuple[tuple[int, int, int], ...]:
        cached = _WORDS.get((id(self), word))
        if cached is None:
            cached = self._search(word)
            if len(_WORDS) < 50_000:
                _WORDS[(id(self), word)] = cached
        return cached

    def _search(self, word: str) -> tuple[tuple[int, int, int], ...]:
        n = len(word)
        best = [0.0] + [-1e30] * n
        back: list[tuple[int, int]] = [(0, 0)] * (n + 1)
        for i in range(n):
            for j in range(i + 1, min(n, i + self._longest) + 1):
                piece = self._ids.get(word[i:j])
                if piece is not None and piece != self._unk and best[i] + self._scores[piece] > best[j]:
                    best[j], back[j] = best[i] + self._scores[piece], (i, piece)
            if best[i] + self._unk_score > best[i + 1]:
                best[i + 1], back[i + 1] = best[i] + self._unk_score, (i, self._unk)
        out = []
        end = n
        while end:
            begin, piece = back[end]
            out.append((piece, begin, end))
            end = begin
        return tuple(reversed(out))


_WORDS: dict[tuple[int, str], tuple[tuple[int, int, int], ...]] = {}


@dataclass(frozen=True)
class Reading:
    """What the encoder made of one input.

    vectors: float32[pieces, hidden], without the special pieces; segment[i] says which of the texts piece i belongs to;
    places[i] its (begin, end) in that text; whole: float32[hidden], the mean over all pieces including the special ones.
    """

    vectors: Floats
    segment: NDArray[np.int64]
    places: tuple[tuple[int, int], ...]
    whole: Floats


def _dense(tensors: Mapping[str, Any], name: str) -> Floats:
    scales, values = tensors[f"{name}.d"], tensors[f"{name}.q"]
    low = (values & 0x0F).astype(np.int8) - 8
    high = (values >> 4).astype(np.int8) - 8
    both = np.concatenate([low, high], axis=2).astype(np.float32)
    both *= scales.astype(np.float32)[:, :, None]
    out: Floats = both.reshape(len(both), -1)
    return out


def _layer_norm(x: Floats, weight: Floats, bias: Floats, eps: float) -> Floats:
    mean = x.mean(axis=-1, keepdims=True)
    x = x - mean
    var = np.square(x).mean(axis=-1, keepdims=True)
    x /= np.sqrt(var + eps)
    x *= weight
    x += bias
    return x


def _gelu(x: Floats) -> Floats:
    """GELU with the error function by Abramowitz-Stegun 7.1.26 (|error| < 1.5e-7): numpy has none."""
    z = np.abs(x) * np.float32(1 / math.sqrt(2))
    t = 1.0 / (1.0 + np.float32(0.3275911) * z)
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = 1.0 - poly * np.exp(-z * z)
    out: Floats = (0.5 * x * (1.0 + np.sign(x) * erf)).astype(np.float32)
    return out


class NumpyLayers:
    """Layers in numpy (all, or those of `layers`): what training starts from, and what reads where onnxruntime cannot be loaded."""

    def __init__(
        self, tensors: Mapping[str, Any], taught: Mapping[str, Any] | None, form: Mapping[str, Any], layers: range | None = None
    ) -> None:
        self.hidden, self.heads = form["hidden"], form["heads"]
        self._eps = np.float32(form["eps"])
        self.weights: list[dict[str, Floats]] = []
        for layer in layers or range(form["layers"]):
            weights: dict[str, Floats] = {}
            for name in MATRICES:
                matrix = _dense(tensors, f"l{layer}.{name}.w")
                if taught is not None and f"lora.{layer}.{name}.a" in taught:
                    a = taught[f"lora.{layer}.{name}.a"].astype(np.float32)
                    b = taught[f"lora.{layer}.{name}.b"].astype(np.float32)
                    matrix += b @ a
                weights[f"{name}.w"] = np.ascontiguousarray(matrix.T)
                weights[f"{name}.b"] = tensors[f"l{layer}.{name}.b"].astype(np.float32)
            weights["qkv.w"] = np.concatenate([weights.pop("q.w"), weights.pop("k.w"), weights.pop("v.w")], axis=1)
            weights["qkv.b"] = np.concatenate([weights.pop("q.b"), weights.pop("k.b"), weights.pop("v.b")])
            for name in ("aln", "oln"):
                weights[f"{name}.w"], weights[f"{name}.b"] = tensors[f"l{layer}.{name}.w"], tensors[f"l{layer}.{name}.b"]
            self.weights.append(weights)

    def run(self, x: Floats) -> Floats:
        return self.run_from(x, range(len(self.weights)))

    def run_from(self, x: Floats, layers: range) -> Floats:
        for layer in layers:
            x = self._layer(x, layer)
        return x

    def _layer(self, x: Floats, layer: int) -> Floats:
        w, n, h = self.weights[layer], len(x), self.heads
        q, k, v = np.split(x @ w["qkv.w"] + w["qkv.b"], 3, axis=1)
        size = self.hidden // h
        q = q.reshape(n, h, size).transpose(1, 0, 2)
        k = k.reshape(n, h, size).transpose(1, 2, 0)
        v = v.reshape(n, h, size).transpose(1, 0, 2)
        score = (q @ k) * np.float32(1 / math.sqrt(size))
        score -= score.max(axis=-1, keepdims=True)
        np.exp(score, out=score)
        score /= score.sum(axis=-1, keepdims=True)
        context = (score @ v).transpose(1, 0, 2).reshape(n, self.hidden)
        x = _layer_norm(x + (context @ w["ao.w"] + w["ao.b"]), w["aln.w"], w["aln.b"], float(self._eps))
        inner = _gelu(x @ w["fi.w"] + w["fi.b"])
        return _layer_norm(x + (inner @ w["fo.w"] + w["fo.b"]), w["oln.w"], w["oln.b"], float(self._eps))


def _changes(taught: Mapping[str, Any] | None, layers: range) -> bool:
    return any(key.startswith(tuple(f"lora.{layer}." for layer in layers)) for key in taught or ())


@lru_cache(maxsize=4)
def _shared_lower(folder: Path, threads: int) -> Callable[[Floats], Floats] | None:
    """The lower layers of the base in onnxruntime, once for every reader on so many cores. None: numpy has to read."""
    tensors, form = _load(folder)
    return quick_layers(NumpyLayers(tensors, None, form, range(SHARED)).weights, LOWER, threads=threads)


def _load(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    from safetensors import safe_open

    with safe_open(folder / "basis.safetensors", framework="numpy") as file:
        meta = file.metadata()
        tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118 - not a dict
    return tensors, {**json.loads(meta["vorm"]), "normaal": json.loads(meta["normaal"])}


class Encoder:
    """The transformer. Loading takes about 0.3 s; calls are safe from one thread at a time.

    Args:
        taught: the trained changes (safetensors of assistant.judging.training). None: the base alone.
        quick: read with onnxruntime where it is there: a third to a half of the time, same vectors.
        threads: cores it may use for one text.
    """

    def __init__(
        self, taught: Mapping[str, Any] | None = None, folder: Path = WEIGHTS, *, quick: bool = True, threads: int = THREADS
    ) -> None:
        tensors, form = _load(folder)
        self.hidden, self.heads, self.layers = form["hidden"], form["heads"], form["layers"]
        self._eps = np.float32(form["eps"])
        self._bos, self._eos = form["bos"], form["eos"]
        ends = tensors["pieces.ends"]
        blob = tensors["pieces.blob"].tobytes()
        starts = np.concatenate([[0], ends[:-1]])
        pieces = [blob[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]
        normal = {int(k): v for k, v in form["normaal"].items()}
        self.pieces = Pieces(pieces, tensors["pieces.scores"], form["unk"], normal)
        self._word_d, self._word_q = tensors["emb.word.d"], tensors["emb.word.q"]
        self._pos = tensors["emb.pos"].astype(np.float32) + tensors["emb.type"][: self.hidden]
        self._emb_norm = (tensors["emb.ln.w"], tensors["emb.ln.b"])
        self.plain: NumpyLayers | None = None
        """The layers in numpy; None when onnxruntime reads."""
        plain = NumpyLayers(tensors, taught, form)
        below, above = range(SHARED), range(SHARED, self.layers)
        lower = _shared_lower(folder, threads) if quick and not _changes(taught, below) else None
        upper = quick_layers(plain.weights[SHARED:], UPPER, threads=threads) if lower is not None else None
        if lower is None or upper is None:
            self.plain = plain
            lower, upper = partial(plain.run_from, layers=below), partial(plain.run_from, layers=above)
        self.lower, self.upper = lower, upper
        """float32[n, hidden] -> the same shape, for n from 1 to MAX_PIECES. What the lower layers make is the same whatever was taught above them."""

    def run(self, x: Floats) -> Floats:
        """All layers."""
        return self.upper(self.lower(x))

    def assemble(self, texts: Sequence[str]) -> tuple[list[int], list[int], list[tuple[int, int]], list[bool]]:
        """Ids of `<s> text </s> text </s> …`, with per piece: which text, its place, and whether it is a real (not special) piece.

        Texts that do not fit in MAX_PIECES together are cut: the longest first, at its end.
        """
        encoded = [self.pieces.encode(text) for text in texts]
        room = MAX_PIECES - 1 - len(texts)
        lengths = [len(ids) for ids, _ in encoded]
        while sum(lengths) > room:
            lengths[lengths.index(max(lengths))] -= sum(lengths) - room if max(lengths) > sum(lengths) / 2 else 1
            lengths = [max(n, 0) for n in lengths]
        ids, segment, places, real = [self._bos], [0], [(0, 0)], [False]
        for number, ((text_ids, text_places), length) in enumerate(zip(encoded, lengths, strict=True)):
            ids += [*text_ids[:length], self._eos]
            segment += [number] * (length + 1)
            places += [*text_places[:length], (0, 0)]
            real += [True] * length + [False]
        return ids, segment, places, real

    def embed_ids(self, ids: Sequence[int]) -> Floats:
        """The input of the first layer: float32[len(ids), hidden]."""
        index = np.asarray(ids)
        values = self._word_q[index]
        both = np.concatenate([(values & 0x0F).astype(np.int8) - 8, (values >> 4).astype(np.int8) - 8], axis=2).astype(np.float32)
        both *= self._word_d[index].astype(np.float32)[:, :, None]
        x: Floats = both.reshape(len(ids), -1) + self._pos[: len(ids)]
        return _layer_norm(x, *self._emb_norm, float(self._eps))

    def read(self, *texts: str) -> Reading:
        """Read texts that belong together. An empty text counts as a text without pieces."""
        ids, segment, places, real = self.assemble(texts)
        x = self.run(self.embed_ids(ids))
        keep = np.asarray(real)
        return Reading(
            vectors=x[keep],
            segment=np.asarray(segment)[keep],
            places=tuple(place for place, is_real in zip(places, real, strict=True) if is_real),
            whole=x.mean(axis=0),
        )


@lru_cache(maxsize=1)
def base_encoder() -> Encoder:
    """The encoder without anything taught, loaded once."""
    return Encoder()


@lru_cache(maxsize=1)
def bulk_encoder() -> Encoder:
    """The same for reading a book: on one core, so that typing and questions keep the other. Loaded once."""
    return Encoder(threads=1)
