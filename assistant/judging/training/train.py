"""assistant.judging.training.train: teach the encoder our judgements, all at once.

Low-rank changes (LoRA) on the upper layers plus one head per judgement, trained together on the labelled examples: listening teaches coaching
and the other way round. The lower layers never change, so their output is computed once and kept. Deterministic: fixed seed, fixed order.
Run: python -m assistant.judging.training.train [--epochs 8]   (minutes on two cores). Writes gewichten/geleerd.safetensors.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from assistant.judging import examples
from assistant.judging.encoder import MATRICES, WEIGHTS, Encoder
from assistant.judging.heads import COACH_FOCUS, COACH_LABELS, COACH_VORM, HEADS, LEEFGEBIEDEN, SIGNALEN, SOORTEN, TIJDEN, TOETS_LABELS, VORMEN, coach_input, herken_input, toets_input

FROZEN = 4
"""Lower layers that stay as they are."""
RANK = 16
SEED = 20261122


class Lora(nn.Module):
    def __init__(self, weight: np.ndarray, bias: np.ndarray) -> None:
        super().__init__()
        self.register_buffer("weight", torch.from_numpy(weight))
        self.register_buffer("bias", torch.from_numpy(bias.copy()))
        out, inn = weight.shape
        self.a = nn.Parameter(torch.randn(RANK, inn) / math.sqrt(inn))
        self.b = nn.Parameter(torch.zeros(out, RANK))
        self.drop = nn.Dropout(0.05)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.linear(x, self.weight, self.bias) + F.linear(F.linear(self.drop(x), self.a), self.b)


class Layer(nn.Module):
    def __init__(self, encoder: Encoder, number: int) -> None:
        super().__init__()
        w = encoder._weights[number]
        size = encoder.hidden
        q, k, v = (w["qkv.w"][:, i * size : (i + 1) * size].T.copy() for i in range(3))
        qb, kb, vb = (w["qkv.b"][i * size : (i + 1) * size].copy() for i in range(3))
        self.heads = encoder.heads
        self.q, self.k, self.v = Lora(q, qb), Lora(k, kb), Lora(v, vb)
        self.ao = Lora(w["ao.w"].T.copy(), w["ao.b"])
        self.fi = Lora(w["fi.w"].T.copy(), w["fi.b"])
        self.fo = Lora(w["fo.w"].T.copy(), w["fo.b"])
        for name in ("aln", "oln"):
            self.register_buffer(f"{name}_w", torch.from_numpy(w[f"{name}.w"].copy()))
            self.register_buffer(f"{name}_b", torch.from_numpy(w[f"{name}.b"].copy()))
        self.eps = float(encoder._eps)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        batch, n, size = x.shape
        split = lambda y: y.view(batch, n, self.heads, size // self.heads).transpose(1, 2)  # noqa: E731
        att = F.scaled_dot_product_attention(split(self.q(x)), split(self.k(x)), split(self.v(x)), attn_mask=mask[:, None, None, :])
        x = F.layer_norm(x + self.drop(self.ao(att.transpose(1, 2).reshape(batch, n, size))), (size,), self.aln_w, self.aln_b, self.eps)
        return F.layer_norm(x + self.drop(self.fo(F.gelu(self.fi(x)))), (size,), self.oln_w, self.oln_b, self.eps)


class Taught(nn.Module):
    """The upper layers with their changes, and the heads."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer(encoder, i) for i in range(FROZEN, encoder.layers))
        self.heads = nn.ModuleDict({name: nn.Linear(encoder.hidden * (2 if head.on == "text" else 1), len(head.labels)) for name, head in HEADS.items()})
        self.drop = nn.Dropout(0.15)
        # the last layer's vectors share a large common part; without taking it out the heads hardly learn (measured: F1 of krachten 0.00 against 0.32)
        self.register_buffer("token_mean", torch.zeros(encoder.hidden))
        self.register_buffer("token_std", torch.ones(encoder.hidden))
        self.register_buffer("text_mean", torch.zeros(2 * encoder.hidden))
        self.register_buffer("text_std", torch.ones(2 * encoder.hidden))

    def features(self, x: torch.Tensor, mask: torch.Tensor, target: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """(vectors of the pieces, summary of text 0), as the encoder gives them when it runs."""
        for layer in self.layers:
            x = layer(x, mask)
        pool = (x * target[:, :, None]).sum(1) / target.sum(1, keepdim=True).clamp(min=1)
        return x, torch.cat([pool, x[:, 0]], dim=1)

    @torch.no_grad()
    def settle(self, rows: list[dict[str, Any]]) -> None:
        """Measure mean and spread of the untaught features once; they stay fixed and are folded into the heads when saved."""
        self.eval()
        tokens, texts = [], []
        for row in rows:
            x, mask, target, _ = collate([row])
            piece, text = self.features(x, mask, target)
            tokens.append(piece[0][target[0] > 0])
            texts.append(text[0])
        every, summary = torch.cat(tokens), torch.stack(texts)
        self.token_mean.copy_(every.mean(0))
        self.token_std.copy_(every.std(0) + 1e-6)
        self.text_mean.copy_(summary.mean(0))
        self.text_std.copy_(summary.std(0) + 1e-6)

    def forward(self, x: torch.Tensor, mask: torch.Tensor, target: torch.Tensor) -> dict[str, torch.Tensor]:
        x, text = self.features(x, mask, target)
        x = self.drop((x - self.token_mean) / self.token_std)
        text = self.drop((text - self.text_mean) / self.text_std)
        return {name: head(text if HEADS[name].on == "text" else x) for name, head in self.heads.items()}


def _mark(places: list[tuple[int, int]], real: list[bool], segment: list[int], begin: int, end: int) -> list[int]:
    return [i for i, (a, b) in enumerate(places) if real[i] and segment[i] == 0 and a < end and b > begin and b > a]


def prepare(encoder: Encoder, part: str) -> list[dict[str, Any]]:
    """All examples of one part as ids and targets: {'x' lower-layer output, 'target' mask of text 0, 'gold': head -> array, NaN = not asked}."""
    rows: list[dict[str, Any]] = []

    def row(texts: tuple[str, ...], kind: str, ident: str) -> tuple[dict[str, Any], Any]:
        ids, segment, places, real = encoder.assemble(texts)
        gold: dict[str, np.ndarray] = {}
        item = {"ids": ids, "target": np.array([r and s == 0 for r, s in zip(real, segment, strict=True)], np.float32), "gold": gold, "kind": kind, "id": ident}
        rows.append(item)
        return item, lambda text, words: _mark(places, real, segment, *examples.span_of(text, words))

    def token_gold(item: dict[str, Any], name: str) -> np.ndarray:
        values = np.full((len(item["ids"]), len(HEADS[name].labels)), np.nan, np.float32)
        values[item["target"] > 0] = 0
        item["gold"][name] = values
        return values

    for ex in examples.load("herken", part):
        item, find = row(herken_input(ex.get("vraag", ""), ex["antwoord"]), "herken", ex["id"])
        kracht, tijd = token_gold(item, "kracht"), np.full((len(item["ids"]), 3), np.nan, np.float32)
        for k in ex["krachten"]:
            at = find(ex["antwoord"], k["citaat"])
            v = VORMEN.index(k["vorm"])
            for n, i in enumerate(at):
                kracht[i, 2 * v + (0 if n == 0 else 1)] = 1
                tijd[i] = [t == k["tijd"] for t in TIJDEN]
        item["gold"]["kracht_tijd"] = tijd
        hulp, aard = token_gold(item, "hulpbron"), np.full((len(item["ids"]), 1), np.nan, np.float32)
        for h in ex["hulpbronnen"]:
            s = SOORTEN.index(h["soort"])
            for n, i in enumerate(find(ex["antwoord"], h["citaat"])):
                hulp[i, 2 * s + (0 if n == 0 else 1)] = 1
                aard[i] = h["aard"] == "professioneel"
        item["gold"]["aard"] = aard
        item["gold"]["tijden"] = np.array([t in ex["tijden"] for t in TIJDEN], np.float32)
        soort = ex["signaal"].get("soort") if ex["signaal"].get("acuut") else None
        item["gold"]["signaal"] = np.array([soort == s for s in SIGNALEN], np.float32)
        if ex.get("leefgebied") in LEEFGEBIEDEN:
            item["gold"]["leefgebied"] = np.array([ex["leefgebied"] == x for x in LEEFGEBIEDEN], np.float32)
    for ex in examples.load("signaal", part):
        item, _ = row(herken_input("", ex["antwoord"]), "signaal", ex["id"])
        soort = ex["signaal"].get("soort") if ex["signaal"].get("acuut") else None
        item["gold"]["signaal"] = np.array([soort == s for s in SIGNALEN], np.float32)
    for ex in examples.load("coach", part):
        item, find = row(coach_input(ex["uiting"], ex.get("client_zei"), ex.get("luisteraar")), "coach", ex["id"])
        item["gold"]["coach_vorm"] = np.array([ex["vorm"] == v for v in COACH_VORM], np.float32)
        item["gold"]["coach_focus"] = np.array([ex["focus"] == v for v in COACH_FOCUS], np.float32)
        item["gold"]["coach"] = np.array([bool(ex[label]) for label in COACH_LABELS], np.float32)
        _words(token_gold(item, "coach_woorden"), COACH_LABELS, ex["uiting"], ex.get("woorden") or {}, find, [x for x in COACH_LABELS if ex[x]])
    for ex in examples.load("toets", part):
        for thing in ex["items"]:
            item, find = row(toets_input(thing["soort"], thing["tekst"], ex["uitingen"]), "toets", thing["id"])
            item["gold"]["toets"] = np.array([label in thing["labels"] for label in TOETS_LABELS], np.float32)
            _words(token_gold(item, "toets_woorden"), TOETS_LABELS, thing["tekst"], thing.get("woorden") or {}, find, thing["labels"])
    for plan in examples.load("plannen", part):
        for soort, things in (("doel", plan["doelen"]), ("actie", plan["acties"])):
            for thing in things:
                labels = plan["gold"]["items"].get(thing["id"])
                if labels is None:
                    continue
                area = thing.get("leefgebied") or next((d["leefgebied"] for d in plan["doelen"] if d["id"] == thing.get("doel")), None)
                near = [u["tekst"] for u in plan["uitingen"] if area is None or u["leefgebied"] == area] or [u["tekst"] for u in plan["uitingen"]]
                item, _ = row(toets_input(soort, thing["tekst"], near[:4]), "toets", f"{plan['id']}.{thing['id']}")
                item["gold"]["toets"] = np.array([label in labels for label in TOETS_LABELS], np.float32)
    with torch.no_grad():
        for item in rows:
            x = encoder.embed_ids(item["ids"])
            for layer in range(FROZEN):
                x = encoder.run_layer(x, layer)
            item["x"] = x.astype(np.float16)
    return rows


def _words(values: np.ndarray, labels: tuple[str, ...], text: str, words: dict[str, Any], find: Any, true: list[str]) -> None:
    """Mark the words concerned; a true label without named words says nothing about single words."""
    for label in true:
        column = labels.index(label)
        stretch = words.get(label)
        if not stretch or stretch not in text:
            values[:, column] = np.nan
            continue
        for i in find(text, stretch):
            values[i, column] = 1


def batches(rows: list[dict[str, Any]], rng: random.Random, budget: int = 600) -> list[list[dict[str, Any]]]:
    """Rows of about equal length together, at most `budget` pieces each after padding."""
    order = sorted(rows, key=lambda r: len(r["ids"]) + rng.random() * 12)
    out: list[list[dict[str, Any]]] = [[]]
    for item in order:
        if out[-1] and (len(out[-1]) + 1) * len(item["ids"]) > budget:
            out.append([])
        out[-1].append(item)
    rng.shuffle(out)
    return out


def collate(rows: list[dict[str, Any]]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, dict[str, torch.Tensor]]:
    n = max(len(r["ids"]) for r in rows)
    x = torch.zeros(len(rows), n, rows[0]["x"].shape[1])
    mask, target = torch.zeros(len(rows), n, dtype=torch.bool), torch.zeros(len(rows), n)
    gold = {name: torch.full((len(rows), n, len(h.labels)) if h.on == "token" else (len(rows), len(h.labels)), float("nan")) for name, h in HEADS.items()}
    for i, r in enumerate(rows):
        size = len(r["ids"])
        x[i, :size] = torch.from_numpy(r["x"].astype(np.float32))
        mask[i, :size] = True
        target[i, :size] = torch.from_numpy(r["target"])
        for name, values in r["gold"].items():
            if HEADS[name].on == "token":
                gold[name][i, :size] = torch.from_numpy(values)
            else:
                gold[name][i] = torch.from_numpy(values)
    return x, mask, target, gold


WEIGHT = {"kracht": 4.0, "kracht_tijd": 1.0, "hulpbron": 4.0, "aard": 0.5, "tijden": 0.5, "signaal": 1.0, "leefgebied": 0.6, "coach_vorm": 1.0, "coach_focus": 1.0, "coach": 2.0, "coach_woorden": 0.7, "toets": 3.0, "toets_woorden": 0.7}
POSITIVE = {"kracht": 2.0, "hulpbron": 2.5, "signaal": 2.0, "coach": 1.5, "toets": 2.0, "coach_woorden": 2.0, "toets_woorden": 2.0}


def loss_of(out: dict[str, torch.Tensor], gold: dict[str, torch.Tensor]) -> torch.Tensor:
    total = torch.zeros(())
    for name, head in HEADS.items():
        want, have = gold[name], out[name]
        known = ~torch.isnan(want)
        if head.kind == "one":
            rows = known.all(-1)
            if rows.any():
                total = total + WEIGHT[name] * F.cross_entropy(have[rows], want[rows].argmax(-1), label_smoothing=0.03)
        elif known.any():
            total = total + WEIGHT[name] * F.binary_cross_entropy_with_logits(have[known], want[known], pos_weight=torch.tensor(POSITIVE.get(name, 1.0)))
    return total


def train(epochs: int, rate: float, parts: tuple[str, ...] = ("leren",), only: str = "") -> None:
    """Teach, and keep the round that does best on 'kiezen'."""
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    encoder = Encoder()
    rows = [row for part in parts for row in prepare(encoder, part)]
    rows = [row for row in rows if not only or row["kind"] in only.split(",")]
    print(f"{len(rows)} voorbeelden, {sum(len(r['ids']) for r in rows)} stukken", flush=True)
    model = Taught(encoder)
    model.settle(random.Random(SEED).sample(rows, min(400, len(rows))))
    watch = [row for row in prepare(encoder, "kiezen") if not only or row["kind"] in only.split(",")]
    best = 0.0
    lora = [p for n, p in model.named_parameters() if not n.startswith("heads")]
    heads = [p for n, p in model.named_parameters() if n.startswith("heads")]
    optimizer = torch.optim.AdamW([{"params": lora, "lr": rate}, {"params": heads, "lr": rate * 2}], weight_decay=0.01)
    steps = len(batches(rows, random.Random(0))) * epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(1.0, s / (0.06 * steps)) * max(0.02, 0.5 * (1 + math.cos(math.pi * min(1, s / steps)))))
    for epoch in range(epochs):
        model.train()
        begin, total = time.monotonic(), 0.0
        for group in batches(rows, rng):
            x, mask, target, gold = collate(group)
            loss = loss_of(model(x, mask, target), gold)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach())
        figures = glance(model.eval(), watch)
        score = float(np.mean(list(figures.values())))
        print(f"ronde {epoch + 1}/{epochs}: verlies {total / max(1, steps // epochs):.3f}, {time.monotonic() - begin:.0f} s, kiezen " + ", ".join(f"{k} {v:.3f}" for k, v in figures.items()), flush=True)
        if score >= best:
            best = score
            save(model)


@torch.no_grad()
def glance(model: Taught, rows: list[dict[str, Any]]) -> dict[str, float]:
    """A quick look at the part 'kiezen': macro-F1 per head at 0.5 (per piece for token heads)."""
    counts = {name: np.zeros((len(h.labels), 3)) for name, h in HEADS.items()}
    for group in batches(rows, random.Random(0), 1200):
        x, mask, target, gold = collate(group)
        out = model(x, mask, target)
        for name, head in HEADS.items():
            known = ~torch.isnan(gold[name])
            if head.kind == "one":
                known = known.all(-1, keepdim=True).expand_as(gold[name])
                said = F.one_hot(out[name].argmax(-1), len(head.labels)).bool()
            else:
                said = out[name] > 0
            want = gold[name].nan_to_num() > 0.5
            for i in range(len(head.labels)):
                k = known[..., i]
                counts[name][i] += [float((said[..., i] & want[..., i] & k).sum()), float((said[..., i] & k).sum()), float((want[..., i] & k).sum())]
    return {name: float(np.mean([2 * h / max(1.0, f + g) for h, f, g in rows_])) for name, rows_ in counts.items() if rows_[:, 2].sum()}


def save(model: Taught) -> None:
    from safetensors.numpy import save_file

    tensors: dict[str, np.ndarray] = {}
    for number, layer in enumerate(model.layers, FROZEN):
        for name in MATRICES:
            part = getattr(layer, name)
            tensors[f"lora.{number}.{name}.a"] = part.a.detach().numpy().astype(np.float16)
            tensors[f"lora.{number}.{name}.b"] = part.b.detach().numpy().astype(np.float16)
    for name, head in model.heads.items():
        mean, std = (model.text_mean, model.text_std) if HEADS[name].on == "text" else (model.token_mean, model.token_std)
        weight = head.weight.detach() / std
        tensors[f"head.{name}.w"] = weight.numpy().astype(np.float32)
        tensors[f"head.{name}.b"] = (head.bias.detach() - weight @ mean).numpy().astype(np.float32)
    save_file(tensors, WEIGHTS / "geleerd.safetensors", metadata={"versie": "1", "hoofden": json.dumps({k: list(h.labels) for k, h in HEADS.items()})})


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--rate", type=float, default=7e-4)
    parser.add_argument("--only", default="", help="kinds to train on, comma separated (for trying things out)")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    train(args.epochs, args.rate, only=args.only)
    print(f"bewaard: {WEIGHTS / 'geleerd.safetensors'} ({(WEIGHTS / 'geleerd.safetensors').stat().st_size / 1e6:.1f} MB)")


if __name__ == "__main__":
    main()
