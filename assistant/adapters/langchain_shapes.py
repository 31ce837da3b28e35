"""assistant.adapters.langchain_shapes: our search in the shapes LangChain knows: Embeddings and Retriever.

For whoever builds a chain of their own on top of it. Imported only then: nothing in the program needs LangChain to search.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever

from assistant.domain.guidance import Guidance
from assistant.engine.ports import Embedder


class LangChainEmbeddings(Embeddings):
    """Any Embedder of ours as LangChain Embeddings. Plain lists of floats, norm 1; an empty text gives zeros."""

    def __init__(self, embedder: Embedder) -> None:
        self.embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [list(map(float, row)) for row in self.embedder.embed_passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        return list(map(float, self.embedder.embed_query(text)))


class GuidanceRetriever(BaseRetriever):
    """Our search as a LangChain retriever. Gives an empty list when the sources do not answer."""

    ask: Callable[[str], Guidance]

    def _get_relevant_documents(self, query: str, *, run_manager: Any) -> list[Document]:
        guidance = self.ask(query)
        if guidance.niets_gevonden:
            return []
        return [
            Document(
                id=hit.passage.id,
                page_content=hit.passage.tekst,
                metadata={
                    "document": hit.passage.document,
                    "titel": hit.passage.titel,
                    "kop": list(hit.passage.kop),
                    "begin": hit.passage.begin,
                    "eind": hit.passage.eind,
                    "score": hit.score,
                },
            )
            for hit in guidance.hits
        ]
