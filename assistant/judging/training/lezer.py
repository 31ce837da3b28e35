"""assistant.judging.training.lezer: teach the small reading model on our own labelled examples.

The base (multilingual-e5-small, 4 bit, gewichten/basis.safetensors) stays as it is; learned are low-rank changes to its upper layers and one linear
head per judgement, all judgements together, so that what is learned from plan items also helps listening. Result: gewichten/lezer.safetensors.
Run: python -m assistant.judging.training.lezer [rondes] [uit] [--verder] [--koppen NAAM,…]      about eight minutes a round on two quiet cores.
With --koppen only these heads are learned, on layers that stay as they are: a judgement of its own data, without touching the others.
With --verder it goes on from the weights that are there (see AGAIN). What ships was taught in seven rounds, and in rounds --verder after more
answers had been written.
Fits on the part 'leren'; 'kiezen' is looked at after every round; 'toetsen' is never touched here.
"""

from __future__ import annotations

import json
import math
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from assistant.judging import examples
from assistant.judging.encoder import MATRICES, WEIGHTS, Encoder
from assistant.judging.graaf import SHARED
from assistant.judging.heads import COACH_FOCUS, COACH_LABELS, COACH_VORM, LEEFGEBIEDEN, SOORTEN, STEMMINGEN, TIJDEN, TOETS_LABELS, VORMEN
from assistant.judging.lezer import HEADS, ONE_OF, POOLED, SIGNALEN, coach_texts, herken_texts, plan_texts, toets_texts

FROZEN = SHARED
"""Lower layers that stay as they are; what they make of the examples is computed once."""
RANK = 24
SEED = 11
BATCH_PIECES = 1400
LATER = ("toon",)
"""Heads that are fitted on the finished layers (assistant.judging.training.toon)."""
AGAIN = {"toets": 0.6, "signaal": 0.7, "plan": 0.4, "coach": 0.75, "stemming": 0.35}
"""With --verder: the share of these that is read in a round, the others whole. They were learned well already."""
UNSEEN = 0.06
"""Share of the pieces that is hidden in learning, another one every time, so that no single word decides."""
ORDINARY = 3
"""Out of every so many answers one sentence is read alone, for what ordinary talk sounds like."""
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
UNASKED = 6
"""Every so many answers are learned without the question before it: it is not always known."""


@dataclass
class Row:
    """One example: its pieces, and per head what should come out (token heads: one row a piece; NaN: unknown)."""

    ids: list[int]
    segment: list[int]
    real: list[bool]
    task: str
    gold: dict[str, np.ndarray] = field(default_factory=dict)
    x: Any = None


def _row(encoder: Encoder, task: str, texts: tuple[str, ...]) -> tuple[Row, list[tuple[int, int]]]:
    ids, segment, places, real = encoder.assemble(texts)
    return Row(ids, segment, real, task), places


def _inside(row: Row, places: list[tuple[int, int]], number: int, span: tuple[int, int]) -> list[int]:
    a, b = span
    return [
        i
        for i, ((c, d), s, real) in enumerate(zip(places, row.segment, row.real, strict=True))
        if real and s == number and min(b, d) > max(a, c)
    ]


def _marks(row: Row, places: list[tuple[int, int]], text: str, ex: dict[str, Any]) -> dict[str, np.ndarray]:
    """Which pieces are marked as what. NaN where a kind, a nature or a time was not asked."""
    n = len(row.ids)
    inside, begin = np.zeros((n, len(VORMEN)), np.float32), np.zeros((n, len(VORMEN)), np.float32)
    tijd = np.full((n, len(TIJDEN)), np.nan, np.float32)
    for k in ex["krachten"]:
        v = VORMEN.index(k["vorm"])
        at = _inside(row, places, 1, examples.span_of(text, k["citaat"]))
        inside[at, v] = 1
        begin[at[:1], v] = 1
        tijd[at] = [k["tijd"] == t for t in TIJDEN]
    helps, starts = np.zeros((n, 1), np.float32), np.zeros((n, 1), np.float32)
    soort, aard = np.full((n, len(SOORTEN)), np.nan, np.float32), np.full((n, 1), np.nan, np.float32)
    for h in ex["hulpbronnen"]:
        at = _inside(row, places, 1, examples.span_of(text, h["citaat"]))
        helps[at] = 1
        starts[at[:1]] = 1
        soort[at] = [h["soort"] == s for s in SOORTEN]
        aard[at] = float(h["aard"] == "professioneel")
    outside = np.array([not (real and s == 1) for real, s in zip(row.real, row.segment, strict=True)])
    for table in (inside, begin, helps, starts):
        table[outside] = np.nan
    return {
        "kracht_in": inside, "kracht_begin": begin, "hulp_in": helps, "hulp_begin": starts, "hulp_soort": soort, "hulp_aard": aard, "tijd": tijd,
    }  # fmt: skip


def herken_rows(encoder: Encoder, part: str) -> Iterator[Row]:
    for number, ex in enumerate(examples.answers(part)):
        text = ex["antwoord"]
        vraag = "" if part == "leren" and number % UNASKED == 0 else ex.get("vraag") or ""
        row, places = _row(encoder, "herken", herken_texts(vraag, text))
        row.gold = _marks(row, places, text, ex)
        row.gold["tijden"] = np.array([t in ex["tijden"] for t in TIJDEN], np.float32)
        row.gold["signaal"] = _signaal(ex)
        if ex.get("leefgebied") in LEEFGEBIEDEN:
            row.gold["leefgebied"] = np.array([ex["leefgebied"] == x for x in LEEFGEBIEDEN], np.float32)
        yield row


def _words(row: Row, places: list[tuple[int, int]], number: int, text: str, woorden: dict[str, Any], labels: tuple[str, ...]) -> np.ndarray:
    """Which pieces are the words concerned, per label; NaN where no words were named."""
    table = np.full((len(row.ids), len(labels)), np.nan, np.float32)
    own = [i for i, (s, real) in enumerate(zip(row.segment, row.real, strict=True)) if real and s == number]
    for label, words in (woorden or {}).items():
        if label in labels and words and words in text:
            table[own, labels.index(label)] = 0
            table[_inside(row, places, number, examples.span_of(text, words)), labels.index(label)] = 1
    return table


def coach_rows(encoder: Encoder, part: str) -> Iterator[Row]:
    for ex in examples.lines(part):
        row, places = _row(encoder, "coach", coach_texts(ex))
        row.gold = {
            "coach": np.array([bool(ex[label]) for label in COACH_LABELS], np.float32),
            "coach_vorm": np.array([ex["vorm"] == x for x in COACH_VORM], np.float32),
            "coach_focus": np.array([ex["focus"] == x for x in COACH_FOCUS], np.float32),
            "coach_woorden": _words(row, places, 1, ex["uiting"], ex.get("woorden") or {}, COACH_LABELS),
        }
        yield row


def _toets_row(encoder: Encoder, soort: str, tekst: str, uitingen: list[str], labels: list[str], woorden: dict[str, Any]) -> Row:
    row, places = _row(encoder, "toets", toets_texts(soort, tekst, uitingen))
    row.gold = {
        "toets": np.array([label in labels for label in TOETS_LABELS], np.float32),
        "toets_woorden": _words(row, places, 1, tekst, woorden, TOETS_LABELS),
    }
    return row


def toets_rows(encoder: Encoder, part: str) -> Iterator[Row]:
    for ex in examples.load("toets", part):
        for item in ex["items"]:
            yield _toets_row(encoder, item["soort"], item["tekst"], ex["uitingen"], item["labels"], item.get("woorden") or {})
    for plan in examples.load("plannen", part):
        areas = {d["id"]: d["leefgebied"] for d in plan["doelen"]}
        for soort, things in (("doel", plan["doelen"]), ("actie", plan["acties"])):
            for thing in things:
                labels = plan["gold"]["items"].get(thing["id"])
                if labels is None:
                    continue
                area = thing.get("leefgebied") or areas.get(thing.get("doel"))
                near = [u["tekst"] for u in plan["uitingen"] if u["leefgebied"] == area] or [u["tekst"] for u in plan["uitingen"]]
                yield _toets_row(encoder, soort, thing["tekst"], near, labels, {})


def stemming_rows(encoder: Encoder, part: str) -> Iterator[Row]:
    """How an answer sounds, and the words that the best next question takes up."""
    for ex in examples.load("stemming", part):
        text = ex["antwoord"]
        row, places = _row(encoder, "stemming", herken_texts(ex.get("vraag") or "", text))
        sounds = np.zeros((len(row.ids), len(STEMMINGEN)), np.float32)
        hook = np.zeros((len(row.ids), 1), np.float32)
        for heard in ex["stemming"]:
            sounds[_inside(row, places, 1, examples.span_of(text, heard["citaat"])), STEMMINGEN.index(heard["soort"])] = 1
        if ex["haak"]:
            hook[_inside(row, places, 1, examples.span_of(text, ex["haak"]))] = 1
        outside = np.array([not (real and s == 1) for real, s in zip(row.real, row.segment, strict=True)])
        for table in (sounds, hook):
            table[outside] = np.nan
        row.gold = {"stemming": sounds, "haak": hook}
        yield row


def plan_rows(encoder: Encoder, part: str) -> Iterator[Row]:
    """Is this wish nowhere in the plan? Plans put together from separate items, with and without one that rests on the client's words.

    The whole plans written by people are left out, so that assistant.judging.training.plans can weigh this reading on plans it has not seen.
    """
    rng = np.random.default_rng(SEED)
    contexts = [ex for ex in examples.load("toets", part) if len(ex["uitingen"]) == 1]

    def one(ex: dict[str, Any]) -> tuple[str, str]:
        item = ex["items"][int(rng.integers(len(ex["items"])))]
        return item["soort"], item["tekst"]

    def others(but: str) -> list[tuple[str, str]]:
        picked = [contexts[int(i)] for i in rng.integers(len(contexts), size=int(rng.integers(1, 5)))]
        return [one(ex) for ex in picked if ex["context"] != but]

    def row(items: list[tuple[str, str]], uiting: str, gone: bool) -> Row:
        shuffled = [items[int(i)] for i in rng.permutation(len(items))]
        made, _ = _row(encoder, "plan", plan_texts(shuffled, uiting))
        made.gold = {"plan": np.array([gone], np.float32)}
        return made

    for ex in contexts:
        clean = [(i["soort"], i["tekst"]) for i in ex["items"] if not i["labels"]]
        foreign = [(i["soort"], i["tekst"]) for i in ex["items"] if "niet_eigen_woorden" in i["labels"]]
        if clean:
            yield row([*others(ex["context"]), clean[int(rng.integers(len(clean)))]], ex["uitingen"][0], gone=False)
            yield row([*others(ex["context"]), *(foreign[:1] if rng.random() < 0.5 else [])], ex["uitingen"][0], gone=True)
    for number, ex in enumerate(examples.answers(part)):
        wishes = [k for k in ex["krachten"] if k["vorm"] == "ik_wil"]
        if number % (6 if wishes else 12) == 0:
            yield row(others(""), ex["antwoord"], gone=bool(wishes))


def signaal_rows(encoder: Encoder, part: str) -> Iterator[Row]:
    """Alone, and after a question: its own, or any other. Otherwise a question in front comes to mean 'an ordinary talk, so no danger'.

    And ordinary lines alone: sentences out of answers in which nothing was wrong. Otherwise no question comes to mean danger.
    """
    asked = [ex["vraag"] for ex in examples.load("herken", part) if (ex.get("vraag") or "").strip()]
    rng = np.random.default_rng(SEED)
    for ex in examples.load("signaal", part):
        after = str(ex.get("vraag") or asked[int(rng.integers(len(asked)))])
        for vraag in [v for v in ("", after) if rng.random() < 0.75]:
            row, _ = _row(encoder, "signaal", herken_texts(vraag, ex["antwoord"]))
            row.gold = {"signaal": _signaal(ex)}
            yield row
    for number, ex in enumerate(examples.load("herken", part)):
        if number % ORDINARY == 0 and not ex["signaal"]["acuut"]:
            lines = [line for line in _SENTENCE.split(ex["antwoord"]) if len(line.split()) > 2]
            if lines:
                row, _ = _row(encoder, "signaal", herken_texts("", lines[int(rng.integers(len(lines)))]))
                row.gold = {"signaal": _signaal(ex)}
                yield row


def _signaal(ex: dict[str, Any]) -> np.ndarray:
    said = ex.get("signaal") or {}
    return np.array([bool(said.get("acuut")), *(said.get("acuut") and said.get("soort") == s for s in SIGNALEN[1:])], np.float32)


ROWS = {
    "herken": herken_rows,
    "coach": coach_rows,
    "toets": toets_rows,
    "signaal": signaal_rows,
    "plan": plan_rows,
    "stemming": stemming_rows,
}
WEIGHT = {
    "kracht_in": 5.0, "kracht_begin": 2.0, "hulp_in": 4.0, "hulp_begin": 1.0, "hulp_soort": 0.5, "hulp_aard": 0.5, "tijd": 0.7, "tijden": 0.5,
    "leefgebied": 1.0, "coach": 6.0, "coach_vorm": 1.0, "coach_focus": 1.5, "coach_woorden": 0.5, "toets": 10.0, "toets_woorden": 0.5, "signaal": 3.0, "plan": 4.0, "stemming": 3.0, "haak": 1.0,
}  # fmt: skip


def batches(rows: list[Row], rng: np.random.Generator | None) -> Iterator[list[Row]]:
    """Rows of one task and of about one length together, at most BATCH_PIECES pieces with padding."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.task].append(row)
    out = []
    for group in groups.values():
        noise = rng.random(len(group)) * 12 if rng is not None else np.zeros(len(group))
        order = sorted(range(len(group)), key=lambda i: len(group[i].ids) + noise[i])
        batch: list[Row] = []
        for i in order:
            longest = max([len(group[i].ids), *(len(r.ids) for r in batch)])
            if batch and longest * (len(batch) + 1) > BATCH_PIECES:
                out.append(batch)
                batch = []
            batch.append(group[i])
        if batch:
            out.append(batch)
    if rng is not None:
        out = [out[i] for i in rng.permutation(len(out))]
    yield from out


def make_model(encoder: Encoder, mean: np.ndarray, std: np.ndarray, layers: range | None = None) -> Any:
    """The layers with their changes (default: those above the frozen ones) and the heads."""
    import torch
    from torch import nn
    from torch.nn import functional as f

    if encoder.plain is None:
        raise ValueError("training starts from the layers in numpy: Encoder(quick=False)")
    hidden, heads, size, dense = encoder.hidden, encoder.heads, encoder.hidden // encoder.heads, encoder.plain.weights

    class Layer(nn.Module):  # type: ignore[misc]
        def __init__(self, weights: dict[str, np.ndarray]) -> None:
            super().__init__()
            wqkv = torch.from_numpy(weights["qkv.w"])
            apart = dict(zip(("q", "k", "v"), wqkv.split(hidden, dim=1), strict=True)) | {
                n: torch.from_numpy(weights[f"{n}.w"]) for n in ("ao", "fi", "fo")
            }
            bias = dict(zip(("q", "k", "v"), torch.from_numpy(weights["qkv.b"]).split(hidden), strict=True)) | {
                n: torch.from_numpy(weights[f"{n}.b"]) for n in ("ao", "fi", "fo")
            }
            for n in MATRICES:
                self.register_buffer(f"w_{n}", apart[n].contiguous())
                self.register_buffer(f"b_{n}", bias[n].contiguous())
                a = nn.Parameter(torch.randn(apart[n].shape[0], RANK) / math.sqrt(apart[n].shape[0]))
                self.register_parameter(f"la_{n}", a)
                self.register_parameter(f"lb_{n}", nn.Parameter(torch.zeros(RANK, apart[n].shape[1])))
            for n in ("aln", "oln"):
                self.register_buffer(f"{n}_w", torch.from_numpy(weights[f"{n}.w"].copy()))
                self.register_buffer(f"{n}_b", torch.from_numpy(weights[f"{n}.b"].copy()))

        def lin(self, x: Any, n: str) -> Any:
            weight = torch.addmm(getattr(self, f"w_{n}"), getattr(self, f"la_{n}"), getattr(self, f"lb_{n}"))
            return torch.addmm(getattr(self, f"b_{n}"), x.reshape(-1, x.shape[-1]), weight).reshape(*x.shape[:-1], -1)

        def forward(self, x: Any, mask: Any) -> Any:
            b, n, _ = x.shape
            q, k, v = (self.lin(x, name).reshape(b, n, heads, size).transpose(1, 2) for name in "qkv")
            context = f.scaled_dot_product_attention(q, k, v, attn_mask=mask).transpose(1, 2).reshape(b, n, hidden)
            x = f.layer_norm(x + self.lin(context, "ao"), (hidden,), self.aln_w, self.aln_b, float(encoder._eps))
            return f.layer_norm(x + self.lin(f.gelu(self.lin(x, "fi")), "fo"), (hidden,), self.oln_w, self.oln_b, float(encoder._eps))

    class Reader(nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.layers = nn.ModuleList(Layer(dense[i]) for i in layers or range(FROZEN, encoder.layers))
            self.register_buffer("mean", torch.from_numpy(mean))
            self.register_buffer("std", torch.from_numpy(std))
            self.heads = nn.ModuleDict()
            for name, (labels, kind, _) in HEADS.items():
                if name in LATER:
                    continue
                self.heads[name] = nn.Linear(hidden if kind == "stuk" else POOLED * hidden, len(labels))
                nn.init.normal_(self.heads[name].weight, std=0.01)
                nn.init.zeros_(self.heads[name].bias)
            self.drop = nn.Dropout(0.15)

        def forward(self, x: Any, real: Any, focus: Any, names: list[str]) -> dict[str, Any]:
            """x: [b, n, hidden] from the frozen layers; real: [b, n] all pieces; focus: [b, n] pieces of the text that is judged."""
            mask = real[:, None, None, :]
            for layer in self.layers:
                x = layer(x, mask)
            z = (x - self.mean) / self.std
            pieces, whole = self.drop(z), self.drop(pooled_of(z, real, focus))
            return {n: self.heads[n](pieces if HEADS[n][1] == "stuk" else whole) for n in names}

    return Reader()


def pooled_of(z: Any, real: Any, focus: Any) -> Any:
    """As assistant.judging.lezer.pooled, for a batch. z: [b, n, hidden]; real, focus: [b, n]. Gives [b, POOLED * hidden]."""
    import torch

    whole = (z * real[..., None]).sum(1) / real.sum(1, keepdim=True)
    own = (z * focus[..., None]).sum(1) / focus.sum(1, keepdim=True).clamp(min=1)
    highest = z.masked_fill(~focus[..., None], -1e4).amax(1)
    return torch.cat([whole, own, torch.where(focus.any(1, keepdim=True), highest, torch.zeros_like(highest))], dim=1)


def collate(batch: list[Row]) -> tuple[Any, Any, Any, dict[str, Any]]:
    import torch

    n = max(len(r.ids) for r in batch)
    x = torch.zeros(len(batch), n, batch[0].x.shape[1])
    real, focus = torch.zeros(len(batch), n, dtype=torch.bool), torch.zeros(len(batch), n, dtype=torch.bool)
    gold: dict[str, Any] = {}
    number = HEADS[next(iter(batch[0].gold))][2]
    for i, row in enumerate(batch):
        x[i, : len(row.ids)] = torch.from_numpy(row.x.astype(np.float32))
        real[i, : len(row.ids)] = True
        focus[i, : len(row.ids)] = torch.tensor([r and s == number for r, s in zip(row.real, row.segment, strict=True)])
    for name in {k for row in batch for k in row.gold}:
        labels, kind, _ = HEADS[name]
        shape = (len(batch), n, len(labels)) if kind == "stuk" else (len(batch), len(labels))
        table = torch.full(shape, float("nan"))
        for i, row in enumerate(batch):
            if name in row.gold:
                if kind == "stuk":
                    table[i, : len(row.ids)] = torch.from_numpy(row.gold[name])
                else:
                    table[i] = torch.from_numpy(row.gold[name])
        gold[name] = table
    return x, real, focus, gold


def loss_of(out: dict[str, Any], gold: dict[str, Any]) -> Any:
    import torch
    from torch.nn import functional as f

    total = torch.zeros(())
    for name, logits in out.items():
        y = gold[name]
        known = ~torch.isnan(y)
        if not bool(known.any()):
            continue
        if name in ONE_OF:
            rows = known.all(-1)
            total = total + WEIGHT[name] * f.cross_entropy(logits[rows], y[rows].argmax(-1), label_smoothing=0.05)
        else:
            total = total + WEIGHT[name] * f.binary_cross_entropy_with_logits(logits[known], y[known])
    return total


def run_frozen(encoder: Encoder, rows: list[Row], layers: range) -> list[np.ndarray]:
    """What these layers, as they are, make of every row (float32[pieces, hidden]); the input is row.x, or the pieces themselves."""
    import torch

    blank = np.zeros(encoder.hidden, np.float32)
    model = make_model(encoder, blank, blank + 1, layers).eval()
    out: dict[int, np.ndarray] = {}
    number = {id(row): i for i, row in enumerate(rows)}
    for row in rows:
        if row.x is None:
            row.x = encoder.embed_ids(row.ids)
    with torch.no_grad():
        for batch in batches(rows, None):
            x, real, _, _ = collate(batch)
            for layer in model.layers:
                x = layer(x, real[:, None, None, :])
            for i, row in enumerate(batch):
                out[number[id(row)]] = x[i, : len(row.ids)].numpy()
    return [out[i] for i in range(len(rows))]


def main() -> None:
    import torch
    from safetensors.numpy import load_file, save_file

    only = sys.argv[sys.argv.index("--koppen") + 1].split(",") if "--koppen" in sys.argv else []
    plain = [a for a in sys.argv[1:] if not a.startswith("-") and a.split(",") != only]
    further = "--verder" in sys.argv or bool(only)
    rounds = int(plain[0]) if plain else 3 if further else 8
    out = Path(plain[1]) if len(plain) > 1 else WEIGHTS / "lezer.safetensors"
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    encoder = Encoder(quick=False)
    train, held = (
        [r for make in ROWS.values() for r in make(encoder, part) if not only or set(only) & set(r.gold)] for part in ("leren", "kiezen")
    )
    print(f"{len(train)} voorbeelden, {sum(len(r.ids) for r in train)} stukken", flush=True)
    begin = time.monotonic()
    for rows in (train, held):
        for row, x in zip(rows, run_frozen(encoder, rows, range(FROZEN)), strict=True):
            row.x = x.astype(np.float16)
    print(f"onderste lagen: {time.monotonic() - begin:.0f} s", flush=True)
    sample = [train[int(i)] for i in rng.choice(len(train), min(300, len(train)), replace=False)]
    last = run_frozen(encoder, sample, range(FROZEN, encoder.layers))
    stacked = np.concatenate(last)
    model = make_model(encoder, stacked.mean(0), stacked.std(0) + 1e-3)
    if further:
        go_on_from(model, load_file(out))
    if only:
        teach_heads(model, train, held, only)
        save_file(tensors_of(model), out, metadata={"versie": "1", "vorm": json.dumps({"bevroren": FROZEN, "rang": RANK})})
        return
    low = [p for n, p in model.named_parameters() if ".l" in n and "heads" not in n]
    top = list(model.heads.parameters())

    def rows_of_round() -> list[Row]:
        return [r for r in train if not further or rng.random() < AGAIN.get(r.task, 1.0)]

    steps = rounds * sum(1 for _ in batches(rows_of_round(), rng))
    slow = 0.5 if further else 1.0
    optimiser = torch.optim.AdamW(
        [{"params": low, "lr": slow * 4.5e-4}, {"params": top, "lr": slow * 2e-3}], weight_decay=0.02, betas=(0.9, 0.98)
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(1.0, s / (0.06 * steps)) * 0.5 * (1 + math.cos(math.pi * min(1.0, s / steps)))
    )
    print(f"{steps} stappen", flush=True)
    for number in range(rounds):
        model.train()
        begin, losses = time.monotonic(), defaultdict(list)
        for step, batch in enumerate(batches(rows_of_round(), rng)):
            x, real, focus, gold = collate(batch)
            x = x * (torch.rand(x.shape[:2]) >= UNSEEN)[..., None]
            loss = loss_of(model(x, real, focus, list(gold)), gold)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            optimiser.step()
            schedule.step()
            losses[batch[0].task].append(loss.item())
            if step % 60 == 0:
                print(f"  {step} {time.monotonic() - begin:.0f} s {batch[0].task} {loss.item():.3f}", flush=True)
        print(
            f"ronde {number + 1}: {time.monotonic() - begin:.0f} s", {k: round(float(np.mean(v)), 3) for k, v in losses.items()}, flush=True
        )
        report(model, held)
        save_file(tensors_of(model), out, metadata={"versie": "1", "vorm": json.dumps({"bevroren": FROZEN, "rang": RANK})})


def teach_heads(model: Any, train: list[Row], held: list[Row], names: list[str], rounds: int = 40) -> None:
    """Learn these heads on what the finished layers make of their examples. Changes nothing else in `model`."""
    import torch

    model.eval()
    with torch.no_grad():
        ready = []
        for batch in batches(train, None):
            x, real, focus, gold = collate(batch)
            mask = real[:, None, None, :]
            for layer in model.layers:
                x = layer(x, mask)
            ready.append(((x - model.mean) / model.std, real, focus, {n: gold[n] for n in names if n in gold}))
    heads = [p for n in names for p in model.heads[n].parameters()]
    optimiser = torch.optim.AdamW(heads, lr=2e-3, weight_decay=0.05)
    rng = np.random.default_rng(SEED)
    for number in range(rounds):
        for i in rng.permutation(len(ready)):
            z, real, focus, gold = ready[int(i)]
            drop = model.drop.train()
            pieces, whole = drop(z), drop(pooled_of(z, real, focus))
            loss = loss_of({n: model.heads[n](pieces if HEADS[n][1] == "stuk" else whole) for n in gold}, gold)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        if number % 10 == 9:
            print(f"ronde {number + 1}: {loss.item():.3f}", flush=True)
            report(model, held)


def go_on_from(model: Any, tensors: dict[str, np.ndarray]) -> None:
    """Put earlier results (see tensors_of) into a fresh model."""
    import torch

    def set_to(parameter: Any, value: np.ndarray) -> None:
        parameter.data.copy_(torch.from_numpy(np.ascontiguousarray(value, np.float32)))

    for i, layer in enumerate(model.layers):
        for n in MATRICES:
            set_to(getattr(layer, f"la_{n}"), tensors[f"lora.{FROZEN + i}.{n}.a"].T)
            set_to(getattr(layer, f"lb_{n}"), tensors[f"lora.{FROZEN + i}.{n}.b"].T)
    mean, std = model.mean.numpy(), model.std.numpy()
    for name, head in model.heads.items():
        if f"kop.{name}.w" not in tensors:
            continue  # a head that is new
        w, b = tensors[f"kop.{name}.w"], tensors[f"kop.{name}.b"]
        if w.shape[1] < head.weight.shape[1]:  # taught when it looked at less: what it sees more begins without weight
            w = np.pad(w, ((0, 0), (0, head.weight.shape[1] - w.shape[1])))
        times = w.shape[1] // len(mean)
        set_to(head.weight, w * np.tile(std, times))
        set_to(head.bias, b + w @ np.tile(mean, times))


def tensors_of(model: Any) -> dict[str, np.ndarray]:
    """What encoder and heads need: lora.LAYER.NAME.a [rank, in], .b [out, rank] (float16), kop.NAME.w/.b with the standardising folded in."""
    tensors: dict[str, np.ndarray] = {}
    for i, layer in enumerate(model.layers):
        for n in MATRICES:
            tensors[f"lora.{FROZEN + i}.{n}.a"] = np.ascontiguousarray(getattr(layer, f"la_{n}").detach().numpy().T.astype(np.float16))
            tensors[f"lora.{FROZEN + i}.{n}.b"] = np.ascontiguousarray(getattr(layer, f"lb_{n}").detach().numpy().T.astype(np.float16))
    mean, std = model.mean.numpy(), model.std.numpy()
    for name, head in model.heads.items():
        w, b = head.weight.detach().numpy(), head.bias.detach().numpy()
        times = w.shape[1] // len(mean)
        tensors[f"kop.{name}.w"] = (w / np.tile(std, times)).astype(np.float32)
        tensors[f"kop.{name}.b"] = (b - w @ np.tile(mean / std, times)).astype(np.float32)
    return tensors


def report(model: Any, held: list[Row]) -> None:
    """Best F1 per label on 'kiezen' (threshold chosen there too: to follow the learning, not to report)."""
    import torch

    model.eval()
    got: dict[str, list[tuple[np.ndarray, np.ndarray]]] = defaultdict(list)
    with torch.no_grad():
        for batch in batches(held, None):
            x, real, focus, gold = collate(batch)
            for name, logits in model(x, real, focus, list(gold)).items():
                y = gold[name].reshape(-1, logits.shape[-1]).numpy()
                p = logits.reshape(-1, logits.shape[-1]).numpy()
                known = ~np.isnan(y).any(-1) if name in ONE_OF else ~np.isnan(y).all(-1)
                got[name].append((y[known], p[known]))
    for name, pairs in got.items():
        y, p = np.concatenate([a for a, _ in pairs]), np.concatenate([b for _, b in pairs])
        if name in ONE_OF:
            right = p.argmax(-1) == y.argmax(-1)
            macro = []
            for i in range(y.shape[1]):
                g, h = y.argmax(-1) == i, p.argmax(-1) == i
                macro.append(2 * (g & h).sum() / max(1, g.sum() + h.sum()))
            print(f"    {name}: juist {right.mean():.3f}, macro-F1 {np.mean(macro):.3f} (n={len(y)})", flush=True)
            continue
        row = []
        for i, label in enumerate(HEADS[name][0]):
            ok = ~np.isnan(y[:, i])
            best = 0.0
            for t in np.arange(-3, 2.5, 0.25):
                h = p[ok, i] >= t
                best = max(best, 2 * float((h * y[ok, i]).sum()) / max(1.0, float(h.sum() + y[ok, i].sum())))
            row.append(f"{label} {best:.2f}")
        print(f"    {name}: {', '.join(row)}", flush=True)


if __name__ == "__main__":
    main()
