"""Extras per setting and per listener are data, and are respected when questions are offered; basistaken only point."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.domain.values import Luisteraar
from assistant.engine.basistaken import Pointing
from assistant.engine.conversing import Conversation
from assistant.engine.interviewing import follow_ups, next_vraag
from assistant.engine.setting import Extras, Moment, change_setting, extras, load_settings
from assistant.errors import NotThere
from tests.fakes import CONTENT, a_thinker, an_assistant, ask_on


def a_talk(**dossier: Any) -> Conversation:
    assistant = an_assistant(naam="J. de Wit", thinker=a_thinker())
    return Conversation(assistant, assistant.new_dossier(**dossier))


def offered(talk: Conversation, area: str) -> list[str]:
    """Every voorbeeldvraag that comes by itself in a leefgebied."""
    talk.choose(area)
    seen = []
    for _ in range(60):
        talk.onward()
        if talk.dossier.positie.vraag_id is None:
            break
        seen.append(talk.dossier.positie.vraag_id)
    return seen


def test_every_file_speaks_of_questions_and_families_that_exist() -> None:
    families = {v.familie for lijst in CONTENT.vragenlijsten.values() for v in lijst.vragen}
    for found in load_settings(CONTENT):
        assert all(CONTENT.vraag(i) is not None for i in (*found.houd_achter, *(v.vraag for v in found.vervang))), found.naam
        assert set(found.houd_families_achter) <= families, found.naam
        assert found.settings or found.luisteraars, found.naam


@pytest.mark.parametrize("setting", ["vrouwenopvang", "forensisch", "detentie", "vluchtelingenwerk", "verslavingszorg"])
def test_what_is_held_back_is_not_offered_and_everything_else_is(setting: str) -> None:
    talk = a_talk(setting=setting)
    held = extras(talk.dossier, CONTENT).houd_achter
    assert held

    for area in {str(i).split(".")[0] for i in held}:
        talk = a_talk(setting=setting)
        seen = set(offered(talk, area))
        plain = set(offered(a_talk(setting="anders"), area))

        assert seen == plain - held, area


def test_in_the_vrouwenopvang_nothing_asks_for_the_neighbourhood_and_the_reminders_are_there() -> None:
    talk = a_talk(setting="vrouwenopvang")
    more = extras(talk.dossier, CONTENT)

    assert any("alleen" in line for line in more.reminders(Moment.BEGIN))
    assert any("geen adres" in line for line in more.reminders(Moment.PAPIER))
    seen = offered(talk, "wonen")
    assert "wonen.praatje" not in seen and "wonen.goede_buurt" in seen
    words = {o.vraag_tekst for o in [talk.dossier.positie]}
    assert words is not None
    wanted = CONTENT.vraag("wonen.goede_buurt")
    assert wanted is not None and more.wording(wanted, talk.dossier) == "Wat heb je straks nodig om je ergens veilig en thuis te voelen?"


def test_a_swapped_question_is_put_in_its_other_words() -> None:
    talk = a_talk(setting="vrouwenopvang")
    talk.choose("wonen")
    texts = []
    for _ in range(60):
        talk.onward()
        if talk.dossier.positie.vraag_id is None:
            break
        texts.append(talk.dossier.positie.vraag_tekst)

    assert "Wat heb je straks nodig om je ergens veilig en thuis te voelen?" in texts
    assert "Wat voor buurt past bij jou?" not in texts


def test_a_secret_place_brings_the_same_care_in_any_setting() -> None:
    hidden, open_ = a_talk(setting="wijk", geheime_locatie=True), a_talk(setting="wijk")

    assert "mensen.contact_terug" in extras(hidden.dossier, CONTENT).houd_achter
    assert "mensen.contact_terug" not in extras(open_.dossier, CONTENT).houd_achter


def test_for_who_wants_it_simple_no_question_asks_to_imagine_or_to_give_a_number() -> None:
    talk = a_talk(luisteraar=Luisteraar.LVB, setting="anders")
    vraag = next_vraag(talk.dossier, CONTENT, "wonen")
    seen = [CONTENT.vraag(i) for i in offered(talk, "wonen")]

    assert vraag is not None and vraag.familie not in ("wonder", "schaal", "perspectief")
    assert not {v.familie for v in seen if v} & {"wonder", "schaal", "perspectief"}
    found = {"vragen": [{"tekst": "Stel dat het morgen goed is?", "familie": "wonder"}, {"tekst": "Wie was erbij?", "familie": "detail"}]}
    assert [d.tekst for d in follow_ups(talk.dossier, CONTENT, None, found)] == ["Wie was erbij?"]
    assert len(follow_ups(talk.dossier, CONTENT, None, ask_on({"antwoord": "ik kook graag"}))) == 3


def test_nothing_fits_means_nothing_changes_and_a_setting_can_be_changed() -> None:
    talk = a_talk(setting="anders")
    assert extras(talk.dossier, CONTENT) == Extras()

    same, events = change_setting(talk.dossier, setting="anders", luisteraar="standaard", geheime_locatie=False)
    assert same == talk.dossier and events == ()
    talk.dossier = talk.assistant.save(
        talk.dossier, change_setting(talk.dossier, setting="vluchtelingenwerk", luisteraar="tweede_taal", geheime_locatie=False)
    )

    more = extras(talk.dossier, CONTENT)
    assert len([line for line in more.reminders(Moment.BEGIN) if "tolk" in line]) == 1
    assert "geld.papieren_klaar" in more.houd_achter


def test_a_basistaak_is_pointed_at_by_a_person_and_guidance_comes_from_the_sources() -> None:
    talk = a_talk()
    pointing = Pointing(talk)
    assert pointing.traject.nu == ()

    pointing.point("krachten")
    pointing.point("herstel", notitie="loopt vast")
    gids = pointing.guidance("krachten")

    assert pointing.traject.nu == ("krachten", "herstel") and pointing.traject.wijzingen[-1].door == "J. de Wit"
    assert gids.passages and talk.assistant.thinker.asked[-1][1]["basistaak"] == 2  # type: ignore[attr-defined]
    assert [t.nr for t in pointing.texts.taken] == [1, 2, 3, 4, 5, 6, 7]
    with pytest.raises(NotThere):
        pointing.point("klaar")
    talk.assistant.thinker.gone = True  # type: ignore[attr-defined]
    assert pointing.guidance("krachten").fout
