"""assistant.judging.training.lezer_naast: a second reader for one kind of judgement, taught on that alone.

It starts from gewichten/lezer.safetensors (all judgements together) and goes on with the examples of its own kind; at run time both count for half
(assistant.judging.lezer.BESIDE). What the two get wrong is only partly the same, and a kind no longer gives way to another.
Run after lezer: python -m assistant.judging.training.lezer_naast NAAM [rondes]    NAAM: luisteren, coach or plannen. Then grenzen and plans.
Three to five minutes a round on two quiet cores. Fits on 'leren'; 'kiezen' is looked at after every round; 'toetsen' is never touched here.
"""

from __future__ import annotations

import json
import math
import sys
import time

import numpy as np

from assistant.judging.encoder import WEIGHTS, Encoder
from assistant.judging.lezer import BESIDE
from assistant.judging.training.lezer import (
    FROZEN,
    RANK,
    ROWS,
    SEED,
    UNSEEN,
    Row,
    batches,
    collate,
    go_on_from,
    loss_of,
    make_model,
    report,
    run_frozen,
    tensors_of,
)

KINDS = {"luisteren": ("herken",), "coach": ("coach",), "plannen": ("toets", "plan")}
"""Which rows each reader learns from."""
ALONG = {"plannen": ("toets",)}
"""Learned along because the layers gain by it, and not used."""
PACE = 0.5
"""Of the pace at which the first reader learned: it goes on, it does not begin."""


def heads_of(name: str) -> tuple[str, ...]:
    return (*BESIDE[name], *ALONG.get(name, ()))


def rows_of(name: str, encoder: Encoder, part: str) -> list[Row]:
    rows = [row for kind in KINDS[name] for row in ROWS[kind](encoder, part)]
    for row in rows:
        row.gold = {head: gold for head, gold in row.gold.items() if head in heads_of(name)}
    return rows


def main() -> None:
    import torch
    from safetensors.numpy import load_file, save_file

    name, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3
    if name not in BESIDE:
        raise SystemExit(f"Kies uit {', '.join(BESIDE)}.")
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    encoder = Encoder(quick=False)
    train, held = (rows_of(name, encoder, part) for part in ("leren", "kiezen"))
    for rows in (train, held):
        for row, x in zip(rows, run_frozen(encoder, rows, range(FROZEN)), strict=True):
            row.x = x.astype(np.float16)
    print(f"{len(train)} voorbeelden, {sum(len(r.ids) for r in train)} stukken", flush=True)
    sample = [train[int(i)] for i in rng.choice(len(train), min(300, len(train)), replace=False)]
    stacked = np.concatenate(run_frozen(encoder, sample, range(FROZEN, encoder.layers)))
    model = make_model(encoder, stacked.mean(0), stacked.std(0) + 1e-3)
    go_on_from(model, load_file(WEIGHTS / "lezer.safetensors"))
    for head in [h for h in model.heads if h not in heads_of(name)]:
        del model.heads[head]
    low = [p for n, p in model.named_parameters() if ".l" in n and "heads" not in n]
    optimiser = torch.optim.AdamW(
        [{"params": low, "lr": PACE * 4.5e-4}, {"params": list(model.heads.parameters()), "lr": PACE * 2e-3}],
        weight_decay=0.02,
        betas=(0.9, 0.98),
    )
    steps = rounds * sum(1 for _ in batches(train, rng))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(1.0, s / (0.06 * steps)) * 0.5 * (1 + math.cos(math.pi * min(1.0, s / steps)))
    )
    report(model, held)
    for number in range(rounds):
        model.train()
        begin, losses = time.monotonic(), []
        for batch in batches(train, rng):
            x, real, focus, gold = collate(batch)
            x = x * (torch.rand(x.shape[:2]) >= UNSEEN)[..., None]
            loss = loss_of(model(x, real, focus, list(gold)), gold)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        print(f"ronde {number + 1}: {time.monotonic() - begin:.0f} s, {np.mean(losses):.3f}", flush=True)
        report(model, held)
        save_file(
            tensors_of(model),
            WEIGHTS / f"lezer_{name}.safetensors",
            metadata={"versie": "1", "vorm": json.dumps({"bevroren": FROZEN, "rang": RANK})},
        )


if __name__ == "__main__":
    main()
