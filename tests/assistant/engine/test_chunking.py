"""Passages: verbatim slices, whole sentences, whole lists, ids that outlive re-indexing."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.guidance import CorpusDocument
from assistant.engine.chunking import passage_id, passages_of, sentences, text_hash, words_in


def document(text: str, **fields: object) -> CorpusDocument:
    headings = []
    at = 0
    for line in text.splitlines(keepends=True):
        if line.startswith("#"):
            headings.append((at, len(line) - len(line.lstrip("#")), line.strip("# \n")))
        at += len(line)
    return CorpusDocument(id="boek", titel="Boek", tekst=text, koppen=tuple(headings), **fields)  # type: ignore[arg-type]


def test_a_section_is_a_passage_with_its_heading_path() -> None:
    found = passages_of(document("# Boek\n\nVoorwoord staat hier.\n\n## Stilte\n\nWacht even.\n\n### Hoe lang\n\nTien tellen.\n"))

    assert [(p.kop, p.tekst) for p in found] == [
        ((), "Voorwoord staat hier."),
        (("Stilte",), "Wacht even."),
        (("Stilte", "Hoe lang"), "Tien tellen."),
    ]


def test_long_text_is_cut_between_sentences_with_one_of_overlap() -> None:
    text = "## Lang\n\n" + " ".join(f"Dit is zin nummer {i} over het werk van vandaag." for i in range(60))
    found = passages_of(document(text), max_words=60)

    assert len(found) > 5
    for before, after in itertools.pairwise(found):
        assert after.tekst.startswith("Dit is zin") and before.tekst.endswith("vandaag.")
        assert before.tekst.split(". ")[-1].rstrip(".") == after.tekst.split(". ")[0].rstrip(".")
        assert words_in(after.tekst) <= 60


def test_a_list_stays_whole_with_the_line_that_announces_it() -> None:
    text = "## Kop\n\n" + "Eerst wat tekst over dit onderwerp. " * 8 + "Drie stappen:\n\n- een\n- twee\n- drie\n\nDaarna verder."
    found = passages_of(document(text), max_words=30)

    assert [p.tekst for p in found if "- een" in p.tekst] == [p.tekst for p in found if "Drie stappen:\n\n- een\n- twee\n- drie" in p.tekst]
    assert sum("- een" in p.tekst for p in found) == 1


def test_a_table_stays_whole() -> None:
    rows = "\n".join(f"| dag {i} | iets doen met iemand |" for i in range(8))
    found = passages_of(document("## Kop\n\nTekst ervoor die al een paar woorden heeft.\n\n" + rows + "\n"), max_words=30)

    assert sum(rows in p.tekst for p in found) == 1


def test_abbreviations_and_initials_do_not_end_a_sentence() -> None:
    text = "Vraag bijv. naar dhr. J. de Vries. Dat helpt, d.w.z. soms. Klaar!"

    assert [text[a:b] for a, b in sentences(text)] == ["Vraag bijv. naar dhr. J. de Vries.", "Dat helpt, d.w.z. soms.", "Klaar!"]


def test_the_page_of_a_passage_is_where_it_begins() -> None:
    text = "## A\n\nEen zin hier.\n\n## B\n\nEen zin daar.\n"

    assert [p.pagina for p in passages_of(document(text, paginas=((0, 4), (text.index("## B"), 5))))] == [4, 5]


def test_front_matter_is_never_part_of_a_passage() -> None:
    text = "+++\nid = 'x'\n+++\n## A\n\nEen zin hier.\n"

    assert [p.tekst for p in passages_of(document(text, begin=text.index("## A")))] == ["Een zin hier."]


def test_an_id_outlives_spacing_and_place_but_not_other_words() -> None:
    assert passage_id("boek", "Wacht  even.\n") == passage_id("boek", "Wacht even.")
    assert passage_id("boek", "Wacht even.") != passage_id("boek", "Wacht nog even.")
    assert passage_id("boek", "Wacht even.") != passage_id("gids", "Wacht even.")
    assert text_hash("a  b") == text_hash("a b") != text_hash("ab")


def test_the_same_text_twice_in_one_document_has_two_ids() -> None:
    found = passages_of(document("## A\n\nZelfde tekst.\n\n## B\n\nZelfde tekst.\n"))

    assert len({p.id for p in found}) == 2


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from([*list("abcDE .!?\n-|#1"), "é", "’", "\t"]), max_size=600), st.integers(3, 40))
def test_every_passage_of_any_text_is_a_verbatim_slice_in_order(text: str, size: int) -> None:
    source = document(text)
    found = passages_of(source, max_words=size)

    assert all(source.tekst[p.begin : p.eind] == p.tekst and p.tekst.strip() == p.tekst != "" for p in found)
    assert [p.begin for p in found] == sorted(p.begin for p in found)
