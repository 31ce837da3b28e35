"""Our own documents: whole, findable, and in step with the vectors that ship."""

from __future__ import annotations

from assistant.adapters.corpus_files import CorpusFiles
from assistant.adapters.packaged_embedder import E5_NAME, USE_NAME, ShippedVectors, shipped_folder, text_key
from assistant.engine.chunking import passages_of, words_in
from assistant.engine.indexing import dense_text

DOCUMENTS = CorpusFiles().documents()
PASSAGES = [p for d in DOCUMENTS for p in passages_of(d)]


def test_there_is_enough_and_every_document_says_where_it_comes_from() -> None:
    assert len(DOCUMENTS) >= 45 and len(PASSAGES) >= 220
    assert all(d.bronnen and d.soort_bron == "eigen_tekst" and d.zekerheid in ("zeker", "gemengd", "eigen") for d in DOCUMENTS)


def test_no_document_holds_a_mistake() -> None:
    assert CorpusFiles().mistakes() == ()


def test_passages_are_slices_of_the_file_on_disk_with_a_heading_and_a_readable_size() -> None:
    texts = {d.id: d.tekst for d in DOCUMENTS}

    assert all(texts[p.document][p.begin : p.eind] == p.tekst and p.kop for p in PASSAGES)
    assert len({p.id for p in PASSAGES}) == len(PASSAGES)
    assert all(40 <= words_in(p.tekst) <= 180 for p in PASSAGES)


def test_every_passage_has_example_questions() -> None:
    assert [p.kop for p in PASSAGES if len(p.zoektermen) < 2] == []


def test_the_vectors_that_ship_cover_nearly_all_texts() -> None:
    """A few may be new since the vectors were made (`python scripts/vectoren.py`); many would make the first start slow."""
    for name in (E5_NAME, USE_NAME):
        keys, vectors = ShippedVectors(shipped_folder()).table(name)
        missing = [p.id for p in PASSAGES if text_key("p", dense_text(p)) not in keys]

        assert len(missing) <= 0.05 * len(PASSAGES), name
        assert vectors.dtype == "float16"
