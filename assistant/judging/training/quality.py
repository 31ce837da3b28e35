"""assistant.judging.training.quality: figures on the part 'toetsen', errors shown.

Run: python -m assistant.judging.training.quality [soort …]   (herken, coach, toets; default all)
Beside our figures stand majority (the most common answer) and a plain word model (TF-IDF and logistic regression), so that it is clear what understanding adds.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np

from assistant.judging import examples
from assistant.judging.heads import COACH_FOCUS, COACH_LABELS, COACH_VORM, SOORTEN, TOETS_LABELS, VORMEN
from assistant.judging.herken import herken
from assistant.judging.judge import Judge
from assistant.judging.spans import overlap_f1


def f1(hits: int, found: int, gold: int) -> tuple[float, float, float]:
    """(precision, recall, F1); 1.0 where there was nothing to find and nothing was found."""
    if found == gold == 0:
        return 1.0, 1.0, 1.0
    p, r = hits / found if found else 0.0, hits / gold if gold else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def _counts(name: str, counts: Any) -> float:
    """The figures of (hits, found, gold), an array of three whole numbers."""
    hits, found, gold = (int(n) for n in counts)
    return _row(name, hits, found, gold)


def _row(name: str, hits: int, found: int, gold: int, extra: str = "") -> float:
    p, r, score = f1(hits, found, gold)
    print(f"  {name:28s} P {p:.2f}  R {r:.2f}  F1 {score:.2f}  (gevonden {found}, bedoeld {gold}){extra}")
    return score


def _gold_spans(ex: dict[str, Any], room: str, key: str, value: str | None) -> list[tuple[int, int]]:
    return [examples.span_of(ex["antwoord"], k["citaat"]) for k in ex[room] if value is None or k[key] == value]


# -- reporting -----------------------------------------------------------------------------------


def _quiet(_text: str, _vraag: str) -> dict[str, Any]:
    return {"acuut": False, "soort": None}


def report_herken(judge: Judge, part: str = "toetsen") -> dict[str, float]:
    rows = list(examples.answers(part))
    print(f"herken: {len(rows)} antwoorden uit {len({r['casus'] for r in rows})} casussen (deel {part!r})")
    totals: dict[str, np.ndarray] = {}
    tijd_right = tijd_all = aard_right = aard_all = soort_right = 0
    tijden = np.zeros(3, int)
    errors: list[tuple[float, str]] = []
    outs = [herken(ex, judge=judge, signal=_quiet) for ex in rows]
    for ex, out in zip(rows, outs, strict=True):
        for vorm in VORMEN:
            found = [(k["begin"], k["eind"]) for k in out["krachten"] if k["vorm"] == vorm]
            totals[vorm] = totals.get(vorm, np.zeros(3, int)) + overlap_f1(_gold_spans(ex, "krachten", "vorm", vorm), found)
        for soort in SOORTEN:
            found = [(h["begin"], h["eind"]) for h in out["hulpbronnen"] if h["soort"] == soort]
            totals[soort] = totals.get(soort, np.zeros(3, int)) + overlap_f1(_gold_spans(ex, "hulpbronnen", "soort", soort), found)
        every = overlap_f1(_gold_spans(ex, "hulpbronnen", "soort", None), [(h["begin"], h["eind"]) for h in out["hulpbronnen"]])
        totals["hulpbron"] = totals.get("hulpbron", np.zeros(3, int)) + every
        for k in ex["krachten"]:
            a, b = examples.span_of(ex["antwoord"], k["citaat"])
            for got in out["krachten"]:
                if got["vorm"] == k["vorm"] and min(b, got["eind"]) - max(a, got["begin"]) >= 0.5 * min(b - a, got["eind"] - got["begin"]):
                    tijd_all += 1
                    tijd_right += got["tijd"] == k["tijd"]
                    break
            else:
                errors.append((len(k["citaat"]), f"gemist {k['vorm']}: «{k['citaat']}» in «{ex['antwoord'][:90]}»"))
        for h in ex["hulpbronnen"]:
            a, b = examples.span_of(ex["antwoord"], h["citaat"])
            for got in out["hulpbronnen"]:
                if min(b, got["eind"]) - max(a, got["begin"]) > 0:
                    aard_all += 1
                    aard_right += got["aard"] == h["aard"]
                    soort_right += got["soort"] == h["soort"]
                    break
        for got in out["krachten"]:
            if not any(min(b, got["eind"]) - max(a, got["begin"]) > 0 for a, b in _gold_spans(ex, "krachten", "vorm", got["vorm"])):
                errors.append(
                    (
                        100 * got["zekerheid"],
                        f"te veel {got['vorm']} ({got['zekerheid']:.2f}): «{got['citaat']}» in «{ex['antwoord'][:90]}»",
                    )
                )
        tijden += np.array([len(set(ex["tijden"]) & set(out["tijden"])), len(out["tijden"]), len(ex["tijden"])])
    result: dict[str, float] = {}
    for vorm in VORMEN:
        result[vorm] = _counts(vorm, totals[vorm])
    result["krachten"] = _counts("krachten samen", np.sum([totals[v] for v in VORMEN], axis=0))
    for soort in SOORTEN:
        result[soort] = _counts(f"hulpbron {soort}", totals[soort])
    result["hulpbronnen"] = _counts("hulpbronnen samen", totals["hulpbron"])
    result["tijd"] = tijd_right / max(1, tijd_all)
    result["aard"] = aard_right / max(1, aard_all)
    result["tijden"] = _counts("tijden van het antwoord", tijden)
    ranked = [(ex["leefgebied"], [x["leefgebied"] for x in out["leefgebieden"]]) for ex, out in zip(rows, outs, strict=True)]
    result["leefgebied_top1"] = float(np.mean([r[0] == g for g, r in ranked]))
    result["leefgebied_top3"] = float(np.mean([g in r[:3] for g, r in ranked]))
    print(
        f"  tijd goed {result['tijd']:.2f} (n={tijd_all}), aard goed {result['aard']:.2f}, soort goed {soort_right / max(1, aard_all):.2f}, leefgebied top-1 {result['leefgebied_top1']:.2f} top-3 {result['leefgebied_top3']:.2f}"
    )
    by = Counter(ex["spreker"] for ex in rows)
    for spreker, n in by.most_common():
        t = np.zeros(3, int)
        for ex, out in zip(rows, outs, strict=True):
            if ex["spreker"] == spreker:
                for vorm in VORMEN:
                    t += overlap_f1(
                        _gold_spans(ex, "krachten", "vorm", vorm), [(k["begin"], k["eind"]) for k in out["krachten"] if k["vorm"] == vorm]
                    )
        _counts(f"spreker {spreker} (n={n})", t)
    nothing = [out for ex, out in zip(rows, outs, strict=True) if not ex["krachten"]]
    quiet = sum(not out["krachten"] for out in nothing)
    print(f"  niets te vinden: {quiet} van {len(nothing)} met rust gelaten")
    _beside_each_reader(rows, outs, part)
    for _, text in sorted(errors, reverse=True)[:15]:
        print("   ·", text)
    return result


def _beside_each_reader(rows: list[dict[str, Any]], outs: list[dict[str, Any]], part: str) -> None:
    """How far a single reader is from what stands in the end, and how the program does beside each of them: what can be expected at all."""
    first, second = ({ex["id"]: ex for ex in examples.load(kind, part)} for kind in ("herken", "tweede"))
    pairs: dict[str, tuple[list[Any], list[Any]]] = {
        "eerste lezer, tweede lezer": ([first[ex["id"]] for ex in rows], [second[ex["id"]] for ex in rows]),
        "wat bleef staan, eerste lezer": (rows, [first[ex["id"]] for ex in rows]),
        "wat bleef staan, tweede lezer": (rows, [second[ex["id"]] for ex in rows]),
        "eerste lezer, programma": ([first[ex["id"]] for ex in rows], outs),
        "tweede lezer, programma": ([second[ex["id"]] for ex in rows], outs),
    }
    print("  naast iedere lezer apart:")
    for name, (wanted, found) in pairs.items():
        for room, values in (("krachten", VORMEN), ("hulpbronnen", (None,))):
            counts = np.zeros(3, int)
            for ex, gold, marks in zip(rows, wanted, found, strict=True):
                for value in values:
                    counts += overlap_f1(
                        *(_gold_spans({**marked, "antwoord": ex["antwoord"]}, room, "vorm", value) for marked in (gold, marks))
                    )
            _counts(f"{name}: {room}", counts)


def _word_model(train: list[tuple[str, Any]], test: list[str]) -> list[Any]:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LogisticRegression(max_iter=500, class_weight="balanced"))
    model.fit([t for t, _ in train], [y for _, y in train])
    return list(model.predict(test))


def _binary_rows(name: str, labels: Iterable[str], gold: list[set[str]], found: list[set[str]], words: list[set[str]] | None) -> float:
    scores, word_scores = [], []
    for label in labels:
        hits = sum(label in g and label in f for g, f in zip(gold, found, strict=True))
        extra = ""
        if words is not None:
            w = f1(
                sum(label in g and label in f for g, f in zip(gold, words, strict=True)),
                sum(label in f for f in words),
                sum(label in g for g in gold),
            )[2]
            word_scores.append(w)
            extra = f"   woordmodel {w:.2f}, meerderheid 0.00"
        scores.append(_row(label, hits, sum(label in f for f in found), sum(label in g for g in gold), extra))
    print(f"  {name} macro-F1 {np.mean(scores):.3f}" + (f" (woordmodel {np.mean(word_scores):.3f})" if word_scores else ""))
    return float(np.mean(scores))


def report_coach(judge: Judge, part: str = "toetsen") -> dict[str, float]:
    from assistant.judging.coach import labels_of

    rows, train = list(examples.lines(part)), list(examples.lines("leren"))
    print(f"coach: {len(rows)} uitingen (deel {part!r})")
    found = [labels_of(ex, judge) for ex in rows]
    result = {}
    for name, options in (("vorm", COACH_VORM), ("focus", COACH_FOCUS)):
        words = _word_model([(ex["uiting"], ex[name]) for ex in train], [ex["uiting"] for ex in rows])
        scores, word_scores = [], []
        for option in options:
            gold = sum(ex[name] == option for ex in rows)
            hits = sum(ex[name] == option == f[name] for ex, f in zip(rows, found, strict=True))
            scores.append(_row(f"{name} {option}", hits, sum(f[name] == option for f in found), gold))
            word_scores.append(
                f1(sum(ex[name] == option == w for ex, w in zip(rows, words, strict=True)), sum(w == option for w in words), gold)[2]
            )
        result[name] = float(np.mean(scores))
        print(f"  {name} macro-F1 {result[name]:.3f} (woordmodel {np.mean(word_scores):.3f})")
    by_word = {
        label: _word_model([(ex["uiting"], bool(ex[label])) for ex in train], [ex["uiting"] for ex in rows]) for label in COACH_LABELS
    }
    words_sets = [{label for label in COACH_LABELS if by_word[label][i]} for i in range(len(rows))]
    gold_sets = [{label for label in COACH_LABELS if ex[label]} for ex in rows]
    result["labels"] = _binary_rows(
        "labels", COACH_LABELS, gold_sets, [{label for label in COACH_LABELS if f[label]} for f in found], words_sets
    )
    _beside_a_second_listener(rows, found, part)
    for ex, f in zip(rows, found, strict=True):
        wrong = [x for x in ("vorm", "focus", *COACH_LABELS) if f[x] != ex[x]]
        if len(wrong) >= 2:
            print("   ·", ", ".join(f"{x}: {f[x]} i.p.v. {ex[x]}" for x in wrong), f"«{ex['uiting'][:110]}»")
    return result


def _beside_a_second_listener(rows: list[dict[str, Any]], found: list[dict[str, Any]], part: str) -> None:
    """Macro-F1 of the focus and F1 of each label: between the two who labelled these lines, and of the program beside each of them."""
    first = {ex["id"]: ex for ex in examples.load("coach", part)}
    second = {ex["id"]: ex["tweede"] for ex in examples.load("coach_lezers", part)}
    both = [(first[ex["id"]], second[ex["id"]], f) for ex, f in zip(rows, found, strict=True) if ex["id"] in second]
    print(f"  naast iedere lezer apart ({len(both)} uitingen): eerste en tweede, eerste en programma, tweede en programma")
    for what, values in (("vorm", COACH_VORM), ("focus", COACH_FOCUS), *((label, (True,)) for label in COACH_LABELS)):
        scores = []
        for a, b in ((0, 1), (0, 2), (1, 2)):
            each = [
                f1(
                    sum(trio[a][what] == value == trio[b][what] for trio in both),
                    sum(trio[b][what] == value for trio in both),
                    sum(trio[a][what] == value for trio in both),
                )[2]
                for value in values
            ]
            scores.append(float(np.mean(each)))
        print(f"    {what:28s} " + "  ".join(f"{score:.2f}" for score in scores))


def report_toets(judge: Judge, part: str = "toetsen") -> dict[str, float]:
    from assistant.judging.toets import labels_of

    contexts, train = list(examples.load("toets", part)), list(examples.load("toets", "leren"))
    items = [(ex, thing) for ex in contexts for thing in ex["items"]]
    print(f"toets: {len(items)} regels in {len(contexts)} situaties (deel {part!r})")
    found = [set(labels_of(thing["soort"], thing["tekst"], ex["uitingen"], judge)) for ex, thing in items]
    gold = [set(thing["labels"]) for _, thing in items]
    flat = [(thing["soort"] + " " + thing["tekst"], thing["labels"]) for ex in train for thing in ex["items"]]
    by_word = {
        label: _word_model([(t, label in labels) for t, labels in flat], [thing["soort"] + " " + thing["tekst"] for _, thing in items])
        for label in TOETS_LABELS
    }
    words = [{label for label in TOETS_LABELS if by_word[label][i]} for i in range(len(items))]
    macro = _binary_rows("labels", TOETS_LABELS, gold, found, words)
    clean = [f for f, g in zip(found, gold, strict=True) if not g]
    alone = sum(not f for f in clean) / max(1, len(clean))
    print(f"  schone regels met rust gelaten: {alone:.2f} van {len(clean)}")
    for (ex, thing), f, g in zip(items, found, gold, strict=True):
        if f != g:
            print(f"   · {thing['soort']} «{thing['tekst'][:100]}» gevonden {sorted(f)} bedoeld {sorted(g)} | {ex['uitingen'][0][:70]}")
    return {"macro": macro, "schoon": alone}


def main() -> None:
    judge = Judge()
    what = sys.argv[1:] or ["herken", "coach", "toets"]
    for name in what:
        {"herken": report_herken, "coach": report_coach, "toets": report_toets}[name](judge)


if __name__ == "__main__":
    main()
