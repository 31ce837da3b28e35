"""The sources on screen: real files in, what was read, removing, a passage with what stands around it, searching while typing."""

from __future__ import annotations

import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, Static

from assistant.adapters.documents_in import LimitedReader
from assistant.domain.actieplan import Bronverwijzing
from assistant.domain.guidance import LEESBAAR
from tests.assistant.engine.test_guiding import Place
from tests.fakes import FakeThinker, a_thinker, an_assistant
from tests.tui.helpers import SMALL, TINY, WIDE, an_app, on_screen, shown, text_of, until
from tui.screens.corpus_forms import AddSourceScreen
from tui.screens.passage import PassageScreen
from tui.widgets.choice_list import Lines, SourceList
from tui.widgets.pick import Pick

SIZES = pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
WML = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SLOW_S = 90.0
"""Real files are read in a process of their own, which takes its time on a busy machine."""


def docx(path: Path) -> Path:
    """A real little Word file: two headings, a list, a header that is not text of the document."""

    def p(text: str, style: str = "") -> str:
        return f"<w:p>{f'<w:pPr><w:pStyle w:val={chr(34)}{style}{chr(34)}/></w:pPr>' if style else ''}<w:r><w:t>{text}</w:t></w:r></w:p>"

    body = (
        p("Huisregels van de Wilg", "Heading1")
        + p("De sleutel", "Heading2")
        + p("Wie na tien uur thuiskomt, haalt een druppelsleutel bij de portier. De portier schrijft niets op.")
        + p("Bezoek", "Heading2")
        + p("Bezoek is welkom tot negen uur. Vraag het eerst aan uw huisgenoot.")
    )
    styles = "".join(f'<w:style w:type="paragraph" w:styleId="Heading{n}"><w:name w:val="heading {n}"/></w:style>' for n in (1, 2))
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(
            "[Content_Types].xml", '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        )
        file.writestr("word/document.xml", f"<w:document {WML}><w:body>{body}</w:body></w:document>")
        file.writestr("word/styles.xml", f"<w:styles {WML}>{styles}</w:styles>")
        file.writestr("word/header1.xml", f"<w:hdr {WML}><w:p><w:r><w:t>Vertrouwelijk</w:t></w:r></w:p></w:hdr>")
    return path


def pdf(path: Path) -> Path:
    """A real PDF of three pages with a running head and page numbers."""
    import typst

    pages = "\n#pagebreak()\n".join(
        f"= {title}\n{title} begint klein. " + " ".join(f"Vraag naar {thing} en schrijf op wat daarover verteld wordt." for thing in things)
        for title, things in (
            ("Kennismaken", ("de fiets", "de hond", "de buurman", "de soep")),
            ("Vooruitkijken", ("de markt", "de kerk", "het koor", "de moestuin")),
            ("Afscheid", ("de krant", "de sleutel", "het bankje", "de jas")),
        )
    )
    source = f'#set page(width: 15cm, height: 12cm, header: [Werkboek Zomerlicht], numbering: "1")\n#set text(lang: "nl")\n{pages}\n'
    path.with_suffix(".typ").write_text(source, encoding="utf-8")
    path.write_bytes(typst.compile(str(path.with_suffix(".typ"))))
    path.with_suffix(".typ").unlink()
    return path


def thinker(place: Place) -> FakeThinker:
    desk = place.desk
    helper = a_thinker()
    names = {f"corpus-{w}": w.replace("-", "_") for w in ("lijst", "document", "voeg-toe", "verwijder", "bouw", "stand", "controleer")}
    helper.answers |= {
        name: getattr(desk, method) for name, method in {**names, "zoek": "zoek", "leidraad": "leidraad", "passage": "passage"}.items()
    }
    return helper


def reading(root: Path) -> Place:
    """The small corpus of the engine's tests, with the real reader."""
    return Place(root, read=LimitedReader().read_with_warnings)


async def at_sources(pilot: Any) -> Any:
    await on_screen(pilot, "HomeScreen")
    await pilot.press("alt+b")
    screen = await on_screen(pilot, "CorpusScreen")
    await until(pilot, lambda: screen._documents)
    return screen


async def add(pilot: Any, path: Path, *, kind: str = "", title: str = "") -> None:
    await pilot.press("f2")
    form = await on_screen(pilot, "AddSourceScreen")
    form.query_one("#erbij-pad", Input).value = str(path)
    form.query_one("#erbij-titel", Input).value = title
    if kind:
        form.query_one("#erbij-soort", Pick).choose(kind)
    await pilot.press("f2")


@SIZES
async def test_real_files_go_in_are_told_of_found_and_taken_out_again(tmp_path: Path, size: tuple[int, int]) -> None:
    place = reading(tmp_path)
    files = tmp_path / "map"
    files.mkdir()
    docx(files / "huisregels.docx")
    pdf(files / "werkboek.pdf")
    (files / "stuk.docx").write_bytes(b"PK geen zip")
    (files / "plaatje.png").write_bytes(b"\x89PNG")
    app = an_app(an_assistant(thinker=thinker(place)), dossier=False)
    async with app.run_test(size=size) as pilot:
        screen = await at_sources(pilot)
        assert "Nog niets" in shown(app) and "Over geld" in shown(app)
        await add(pilot, files, kind="protocol")
        await until(pilot, lambda: type(app.screen).__name__ == "ReadScreen", within=SLOW_S)
        await until(pilot, lambda: any("stuk.docx: niet toegevoegd" in str(s.content) for s in app.screen.query(Static)))
        told = "\n".join(str(s.content) for s in app.screen.query(Static))
        assert "stuk.docx: niet toegevoegd" in told and "beschadigd" in told and "plaatje" not in told
        assert "Huisregels van de Wilg" in told and "Weggelaten: kop- en voetteksten." in told
        assert "3 bladzijden" in told and "(‘Werkboek Zomerlicht’) en bladzijdenummers." in told
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen and not screen._asking and len(screen._documents) == 5)
        assert "2 toegevoegd, 1 niet" in text_of(app, "#bronnen-melding")
        own = [d for d in screen._documents.values() if d["herkomst"] == "toegevoegd"]
        assert {d["soort_bron"] for d in own} == {"protocol"} and all(d["toegevoegd_op"] == "" or "T" in d["toegevoegd_op"] for d in own)

        box = screen.query_one("#bronnen-lijst", Lines)
        await until(pilot, lambda: box.highlighted_id in {d["id"] for d in own})
        wanted = next(d["id"] for d in own if "huisregels" in d["id"])
        box.highlighted = next(i for i in range(box.option_count) if box.get_option_at_index(i).id == wanted)
        await pilot.press("enter")
        await on_screen(pilot, "ReadScreen")
        assert "De sleutel" in "\n".join(str(s.content) for s in app.screen.query(Static))
        await pilot.press("escape")

        await pilot.press("f3")
        search = await on_screen(pilot, "SearchScreen")
        search.query_one(Input).value = "druppelsleutel portier"
        await until(pilot, lambda: search._passages and search._passages[0].document == wanted)
        search.query_one(SourceList).focus()
        await pilot.press("enter")
        passage = await on_screen(pilot, "PassageScreen")
        await until(pilot, lambda: passage._reference)
        assert "protocol" in text_of(app, "#passage-bron") and "geen tekst van de methode" in text_of(app, "#passage-bron")
        await pilot.press("escape", "escape", "escape")
        await until(pilot, lambda: app.screen is screen)

        await pilot.press("x")
        await on_screen(pilot, "ConfirmScreen")
        await pilot.press("enter")  # the safe answer has the focus
        await until(pilot, lambda: app.screen is screen)
        assert wanted in screen._documents and place.source.digests().get(wanted)
        await pilot.press("x")
        await on_screen(pilot, "ConfirmScreen")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: app.screen is screen and wanted not in screen._documents)
        assert "weggehaald" in text_of(app, "#bronnen-melding") and wanted not in place.source.digests()


async def test_what_ships_stays_and_nothing_is_taken_away_without_a_choice(tmp_path: Path) -> None:
    place = reading(tmp_path)
    app = an_app(an_assistant(thinker=thinker(place)), dossier=False)
    async with app.run_test(size=SMALL) as pilot:
        screen = await at_sources(pilot)
        await pilot.press("x")
        await until(pilot, lambda: "hoort bij het programma" in text_of(app, "#bronnen-melding"))
        assert app.screen is screen
        await pilot.press("k")
        await until(pilot, lambda: "alles in orde" in text_of(app, "#bronnen-melding"))
        await pilot.press("v")
        await until(pilot, lambda: "nog niets toegevoegd" in text_of(app, "#bronnen-melding"))


async def test_while_a_book_is_read_keys_work_and_the_old_index_answers(tmp_path: Path) -> None:
    go = threading.Event()
    real = LimitedReader()

    def slow(path: str) -> Any:
        go.wait(30)
        return real.read_with_warnings(path)

    place = Place(tmp_path, read=slow)
    book = tmp_path / "boek.txt"
    book.write_text("Rozentuin\n\nIn de rozentuin is het stil. Wie wil, harkt daar het pad aan.\n", encoding="utf-8")
    app = an_app(an_assistant(thinker=thinker(place)), dossier=False)
    async with app.run_test(size=SMALL) as pilot:
        screen = await at_sources(pilot)
        place.desk.zoek({"vraag": "ecogram"})
        await add(pilot, book)
        await until(pilot, lambda: app.screen is screen and "boek.txt (1 van 1)" in shown(app))
        await pilot.press("f2")
        await until(pilot, lambda: "Er wordt al iets" in text_of(app, "#bronnen-melding"))
        await pilot.press("f3")
        search = await on_screen(pilot, "SearchScreen")
        search.query_one(Input).value = "ecogram tekenen"
        await until(pilot, lambda: search._passages and search._passages[0].document == "netwerk")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("escape")  # leaving stops nothing
        await on_screen(pilot, "HomeScreen")
        go.set()
        await until(pilot, lambda: "eigen-boek" in place.source.digests(), within=SLOW_S)
        await until(pilot, lambda: any("1 toegevoegd" in n.message for n in app._notifications), within=SLOW_S)
        screen = await at_sources(pilot)
        assert "eigen-boek" in screen._documents and not screen.query_one("#bronnen-bezig").display


@SIZES
async def test_the_picker_shows_folders_and_only_files_that_can_be_read(tmp_path: Path, size: tuple[int, int]) -> None:
    for name in ("boek.pdf", "foto.jpg", ".geheim.txt", "[red]stuk[bold].txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "onder").mkdir()
    app = an_app(dossier=False)
    got: list[Any] = []
    async with app.run_test(size=size) as pilot:
        await on_screen(pilot, "HomeScreen")
        app.push_screen(AddSourceScreen(tmp_path), got.append)
        form = await on_screen(pilot, "AddSourceScreen")
        await pilot.press("f6")
        await until(pilot, lambda: "boek.pdf" in shown(app))
        assert "onder" in shown(app) and "[red]stuk[bold]" in shown(app) and "foto" not in shown(app) and "geheim" not in shown(app)
        await pilot.press("f6", "f2")
        assert "Kies eerst" in text_of(app, "#erbij-melding")
        form.query_one("#erbij-pad", Input).value = str(tmp_path / "foto.jpg")
        await pilot.press("f2")
        assert "worden niet gelezen" in text_of(app, "#erbij-melding")
        form.query_one("#erbij-pad", Input).value = str(tmp_path / "weg.pdf")
        await pilot.press("enter")
        assert "bestaat niet" in text_of(app, "#erbij-melding")
        form.query_one("#erbij-pad", Input).value = str(tmp_path / "onder")
        await pilot.press("f2")
        await until(pilot, lambda: got)
    assert got == [{"paden": [str(tmp_path / "onder")], "soort_bron": "anders", "titel": ""}]


def test_what_the_picker_offers_is_what_the_reader_reads() -> None:
    from assistant.adapters.documents_in.limited import FORMS

    assert set(LEESBAAR) == set(FORMS)


async def test_the_screen_is_reached_from_the_palette_and_does_not_break_when_tiny(tmp_path: Path) -> None:
    app = an_app(an_assistant(thinker=thinker(reading(tmp_path))), dossier=False)
    async with app.run_test(size=TINY) as pilot:
        await on_screen(pilot, "HomeScreen")
        await pilot.press("ctrl+p", *"bronnen")
        await until(pilot, lambda: "overal: Bronnen" in shown(app))
        await pilot.press("escape")
        screen = await at_sources(pilot)
        assert "Over geld" in shown(app)
        await pilot.press("f1")
        await until(pilot, lambda: "Alles blijft op deze computer" in "\n".join(str(s.content) for s in app.screen.query(Static)))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)


# -- a passage -------------------------------------------------------------------------------------


@SIZES
async def test_a_saved_citation_opens_and_says_when_its_source_changed_or_went(tmp_path: Path, size: tuple[int, int]) -> None:
    text = "Eerst dit. Welkom in huis.\n\nSleutel\n\nDe deur gaat om tien uur dicht.\n\nBezoek\n\nBezoek mag tot negen uur.\n"
    place = reading(tmp_path)
    (tmp_path / "huis.md").write_text(text.replace("Sleutel", "## Sleutel").replace("\nBezoek\n", "\n## Bezoek\n"), encoding="utf-8")
    place.desk.voeg_toe({"paden": [str(tmp_path / "huis.md")], "soort_bron": "protocol", "titel": "Huisregels"})
    hit = next(p for p in place.desk.zoek({"vraag": "deur tien uur dicht", "k": 8})["passages"] if p["kop"] == ["Sleutel"])
    cite = Bronverwijzing(
        passage=hit["id"], document=hit["titel"], document_id=hit["document"], kop=tuple(hit["kop"]), tekst_hash=hit["tekst_hash"]
    )
    old = cite.replace(document_id="", tekst_hash="")  # as dossiers kept it before
    app = an_app(an_assistant(thinker=thinker(place)), dossier=False)
    async with app.run_test(size=size) as pilot:
        await on_screen(pilot, "HomeScreen")

        async def opened(what: Bronverwijzing) -> str:
            app.push_screen(PassageScreen(app.assistant, citation=what))  # type: ignore[arg-type]
            screen = await on_screen(pilot, "PassageScreen")
            await until(pilot, lambda: "opgezocht" not in text_of(app, "#passage-toestand"))
            await pilot.pause()
            seen = "\n".join(str(s.content) for s in screen.query(Static) if s.display)
            if screen._reference:
                await pilot.press("c")
                assert app.clipboard == screen._reference
            await pilot.press("escape")
            return seen

        place.desk.bouw({"opnieuw": True})
        for one in (cite, old):
            seen = await opened(one)
            assert "om tien uur dicht" in seen and "Welkom in huis" in seen and "tot negen uur" in seen and "Bron " not in seen
            assert "Soort bron: protocol" in seen and "Verwijzing: Huisregels, Sleutel [protocol" in seen
        (tmp_path / "huis.md").write_text("## Sleutel\n\nDe deur gaat om elf uur dicht, ook op zondag.\n", encoding="utf-8")
        place.desk.voeg_toe({"paden": [str(tmp_path / "huis.md")], "soort_bron": "protocol", "titel": "Huisregels"})
        for one in (cite, old):
            seen = await opened(one)
            assert "Bron gewijzigd" in seen and "elf uur" in seen and "tien uur" not in seen
        (tmp_path / "huis.md").write_text("## Iets anders\n\nHier staat nu heel iets anders over de tuin.\n", encoding="utf-8")
        place.desk.voeg_toe({"paden": [str(tmp_path / "huis.md")], "soort_bron": "protocol", "titel": "Huisregels"})
        seen = await opened(cite)
        assert "is er nog, maar deze plek" in seen and "tuin" not in seen
        place.desk.verwijder({"id": cite.document_id})
        for one in (cite, old):
            assert "Bron verwijderd: ‘Huisregels’" in await opened(one)


async def test_without_a_helper_the_words_that_were_found_stay(tmp_path: Path) -> None:
    place = reading(tmp_path)
    hit = place.desk.zoek({"vraag": "ecogram"})["passages"][0]
    from assistant.engine.conversing import read_passages

    passage = read_passages({"passages": [hit]})[0]
    app = an_app(an_assistant(thinker=FakeThinker({})), dossier=False)
    async with app.run_test(size=SMALL) as pilot:
        await on_screen(pilot, "HomeScreen")
        app.push_screen(PassageScreen(app.assistant, passage, waarom="het woord ecogram"))  # type: ignore[arg-type]
        await on_screen(pilot, "PassageScreen")
        await until(pilot, lambda: "niet te tonen" in text_of(app, "#passage-toestand"))
        assert "tekening met de cliënt" in text_of(app, "#passage-woorden") and "het woord ecogram" in text_of(app, "#passage-bron")


# -- searching and guidance ------------------------------------------------------------------------


@SIZES
async def test_a_refusal_says_what_was_sought_what_is_nearest_and_that_it_is_no_answer(tmp_path: Path, size: tuple[int, int]) -> None:
    place = reading(tmp_path)
    helper = thinker(place)
    helper.answers["zoek"] = lambda p: {
        **place.desk.zoek(p),
        "niets_gevonden": True,
        "waarom": "Dit staat niet in de bronnen. Het dichtst in de buurt komt ‘Praten over schulden’; dat is geen antwoord op de vraag.",
    }
    app = an_app(an_assistant(thinker=helper), dossier=False)
    async with app.run_test(size=size) as pilot:
        await on_screen(pilot, "HomeScreen")
        await pilot.press("f3")
        search = await on_screen(pilot, "SearchScreen")
        search.query_one(Input).value = "hoeveel schulden mag iemand hebben"
        await until(pilot, lambda: search._passages)
        told = text_of(app, "#zoek-melding")
        assert "Gezocht naar: hoeveel schulden mag iemand hebben" in told and "geen antwoord" in told
        assert "dichtst in de buurt; dit is geen antwoord" in shown(app) and len(search._passages) <= 3
        await pilot.press("enter", "enter")
        await on_screen(pilot, "PassageScreen")


async def test_only_the_newest_question_counts_and_typing_goes_on_while_searching(tmp_path: Path) -> None:
    place = reading(tmp_path)
    helper, hold = thinker(place), threading.Event()

    def slow(payload: Any) -> Any:
        if "traag" in payload["vraag"]:
            hold.wait(20)
        return place.desk.zoek(payload)

    helper.answers["zoek"] = slow
    app = an_app(an_assistant(thinker=helper), dossier=False)
    async with app.run_test(size=SMALL) as pilot:
        await on_screen(pilot, "HomeScreen")
        await pilot.press("f3")
        search = await on_screen(pilot, "SearchScreen")
        field = search.query_one(Input)
        field.value = "traag ecogram"
        await until(pilot, lambda: search._waiting.busy)
        await pilot.press("x", "y")
        assert field.value.endswith("xy")
        field.value = "praten over schulden"
        await until(pilot, lambda: search._passages and search._passages[0].document == "geld")
        hold.set()
        await pilot.pause(0.3)
        assert search._passages[0].document == "geld"


async def test_the_conversation_shows_why_a_passage_stands_there_and_nothing_when_nothing_fits(tmp_path: Path) -> None:
    from tests.tui.helpers import answer, talking

    helper = a_thinker()
    asked: list[dict[str, Any]] = []

    def guide(payload: Any) -> dict[str, Any]:
        asked.append(dict(payload))
        if "antwoord" in payload and "xyzzy" not in payload["antwoord"]:
            return {
                **helper.answers["zoek"]({**payload, "vraag": "open vragen"}),
                "aanleiding": "de cliënt zegt dat er niemand is",
                "gezocht": "ik heb niemand",
            }
        return {"niets_gevonden": True, "passages": [], "waarom": "", "aanleiding": "", "gezocht": ""}

    helper.answers["leidraad"] = guide
    app = an_app(an_assistant(thinker=helper))
    async with app.run_test(size=WIDE) as pilot:
        screen = await talking(pilot)
        await pilot.press("ctrl+l", "enter")
        await until(pilot, lambda: screen._stap.leefgebied == "wonen" and asked)
        await until(pilot, lambda: "past nu geen stuk" in text_of(app, "#handleiding-uitleg"))
        await answer(pilot, "Er is niemand.")
        await until(pilot, lambda: "Waarom u dit ziet: de cliënt zegt dat er niemand is" in text_of(app, "#handleiding-uitleg"))
        sent = next(p for p in asked if "antwoord" in p)
        assert sent["leefgebied"] == "wonen" and sent["antwoord"] == "Er is niemand." and sent["vraag"] and sent["basistaak"] == 2
        screen.show_view("handleiding")
        await pilot.press("f4")
        await on_screen(pilot, "PassageScreen")
        assert "niemand is" in text_of(app, "#passage-bron")
