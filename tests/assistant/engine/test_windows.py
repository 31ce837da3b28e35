"""A document an organisation added has no example questions: its passages are looked at in stretches, and not refused for what our handleiding lacks."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from assistant.adapters.lexical_index import BM25Index
from assistant.domain.guidance import CorpusDocument, Passage
from assistant.engine import indexing
from assistant.engine.indexing import Indexer, windows
from assistant.engine.retrieving import Retriever, Weights, Zoekwoorden

LONG = (
    "De nachtopvang is open vanaf negen uur in de avond en sluit om acht uur in de ochtend, elke dag van het jaar. "
    "Wie later komt belt eerst met de balie, zodat iemand de deur kan opendoen en het bed niet naar een ander gaat. "
    "Huisdieren slapen in de bijkeuken, in een bench die wij hebben staan, en eten of drinken kan daar ook worden neergezet."
)


def passage(tekst: str, **more: Any) -> Passage:
    return Passage(id="p", document="huisgids", titel="Huisgids", kop=("Open en dicht",), begin=0, eind=len(tekst), tekst=tekst, **more)


class Words:
    """An embedder whose vectors say which words stand in a text: a longer text has less of each."""

    dim, parts = 256, (("woorden", 0, 256, 1.0),)

    def __init__(self) -> None:
        self.seen: list[str] = []

    @property
    def fingerprint(self) -> str:
        return "woorden"

    def warm_up(self) -> None: ...

    def release(self) -> None: ...

    def embed_query(self, text: str) -> Any:
        return self.embed_passages([text])[0]

    def embed_passages(self, texts: Sequence[str], progress: Any = None) -> Any:
        self.seen += texts
        out = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().replace(",", "").replace(".", "").split():
                out[row, int(hashlib.sha256(word.encode()).hexdigest(), 16) % self.dim] = 1.0
        return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)

    embed_questions = embed_passages


class Shelf:
    def __init__(self, *texts: str) -> None:
        self._documents = tuple(
            CorpusDocument(id=f"boek-{n}", titel=f"Boek {n}", tekst=f"# Boek {n}\n\n## Kop {n}\n\n{text}\n", herkomst="toegevoegd")
            for n, text in enumerate(texts)
        )

    def documents(self) -> tuple[CorpusDocument, ...]:
        return self._documents

    def digests(self) -> dict[str, str]:
        return {d.id: d.tekst for d in self._documents}


def an_index(embedder: Words, *texts: str) -> indexing.IndexData:
    return Indexer(
        source=Shelf(*texts),
        embedder=embedder,
        folder=None,  # type: ignore[arg-type]  # nothing is kept
        make_words=BM25Index,
        load_words=lambda _folder: BM25Index(),
        make_nearest=None,
        refused=(("prijzen", "wat kost het bed"),),
    )._make(None)[0]


def test_stretches_are_whole_sentences_under_their_heading_and_together_the_passage() -> None:
    out = windows(passage(LONG))

    assert len(out) == 3
    assert all(text.startswith("Open en dicht. ") and text.endswith(".") for text in out)
    assert " ".join(text.removeprefix("Open en dicht. ") for text in out) == LONG


def test_a_short_passage_is_one_stretch_itself() -> None:
    assert windows(passage("Honden mogen mee. Katten ook.")) == []


def test_a_fact_in_a_long_passage_is_found_before_a_text_that_only_resembles_the_question(monkeypatch: Any) -> None:
    monkeypatch.setattr(Indexer, "_previous", lambda self: None)
    index = an_index(Words(), LONG, "In de bijkeuken staan de fietsen en het eten van de kinderen uit de straat, zegt de buurvrouw.")
    found = Retriever(index, Words(), Zoekwoorden(), Weights(woorden=0.0, woorden_kort=0.0, woorden_term=0.0))

    assert found.ask("waar slapen huisdieren in een bench").hits[0].passage.document == "boek-0"
    assert np.diff(index.starts).tolist() == [4, 1]


def test_a_very_large_library_gets_one_vector_a_passage(monkeypatch: Any) -> None:
    monkeypatch.setattr(Indexer, "_previous", lambda self: None)
    monkeypatch.setattr(indexing, "EXACT_ROWS", 4)

    index = an_index(Words(), LONG, LONG.replace("nachtopvang", "dagopvang"))

    assert np.diff(index.starts).tolist() == [1, 1]


def test_what_our_own_handleiding_does_not_answer_is_no_reason_to_refuse_another_book(monkeypatch: Any) -> None:
    monkeypatch.setattr(Indexer, "_previous", lambda self: None)
    index = an_index(Words(), "Wat het bed kost: vijf euro per nacht, vooraf te betalen aan de balie.")
    weights = Weights(weiger={"constante": -8.0, "grens": 16.0}, drempel=0.5)

    assert not Retriever(index, Words(), Zoekwoorden(), weights).ask("wat kost het bed").niets_gevonden
    index.own_words[:] = False
    assert Retriever(index, Words(), Zoekwoorden(), weights).ask("wat kost het bed").niets_gevonden
