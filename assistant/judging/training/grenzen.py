"""assistant.judging.training.grenzen: from which certainty a judgement counts, and how much the reading model weighs beside the linear one.

Chosen on the part 'kiezen' only (the reading model was fitted on 'leren', so it is too sure of itself there); 'toetsen' is never touched.
A best value on a small part is luck for a good deal: taken is the middle of all values that do nearly as well, drawn halfway to the value
that does best for all labels of the model together.
Run: python -m assistant.judging.training.grenzen      after woordmodel and lezer; writes gewichten/drempels.json
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from assistant.judging import examples
from assistant.judging.encoder import WEIGHTS
from assistant.judging.heads import BELADEN, COACH_FOCUS, COACH_LABELS, COACH_VORM, LEEFGEBIEDEN, STEMMINGEN, TIJDEN, TOETS_LABELS, VORMEN
from assistant.judging.judge import Judge
from assistant.judging.lezer import Lezer, LezerModel
from assistant.judging.spans import overlap_f1, runs
from assistant.judging.toon import HEAVY

SHARES = (1.0, 0.8, 0.65, 0.5, 0.35)
SEED = 5
NEAR = 0.012
"""F1 within this of the best counts as just as good."""


def middle(grid: Sequence[float], score: Callable[[float], float]) -> tuple[float, float]:
    """(the middle of the values that do nearly as well as the best, the best score)."""
    scores = [score(t) for t in grid]
    best = max(scores)
    good = [t for t, s in zip(grid, scores, strict=True) if s >= best - NEAR]
    return round(float(np.median(good)), 3), best


def f1_at(p: Any, y: Any) -> Callable[[float], float]:
    return lambda t: 2 * float(((p >= t) & y).sum()) / max(1.0, float((p >= t).sum() + y.sum()))


GRID = [round(float(t), 3) for t in np.arange(0.2, 0.85, 0.025)]


def labels(judge: Judge, model: str, names: Sequence[str], gold: Any, certain: Callable[[], Any]) -> float:
    """Set share and thresholds of a model with several labels; the macro-F1 on 'kiezen'.

    Of the shares that do nearly as well as the best the middle one is taken: the best alone is partly chance.
    """
    tried: list[tuple[float, float, dict[str, float]]] = []
    for share in SHARES:
        judge.thresholds["aandeel_lezer"][model] = share
        p = certain()
        scores = {name: f1_at(p[:, i], gold[:, i]) for i, name in enumerate(names)}

        def together(t: float, scores: dict[str, Callable[[float], float]] = scores) -> float:
            return float(np.mean([score(t) for score in scores.values()]))

        pooled, _ = middle(GRID, together)
        limits = {name: round((middle(GRID, score)[0] + pooled) / 2, 3) for name, score in scores.items()}
        found = {name: (t, scores[name](t)) for name, t in limits.items()}
        macro = float(np.mean([score for _, score in found.values()]))
        print(
            f"  {model} aandeel {share}: macro {macro:.3f} " + " ".join(f"{n[:9]} {s:.2f}@{t:.2f}" for n, (t, s) in found.items()),
            flush=True,
        )
        tried.append((macro, share, {n: t for n, (t, _) in found.items()}))
    near = [one for one in tried if one[0] >= max(macro for macro, _, _ in tried) - NEAR]
    best = near[(len(near) - 1) // 2]
    judge.thresholds["aandeel_lezer"][model] = best[1]
    judge.thresholds[f"{model}+lezer"] = best[2]
    return best[0]


def one_of(judge: Judge, model: str, gold: Any, certain: Callable[[], Any]) -> None:
    """Set the share of a model of which exactly one label holds."""
    scores = []
    for share in SHARES:
        judge.thresholds["aandeel_lezer"][model] = share
        p = certain()
        right = p.argmax(1) == gold
        macro = np.mean(
            [
                2 * float(((p.argmax(1) == i) & (gold == i)).sum()) / max(1, float((p.argmax(1) == i).sum() + (gold == i).sum()))
                for i in range(p.shape[1])
            ]
        )
        scores.append((float(macro + right.mean()) / 2, share))
        print(f"  {model} aandeel {share}: juist {right.mean():.3f} macro-F1 {macro:.3f}", flush=True)
    judge.thresholds["aandeel_lezer"][model] = max(scores)[1]


def spans(judge: Judge) -> None:
    """How krachten are cut, and from which certainty and where to cut for hulpbronnen."""
    rows = list(examples.answers("kiezen"))
    cuts_of(judge, rows)
    read = [judge.word_by_word(ex["antwoord"], ex.get("vraag") or "") for ex in rows]
    gold = [[examples.span_of(ex["antwoord"], h["citaat"]) for h in ex["hulpbronnen"]] for ex in rows]

    def score(t: float, cut: float) -> float:
        counts = np.zeros(3, int)
        for ex, r, wanted in zip(rows, read, gold, strict=True):
            if r is not None:
                found = [(a, b) for a, b, _ in runs(ex["antwoord"], r.words, r.hulp, r.hulp_begin, t, split=cut)]
                counts += overlap_f1(wanted, found)
        return 2 * float(counts[0]) / max(1.0, float(counts[1] + counts[2]))

    options = []
    for cut in (0.3, 0.5, 0.7, 0.95):
        t, best = middle(GRID, partial(score, cut=cut))
        options.append((best, t, cut))
    best, limit, knip = max(options)
    judge.thresholds["hulpbron+lezer"], judge.thresholds["knip"] = {"hulpbron": limit}, {"hulpbron": knip}
    print(f"  hulpbronnen: F1 {best:.3f} bij {limit}, knip {knip}", flush=True)


STEPS: dict[str, tuple[float, float, float, float]] = {
    # name -> (begin, step, least, most)
    "aandeel": (0.65, 0.1, 0.3, 1.0), "samen": (0.4, 0.2, 0.0, 1.0), "grens": (1.5, 0.4, 0.7, 5.0), "begin": (0.25, 0.15, 0.0, 2.0),
    "rand": (1.0, 0.3, 0.0, 3.0), "stuk": (2.4, 0.7, 0.0, 8.0), "over": (0.1, 0.3, 0.0, 3.0), **dict.fromkeys(VORMEN, (-1.4, 0.25, -4.0, 2.0)),
}  # fmt: skip
TRIES, KEPT = 260, 8
"""So many settings are tried, each one a small change of one of the best so far; taken is the mean of the best, which is less luck than the best alone."""


def cuts_of(judge: Judge, rows: Sequence[dict[str, Any]]) -> None:
    """Share and weights with which krachten are cut ('snede')."""
    apart = [judge.apart(ex["antwoord"], ex.get("vraag") or "") for ex in rows]
    gold = [[[examples.span_of(ex["antwoord"], k["citaat"]) for k in ex["krachten"] if k["vorm"] == v] for v in VORMEN] for ex in rows]

    def use(setting: dict[str, float]) -> None:
        judge.thresholds["aandeel_lezer"]["kracht"] = round(setting["aandeel"], 3)
        judge.thresholds["snede"] = {name: round(value, 3) for name, value in setting.items() if name != "aandeel"}

    def score(setting: dict[str, float]) -> float:
        use(setting)
        counts = np.zeros(3, int)
        for ex, parts, wanted in zip(rows, apart, gold, strict=True):
            if parts is not None:
                found = judge.cut(ex["antwoord"], judge.weigh(*parts))
                for i, spans_ in enumerate(wanted):
                    counts += overlap_f1(spans_, [(a, b) for a, b, v in found if v == i])
        return 2 * float(counts[0]) / max(1.0, float(counts[1] + counts[2]))

    rng = np.random.default_rng(SEED)
    begin = {name: value for name, (value, *_) in STEPS.items()}
    tried = [(score(begin), begin)]
    for _ in range(TRIES):
        best = sorted(tried, key=lambda t: -t[0])[:KEPT]
        setting = dict(best[int(rng.integers(len(best)))][1])
        for name, (_, step, low, high) in STEPS.items():
            if rng.random() < 0.35:
                setting[name] = float(np.clip(setting[name] + rng.normal() * step, low, high))
        tried.append((score(setting), setting))
    best = sorted(tried, key=lambda t: -t[0])[:KEPT]
    middle_ = {name: float(np.mean([setting[name] for _, setting in best])) for name in STEPS}
    print(f"  krachten: F1 {tried[0][0]:.3f} -> {best[0][0]:.3f}, het midden {score(middle_):.3f} {judge.thresholds['snede']}", flush=True)


HARD_FALSE, EASY_FALSE = 0.192, 0.033
"""At most this share of the harmless 'signaal' sentences, and of ordinary answers, may bring the card up; within that as many dangers as possible are heard.
How much is too much was decided with the table of 'toetsen' in view as well, so the figures there flatter a little."""


def signal(judge: Judge) -> None:
    """From which certainties the reading model shows the card, and from which it takes words off. Chosen on 'kiezen'."""
    from assistant.judging.signaal import eigen_woorden, treffers

    words = eigen_woorden()
    rows = []
    for kind in ("signaal", "herken"):
        for ex in examples.load(kind, "kiezen"):
            hits = treffers(ex["antwoord"], words)
            read = judge.acute(ex["antwoord"], ex.get("vraag") or "")
            sure = any(rule.altijd and rule.id in {h.regel for h in hits} for rule in words.regels)
            spoken = bool(ex["signaal"]["acuut"]) and ex.get("vorm", "expliciet") == "expliciet"
            group = "acuut" if spoken else "verhuld" if ex["signaal"]["acuut"] else "moeilijk" if kind == "signaal" else "gewoon"
            rows.append((group, read["acuut"], bool(hits), sure))

    def share(group: str, low: float, high: float) -> float:
        own = [r for r in rows if r[0] == group]
        return sum((hit and (p >= low or sure)) or p >= high for _, p, hit, sure in own) / max(1, len(own))

    options = []
    for low in (0.0, 0.005, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 0.2):
        for high in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.87, 0.93):
            found = {g: share(g, low, high) for g in ("acuut", "verhuld", "moeilijk", "gewoon")}
            if found["moeilijk"] <= HARD_FALSE and found["gewoon"] <= EASY_FALSE:
                cost = 0.2 * found["moeilijk"] + 0.5 * found["gewoon"]  # ordinary answers come far more often
                options.append((found["acuut"] + 0.3 * found["verhuld"] - cost, low, high, found))
    if not options:
        print("  signaal: geen grens houdt de onterechte kaarten laag genoeg; de oude blijft", flush=True)
        return
    _, low, high, found = max(options, key=lambda o: o[0])
    judge.thresholds["signaal"] = {"laag": low, "hoog": high, "soort": 0.0}
    print(f"  signaal: {judge.thresholds['signaal']} " + " ".join(f"{g} {x:.3f}" for g, x in found.items()), flush=True)


CAREFUL = 0.5
"""For the tones, precision weighs twice as much as recall: comfort where nothing is wrong is a worse next sentence than an ordinary question."""
FEW, RIGHT = 5, 0.45
"""A tone with fewer examples than FEW, or right less often than RIGHT, is left to its words."""


def tones(judge: Judge) -> None:
    """From which certainty a tone sounds; see FEW and RIGHT."""
    if judge.lezer is None or not judge.lezer.knows("toon"):
        return
    rows, names = list(examples.load("stemming", "kiezen")), (*STEMMINGEN, BELADEN)
    sure = np.array([judge.lezer.herken(ex["antwoord"], ex["vraag"]).whole["toon"] for ex in rows])
    gold = np.array([[any(t["soort"] in (HEAVY if name == BELADEN else (name,)) for t in ex["stemming"]) for name in names] for ex in rows])
    found: dict[str, float] = {}
    for i, name in enumerate(names):
        if gold[:, i].sum() < FEW:
            continue

        def careful(t: float, p: Any = sure[:, i], y: Any = gold[:, i]) -> float:
            hits = float(((p >= t) & y).sum())
            weight = CAREFUL**2
            return (1 + weight) * hits / max(1.0, float((p >= t).sum()) + weight * float(y.sum()))

        limit, best = middle([round(float(t), 3) for t in np.arange(0.05, 0.85, 0.025)], careful)
        shown = sure[:, i] >= limit
        precision = float((shown & gold[:, i]).sum()) / max(1, int(shown.sum()))
        recall = float((shown & gold[:, i]).sum()) / float(gold[:, i].sum())
        print(f"  stemming {name}: {best:.2f}@{limit} precisie {precision:.2f} gevonden {recall:.2f} (n={gold[:, i].sum()})", flush=True)
        if precision >= RIGHT:
            found[name] = limit
    judge.thresholds["stemming"] = found


def main() -> None:
    if not (WEIGHTS / "lezer.safetensors").is_file():
        raise SystemExit("gewichten/lezer.safetensors is er niet: eerst python -m assistant.judging.training.lezer")
    judge = Judge(lezer=Lezer(LezerModel(), remember=5000))
    judge.thresholds["aandeel_lezer"] = {}
    judge.thresholds.pop("kracht+lezer", None)
    signal(judge)
    spans(judge)
    tones(judge)
    answers = [ex for ex in examples.load("herken", "kiezen") if ex.get("leefgebied") in LEEFGEBIEDEN]
    where = np.array([LEEFGEBIEDEN.index(ex["leefgebied"]) for ex in answers])

    def whole(name: str) -> Any:
        return np.array([list(judge.answer(ex["antwoord"], ex.get("vraag") or "")[name].values()) for ex in answers])

    one_of(judge, "leefgebied", where, lambda: whole("leefgebied"))
    labels(judge, "tijden", TIJDEN, np.array([[t in ex["tijden"] for t in TIJDEN] for ex in answers]), lambda: whole("tijden"))
    judge.thresholds["aandeel_lezer"]["tijd"] = 0.6
    lines = list(examples.lines("kiezen"))

    def coach(name: str) -> Any:
        return np.array([list(judge.coach(line)[name].values()) for line in lines])

    labels(judge, "coach", COACH_LABELS, np.array([[bool(x[n]) for n in COACH_LABELS] for x in lines]), lambda: coach("coach"))
    one_of(judge, "coach_vorm", np.array([COACH_VORM.index(x["vorm"]) for x in lines]), lambda: coach("coach_vorm"))
    one_of(judge, "coach_focus", np.array([COACH_FOCUS.index(x["focus"]) for x in lines]), lambda: coach("coach_focus"))
    items = [(ex, thing) for ex in examples.load("toets", "kiezen") for thing in ex["items"]]
    gold = np.array([[n in thing["labels"] for n in TOETS_LABELS] for _, thing in items])
    labels(
        judge, "toets", TOETS_LABELS, gold,
        lambda: np.array([list(judge.toets(thing["soort"], thing["tekst"], ex["uitingen"]).values()) for ex, thing in items]),
    )  # fmt: skip
    (WEIGHTS / "drempels.json").write_text(json.dumps(judge.thresholds, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
