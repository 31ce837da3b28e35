"""assistant.judging.toets: does a plan (item) stay client-led? The handler of the command `toets`.

In: a doel or actie with the client's words, or a whole plan.   Out: findings with the words concerned, the reason, a suggestion in the client's words,
a source and how sure the workbench is of its reading.   Never: a score of client or worker; never anything about the client's own words.
Without a judge (weights missing) the rules of toets_regels read along alone; every answer then carries `alleen_regels`.
"""

from __future__ import annotations

import json
import math
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from assistant.judging import toets_regels as rules
from assistant.judging.encoder import WEIGHTS
from assistant.judging.judge import Judge
from assistant.judging.kenmerken import meaning
from assistant.judging.lezen import content_words

MAX_UITINGEN = 5
"""So many uitingen are read beside one item; with more, the nearest ones."""


def nearest(tekst: str, uitingen: Sequence[Mapping[str, Any]], leefgebied: str | None, most: int = MAX_UITINGEN) -> list[Mapping[str, Any]]:
    """The uitingen to read beside an item: those sharing words with it or its leefgebied first, in their own order."""
    if len(uitingen) <= most:
        return list(uitingen)
    mine = content_words(tekst)

    def near(u: Mapping[str, Any]) -> float:
        return len(mine & content_words(str(u["tekst"]))) + (1.5 if leefgebied and u.get("leefgebied") == leefgebied else 0.0)

    chosen = sorted(range(len(uitingen)), key=lambda i: (-near(uitingen[i]), i))[:most]
    return [uitingen[i] for i in sorted(chosen)]


EXPLAINS = (
    "professioneel_voor_natuurlijk", "dwang_of_voorwaarde", "begeleider_doet_het", "negatief_geformuleerd", "te_groot", "probleemgericht", "vaag",
)  # fmt: skip
BESIDE = 0.5
"""Beside one of EXPLAINS, that says already what is strange in an item, the wish itself must be missing for sure: only the means may be new (contract)."""


def labels_of(soort: str, tekst: str, uitingen: Sequence[str], judge: Judge | None) -> dict[str, dict[str, Any]]:
    """label -> {'zekerheid': 0-1, 'woorden': literal or None} for what is found. Empty: nothing to remark."""
    if not tekst.strip():
        return {}
    if judge is None:
        return rules.read(soort, tekst, uitingen)
    out: dict[str, dict[str, Any]] = {}
    certain = judge.toets(soort, tekst, uitingen)
    beside = any(certain.get(other, 0.0) >= judge.threshold("toets", other) for other in EXPLAINS)
    for label, certainty in certain.items():
        if certainty < judge.threshold("toets", label) or (label == "niet_eigen_woorden" and beside and certainty < BESIDE):
            continue
        if label == "geen_actie_client" and soort == "doel":
            continue  # a doel is no deed; the contract knows this label for acties only
        out[label] = {"zekerheid": round(certainty, 3), "woorden": judge.toets_words(soort, tekst, uitingen, label)}
    return out


def _pick(options: Sequence[str], seed: str) -> str:
    return options[zlib.crc32(seed.encode()) % len(options)]


def _quote(uitingen: Sequence[str], tekst: str, limit: int = 90) -> str:
    """The client's sentence nearest to the item, literal; '' when there are no words of the client."""
    sentences = [s.strip().rstrip(".") for u in uitingen for s in re.split(r"(?<=[.!?…])\s+", u) if len(s.strip()) > 3]
    if not sentences:
        return ""
    mine = content_words(tekst)
    wish = re.compile(r"\b(wil|zou|liefst|graag|ooit|weer|hoop|droom|lijkt me)\b", re.IGNORECASE)

    def near(s: str) -> float:
        return 2.0 * len(mine & content_words(s)) + (1.0 if wish.search(s) else 0.0) - max(0, len(s) - limit) / 40

    return max(sentences, key=near)


def findings(
    soort: str,
    tekst: str,
    uitingen: Sequence[str],
    *,
    judge: Judge | None,
    criteria: Mapping[str, Any],
    passage: Callable[[str, str], Mapping[str, Any] | None],
) -> list[dict[str, Any]]:
    """The findings on one item, surest first. Each gives its reason and leaves the choice to the begeleider."""
    out = []
    quote = _quote(uitingen, tekst)
    for label, what in sorted(labels_of(soort, tekst, uitingen, judge).items(), key=lambda item: -float(item[1]["zekerheid"])):
        criterion = criteria[label]
        words = what["woorden"] or tekst.strip().rstrip(".")
        finding: dict[str, Any] = {
            "label": label,
            "naam": criterion["naam"],
            "uitleg": _pick(criterion["uitleg"], tekst).replace("{woorden}", words),
            "woorden": what["woorden"],
            "zekerheid": what["zekerheid"],
        }
        if quote:
            finding["suggestie"] = _pick(criterion["suggestie"], tekst + label).replace("{citaat}", quote)
        source = passage(*criterion["handleiding"])
        finding["bron"] = dict(source) if source else None
        out.append(finding)
    return out


# -- whole plans ---------------------------------------------------------------------------------

_FIRST = re.compile(
    r"\b(het liefst|vooral|boven ?aan|bovenaan|belangrijkste?|allerbelangrijkst\w*|op één|op een\b|alles voor|eerst(?:e)? (?:wil|wens)|het enige|meer dan wat ook|nummer één|"
    r"als ik één ding|daar denk ik|daar droom|elke dag aan|echt (?:wil|willen)|dat is waar ik|number one|voor alles)\b",
    re.IGNORECASE,
)


FEATURES = (
    "wens", "wens_gelezen", "weg_gelezen", "niet_eigen_doel", "niet_eigen_actie", "gelezen_doel", "gelezen_actie", "woorden_doel", "woorden_actie",
    "nabij_doel", "nabij_actie", "zelfde_leefgebied", "lengte",
)  # fmt: skip
"""What says whether an uiting is a wish that is nowhere in the plan. '…_gelezen' is by the reading model, in log odds."""
FIRST = ("wens", "wens_gelezen", "vooropgesteld", "komt_terug", "als_eerste", "hoe_ver", "lengte")
"""What says which wish the client puts first."""


def _odds(p: float) -> float:
    p = min(1 - 1e-3, max(1e-3, p))
    return math.log(p / (1 - p))


def features(judge: Judge, plan: Mapping[str, Any], uiting: Mapping[str, Any]) -> list[float]:
    """In the order of FEATURES."""
    text = str(uiting["tekst"])
    mine = content_words(text)
    vector = meaning([text])[0]
    quick, read, shared, near = [], [], [], []
    for room, soort in (("doelen", "doel"), ("acties", "actie")):
        texts = [str(item["tekst"]) for item in plan.get(room) or []]
        theirs = [content_words(other) for other in texts]
        quick.append(min([1.0, *(judge.toets_quick(soort, other, [text])["niet_eigen_woorden"] for other in texts)]))
        read.append(_odds(min([1.0, *(judge.toets(soort, other, [text])["niet_eigen_woorden"] for other in texts)])))
        shared.append(max([0.0, *(len(mine & words) / max(1.0, math.sqrt(len(mine) * len(words))) for words in theirs)]))
        near.append(max([-1.0, *(float(vector @ meaning([other])[0]) for other in texts)]))
    items = [(soort, str(item["tekst"])) for room, soort in (("doelen", "doel"), ("acties", "actie")) for item in plan.get(room) or []]
    same = any(d.get("leefgebied") == uiting.get("leefgebied") for d in plan.get("doelen") or [])
    return [
        judge.wish(text), _odds(judge.wish_read(text)), _odds(judge.dropped(items, text)), *quick, *read, *shared, *near, float(same),
        min(1.0, len(text) / 200),
    ]  # fmt: skip


def first_features(judge: Judge, uitingen: Sequence[Mapping[str, Any]]) -> list[list[float]]:
    """Per uiting, in the order of FIRST. Looks at the client's words only, never at the plan."""
    texts = [str(u["tekst"]) for u in uitingen]
    wish, words = [judge.wish_read(text) for text in texts], [content_words(text) for text in texts]
    out = []
    for i, text in enumerate(texts):
        again = sum(1 for j in range(len(texts)) if j != i and wish[j] > 0.3 and words[i] & words[j])
        out.append(
            [
                judge.wish(text),
                _odds(wish[i]),
                float(bool(_FIRST.search(text))),
                min(3.0, again),
                float(i == 0),
                i / len(texts),
                min(1.0, len(text) / 200),
            ]
        )
    return out


@lru_cache(maxsize=1)
def plan_weights() -> dict[str, Any] | None:
    """What assistant.judging.training.plans fitted ('weg', 'eerst'), or None when it is missing or was fitted on other features; the rules then judge."""
    try:
        weights: dict[str, Any] = json.loads((WEIGHTS / "plan.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    fits = [tuple((weights.get(name) or {}).get("kenmerken") or ()) == wanted for name, wanted in (("weg", FEATURES), ("eerst", FIRST))]
    return weights if all(fits) else None


def weighed(values: Sequence[float], weights: Mapping[str, Any]) -> float:
    """The log odds that fitted weights give to a row of features."""
    total: float = float(weights["b"]) + sum(
        w * (v - m) / s for w, v, m, s in zip(weights["w"], values, weights["m"], weights["s"], strict=True)
    )
    return total


def dropped_certainty(values: Sequence[float], weights: Mapping[str, Any]) -> float:
    """Logistic over FEATURES: how surely this wish is nowhere in the plan."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, weighed(values, weights)))))


def foremost(judge: Judge | None, uitingen: Sequence[Mapping[str, Any]]) -> str | None:
    """Id of the wish that the client puts first. None: no wish is heard."""
    if not uitingen:
        return None
    texts = [str(u["tekst"]) for u in uitingen]
    weights = plan_weights() if judge is not None and judge.reads else None
    if judge is None or weights is None:
        wish = [rules.holds_wish(text) if judge is None else judge.wish(text) for text in texts]
        rank = [w * (2.0 if _FIRST.search(text) else 1.0) for w, text in zip(wish, texts, strict=True)]
    else:
        wish = [judge.wish_read(text) for text in texts]
        rank = [weighed(row, weights["eerst"]) for row in first_features(judge, uitingen)]
    best = max(range(len(texts)), key=lambda i: rank[i])
    return str(uitingen[best]["id"]) if max(wish) > HOLDS_WISH else None


HOLDS_WISH = 0.25
"""From this certainty an uiting is taken for a wish at all."""
SERIOUS = frozenset(
    {
        "hulpverlener_doel",
        "niet_eigen_woorden",
        "dwang_of_voorwaarde",
        "probleemgericht",
        "professioneel_voor_natuurlijk",
        "begeleider_doet_het",
    }
)
"""One of these on one line, and a plan is not wholly the client's."""
GONE_ALONE, GONE_BESIDE_FOREIGN, MAYBE_GONE = 0.93, 0.9, 0.65
"""From these certainties the foremost wish counts as gone: where every goal is the client's own, where one is not, and where most are not.
A plan that holds the foremost wish is at worst 'deels' (contract), also when most of its goals are another's: unless all of them are."""
SURELY_SERIOUS = 0.5
"""A less certain finding is shown, and does not decide alone. All four chosen on 'leren' and 'kiezen'."""
NEEDS_WORDS = frozenset({"niet_eigen_woorden", "professioneel_voor_natuurlijk", "begeleider_doet_het"})
"""Labels that compare an item with what the client said."""


def plan_findings(
    plan: Mapping[str, Any], *, judge: Judge | None, criteria: Mapping[str, Any], passage: Callable[[str, str], Mapping[str, Any] | None]
) -> dict[str, Any]:
    """The plan form of contract.md: a verdict on the plan (never on a person), findings per item, wishes nowhere in it, leefgebieden nobody spoke of."""
    uitingen = list(plan.get("uitingen") or [])
    doelen, acties = list(plan.get("doelen") or []), list(plan.get("acties") or [])
    area_of = {d["id"]: d.get("leefgebied") for d in doelen}
    items = []
    for soort, things in (("doel", doelen), ("actie", acties)):
        for thing in things:
            area = thing.get("leefgebied") or area_of.get(thing.get("doel"))
            near = [str(u["tekst"]) for u in nearest(str(thing["tekst"]), uitingen, area)]
            items.append(
                {
                    "id": thing["id"],
                    "soort": soort,
                    "bevindingen": findings(soort, str(thing["tekst"]), near, judge=judge, criteria=criteria, passage=passage),
                }
            )
    if not uitingen:  # without the client's words these cannot be seen; the summary says so
        for item in items:
            item["bevindingen"] = [f for f in item["bevindingen"] if f["label"] not in NEEDS_WORDS]
    weights = plan_weights() if judge is not None and judge.reads else None
    if judge is None or weights is None:
        dropped = rules.dropped(plan)
        absent = {str(u["id"]): float(u["id"] in dropped) for u in uitingen}
    else:
        absent = {str(u["id"]): dropped_certainty(features(judge, plan, u), weights["weg"]) for u in uitingen}
        dropped = [u["id"] for u in uitingen if absent[str(u["id"])] >= weights["weg"]["drempel"]]
    spoken = {u.get("leefgebied") for u in uitingen}
    added = list(dict.fromkeys(d["leefgebied"] for d in doelen if d.get("leefgebied") and d["leefgebied"] not in spoken))
    first = foremost(judge, uitingen)
    labels = {item["id"]: {f["label"] for f in item["bevindingen"]} for item in items}
    foreign = [d for d in doelen if labels[d["id"]] & {"hulpverlener_doel", "niet_eigen_woorden"}]
    gone = absent[first] >= (GONE_BESIDE_FOREIGN if foreign else GONE_ALONE) if first else not doelen
    if first in dropped and not gone:
        dropped.remove(first)  # what is not certain enough for the verdict is not said beside it either
    theirs = bool(doelen) and (
        len(foreign) == len(doelen) or (len(foreign) > len(doelen) / 2 and (not first or absent[first] >= MAYBE_GONE))
    )
    if gone or theirs:
        verdict = "nee"
    elif (
        not uitingen
        or dropped
        or added
        or any(f["label"] in SERIOUS and f["zekerheid"] >= SURELY_SERIOUS for item in items for f in item["bevindingen"])
        or sum(bool(found) for found in labels.values()) > 1
    ):
        verdict = "deels"
    else:
        verdict = "ja"
    return {
        "id": plan.get("id"),
        "clientgestuurd": verdict,
        "items": items,
        "weggevallen_wensen": dropped,
        "toegevoegde_leefgebieden": added,
        "belangrijkste_wens": first,
        "samenvatting": _summary(verdict, items, dropped, added, uitingen, first),
        "alleen_regels": judge is None,
    }


def _summary(
    verdict: str,
    items: Sequence[Mapping[str, Any]],
    dropped: Sequence[str],
    added: Sequence[str],
    uitingen: Sequence[Mapping[str, Any]],
    first: str | None,
) -> str:
    texts = {u["id"]: str(u["tekst"]) for u in uitingen}
    with_findings = sum(bool(i["bevindingen"]) for i in items)
    begin = {
        "ja": "Dit plan volgt de cliënt.",
        "deels": "Dit plan volgt de cliënt voor een deel.",
        "nee": "In dit plan is de cliënt nog niet goed terug te vinden.",
    }[verdict]
    parts = [begin] if uitingen else ["Er staan geen woorden van de cliënt bij; of het plan ze volgt, is dus niet te zien."]
    if first and first in dropped:
        parts.append(f'De wens die de cliënt vooropstelt, staat er niet in: "{texts[first]}"')
    others = [d for d in dropped if d != first]
    if others:
        parts.append(
            ("Deze wens komt nergens terug: " if len(others) == 1 else "Deze wensen komen nergens terug: ")
            + "; ".join(f'"{texts[d]}"' for d in others)
        )
    if added:
        parts.append(f"Niemand sprak over: {', '.join(added)}.")
    if with_findings:
        parts.append("Bij één regel staat een bevinding." if with_findings == 1 else f"Bij {with_findings} regels staat een bevinding.")
    return " ".join(parts)


def toets(
    payload: Mapping[str, Any], *, judge: Judge | None, criteria: Mapping[str, Any], passage: Callable[[str, str], Mapping[str, Any] | None]
) -> dict[str, Any]:
    """Carry out one request, item form or plan form (recognised by its keys)."""
    if "doelen" in payload or "acties" in payload:
        return plan_findings(payload, judge=judge, criteria=criteria, passage=passage)
    uitingen = [str(u["tekst"]) if isinstance(u, Mapping) else str(u) for u in payload.get("uitingen") or []]
    near = [str(u["tekst"]) for u in nearest(str(payload.get("tekst") or ""), [{"tekst": u} for u in uitingen], None)]
    soort = "actie" if payload.get("soort") == "actie" else "doel"
    found = findings(soort, str(payload.get("tekst") or ""), near, judge=judge, criteria=criteria, passage=passage)
    return {"id": payload.get("id"), "bevindingen": found, "alleen_regels": judge is None}
