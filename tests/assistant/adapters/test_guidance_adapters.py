"""Embedders, indexes and documents behind their ports. Small models made up here; nothing is downloaded."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.adapters.chroma_index import ChromaIndex
from assistant.adapters.corpus_files import CorpusFiles
from assistant.adapters.index_folder import IndexFolder
from assistant.adapters.lexical_index import BM25Index, DutchWords, lemma
from assistant.adapters.packaged_embedder import DIMS, E5_NAME, USE_NAME, PackagedEmbedder, text_key
from assistant.adapters.sentence_embedder import check_model_folder, sentence_embedder, server_embedder
from assistant.domain.guidance import CorpusDocument, Passage
from assistant.errors import ContentError, EmbedderUnavailable, IndexOutdated, NotThere, SettingsError


def maker(dim: int, calls: list[int] | None = None) -> Any:
    """A loader of a made-up encoder: words hashed into a vector, so texts that share words are near."""

    def load() -> Any:
        def encode(texts: Sequence[str], kind: str) -> Any:
            if calls is not None:
                calls.append(len(texts))
            out = np.zeros((len(texts), dim), dtype=np.float32)
            for row, text in enumerate(texts):
                for word in text.lower().split():
                    out[row, sum(word.encode()) % dim] += 1
            return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)

        return encode

    return load


def broken() -> Any:
    raise OSError("wiel zonder AVX2")


# -- the packaged embedder -----------------------------------------------------------------------


def test_two_models_give_one_vector_of_norm_one() -> None:
    embedder = PackagedEmbedder(e5=maker(DIMS[E5_NAME]), use=maker(DIMS[USE_NAME]))
    made = embedder.embed_passages(["een gewoon gesprek", ""])

    assert made.shape == (2, embedder.dim) and embedder.dim == 896
    assert abs(np.linalg.norm(made[0]) - 1) < 1e-5 and not made[1].any()
    assert sum(weight for *_, weight in embedder.parts) == pytest.approx(1.0)
    assert not embedder.embed_query("\x00 \n").any()


def test_a_model_that_does_not_load_is_left_out_and_the_fingerprint_says_so() -> None:
    embedder = PackagedEmbedder(e5=broken, use=maker(DIMS[USE_NAME]))
    before = embedder.fingerprint
    embedder.warm_up()

    assert embedder.dim == DIMS[USE_NAME] and embedder.fingerprint != before and "use" in embedder.fingerprint
    with pytest.raises(EmbedderUnavailable):
        PackagedEmbedder(e5=broken, use=broken).embed_query("iets")


def test_vectors_that_ship_are_not_computed_again(tmp_path: Path) -> None:
    calls: list[int] = []
    texts = ["eerste tekst", "tweede tekst"]
    for name in (E5_NAME, USE_NAME):
        keys = np.frombuffer(b"".join(bytes.fromhex(text_key("p", t)) for t in texts), dtype=np.uint8).reshape(2, 16)
        np.savez(tmp_path / f"{name}.npz", sleutels=keys, vectoren=maker(DIMS[name])()(texts, "p").astype(np.float16))
    embedder = PackagedEmbedder(tmp_path, e5=maker(DIMS[E5_NAME], calls), use=maker(DIMS[USE_NAME], calls))

    stored = embedder.embed_passages(texts)

    assert calls == []
    assert np.allclose(stored, PackagedEmbedder(e5=maker(DIMS[E5_NAME]), use=maker(DIMS[USE_NAME])).embed_passages(texts), atol=2e-3)


def test_a_damaged_file_of_vectors_counts_as_absent(tmp_path: Path) -> None:
    for name in (E5_NAME, USE_NAME):
        (tmp_path / f"{name}.npz").write_bytes(b"PK\x03\x04 geen archief")

    assert PackagedEmbedder(tmp_path, e5=maker(DIMS[E5_NAME]), use=maker(DIMS[USE_NAME])).embed_passages(["a b", "c d"]).shape == (2, 896)


# -- other models: nothing that runs code is loaded ----------------------------------------------


def model_folder(path: Path) -> Path:
    """A folder that looks right: one tiny safetensors file and plain configuration."""
    path.mkdir(parents=True)
    header = json.dumps({"w": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}).encode()
    (path / "model.safetensors").write_bytes(len(header).to_bytes(8, "little") + header + bytes(4))
    (path / "config.json").write_text('{"hidden_size": 8}', encoding="utf-8")
    (path / "modules.json").write_text('[{"type": "sentence_transformers.models.Transformer"}]', encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: (d / "pytorch_model.bin").write_bytes(b"\x80\x02"),
        lambda d: (d / "extra.pkl").write_bytes(b"\x80\x04"),
        lambda d: (d / "weights.pt").write_bytes(b"PK"),
        lambda d: (d / "modeling_own.py").write_text("import os", encoding="utf-8"),
        lambda d: (d / "config.json").write_text('{"auto_map": {"AutoModel": "x.Y"}}', encoding="utf-8"),
        lambda d: (d / "modules.json").write_text('[{"type": "kwaad.Module"}]', encoding="utf-8"),
        lambda d: (d / "model.safetensors").write_bytes(b"\x80\x04geen safetensors"),
        lambda d: (d / "model.safetensors").unlink(),
        lambda d: (d / "SHA256SUMS").write_text("0" * 64 + "  model.safetensors\n", encoding="utf-8"),
        lambda d: (d / "buiten.json").symlink_to("/etc/passwd"),
        lambda d: (d / "config.json").write_text("{geen json", encoding="utf-8"),
    ],
)
def test_a_model_folder_that_could_run_code_or_was_changed_is_refused(tmp_path: Path, spoil: Any) -> None:
    folder = model_folder(tmp_path / "m")
    good = check_model_folder(folder)
    spoil(folder)

    with pytest.raises(EmbedderUnavailable):
        sentence_embedder("map", str(folder), fetch=False)
    assert len(good) == 16


def test_other_weights_are_another_fingerprint(tmp_path: Path) -> None:
    folder = model_folder(tmp_path / "m")
    one = sentence_embedder("map", str(folder), fetch=False).fingerprint
    data = bytearray((folder / "model.safetensors").read_bytes())
    data[-1] ^= 1
    (folder / "model.safetensors").write_bytes(bytes(data))

    assert sentence_embedder("map", str(folder), fetch=False).fingerprint != one


@pytest.mark.parametrize("name", ["../boek", "een naam", "a/b/c", "/etc"])
def test_a_hub_name_that_is_a_path_is_refused(name: str) -> None:
    with pytest.raises(SettingsError):
        sentence_embedder("hub", name, fetch=False)


def test_an_embedding_server_elsewhere_needs_leave_and_one_here_does_not() -> None:
    with pytest.raises(SettingsError):
        server_embedder("https://voorbeeld.nl/v1", remote=False)
    with pytest.raises(SettingsError):
        server_embedder("file:///etc/passwd", remote=True)
    assert server_embedder("http://127.0.0.1:9/v1", remote=False) is not None


class _Server(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        vectors = [{"object": "embedding", "index": i, "embedding": [float(len(t)), 1.0, 0.0]} for i, t in enumerate(asked["input"])]
        body = json.dumps({"object": "list", "data": vectors, "model": "x", "usage": {"prompt_tokens": 1, "total_tokens": 1}}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.mark.slow
def test_a_real_embedding_server_on_loopback_serves_and_a_dead_one_is_one_clear_error() -> None:
    server = HTTPServer(("127.0.0.1", 0), _Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    embedder = server_embedder(f"http://127.0.0.1:{server.server_port}/v1#klein", remote=False)

    assert embedder.embed_passages(["a", "", "abc"]).shape == (3, 3)
    assert not embedder.embed_query(" ").any()
    server.shutdown()
    server.server_close()
    with pytest.raises(EmbedderUnavailable):
        embedder.embed_query("nog iets")


# -- words ---------------------------------------------------------------------------------------


def passage(ident: str, text: str, heading: str = "Kop") -> Passage:
    return Passage(id=ident, document="d", titel="Titel", kop=(heading,), begin=0, eind=len(text), tekst=text)


def test_dutch_forms_meet_each_other_and_compounds_are_split() -> None:
    words = DutchWords(frozenset({"krachten", "inventarisatie", "schuld", "hulpverlener"}))

    assert lemma("gezinnen") == "gezin" and lemma("begeleiders") == lemma("begeleider")
    assert lemma("inventarisatie") in words.terms("krachteninventarisatie")
    assert words.terms("de het een") == [] and words.terms("de", keep_stop=True) == ["de"]
    assert words.parts("schuldhulpverlener") == (lemma("schuld"), lemma("hulpverlener"))


def test_words_find_the_passage_and_survive_saving(tmp_path: Path) -> None:
    index = BM25Index()
    index.rebuild(
        [
            passage("a", "Een ecogram tekenen met de cliënt."),
            passage("b", "Praten over schulden en geld."),
            passage("c", "Stilte laten vallen."),
        ]
    )
    index.save(tmp_path)
    again = BM25Index.load(tmp_path)

    for found in (index, again):
        assert found.search("schuld", k=2)[0][0] == "b"
        assert found.search("xyzzy", k=2) == () and found.search("", k=2) == ()
        assert 0 < found.scores([["schuld"]]).max() <= 1


def test_an_empty_corpus_has_words_of_nothing(tmp_path: Path) -> None:
    index = BM25Index()
    index.rebuild([])
    index.save(tmp_path)

    assert BM25Index.load(tmp_path).search("iets", k=3) == ()


# -- Chroma and its folder -----------------------------------------------------------------------


def vectors(count: int, seed: int = 1) -> Any:
    made = np.random.default_rng(seed).normal(size=(count, 24)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def test_chroma_agrees_with_exact_search_and_opens_again_and_again(tmp_path: Path) -> None:
    made = vectors(300)
    ChromaIndex(tmp_path / "chroma").build(made)
    folder = IndexFolder(tmp_path)
    sealed = {p.name: p.read_bytes() for p in (tmp_path / "chroma" / "verzegeld").iterdir()}
    for _ in range(2):
        index = ChromaIndex(tmp_path / "chroma")
        index.open(made[:5], np.arange(5), 300)
        found = [row for row, _ in index.search(made[7], k=10)]
        exact = np.argsort(-(made @ made[7]))[:10].tolist()

        assert len(set(found) & set(exact)) >= 9 and found[0] == 7
        index.close()
    assert sealed == {p.name: p.read_bytes() for p in (tmp_path / "chroma" / "verzegeld").iterdir()}
    assert folder.current() is None


def test_chroma_with_other_vectors_than_were_put_in_is_not_believed(tmp_path: Path) -> None:
    ChromaIndex(tmp_path / "chroma").build(vectors(50))
    index = ChromaIndex(tmp_path / "chroma")

    with pytest.raises(IndexOutdated):
        index.open(vectors(5, seed=9), np.arange(5), 50)
    with pytest.raises(IndexOutdated):
        index.open(vectors(5), np.arange(5), 51)
    assert not index.ready and index.search(vectors(1)[0], k=3) == ()


def test_a_build_that_is_not_sealed_leaves_the_old_index_in_use(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path)
    with folder.building() as place:
        (place / "a.txt").write_text("een", encoding="utf-8")
        folder.seal(place, {"x": 1})
    first = folder.current()
    with pytest.raises(RuntimeError), folder.building() as place:
        raise RuntimeError

    assert folder.current() == first and len(list(tmp_path.glob("i-*"))) == 1
    assert first is not None and folder.manifest(first)["x"] == 1 and folder.damaged(first, folder.manifest(first)) == ()


@pytest.mark.parametrize("spoil", ["flip", "cut", "gone", "extra", "manifest"])
def test_any_change_of_a_sealed_index_is_noticed(tmp_path: Path, spoil: str) -> None:
    folder = IndexFolder(tmp_path)
    with folder.building() as place:
        (place / "a.bin").write_bytes(bytes(1000))
        folder.seal(place, {})
    file = place / "a.bin"
    if spoil == "flip":
        file.write_bytes(bytes(500) + b"\x01" + bytes(499))
    elif spoil == "cut":
        file.write_bytes(bytes(999))
    elif spoil == "gone":
        file.unlink()
    elif spoil == "extra":
        (place / "b.bin").write_bytes(b"x")
    else:
        text = (place / "manifest.json").read_text(encoding="utf-8")
        (place / "manifest.json").write_text(text.replace('"vorm": 4', '"vorm":  4').replace("a.bin", "c.bin"), encoding="utf-8")
        with pytest.raises(IndexOutdated):
            folder.manifest(place)
        return

    assert folder.damaged(place, folder.manifest(place)) != ()


def test_only_one_process_at_a_time_has_chroma(tmp_path: Path) -> None:
    one, two = IndexFolder(tmp_path), IndexFolder(tmp_path)

    assert one.take_chroma() and not two.take_chroma()
    one.give_chroma_back()
    assert two.take_chroma()


# -- documents -----------------------------------------------------------------------------------


def write(folder: Path, name: str, head: str, body: str = "# T\n\n## A\n\nTekst.\n") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(f"+++\n{head}\n+++\n{body}", encoding="utf-8")


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ('titel = "T"', "'id'"),
        ('id = "a"\ntitel = ""', "'titel'"),
        ('id = "b"\ntitel = "T"', "'id'"),
        ('id = "a"\ntitel = "T"\nsort = 1', "'sort'"),
        ('id = "a"\ntitel = "T"\nsoort_bron = "krant"', "'soort_bron'"),
        ('id = "a"\ntitel = "T"\nleefgebieden = "geld"', "'leefgebieden"),
        ('id = "a"\ntitel = T', "regel 3"),
    ],
)
def test_a_mistake_in_front_matter_names_file_and_key(tmp_path: Path, head: str, names: str) -> None:
    write(tmp_path, "a.md", head)

    with pytest.raises(ContentError) as caught:
        CorpusFiles(shipped=tmp_path).documents()
    assert "a.md" in caught.value.message and names in caught.value.message


def test_questions_with_an_unknown_heading_are_a_mistake(tmp_path: Path) -> None:
    write(tmp_path, "a.md", 'id = "a"\ntitel = "T"')
    (tmp_path / "vragen").mkdir()
    (tmp_path / "vragen" / "a.toml").write_text('[[passages]]\nkop = "B"\nvragen = ["x"]\n', encoding="utf-8")

    with pytest.raises(ContentError, match="'B'"):
        CorpusFiles(shipped=tmp_path).documents()


def test_an_added_document_comes_back_as_it_was_and_can_go(tmp_path: Path) -> None:
    write(tmp_path / "ons", "a.md", 'id = "a"\ntitel = "T"')
    files = CorpusFiles(tmp_path / "eigen", shipped=tmp_path / "ons")
    given = CorpusDocument(
        id="eigen-boek",
        titel="Boek",
        tekst="Kop\n\nÉén zin.\n",
        koppen=((0, 1, "Kop"),),
        paginas=((0, 1),),
        soort_bron="protocol",
        bestand="boek.pdf",
    )
    before = files.digests()

    kept = files.add(given)

    assert files.get("eigen-boek") == kept == given.replace(herkomst="toegevoegd")
    assert set(files.digests()) - set(before) == {"eigen-boek"}
    files.remove("eigen-boek")
    assert files.digests() == before
    for ident in ("a", "weg", "../a", ""):
        with pytest.raises(NotThere):
            files.remove(ident)


def test_a_damaged_added_document_is_named(tmp_path: Path) -> None:
    write(tmp_path / "ons", "a.md", 'id = "a"\ntitel = "T"')
    files = CorpusFiles(tmp_path / "eigen", shipped=tmp_path / "ons")
    files.add(CorpusDocument(id="eigen-boek", titel="Boek", tekst="Kop\n"))
    (tmp_path / "eigen" / "eigen-boek.txt").unlink()

    assert len(files.mistakes()) == 1 and "eigen-boek" in files.mistakes()[0].message


def test_a_question_does_not_wait_for_a_whole_book() -> None:
    """While a book is being indexed, a question gets its vector between two batches."""
    begun, answered = threading.Event(), threading.Event()
    order: list[str] = []

    def load() -> Any:
        encode = maker(DIMS[USE_NAME])()

        def slow(texts: Sequence[str], kind: str) -> Any:
            if kind == "p":
                order.append("stuk")
                begun.set()
                if len(order) == 1:
                    threading.Event().wait(0.2)  # long enough for the question to come in
                elif len(order) == 2:
                    answered.wait(10)
            return encode(texts, kind)

        return slow

    embedder = PackagedEmbedder(e5=None, use=load)
    book = threading.Thread(target=embedder.embed_passages, args=([f"bladzij {n}" for n in range(80)],))
    book.start()
    begun.wait(10)
    vector = embedder.embed_query("een vraag")
    order.append("vraag")
    answered.set()
    book.join(20)

    assert vector.any() and order.index("vraag") <= 2 and order.count("stuk") == 5
