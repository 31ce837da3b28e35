"""The short path on a dossier: prompts, boxes in the client's words, one step, photos on paper."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.documents_out import writer
from assistant.domain.actieplan import ActieStatus
from assistant.domain.values import Luisteraar
from assistant.engine.conversing import Conversation
from assistant.engine.exporting import make_blad
from assistant.engine.following import dutch_day
from assistant.engine.kompas import Compass
from assistant.engine.sheet_parts import sheet_texts
from assistant.errors import DocumentUnreadable, NotConfirmable, RuleError
from tests.assistant.domain.test_kompas import camera, picture
from tests.fakes import CONTENT, an_assistant


def a_compass(**dossier: Any) -> Compass:
    assistant = an_assistant(naam="J. de Wit")
    return Compass(Conversation(assistant, assistant.new_dossier(**dossier)))


def told(compass: Compass, vak: str, text: str) -> str:
    return compass.answer(compass.prompt_for(vak), text).id


def sheet(compass: Compass) -> dict[str, Any]:
    return make_blad("kompas", compass.dossier, CONTENT, op=compass.talk.assistant.clock.now())


def test_the_path_goes_by_five_signposts_and_four_boxes_and_every_prompt_once() -> None:
    compass = a_compass()
    seen = []
    while (prompt := compass.next_prompt()) is not None:
        seen.append(prompt)
        compass.pass_over(prompt)

    assert list(dict.fromkeys(p.halte for p in seen)) == ["aanleiding", "krachten", "waarden", "belemmeringen", "inzet"]
    assert [p.vak for p in seen if p.vak] == ["jezelf_zijn", "ertoe_doen", "meedoen", "erbij_horen"]
    assert len(seen) == len({p.id for p in seen}) <= 10
    assert all(p.tekst.endswith(("?", ".")) for p in seen)


def test_simple_dutch_for_who_wants_it_and_another_question_the_second_time() -> None:
    compass = a_compass(luisteraar=Luisteraar.LVB)

    first = compass.prompt_for("meedoen")
    compass.pass_over(first)

    assert first.tekst == "Wat doe je graag samen?"
    assert compass.prompt_for("meedoen").tekst == "Waar wil je bij zijn?"


def test_words_are_kept_verbatim_in_a_box_and_on_the_sheet() -> None:
    compass = a_compass()
    uid = told(compass, "meedoen", "  Zingen in ’t koor, “hard” 😀 ")
    reason = compass.path()[0]
    compass.answer(reason, "Ik ben mijn huis kwijt.")

    box = next(b for b in compass.boxes() if b.id == "meedoen")

    assert [r.tekst for r in box.regels] == ["Zingen in ’t koor, “hard” 😀"]
    assert compass.dossier.uiting(uid).vraag_tekst == compass.prompt_for("meedoen").tekst or compass.dossier.uiting(uid).vraag_tekst
    assert "Zingen in ’t koor, “hard” 😀" in sheet_texts(sheet(compass))
    assert "Ik ben mijn huis kwijt." not in " ".join(sheet_texts(sheet(compass)))


def test_corrected_words_take_the_place_of_the_first_and_words_taken_back_are_gone() -> None:
    compass = a_compass()
    first, second = told(compass, "meedoen", "zingen"), told(compass, "erbij_horen", "bij Rob")
    compass.talk.correct(first, "dansen")
    compass.talk.withdraw(second)

    texts = sheet_texts(sheet(compass))

    assert "dansen" in texts and "zingen" not in texts and "bij Rob" not in texts
    assert [r.tekst for b in compass.boxes() for r in b.regels] == ["dansen"]


def test_the_step_is_confirmed_by_name_rests_on_the_clients_words_and_stands_on_the_sheet() -> None:
    compass = a_compass()
    told(compass, "meedoen", "Ik zing graag.")

    actie_id = compass.take_step("Ik bel het koor.", wanneer="morgen", wie="mijn zus", door="J. de Wit")

    actie = compass.step()
    assert actie is not None and actie.id == actie_id and actie.status is ActieStatus.BEVESTIGD and actie.keuze is None
    assert [compass.dossier.uiting(u).tekst for u in actie.uitingen] == ["Ik bel het koor.", "Ik zing graag."]
    assert actie.datum is not None and (actie.datum - dutch_day(compass.now())).days == 1
    doel = compass.dossier.plan.get(actie.doel or "")
    assert doel is not None and doel.tekst == "Ik zing graag."
    one = next(b for b in sheet(compass)["blokken"] if b["soort"] == "eenstap")
    assert one["tekst"] == "Ik bel het koor." and "mijn zus" in one["regels"][1]["tekst"]


def test_without_a_name_or_a_moment_nothing_is_in_the_plan_and_trying_again_keeps_the_words_once() -> None:
    compass = a_compass()

    for wanneer, door in (("morgen", " "), ("", "J.")):
        with pytest.raises(NotConfirmable):
            compass.take_step("Taart bakken.", wanneer=wanneer, door=door, uiting_id="uiting-vast")
    with pytest.raises(RuleError):
        compass.take_step("  ", wanneer="morgen", door="J.")
    assert compass.dossier.plan.acties == () and compass.step() is None
    compass.take_step("Taart bakken.", wanneer="morgen", door="J.", uiting_id="uiting-vast")

    assert [u.tekst for u in compass.dossier.uitingen] == ["Taart bakken."]


def test_leaving_without_a_step_is_kept_as_a_choice_and_a_step_later_ends_it() -> None:
    compass = a_compass()

    compass.leave_without()
    assert compass.kompas.zonder_stap is not None and compass.dossier.plan.acties == ()
    compass.take_step("Taart bakken.", wanneer="zondag", door="J.")

    assert compass.kompas.zonder_stap is None


def test_a_box_line_can_leave_the_sheet_and_stays_in_the_talk() -> None:
    compass = a_compass()
    uid = told(compass, "meedoen", "zingen")

    compass.take_out(uid)

    assert "zingen" not in sheet_texts(sheet(compass))
    assert compass.dossier.geldige_uitingen[0].tekst == "zingen"


def test_a_photo_comes_from_a_file_and_stands_on_every_kind_of_paper(tmp_path: Path) -> None:
    from pypdf import PdfReader

    path = tmp_path / "zus.jpg"
    path.write_bytes(camera())
    compass = a_compass()
    told(compass, "erbij_horen", "bij mijn zus")
    foto = compass.add_photo(path, "mijn zus")
    compass.add_photo(_png(tmp_path))

    blad = sheet(compass)

    assert compass.talk.assistant.store.load(compass.dossier.id).rooms["kompas"]["fotos"][0]["id"] == foto.id
    assert not any(foto.data in text for text in sheet_texts(blad))
    pdf = PdfReader(BytesIO(writer("pdf").write(blad)))
    assert len(pdf.pages) == 2 and "mijn zus" in pdf.pages[1].extract_text()
    assert any(page.images for page in pdf.pages)
    assert b"data:image/jpeg;base64," in writer("html").write(blad)
    with zipfile.ZipFile(BytesIO(writer("docx").write(blad))) as doc:
        assert len([n for n in doc.namelist() if n.startswith("word/media/")]) == 2
        assert b'rot="5400000"' in doc.read("word/document.xml")
    assert "(mijn zus)" in writer("md").write(blad).decode()
    compass.drop_photo(foto.id)
    assert len(compass.kompas.fotos) == 1


def _png(folder: Path) -> Path:
    path = folder / "b.png"
    path.write_bytes(picture("PNG"))
    return path


def test_a_file_that_is_no_photo_or_is_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.jpg").write_text("geen foto")
    compass = a_compass()

    with pytest.raises(RuleError):
        compass.add_photo(tmp_path / "x.jpg")
    with pytest.raises(DocumentUnreadable):
        compass.add_photo(tmp_path / "weg.jpg")
    assert compass.dossier.version == 1


@pytest.mark.parametrize(("turn", "side"), [(1, "top"), (3, "bottom"), (6, "right"), (8, "left")])
def test_on_paper_the_right_side_is_up(tmp_path: Path, turn: int, side: str) -> None:
    """A picture with a red band along its stored top: after turning, the band is where a camera means it to be."""
    from PIL import Image, ImageDraw

    from assistant.adapters.documents_out.pdf import PdfWriter

    image = Image.new("RGB", (400, 300), "blue")
    ImageDraw.Draw(image).rectangle((0, 0, 399, 60), fill="red")
    exif = Image.Exif()
    exif[0x0112] = turn
    image.save(tmp_path / "foto.jpg", quality=95, exif=exif.tobytes())
    compass = a_compass()
    compass.add_photo(tmp_path / "foto.jpg")

    page = Image.open(BytesIO(PdfWriter().pictures(sheet(compass), ppi=40)[1])).convert("RGB")
    pixels = [(x, y, page.getpixel((x, y))) for x in range(page.width) for y in range(page.height)]
    red = [(x, y) for x, y, p in pixels if p[0] > 200 and p[2] < 80]
    blue = [(x, y) for x, y, p in pixels if p[2] > 200 and p[0] < 80]

    def middle(points: list[tuple[int, int]]) -> tuple[float, float]:
        return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)

    (rx, ry), (bx, by) = middle(red), middle(blue)
    found = ("right" if rx > bx else "left") if abs(rx - bx) > abs(ry - by) else ("bottom" if ry > by else "top")
    assert found == side
