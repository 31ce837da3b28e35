"""Quality of searching: `python -m tests.quality.zoek_quality` reports on the part 'toetsen'; with `--kies` it chooses the weights first.

Weights, floors and refusal are chosen on 'leren' and 'kiezen' only; topics are whole in one part (assistant.judging.examples.part_of).
Besides ours it measures what it is made of (words alone, meaning alone) and a plain LangChain + Chroma pipeline on the same model.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")

import numpy as np

from assistant.adapters.corpus_files import CorpusFiles
from assistant.adapters.index_folder import IndexFolder
from assistant.adapters.lexical_index import BM25Index
from assistant.adapters.packaged_embedder import E5_NAME, PackagedEmbedder, shipped_folder
from assistant.adapters.text_files import ContentFiles
from assistant.engine.content import Content
from assistant.engine.indexing import IndexData, Indexer
from assistant.engine.retrieving import WEIGHTS, Grenzen, Look, Retriever, Weights, Zoekwoorden
from assistant.judging.examples import load, part_of

REFUSED = ("onbeantwoordbaar", "valse_aanname")
SIGNALS = (
    "top", "marge", "tekst", "vraag", "deel_e5", "deel_use", "dekking_1", "dekking_3", "onbekend", "zwaarste_gemist", "bm25", "lengte", "kort", "hoeveel",
    "hoeveel_zonder_cijfer", "vreemde_naam", "verkeerd_aantal", "grens", "grens_min_vraag",
)  # fmt: skip
WORD_SIGNALS = (
    "dekking_1",
    "dekking_3",
    "onbekend",
    "zwaarste_gemist",
    "bm25",
    "lengte",
    "kort",
    "hoeveel",
    "hoeveel_zonder_cijfer",
    "vreemde_naam",
    "verkeerd_aantal",
)


def content() -> tuple[Zoekwoorden, list[tuple[str, str]]]:
    texts = Content(ContentFiles())
    return texts.load("zoekwoorden.toml", Zoekwoorden), [
        (g.onderwerp, v) for g in texts.load("grenzen.toml", Grenzen).grenzen for v in g.vragen
    ]


def build(embedder: Any) -> IndexData:
    """Our own corpus in memory, with the vectors that ship."""
    indexer = Indexer(
        source=CorpusFiles(),
        embedder=embedder,
        folder=IndexFolder(Path(tempfile.mkdtemp())),
        make_words=BM25Index,
        load_words=BM25Index.load,
        make_nearest=None,
        refused=content()[1],
    )
    return indexer.in_memory()


def key_of(passage: Any) -> str:
    return f"{passage.document}#{passage.kop[-1]}"


def ndcg(found: Sequence[str], good: set[str], k: int = 10) -> float:
    gain = sum(1 / np.log2(place + 2) for place, key in enumerate(found[:k]) if key in good)
    best = sum(1 / np.log2(place + 2) for place in range(min(len(good), k)))
    return float(gain / best)


def recall(found: Sequence[str], good: set[str], k: int = 5) -> float:
    return len(set(found[:k]) & good) / min(len(good), k)


def mrr(found: Sequence[str], good: set[str]) -> float:
    return next((1 / (place + 1) for place, key in enumerate(found) if key in good), 0.0)


def report(name: str, items: Sequence[dict[str, Any]], ranked: Callable[[dict[str, Any]], Sequence[str]]) -> dict[str, tuple[float, ...]]:
    """Print nDCG@10, recall@5 and MRR per kind of question and over all; give the same back."""
    rows: dict[str, list[tuple[float, float, float]]] = {}
    for item in items:
        if not item["goed"]:
            continue
        found, good = list(dict.fromkeys(ranked(item))), set(item["goed"])
        rows.setdefault(item["soort"], []).append((ndcg(found, good), recall(found, good), mrr(found, good)))
    rows["alle"] = [row for kind in list(rows) for row in rows[kind]]
    out = {kind: tuple(float(x) for x in np.mean(values, axis=0)) for kind, values in rows.items()}
    cells = "  ".join(
        f"{kind} {out[kind][0]:.3f}/{out[kind][1]:.3f}/{out[kind][2]:.3f}"
        for kind in ("term", "trefwoord", "parafrase", "situatie", "alle")
        if kind in out
    )
    print(f"{name:<34} {cells}")
    return out


def refusal(doubts: Sequence[float], wrong: Sequence[bool], threshold: float) -> tuple[float, float, float]:
    """(precision, recall, F1) of 'niets gevonden' as the class."""
    said = [doubt >= threshold for doubt in doubts]
    hit = sum(s and w for s, w in zip(said, wrong, strict=True))
    precision, rec = hit / max(sum(said), 1), hit / max(sum(wrong), 1)
    return precision, rec, 2 * precision * rec / max(precision + rec, 1e-9)


# -- choosing ------------------------------------------------------------------------------------


def choose(index: IndexData, embedder: Any, words: Zoekwoorden, items: Sequence[dict[str, Any]]) -> Weights:
    """Fusion by grid, then the refusal by logistic regression with a threshold from cross-validation over topics."""
    answerable = [item for item in items if item["goed"]]
    best, best_score = Weights(), -1.0

    def score(weights: Weights) -> float:
        retriever = Retriever(index, embedder, words, weights)
        values: dict[str, list[float]] = {}
        for item in answerable:
            look = retriever.look(item["vraag"])
            values.setdefault(item["soort"], []).append(ndcg([key_of(index.passages[n]) for n in look.order[:15]], set(item["goed"])))
        return float(np.mean([x for v in values.values() for x in v]))

    for asked in (0.2, 0.3, 0.4, 0.5):
        for w in (0.05, 0.1, 0.15, 0.2, 0.25):  # more helps these questions, but hurt on others, written by other hands
            weights = replace(best, passage=1 - asked, vraag=asked, woorden=w, woorden_kort=max(w, 0.2), woorden_term=max(w, 0.15))
            if (value := score(weights)) > best_score + 1e-9:
                best_score, chosen = value, weights
    best = chosen
    for name in ("woorden_kort", "woorden_term"):
        for w in (0.15, 0.25, 0.35, 0.45):
            weights = replace(best, **{name: w})
            if (value := score(weights)) > best_score + 1e-9:
                best_score, best = value, weights
    print(
        "fusie", {n: getattr(best, n) for n in ("passage", "vraag", "woorden", "woorden_kort", "woorden_term")}, f"nDCG@10 {best_score:.4f}"
    )
    for signals, name in ((SIGNALS, "weiger"), (WORD_SIGNALS, "weiger_woorden")):
        retriever = Retriever(index, embedder if name == "weiger" else None, words, best)
        looks = [retriever.look(item["vraag"]) for item in items]
        extra = without_themselves(retriever, index)
        table = np.asarray([[look.signals.get(s, 0.0) for s in signals] for look in [*looks, *extra]])
        wrong = np.asarray([item["soort"] in REFUSED for item in items] + [False] * len(extra))
        groups = np.asarray([item["casus"] for item in items] + [f"eigen-{n // 20}" for n in range(len(extra))])
        doubts = crossed(table, wrong, groups)[: len(items)]
        threshold = max(np.arange(0.2, 0.81, 0.02), key=lambda t: refusal(doubts, wrong.tolist()[: len(items)], t)[2])
        p, r, f = refusal(doubts, wrong.tolist()[: len(items)], threshold)
        print(f"{name}: kruislings over onderwerpen precisie {p:.3f} recall {r:.3f} F1 {f:.3f} bij drempel {threshold:.2f}")
        weights_, constant = logistic(table, wrong)
        found = {"constante": round(constant, 4)} | {s: round(float(w), 4) for s, w in zip(signals, weights_, strict=True)}
        best = replace(best, **{name: found, "drempel" if name == "weiger" else "drempel_woorden": round(float(threshold), 3)})
    return best


def without_themselves(retriever: Retriever, index: IndexData, step: int = 4) -> list[Look]:
    """Looks for every fourth example question of the corpus, with that question itself taken out of the index: more questions with an
    answer."""
    out = []
    for number, passage in enumerate(index.passages):
        for place, question in enumerate(passage.zoektermen):
            if (number + place) % step:
                continue
            row = int(index.starts[number]) + 1 + place
            kept = index.vectors[row].copy()
            if retriever.embedder is not None:
                retriever.embedder._seen[question] = kept  # type: ignore[attr-defined]
            index.vectors[row] = 0
            others = [q for q in passage.zoektermen if q != question]
            retriever._passage_terms[number] = frozenset(index.words.terms(" ".join([passage.titel, *passage.kop, passage.tekst, *others])))
            out.append(retriever.look(question))
            index.vectors[row] = kept
            del retriever._passage_terms[number]
    return out


def logistic(table: Any, wrong: Any, strength: float = 0.5) -> tuple[Any, float]:
    """Weights on the raw signals and the constant."""
    from sklearn.linear_model import LogisticRegression

    mean, spread = table.mean(axis=0), table.std(axis=0) + 1e-6
    model = LogisticRegression(C=strength, class_weight="balanced", max_iter=2000).fit((table - mean) / spread, wrong)
    weights = model.coef_[0] / spread
    return weights, float(model.intercept_[0] - weights @ mean)


def crossed(table: Any, wrong: Any, groups: Any, folds: int = 10) -> list[float]:
    """Doubt of every item by a model that saw nothing of its topic."""
    names = sorted(set(groups.tolist()))
    out = np.zeros(len(wrong))
    for fold in range(folds):
        held = np.isin(groups, names[fold::folds])
        weights, constant = logistic(table[~held], wrong[~held])
        out[held] = 1 / (1 + np.exp(-(table[held] @ weights + constant)))
    return [float(x) for x in out]


# -- beside others -------------------------------------------------------------------------------


def chain(embedder: PackagedEmbedder) -> Callable[[dict[str, Any]], Sequence[str]]:
    """A plain LangChain + Chroma pipeline: recursive splitting (900/120), the same e5, its own store, similarity search."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    from assistant.engine.chunking import passages_of

    documents = CorpusFiles().documents()
    splitter = RecursiveCharacterTextSplitter(chunk_size=900, chunk_overlap=120, add_start_index=True)
    texts, keys = [], []
    for document in documents:
        own = passages_of(document)
        for part in splitter.create_documents([document.tekst[document.begin :]]):
            begin = document.begin + part.metadata["start_index"]
            end = begin + len(part.page_content)
            owner = max(own, key=lambda p: min(p.eind, end) - max(p.begin, begin))
            texts.append(part.page_content)
            keys.append(key_of(owner))
    cache = Path(tempfile.gettempdir()) / "krachtgesprek_keten.npz"
    vectors = None
    if cache.is_file():
        stored = np.load(cache, allow_pickle=False)
        vectors = stored["v"] if str(stored["h"]) == str(hash(tuple(map(len, texts)))) else None
    if vectors is None:
        vectors = embedder.raw(E5_NAME, texts, "p", lambda d, n, w: print(f"\rketen {d}/{n}", end="", file=sys.stderr))
        np.savez(cache, v=vectors, h=str(hash(tuple(map(len, texts)))))
    import chromadb
    from chromadb.config import Settings

    client = chromadb.EphemeralClient(settings=Settings(anonymized_telemetry=False))
    collection = client.get_or_create_collection("keten", embedding_function=None, configuration={"hnsw": {"space": "cosine"}})
    if not collection.count():
        collection.add(ids=[str(i) for i in range(len(texts))], embeddings=vectors)

    def ask(item: dict[str, Any]) -> Sequence[str]:
        found = collection.query(query_embeddings=embedder.raw(E5_NAME, [item["vraag"]], "q"), n_results=20)
        return [keys[int(i)] for i in found["ids"][0]]

    return ask


def main(arguments: Sequence[str]) -> int:
    words, _ = content()
    embedder = PackagedEmbedder(shipped_folder())
    index = build(embedder)
    items = list(load("zoek"))
    tune = [item for item in items if part_of(item["casus"]) != "toetsen"]
    test = [item for item in items if part_of(item["casus"]) == "toetsen"]
    if "--kies" in arguments:
        weights = choose(index, embedder, words, tune)
        WEIGHTS.write_text(
            json.dumps({name: getattr(weights, name) for name in Weights.__dataclass_fields__}, indent=1) + "\n", encoding="utf-8"
        )
    else:
        weights = Weights(**json.loads(WEIGHTS.read_text(encoding="utf-8")))
    print(
        f"{len(index.passages)} passages, {len(items)} vragen, waarvan {len(test)} om te toetsen ({sum(not i['goed'] for i in test)} zonder antwoord)"
    )
    print("per soort: nDCG@10 / recall@5 / MRR")
    retriever = Retriever(index, embedder, words, weights)
    looks: dict[str, Look] = {item["id"]: retriever.look(item["vraag"]) for item in items}

    def ours(item: dict[str, Any]) -> Sequence[str]:
        return [key_of(index.passages[n]) for n in looks[item["id"]].order[:20]]

    by_id = {p.id: p for p in index.passages}
    dense = Retriever(index, embedder, Zoekwoorden(), Weights(passage=1.0, vraag=0.0, woorden=0.0, woorden_kort=0.0, woorden_term=0.0))
    asked = Retriever(index, embedder, Zoekwoorden(), Weights(passage=0.0, vraag=1.0, woorden=0.0, woorden_kort=0.0, woorden_term=0.0))
    e5 = PackagedEmbedder(shipped_folder(), use=None)
    e5_index = build(e5)
    e5_alone = Retriever(e5_index, e5, Zoekwoorden(), Weights(passage=1.0, vraag=0.0, woorden=0.0, woorden_kort=0.0, woorden_term=0.0))
    use = PackagedEmbedder(shipped_folder(), e5=None)
    use_index = build(use)
    use_alone = Retriever(use_index, use, words, weights)
    for name, part in (("toetsen", test), ("leren+kiezen", tune)) if "--alles" in arguments else (("toetsen", test),):
        print(f"-- {name}")
        report("krachtgesprek", part, ours)
        report("woorden alleen (BM25)", part, lambda item: [key_of(by_id[i]) for i, _ in index.words.search(item["vraag"], k=20)])  # type: ignore[attr-defined]
        report("betekenis alleen (ensemble)", part, lambda item: [key_of(index.passages[n]) for n in dense.look(item["vraag"]).order[:20]])
        report("voorbeeldvragen alleen", part, lambda item: [key_of(index.passages[n]) for n in asked.look(item["vraag"]).order[:20]])
        report("e5 alleen", part, lambda item: [key_of(e5_index.passages[n]) for n in e5_alone.look(item["vraag"]).order[:20]])
        report(
            "zonder e5 (USE + woorden)",
            part,
            lambda item: [key_of(use_index.passages[n]) for n in use_alone.look(item["vraag"]).order[:20]],
        )
        if "--zonder-keten" not in arguments:
            report("LangChain + Chroma, e5", part, chain(embedder))
        wrong = [not item["goed"] for item in part]
        for label, r in (("weigeren", retriever), ("weigeren, zonder embedder", Retriever(index, None, words, weights))):
            all_doubts = [r.doubt(looks[item["id"]] if r is retriever else r.look(item["vraag"])) for item in part]
            p, rec, f = refusal(all_doubts, wrong, r.threshold)
            print(f"{label}: precisie {p:.3f} recall {rec:.3f} F1 {f:.3f} (drempel {r.threshold})")
            for kind in REFUSED:
                chosen = [d for d, item in zip(all_doubts, part, strict=True) if item["soort"] == kind]
                print(f"  {kind}: {sum(d >= r.threshold for d in chosen)} van {len(chosen)} geweigerd")
        tops = [looks[item["id"]].signals["top"] for item in part]
        line = max(np.arange(0.1, 0.9, 0.01), key=lambda t: refusal([-x for x in tops], wrong, -t)[2])
        print(
            f"ter vergelijking, alleen de hoogste gelijkenis met de beste drempel achteraf: F1 {refusal([-x for x in tops], wrong, -line)[2]:.3f}"
        )
        if "--fouten" in arguments:
            for item in part:
                doubt = retriever.doubt(looks[item["id"]])
                if (doubt >= retriever.threshold) != (not item["goed"]):
                    print(f"   {'ten onrechte geweigerd' if item['goed'] else 'ten onrechte beantwoord'} {doubt:.2f}: {item['vraag']}")
                elif item["goed"] and recall(list(ours(item)), set(item["goed"])) == 0:
                    print(f"   niet in de eerste vijf: {item['vraag']} -> {ours(item)[0]}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
