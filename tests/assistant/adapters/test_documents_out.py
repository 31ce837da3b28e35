"""Paper: every word arrives literally in every form, the pages look as they were looked at, and files land only where they may."""

from __future__ import annotations

import csv
import io
import itertools
import os
import re
import unicodedata
import zipfile
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.documents_out import FORMS, PdfWriter, check_name, csv_cell, put_file, writer
from assistant.adapters.text_files import ContentFiles
from assistant.domain.dossier import Dossier
from assistant.engine.content import Content
from assistant.engine.exporting import AFTER, BLADEN, VOOR, make_blad, make_inzage
from assistant.engine.sheet_parts import sheet_texts
from assistant.errors import DocumentNotWritten, UnknownForm
from tests.assistant.engine.voorbeelddossier import OP, Bouw, na, rijk, vol

CONTENT = Content(ContentFiles())
PICTURES = Path(__file__).resolve().parents[2] / "data" / "bladen"
TEXT_FORMS = ("pdf", "docx", "html", "md")


def blad(soort: str, dossier: Dossier, voor: Any = "client") -> dict[str, Any]:
    return make_blad(soort, dossier, CONTENT, op=OP, voor=voor)


def squeezed(text: str) -> str:
    """Only the signs, without any white space: where a line is broken is the paper's business. NFKC undoes ligatures."""
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("\u200b", "")


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.tags: list[str] = []
        self.skip = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)
        self.skip += tag in ("style", "svg")

    def handle_endtag(self, tag: str) -> None:
        self.skip -= tag in ("style", "svg")

    def handle_data(self, data: str) -> None:
        if not self.skip:
            self.parts.append(data)


def read_text(form: str, data: bytes) -> str:
    """What a reader of the file sees, by an independent reader."""
    if form == "pdf":
        import pypdf

        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    if form == "docx":
        import docx

        document = docx.Document(io.BytesIO(data))
        texts = [p.text for p in document.paragraphs]
        texts += [p.text for t in document.tables for row in t.rows for cell in row.cells for p in cell.paragraphs]
        return "\n".join(texts)
    html = data.decode("utf-8")
    if form == "md":
        from markdown_it import MarkdownIt

        html = MarkdownIt("commonmark", {"html": True}).render(html)
    parser = _Text()
    parser.feed(html)
    return "".join(parser.parts)


@pytest.mark.parametrize("form", TEXT_FORMS)
@pytest.mark.parametrize("soort", BLADEN)
@pytest.mark.parametrize("voor", VOOR)
def test_every_text_of_the_sheet_is_in_the_file(form: str, soort: str, voor: str) -> None:
    made = blad(soort, vol(), voor)

    seen = squeezed(read_text(form, writer(form).write(made)))

    for text in sheet_texts(made):
        assert squeezed(text) in seen or text == "ik", text


HOSTILE = {
    "haken": "[haken] en [link](http://x.nl) ![p](q)",
    "typst": '#emph[x] #eval("1+1") $x^2$ *sterk* _schuin_ `code` = kop @ref <label> // weg /* weg */ \\ #panic()',
    "html": '<script>alert(1)</script> <img src=x onerror="alert(1)"> &amp; &lt; </p></main>',
    "markdown": "# kop\n- punt\n1. een\n> citaat\n---\n***\n| a | b |\n~~weg~~ ```\n    code",
    "formule": "=1+1 +2 -3 @SUM(A1) =cmd|'/c calc'!A0",
    "sjabloon": "{{7*7}} {% raw %} ${7*7} %s %(x)s {naam} {0}",
    "emoji": "😀 👩‍👩‍👧 🇳🇱 ✊🏽 ☕",
    "accenten": "Zoë, naïef, reünie, één, Çelik, Łukasz, ﬁ, Ω ж",
    "aanhaling": "\"dubbel\" 'enkel' “krul” ‘krul’ „laag” 's ochtends",
    "json": '{"a": "\\u0000", "b": null} \\n \\" \\\\',
}


@pytest.mark.parametrize("form", TEXT_FORMS)
@pytest.mark.parametrize("name", HOSTILE)
def test_what_looks_like_markup_comes_out_as_it_was_said(form: str, name: str) -> None:
    said = HOSTILE[name]
    b = Bouw(roepnaam=said[:30].replace("\n", " "))
    u = b.zeg("wonen", said)
    b.kracht(u, b.dossier.uiting(u).tekst, "ik_kan")
    d = b.doel(said, u, waarom=said)
    b.actie(said, u, doel=d, waar=said, als_het_tegenzit=said, wanneer=said)

    for soort in ("inventarisatie", "plan"):
        seen = squeezed(read_text(form, writer(form).write(blad(soort, b.dossier))))
        assert seen.count(squeezed(said)) >= (1 if soort == "inventarisatie" else 4)


@pytest.mark.parametrize("said", ["שלום עולם", "مرحبا بالعالم", "دوست من"])
def test_words_from_right_to_left_keep_all_their_letters(said: str) -> None:
    b = Bouw()
    u = b.zeg("wonen", said)
    b.kracht(u, said, "ik_kan")
    made = blad("inventarisatie", b.dossier)

    for form in ("docx", "html", "md"):
        assert squeezed(said) in squeezed(read_text(form, writer(form).write(made)))
    letters = set(squeezed(said))
    seen = squeezed(read_text("pdf", writer("pdf").write(made)))
    assert letters <= set(seen) or letters <= set(unicodedata.normalize("NFKC", seen))


@pytest.mark.parametrize("form", TEXT_FORMS)
@pytest.mark.parametrize(
    "said", ["woord " * 1667, "x" * 10_000, "lang-woord-met-streepjes-" * 400], ids=["zinnen", "een woord", "streepjes"]
)
def test_ten_thousand_signs_arrive_whole(form: str, said: str) -> None:
    b = Bouw()
    u = b.zeg("wonen", said)
    b.kracht(u, b.dossier.uiting(u).tekst, "ik_kan")

    seen = squeezed(read_text(form, writer(form).write(blad("inventarisatie", b.dossier))))

    # the footer of each page stands between the words on paper
    seen = seen.replace(squeezed("Dit blad is van mij. Ik mag er alles op veranderen."), "")
    seen = re.sub(r"Bladzijde\d+van\d+", "", seen)
    assert squeezed(said) in seen


def test_a_word_without_an_end_stays_on_the_paper() -> None:
    """Nothing may run off the right edge: there the page is white."""
    from PIL import Image

    b = Bouw()
    u = b.zeg("wonen", "x" * 3_000)
    b.kracht(u, "x" * 3_000, "ik_kan")

    for picture in PdfWriter().pictures(blad("inventarisatie", b.dossier), ppi=40):
        image = Image.open(io.BytesIO(picture)).convert("L")
        edge = image.crop((image.width - 20, 0, image.width, image.height))
        assert edge.getextrema() == (255, 255)


def test_the_pdf_is_tagged_dutch_and_has_real_text() -> None:
    import pypdf

    data = writer("pdf").write(blad("plan", vol()))
    root = pypdf.PdfReader(io.BytesIO(data)).trailer["/Root"]

    assert root["/Lang"].lower().startswith("nl")
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert b"pdfuaid" in data
    info = pypdf.PdfReader(io.BytesIO(data)).metadata
    assert info is not None and info.title == "Mijn plan" and not info.author


def test_the_same_sheet_gives_the_same_pdf() -> None:
    assert writer("pdf").write(blad("plan", vol())) == writer("pdf").write(blad("plan", vol()))


@pytest.mark.parametrize(
    ("soort", "voor", "pages"), [("kompas", "client", 1), ("netwerk", "client", 1), ("plan", "client", 1), ("tkb", "dossier", 2)]
)
def test_a_sheet_is_as_many_pages_as_it_should_be(soort: str, voor: str, pages: int) -> None:
    import pypdf

    for dossier in (vol(), Bouw().dossier):
        assert len(pypdf.PdfReader(io.BytesIO(writer("pdf").write(blad(soort, dossier, voor)))).pages) == pages


@pytest.mark.parametrize("soort", BLADEN)
def test_the_small_page_holds_the_same_words(soort: str) -> None:
    import pypdf

    made = blad(soort, vol())
    data = writer("pdf-a5").write(made)

    seen, pages = squeezed(read_text("pdf", data)), pypdf.PdfReader(io.BytesIO(data)).pages
    assert all(squeezed(text) in seen for text in sheet_texts(made))
    assert round(float(pages[0].mediabox.width) / 72 * 25.4) == 148
    if soort == "kompas":
        assert len(pages) == 1


def test_a_kompas_with_many_words_grows_instead_of_losing_them() -> None:
    lines = [f"dit is regel {n} met nogal wat woorden erin" for n in range(30)]
    dossier = vol().replace(rooms={"kompas": {"vakken": [{"id": "jezelf_zijn", "regels": lines}]}})

    seen = squeezed(read_text("pdf", writer("pdf").write(blad("kompas", dossier))))

    assert all(squeezed(line) in seen for line in lines)


@pytest.mark.parametrize("form", ["html"])
def test_the_web_page_fetches_nothing_and_runs_nothing(form: str) -> None:
    for soort in BLADEN:
        html = writer(form).write(blad(soort, vol())).decode()
        parser = _Text()
        parser.feed(html)
        assert not {"script", "link", "iframe", "img", "object", "form"} & set(parser.tags)
        assert not re.search(r"(?:src|href|action)\s*=|url\(|@import", html)
        assert html.startswith('<!DOCTYPE html>\n<html lang="nl">')
        levels = [int(t[1]) for t in parser.tags if re.fullmatch(r"h[1-6]", t)]
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


def test_the_word_file_is_dutch_names_nobody_and_is_valid() -> None:
    data = writer("docx").write(blad("plan", rijk()))

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        core, styles = archive.read("docProps/core.xml").decode(), archive.read("word/styles.xml").decode()
    assert "python-docx" not in core
    assert "Mijn plan" in core
    assert 'w:val="nl-NL"' in styles and 'w:val="en-US"' not in styles


def test_the_calendar_has_one_entry_per_dated_step_with_a_lasting_name() -> None:
    import icalendar

    def events(dossier: Dossier) -> list[Any]:
        calendar = icalendar.Calendar.from_ical(writer("ics").write(blad("plan", dossier)))
        return [c for c in calendar.walk() if c.name == "VEVENT"]

    (event,) = events(rijk())
    assert str(event["SUMMARY"]) == "Ik schrijf me in op de lijst voor een woning."
    assert event["DTSTART"].dt.isoformat() == "2026-11-28T10:30:00+01:00"
    assert str(event["DTSTART"].params["TZID"]) == "Europe/Amsterdam"
    assert str(event["LOCATION"]) == "in de bibliotheek"

    moved = rijk()
    plan = moved.plan.replace(
        acties=tuple(a.replace(datum=date(2027, 7, 3), wanneer="die zaterdag") if a.datum else a for a in moved.plan.acties)
    )
    (later,) = events(moved.replace(plan=plan))
    assert later["UID"] == event["UID"]
    assert later["DTSTART"].dt == date(2027, 7, 3)


def test_a_calendar_cannot_be_broken_open_by_what_was_said() -> None:
    import icalendar

    b = Bouw()
    u = b.zeg("wonen", "Ik wil")
    b.actie("Bel\r\nEND:VEVENT\r\nBEGIN:VEVENT;x,y\\z", u, datum=date(2026, 12, 1), waar="a\nATTACH:file:///etc/passwd")

    calendar = icalendar.Calendar.from_ical(writer("ics").write(blad("plan", b.dossier)))

    (event,) = [c for c in calendar.walk() if c.name == "VEVENT"]
    assert "ATTACH" not in event
    assert "END:VEVENT" in str(event["SUMMARY"])


def test_without_a_date_there_is_no_calendar_and_it_says_why() -> None:
    with pytest.raises(DocumentNotWritten, match="datum"):
        writer("ics").write(blad("plan", Bouw().dossier))


def test_an_unknown_form_is_refused_by_name() -> None:
    with pytest.raises(UnknownForm, match="'xls'"):
        writer("xls")


@pytest.mark.parametrize("form", TEXT_FORMS)
def test_inzage_can_be_made_in_every_form(form: str) -> None:
    made = make_inzage(vol(), CONTENT, op=OP)

    seen = squeezed(read_text(form, writer(form).write(made)))

    for text in sheet_texts(made):
        assert squeezed(text) in seen, text


# -- looked at once, compared ever after ----------------------------------------------------------

LOOKED_AT = [
    ("plan", "client"),
    ("plan", "dossier"),
    ("inventarisatie", "client"),
    ("inventarisatie", "dossier"),
    ("kompas", "client"),
    ("netwerk", "client"),
    ("tkb", "dossier"),
    ("zelfregulering", "client"),
    ("verloop", "dossier"),
    ("afscheid", "client"),
]


@pytest.mark.parametrize(("soort", "voor"), LOOKED_AT)
def test_the_first_page_looks_as_it_was_looked_at(soort: str, voor: str) -> None:
    """KIJK=1 writes the pictures anew; look at them before you keep them. A small shift of a letter is let through, a block is not."""
    from PIL import Image, ImageChops

    picture = PdfWriter().pictures(blad(soort, na() if soort in AFTER else vol(), voor), ppi=36)[0]
    path = PICTURES / f"{soort}-{voor}.png"
    image = Image.open(io.BytesIO(picture)).convert("L")
    if os.environ.get("KIJK"):
        image.save(path, optimize=True)
    stored = Image.open(path).convert("L")

    assert image.size == stored.size
    histogram = ImageChops.difference(image, stored).histogram()
    far = sum(histogram[64:])
    assert far <= image.width * image.height * 0.004, f"{far} punten anders; kijk met KIJK=1 en bekijk {path.name}"


# -- P17: an export goes only where it was pointed ------------------------------------------------


def _hostile_names() -> list[str]:
    names = [
        "",
        " ",
        ".",
        "..",
        "...",
        "../x.pdf",
        "..\\x.pdf",
        "/etc/x",
        "\\\\server\\x",
        "C:\\x.pdf",
        "C:x.pdf",
        "a/b.pdf",
        "a\\b.pdf",
        "./x",
        "~x",
        "~/x",
        "-rf",
        ".verborgen",
    ]
    names += [
        "x\0.pdf",
        "x\n.pdf",
        "x\r.pdf",
        "x\t.pdf",
        "x\x1b[2J.pdf",
        "x\x7f.pdf",
        "x:y.pdf",
        "x*.pdf",
        "x?.pdf",
        'x".pdf',
        "x<y.pdf",
        "x>y.pdf",
        "x|y.pdf",
    ]
    names += [
        "x.pdf.",
        "x.pdf ",
        " x.pdf",
        "a..b.pdf",
        "x\u202efdp.exe",
        "x\u200b.pdf",
        "x\u2028y.pdf",
        "\ufeffx.pdf",
        "x\udc80.pdf",
        "x" * 300,
        "é" * 100,
        "😀" * 40,
    ]
    reserved = ["con", "prn", "aux", "nul", "clock$", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10)), "com¹", "lpt²"]
    names += reserved + [f"{r}.pdf".upper() for r in reserved] + ["nul .pdf", "CON.plan.pdf", "Aux.tar.gz"]
    return names


def test_a_hundred_hostile_names_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "wens"
    folder.mkdir()
    names = _hostile_names()
    assert len(names) >= 95

    refused = 0
    for name in names:
        with pytest.raises(DocumentNotWritten):
            put_file(folder, name, b"x")
        refused += 1

    assert refused == len(names)
    assert sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*")) == [Path("wens")]


def test_links_and_places_that_are_taken_are_not_written_through(tmp_path: Path) -> None:
    folder, outside = tmp_path / "map", tmp_path / "buiten.txt"
    folder.mkdir()
    outside.write_text("blijf af")
    (folder / "plan.pdf").symlink_to(outside)
    (folder / "plan-2.pdf").symlink_to(tmp_path / "bestaat-niet")
    (folder / "plan-3.pdf").mkdir()
    (folder / "plan-4.pdf").write_text("van een ander")

    made = put_file(folder, "plan.pdf", b"nieuw")

    assert made.name == "plan-5.pdf"
    assert made.read_bytes() == b"nieuw"
    assert outside.read_text() == "blijf af"
    assert not (tmp_path / "bestaat-niet").exists()
    assert (folder / "plan-4.pdf").read_text() == "van een ander"


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_a_file_is_for_its_owner_only_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        made = put_file(tmp_path, "plan.pdf", b"x")
    finally:
        os.umask(before)

    assert made.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    for place in (tmp_path / "nergens", tmp_path / "bestand"):
        if place.name == "bestand":
            place.write_text("x")
        with pytest.raises(DocumentNotWritten):
            put_file(place, "plan.pdf", b"x")
    assert not (tmp_path / "nergens").exists()


def test_nothing_is_put_in_the_programs_own_folder_not_even_through_a_link(tmp_path: Path) -> None:
    own = tmp_path / "gegevens"
    (own / "dossiers").mkdir(parents=True)
    (tmp_path / "link").symlink_to(own)

    for place in (own, own / "dossiers", tmp_path / "link" / "dossiers"):
        with pytest.raises(DocumentNotWritten, match="gegevensmap"):
            put_file(place, "plan.pdf", b"x", forbidden=own)


def test_a_disk_that_fills_up_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(DocumentNotWritten, match="ruimte"):
        put_file(tmp_path, "plan.pdf", b"x" * 1000)
    assert list(tmp_path.iterdir()) == []


def test_ordinary_names_pass() -> None:
    for name in ("plan-2026-11-22.pdf", "Mijn plan.docx", "plan Zoë.pdf", "compleet.pdf", "console.pdf", "nulmeting.md"):
        assert check_name(name) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1", "|x", "%x", "＝1", "=cmd|'/c calc'!A0"])
def test_a_cell_is_no_formula(cell: str) -> None:
    row = io.StringIO()
    csv.writer(row).writerow([csv_cell(cell)])

    (read,) = next(csv.reader(io.StringIO(row.getvalue(), newline="")))
    assert read[0] == "'"
    assert read[1:] == cell


def test_an_ordinary_cell_stays_what_it_is() -> None:
    assert csv_cell("Ik wil 2+2 kunnen") == "Ik wil 2+2 kunnen"


def test_every_form_the_command_offers_has_a_writer() -> None:
    assert {writer(form).form for form in FORMS} == set(FORMS)


def test_the_words_of_a_photo_stand_right_under_it_whatever_its_shape() -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
    photo = {"vorm": "png", "breedte": 400, "hoogte": 100, "draai": 1, "data": dot, "alt": "foto", "tekst": "Onderschrift"}
    sheet = blad("netwerk", rijk())
    sheet["blokken"] = [{"soort": "fotos", "kop": "Kopregel", "items": [photo]}]
    page = pypdfium2.PdfDocument(PdfWriter().write(sheet))[0]
    text = page.get_textpage()

    def bottom(word: str) -> float:
        at, _ = text.search(word).get_next()
        return float(text.get_charbox(at)[1])

    assert 0 < bottom("Kopregel") - bottom("Onderschrift") < 120  # points; the photo itself is about 60 high


def test_a_line_without_a_label_has_no_empty_bold_in_markdown() -> None:
    from assistant.adapters.documents_out.markdown import _fields

    rows = [{"kop": "", "tekst": "Tijd en ruimte.", "leeg": False}, {"kop": "Team", "tekst": "Noord", "leeg": False}]
    assert _fields(rows).splitlines()[0] == "- Tijd en ruimte."
    assert "**Team** Noord" in _fields(rows)
