"""From documents to an answer: built once, opened checked, rebuilt when damaged, honest when there is nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.adapters.chroma_index import ChromaIndex
from assistant.adapters.corpus_files import CorpusFiles
from assistant.adapters.index_folder import IndexFolder
from assistant.adapters.lexical_index import BM25Index
from assistant.domain.guidance import CorpusDocument
from assistant.engine.guiding import GuidanceDesk
from assistant.engine.indexing import Indexer, LiveIndex, exact_rows
from assistant.engine.retrieving import Retriever, Weights, Zoekwoorden, conversation_query, same_text
from assistant.errors import DocumentUnreadable, EmbedderUnavailable, IndexOutdated, NotThere, RuleError

WORDS = Zoekwoorden(
    groepen=(("cliënt", "bewoner"),),
    termen=("ecogram",),
    afkortingen={"KI": "krachteninventarisatie"},
    aantallen={"pijler": 4, "basistaak": 7},
)


class HashEmbedder:
    """Counts pieces of words: real geometry without a model. Remembers how much it was asked."""

    dim = 512
    parts = (("nep", 0, 512, 1.0),)

    def __init__(self, name: str = "nep-1") -> None:
        self.fingerprint = name
        self.asked: list[int] = []
        self.gone = False

    def warm_up(self) -> None:
        if self.gone:
            raise EmbedderUnavailable("weg")

    def _one(self, text: str) -> Any:
        out = np.zeros(512, dtype=np.float32)
        low = f" {text.lower()} "
        for i in range(len(low) - 3):
            out[sum(ord(c) * 31**k for k, c in enumerate(low[i : i + 4])) % 509] += 1
        return out / max(float(np.linalg.norm(out)), 1e-9)

    def embed_query(self, text: str) -> Any:
        self.warm_up()
        return self._one(text)

    def embed_passages(self, texts: Sequence[str], progress: Any = None) -> Any:
        self.warm_up()
        self.asked.append(len(texts))
        if progress is not None:
            progress(len(texts), len(texts), "vectoren")
        return np.stack([self._one(t) for t in texts])

    embed_questions = embed_passages

    def release(self) -> None:
        pass


TEXTS = {
    "stilte": "## Wachten is werk\n\nNa een goede vraag valt het stil. De ander denkt na. Wacht rustig en kijk mee.\n",
    "netwerk": "## Wat een ecogram laat zien\n\nEen ecogram is een tekening met de cliënt in het midden en de contacten eromheen.\n",
    "geld": "## Praten over schulden\n\nOver geld praten is lastig. Begin bij het rondkomen en vraag wat al lukt met weinig geld.\n",
}


def corpus(folder: Path, texts: dict[str, str] = TEXTS) -> Path:
    (folder / "vragen").mkdir(parents=True, exist_ok=True)
    for ident, body in texts.items():
        (folder / f"{ident}.md").write_text(
            f'+++\nid = "{ident}"\ntitel = "Over {ident}"\nleefgebieden = ["{ident}"]\n+++\n# Over {ident}\n\n{body}', encoding="utf-8"
        )
    (folder / "vragen" / "geld.toml").write_text(
        '[[passages]]\nkop = "Praten over schulden"\nvragen = ["hij durft zijn post niet te openen"]\n', encoding="utf-8"
    )
    return folder


class Place:
    """Everything for a desk in one folder."""

    def __init__(self, root: Path, embedder: Any = None, *, chroma: bool = False, read: Any = None) -> None:
        self.embedder = embedder or HashEmbedder()
        self.source = CorpusFiles(root / "eigen", shipped=corpus(root / "ons"))
        self.folder = IndexFolder(root / "index")
        self.indexer = Indexer(
            source=self.source,
            embedder=self.embedder,
            folder=self.folder,
            make_words=BM25Index,
            load_words=BM25Index.load,
            make_nearest=ChromaIndex if chroma else None,
            refused=(("het weer", "regent het morgen"),),
        )
        self.live = LiveIndex(self.indexer, background=False)
        self.desk = GuidanceDesk(live=self.live, source=self.source, embedder=self.embedder, zoekwoorden=WORDS, read=read or self.no_files)

    @staticmethod
    def no_files(path: str) -> tuple[CorpusDocument, tuple[str, ...]]:
        raise DocumentUnreadable("stuk", hint="herstel")


def added(text: str = "Huisregels\n\nDe deur gaat om tien uur dicht. Vraag het team om een sleutel als het later wordt.\n") -> Any:
    document = CorpusDocument(id="eigen-huis", titel="Huisregels", tekst=text, koppen=((0, 1, "Huisregels"),), bestand="huis.pdf")
    return lambda path: (document, ("let op",)) if path.endswith("huis.pdf") else Place.no_files(path)


# -- building ------------------------------------------------------------------------------------


def test_an_unchanged_corpus_costs_no_encoding_and_a_change_only_what_is_new(tmp_path: Path) -> None:
    place = Place(tmp_path)

    assert place.indexer.ensure().veranderd and sum(place.embedder.asked) == 5  # 3 passages, 1 example question, 1 limit
    assert not place.indexer.ensure().veranderd and sum(place.embedder.asked) == 5
    (tmp_path / "ons" / "stilte.md").write_text(
        (tmp_path / "ons" / "stilte.md").read_text(encoding="utf-8") + "\n## Nieuw\n\nEen nieuw stuk tekst hier.\n", encoding="utf-8"
    )
    report = place.indexer.ensure()

    assert report.veranderd and report.nieuw_berekend == 1 and report.passages == 4


def test_an_index_of_another_embedder_is_refused_and_rebuilt(tmp_path: Path) -> None:
    Place(tmp_path).indexer.ensure()
    other = Place(tmp_path, HashEmbedder("nep-2"))

    with pytest.raises(IndexOutdated):
        other.indexer.load()
    assert other.desk.zoek({"vraag": "ecogram"})["passages"][0]["document"] == "netwerk"
    assert sum(other.embedder.asked) == 5
    other.indexer.load()


@pytest.mark.parametrize("name", ["vectoren.npy", "passages.json", "woorden/woorden.json", "manifest.json"])
def test_a_damaged_index_is_noticed_and_rebuilt_and_questions_are_answered(tmp_path: Path, name: str) -> None:
    Place(tmp_path).indexer.ensure()
    place = Place(tmp_path)
    file = place.folder.current() / name  # type: ignore[operator]
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    file.write_bytes(bytes(data))

    assert place.desk.zoek({"vraag": "ecogram tekenen"})["passages"][0]["document"] == "netwerk"
    assert place.indexer.fresh()


def test_damaged_chroma_is_not_opened_exact_search_answers_and_it_is_made_again(tmp_path: Path) -> None:
    Place(tmp_path, chroma=True).indexer.ensure()
    place = Place(tmp_path, chroma=True)
    bad = next((place.folder.current() / "chroma").rglob("data_level0.bin"))  # type: ignore[operator]
    bad.write_bytes(b"kapot")

    for _ in range(4):
        assert place.desk.zoek({"vraag": "ecogram tekenen"})["passages"][0]["document"] == "netwerk"
    assert place.indexer.fresh()
    place.live.open_now()
    place.desk.zoek({"vraag": "schulden"})
    place.live.close()


def test_chroma_and_exact_search_give_the_same_answers(tmp_path: Path) -> None:
    exact = Place(tmp_path)
    first = [exact.desk.zoek({"vraag": q})["passages"] for q in ("ecogram", "iemand zegt niets", "geld tekort")]
    place = Place(tmp_path / "twee", chroma=True)
    place.desk.warm({})

    assert place.live.get().nearest is not None and place.live.get().nearest.ready
    assert [[p["id"] for p in place.desk.zoek({"vraag": q})["passages"]] for q in ("ecogram", "iemand zegt niets", "geld tekort")] == [
        [p["id"] for p in found] for found in first
    ]
    place.live.close()


def test_an_opening_that_never_came_back_is_not_tried_again(tmp_path: Path) -> None:
    """The mark of an earlier process that died while opening Chroma: this one searches exactly and builds a new store."""
    Place(tmp_path, chroma=True).indexer.ensure()
    place = Place(tmp_path, chroma=True)
    data = place.indexer.load()
    place.folder.crash_mark(data.folder).write_text("x", encoding="utf-8")  # type: ignore[arg-type]

    assert place.indexer.open_nearest(data) == "stuk" and not place.indexer.fresh()


def test_a_folder_that_cannot_be_written_still_searches(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("geen map", encoding="utf-8")
    place = Place(tmp_path)

    assert place.desk.zoek({"vraag": "ecogram"})["passages"][0]["document"] == "netwerk"
    assert place.live.toestand == "geheugen"


def test_without_an_embedder_words_are_searched(tmp_path: Path) -> None:
    embedder = HashEmbedder()
    embedder.gone = True
    place = Place(tmp_path, embedder)

    assert place.desk.zoek({"vraag": "ecogram"})["passages"][0]["document"] == "netwerk"


def test_an_embedder_that_goes_away_while_running_leaves_the_words(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.desk.zoek({"vraag": "ecogram"})
    place.embedder.gone = True

    assert place.desk.zoek({"vraag": "praten over schulden"})["passages"][0]["document"] == "geld"


def test_exact_search_over_a_file_in_pieces_equals_search_in_memory() -> None:
    made = np.random.default_rng(3).normal(size=(40_000, 8)).astype(np.float32)

    assert set(exact_rows(made.astype(np.float16), made[5], 20)) == set(exact_rows(made.astype(np.float16).astype(np.float32), made[5], 20))
    assert len(exact_rows(made, np.zeros(8, dtype=np.float32), 5)) == 0


# -- asking --------------------------------------------------------------------------------------


def test_every_passage_is_a_verbatim_slice_in_the_shape_of_the_contract(tmp_path: Path) -> None:
    place = Place(tmp_path)
    answer = place.desk.zoek({"id": "v1", "vraag": "wat is een ecogram?", "k": 2})

    assert set(answer) == {"id", "niets_gevonden", "passages", "waarom"} and len(answer["passages"]) == 2
    for p in answer["passages"]:
        text = (tmp_path / "ons" / f"{p['document']}.md").read_text(encoding="utf-8")
        assert text[p["begin"] : p["eind"]] == p["tekst"] and 0 <= p["score"] <= 1
    assert [p["score"] for p in answer["passages"]] == sorted((p["score"] for p in answer["passages"]), reverse=True)
    json.dumps(answer)


def test_an_example_question_finds_its_passage_and_is_never_shown(tmp_path: Path) -> None:
    answer = Place(tmp_path).desk.zoek({"vraag": "hij durft de post niet te openen", "k": 1})

    assert answer["passages"][0]["document"] == "geld" and "post" not in answer["passages"][0]["tekst"]


def test_synonyms_abbreviations_and_a_leefgebied_help(tmp_path: Path) -> None:
    place = Place(tmp_path)
    retriever = Retriever(place.live.get(), place.embedder, WORDS, Weights())

    assert retriever.spelled_out("wat is een KI?") == "wat is een KI (krachteninventarisatie)?"
    assert retriever.look("bewoner").order[0] == next(i for i, p in enumerate(place.live.get().passages) if p.document == "netwerk")
    plain, helped = retriever.look("vraag"), retriever.look("vraag", leefgebied="geld")
    assert max(helped.scores) > max(plain.scores) - 1e-6 and helped.order != () != plain.order


@pytest.mark.parametrize(
    ("vraag", "wrong"),
    [
        ("noem de negen pijlers", True),
        ("de vier pijlers", False),
        ("basistaak 12", True),
        ("basistaak 5", False),
        ("de achtste basistaak", True),
        ("pijlers", False),
    ],
)
def test_a_question_about_a_part_that_does_not_exist_is_noticed(tmp_path: Path, vraag: str, wrong: bool) -> None:
    place = Place(tmp_path)

    assert Retriever(place.live.get(), place.embedder, WORDS, Weights()).wrong_count(vraag) is wrong


def test_a_refusal_says_so_and_still_shows_what_is_nearest(tmp_path: Path) -> None:
    place = Place(tmp_path)
    retriever = Retriever(place.live.get(), place.embedder, WORDS, Weights(weiger={"constante": 9.0}))
    guidance = retriever.ask("hoeveel kost een fiets")

    assert (
        guidance.niets_gevonden and guidance.hits and "staat niet in de bronnen" in guidance.waarom and "geen antwoord" in guidance.waarom
    )
    assert not Retriever(place.live.get(), place.embedder, WORDS, Weights(weiger={"constante": -9.0})).ask("ecogram").niets_gevonden


@pytest.mark.parametrize(
    "vraag", ["", "  \n", "😀😀", "\x00\x1b[2J", "文字", "a" * 30_000, "'; DROP TABLE passages; --", "[rood]x[/rood] {y}"]
)
def test_strange_questions_never_break(tmp_path: Path, vraag: str) -> None:
    answer = Place(tmp_path).desk.zoek({"vraag": vraag})

    assert isinstance(answer["niets_gevonden"], bool) and (vraag.strip() or answer["niets_gevonden"])


@pytest.mark.parametrize(
    "payload", [{}, {"vraag": 3}, {"vraag": "x", "k": 0}, {"vraag": "x", "k": "vijf"}, {"vraag": "x", "leefgebied": 1}]
)
def test_a_wrong_payload_is_one_clear_error(tmp_path: Path, payload: dict[str, Any]) -> None:
    with pytest.raises(RuleError):
        Place(tmp_path).desk.zoek(payload)


def test_near_duplicates_are_kept_out_of_one_answer(tmp_path: Path) -> None:
    twin = TEXTS["geld"].replace("## Praten over schulden", "## Nog eens over schulden")
    corpus(tmp_path / "ons", {**TEXTS, "kopie": twin})
    place = Place(tmp_path)
    (tmp_path / "ons" / "kopie.md").write_text('+++\nid = "kopie"\ntitel = "Kopie"\n+++\n' + twin, encoding="utf-8")

    documents = [p["document"] for p in place.desk.zoek({"vraag": "praten over schulden en geld"})["passages"]]
    assert len({"geld", "kopie"} & set(documents)) == 1
    assert same_text("een twee drie vier vijf", "een twee  drie vier vijf zes") and not same_text("a b c d e", "f g h i j")


def test_the_conversation_asks_with_the_last_words_of_a_long_answer() -> None:
    query = conversation_query(
        leefgebied="Geld", vraag="Hoe komt u rond?", antwoord="Vroeger ging het goed. " * 30 + "Nu niet meer. Ik leen van mijn zus."
    )

    assert query.startswith("Geld. Hoe komt u rond?") and query.endswith("Ik leen van mijn zus") and len(query.split()) < 75
    assert conversation_query() == ""


# -- citations and documents ---------------------------------------------------------------------


def test_a_citation_still_opens_after_reindexing_and_says_when_the_source_changed_or_went(tmp_path: Path) -> None:
    place = Place(tmp_path, read=added())
    place.desk.voeg_toe({"paden": ["/tmp/huis.pdf"]})
    hit = next(p for p in place.desk.zoek({"vraag": "sleutel deur tien uur"})["passages"] if p["document"] == "eigen-huis")
    seen = place.desk.passage({"id": hit["id"]})
    cited = {"id": hit["id"], "document": hit["document"], "hash": seen["hash"], "kop": hit["kop"]}

    assert seen["toestand"] == "ongewijzigd" and seen["passage"]["tekst"] == hit["tekst"] and "Huisregels" in seen["verwijzing"]
    place.desk.bouw({"opnieuw": True})
    assert place.desk.passage(cited)["toestand"] == "ongewijzigd"
    place.source.add(place.source.get("eigen-huis").replace(tekst="Huisregels\n\nDe deur gaat om elf uur dicht en niet eerder dan dat.\n"))
    place.desk.bouw({})
    changed = place.desk.passage(cited)
    assert changed["toestand"] == "bron gewijzigd" and (changed["passage"] is None or "elf uur" in changed["passage"]["tekst"])
    place.desk.verwijder({"id": "eigen-huis"})
    assert place.desk.passage(cited) | {"id": ""} == {
        "id": "",
        "toestand": "bron verwijderd",
        "passage": None,
        "voor": "",
        "na": "",
        "verwijzing": "",
    }


def test_the_text_around_a_passage_never_holds_front_matter(tmp_path: Path) -> None:
    place = Place(tmp_path)
    found = place.desk.passage({"id": place.live.get().passages[0].id})

    assert "+++" not in found["voor"] and found["voor"].startswith("# Over")


def test_one_bad_file_does_not_stop_the_others_and_a_twin_is_not_kept_twice(tmp_path: Path) -> None:
    place = Place(tmp_path, read=added())
    answer = place.desk.voeg_toe({"paden": ["/tmp/stuk.pdf", "/tmp/huis.pdf"], "soort_bron": "protocol"})

    assert [f["bestand"] for f in answer["fouten"]] == ["stuk.pdf"] and answer["fouten"][0]["hint"] == "herstel"
    assert answer["toegevoegd"][0]["passages"] == 1 and answer["toegevoegd"][0]["opmerkingen"] == ["let op"]
    assert place.source.get("eigen-huis").soort_bron == "protocol"
    listed = {d["id"]: d for d in place.desk.lijst({})["documenten"]}
    assert listed["eigen-huis"]["herkomst"] == "toegevoegd" and listed["geld"]["passages"] == 1
    with pytest.raises(RuleError):
        place.desk.voeg_toe({"paden": ["x"], "soort_bron": "roman"})
    with pytest.raises(NotThere):
        place.desk.verwijder({"id": "geld"})


def test_checking_finds_a_mistake_and_says_all_is_well_otherwise(tmp_path: Path) -> None:
    place = Place(tmp_path)

    assert place.desk.controleer({})["in_orde"]
    (tmp_path / "ons" / "fout.md").write_text("geen kop", encoding="utf-8")
    found = place.desk.controleer({})
    assert not found["in_orde"] and "fout.md" in found["bevindingen"][0]["wat"]
