"""A persona file: what is refused, and what a writer is told."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from assistant.adapters.text_files import ContentFiles
from assistant.domain.persona import SETTINGS, Persona, Stand, check
from assistant.domain.values import replace
from assistant.engine.content import Content
from assistant.errors import ContentError
from tests.fakes import CONTENT

PERSONAS = [CONTENT.load(name, Persona) for name in CONTENT.source.names("personas")]
PLAIN = """
id = "jan"
naam = "Jan"
leeftijd = 50
setting = "wijkteam"
krachten = ["tuin"]

[[feiten]]
id = "tuin"
tekst = "Jan heeft een tuin."
zeg = ["Ik heb een tuin.", "Mijn tuin, daar ben ik graag."]
vanaf = "midden"
soort = "kracht"
onderwerpen = ["tuin"]
"""


def persona(**changes: Any) -> Persona:
    return replace(Persona.model_validate(tomllib.loads(PLAIN)), **changes)


def from_file(folder: Path, text: str) -> Persona:
    (folder / "jan.toml").write_text(text, encoding="utf-8")
    return Content(ContentFiles(folder)).load("jan.toml", Persona)


def test_there_are_twelve_people_over_all_settings() -> None:
    assert len(PERSONAS) >= 12
    assert {p.setting for p in PERSONAS} == set(SETTINGS)
    assert min(p.leeftijd for p in PERSONAS) <= 17
    assert max(p.leeftijd for p in PERSONAS) >= 75


@pytest.mark.parametrize("person", PERSONAS, ids=lambda p: p.id)
def test_every_shipped_persona_is_rich_enough(person: Persona) -> None:
    assert check(person) == ()
    assert len(person.feiten) >= 14
    assert {Stand.LAAG, Stand.MIDDEN, Stand.HOOG} == {feit.vanaf for feit in person.feiten}


def test_an_unknown_key_names_file_key_and_line(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"jan\.toml, regel 6: kleur is geen bekende sleutel"):
        from_file(tmp_path, PLAIN.replace('krachten = ["tuin"]', 'kleur = "rood"\nkrachten = ["tuin"]').replace("\n\n[[", "\n[["))


def test_a_list_that_names_a_missing_feit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="krachten noemt boot"):
        from_file(tmp_path, PLAIN.replace('["tuin"]\n\n', '["boot"]\n\n'))


def test_one_way_of_saying_is_not_enough() -> None:
    with pytest.raises(ValidationError):
        Persona.model_validate(tomllib.loads(PLAIN.replace(', "Mijn tuin, daar ben ik graag."', "")))


def test_a_feit_id_may_stand_once_only() -> None:
    twice = PLAIN + PLAIN[PLAIN.index("[[feiten]]") :]
    with pytest.raises(ValidationError, match="komt twee keer voor"):
        Persona.model_validate(tomllib.loads(twice))


def test_the_check_tells_a_writer_what_is_thin() -> None:
    found = {item.plek for item in check(persona())}

    assert {"feiten", "uitwijken", "tuin"} <= found


def test_the_check_wants_the_first_person() -> None:
    facts = (replace(persona().feiten[0], zeg=("Er is een tuin.", "Die tuin is mooi.")),)

    assert any("ik-vorm" in item.tekst for item in check(persona(feiten=facts)))


def test_trust_opens_facts_in_steps() -> None:
    person = persona()

    assert person.mag(Stand.LAAG) == ()
    assert person.op_slot(Stand.LAAG) == person.feiten
    assert person.mag(Stand.MIDDEN) == person.feiten
