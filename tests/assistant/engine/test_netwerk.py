"""The map on a dossier: proposed from what was heard, asked for by question, and safe wherever it goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from assistant.domain.netwerk import Rol, Soort
from assistant.engine.conversing import Conversation
from assistant.engine.exporting import make_blad
from assistant.engine.netwerk import Network
from assistant.engine.sheet_parts import sheet_texts
from assistant.errors import RuleError
from tests.fakes import CONTENT, FakeClock, FakeThinker, an_assistant, ask_on, find_passages, hear, propose


def ferdi_steps(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A drafter that does not know better: one step with Ferdi, one without."""
    base = propose({**payload, "wens": payload["wens"] or {"citaat": "Ik wil een eigen huis", "uiting": "uiting-0001"}})
    first, second, *rest = base["voorstellen"]
    return {"voorstellen": [{**first, "actie": "Ik bel Ferdi om te helpen."}, {**second, "wie": "samen", "wie_naam": "ferdi"}, *rest]}


def a_network(*said: str, thinker: FakeThinker | None = None, clock: FakeClock | None = None, **dossier: Any) -> Network:
    helper = thinker or FakeThinker({"herken": hear, "doorvraag": ask_on, "zoek": find_passages, "stel-voor": propose})
    assistant = an_assistant(naam="J. de Wit", thinker=helper, clock=clock)
    talk = Conversation(assistant, assistant.new_dossier(**dossier))
    talk.choose("mensen")
    for words in said:
        talk.answer(words)
    return Network(talk)


def noted(network: Network, words: str, soort: str = "persoon", aard: str = "natuurlijk") -> str:
    """Note a hulpbron with exactly these words of the last answer that holds them."""
    for uiting in network.dossier.uitingen:
        if (at := uiting.tekst.find(words)) >= 0:
            return network.talk.note_hulpbron(uiting.id, at, at + len(words), soort=soort, aard=aard)
    raise AssertionError(words)


def test_what_was_heard_is_proposed_and_nothing_is_there_until_it_is_accepted() -> None:
    network = a_network("Mijn zus Anja belt elke zondag. De hond is lief. Mijn fiets ook. De huisarts luistert.")
    for words, soort, aard in (
        ("Mijn zus Anja", "persoon", "natuurlijk"),
        ("De hond", "dier", "natuurlijk"),
        ("Mijn fiets", "ding", "natuurlijk"),
        ("De huisarts", "persoon", "professioneel"),
    ):
        noted(network, words, soort, aard)

    found = network.proposals()

    assert [(v.naam, v.groep, v.aard) for v in found] == [
        ("mijn zus Anja", "familie", "natuurlijk"),
        ("de hond", "dieren", "natuurlijk"),
        ("de huisarts", "hulp van een organisatie", "professioneel"),
    ]
    assert network.contacts() == ()
    network.accept(found[0], naam="Anja")
    network.refuse(found[2])
    assert [g.contact.naam for g in network.contacts()] == ["Anja"]
    assert network.contacts()[0].citaat == "Mijn zus Anja"
    assert [v.naam for v in network.proposals()] == ["de hond"]
    assert network.talk.assistant.store.load(network.dossier.id) == network.dossier


def test_wie_nog_meer_is_a_question_and_the_words_are_kept_as_they_were_said() -> None:
    network = a_network()
    first = network.next_question()
    assert first is not None and "als eerste in je op" in first.voor(network.dossier.aanspreekvorm, network.dossier.luisteraar)

    uiting = network.answer(first, "Ja, mijn zus, die kookt voor mij.")
    found, why = network.heard(uiting)
    network.accept(found[0])

    assert why == ""
    assert uiting.vraag_id == "netwerk.eerste" and uiting.leefgebied == "mensen"
    assert [h.citaat.tekst for h in network.dossier.hulpbronnen] == ["mijn zus"]
    assert network.contacts()[0].contact.hulpbron == network.dossier.hulpbronnen[0].id
    second = network.next_question()
    assert second is not None and second.groep != "familie" and second.id != first.id


@pytest.mark.parametrize(("said", "names"), [("De hond.", ["De hond"]), ("Ria", ["Ria"]), ("niemand", []), ("Weet ik niet", []), ("", [])])
def test_a_short_answer_is_offered_as_a_name_even_when_nobody_listens_along(said: str, names: list[str]) -> None:
    network = a_network()
    network.talk.assistant.thinker.gone = True  # type: ignore[attr-defined]
    question = network.next_question()
    assert question is not None
    if not said:
        network.pass_over(question)
        assert network.netwerk.gevraagd == (question.id,)
        return

    found, why = network.heard(network.answer(question, said))

    assert [v.citaat for v in found] == names
    assert why


def test_every_question_comes_by_once_and_then_there_is_none() -> None:
    network = a_network()
    seen = []
    while (question := network.next_question()) is not None:
        seen.append(question.id)
        network.pass_over(question)

    assert len(seen) == len(set(seen)) == len(network.texts.vragen)


def test_who_is_marked_is_no_hulpbron_any_more_wherever_the_name_was_heard() -> None:
    network = a_network("Mijn ex Ferdi komt langs.", "Ferdi heeft een auto. Mijn zus Anja helpt.")
    noted(network, "Mijn ex Ferdi")
    noted(network, "Ferdi heeft een auto")
    noted(network, "Mijn zus Anja")
    ferdi = network.add(naam="Ferdi", soort=Soort.PERSOON)

    network.mark(ferdi)

    assert [h.niet_benaderen for h in network.dossier.hulpbronnen] == [True, True, False]
    assert [v.naam for v in network.proposals()] == ["mijn zus Anja"]
    assert [c.naam for c in network.safe_contacts()] == []
    late = noted(network, "Ferdi")
    assert next(h for h in network.dossier.hulpbronnen if h.id == late).niet_benaderen
    network.mark(ferdi, False)
    assert [h.niet_benaderen for h in network.dossier.hulpbronnen] == [False, False, False, False]


def test_a_marked_hulpbron_keeps_its_contact_away_too() -> None:
    network = a_network("Mijn ex Ferdi komt langs.")
    network.add(naam="Ferdi")
    uiting = network.dossier.uitingen[0]

    network.talk.note_hulpbron(uiting.id, 0, 13, soort="persoon", aard="natuurlijk", niet_benaderen=True)

    assert [(g.contact.naam, g.gevaar) for g in network.contacts()] == [("Ferdi", True)]
    with pytest.raises(RuleError):
        network.involve("x", network.contacts()[0].contact.id, Rol.DOET_MEE)


@pytest.mark.parametrize("soort", ["netwerk", "inventarisatie", "plan", "kompas", "tkb"])
@pytest.mark.parametrize("voor", ["client", "dossier"])
def test_who_is_marked_stands_on_no_sheet(soort: str, voor: Any) -> None:
    network = a_network("Ik wil weer sporten met Ferdi. Mijn zus Anja helpt.")
    talk = network.talk
    talk.note(network.dossier.uitingen[0].id, 0, 30, vorm="ik_wil")
    noted(network, "Ferdi")
    network.accept(network.proposals()[0])
    network.add(naam="Anja")
    network.mark(network.netwerk.contacten[0].id)

    blad = make_blad(soort, network.dossier, CONTENT, op=talk.assistant.clock.now(), voor=voor)

    assert "ferdi" not in " ".join([*sheet_texts(blad), str(blad)]).lower()
    assert any(w["reden"] == "niet_benaderen" for w in blad["weggelaten"]) or soort in ("plan", "kompas")
    if soort == "netwerk":
        assert "Anja" in " ".join(sheet_texts(blad))


def test_no_draft_names_who_is_marked_and_no_hulpbron_of_theirs_goes_to_the_drafter() -> None:
    thinker = FakeThinker({"herken": hear, "doorvraag": ask_on, "stel-voor": ferdi_steps})
    network = a_network("Ik wil een eigen huis. Ferdi kent de verhuurder.", thinker=thinker)
    noted(network, "Ferdi")
    talk = network.talk
    wish = talk.note(network.dossier.uitingen[0].id, 0, 21, vorm="ik_wil")
    assert len(talk.draft(wish, k=3).voorstellen) == 3
    network.add(naam="Ferdi", niet_benaderen=True)

    found = talk.draft(wish, k=3)

    assert [c.actie for c in found.voorstellen] == ["Morgen een lijstje maken."]
    asked = [payload for what, payload in thinker.asked if what == "stel-voor"][-1]
    assert asked["dossier"]["hulpbronnen"] == []


def test_what_the_client_takes_back_leaves_the_paper_but_a_warning_stays() -> None:
    network = a_network("Mijn buurman Kees helpt.", "Rob staat voor de deur.")
    noted(network, "Mijn buurman Kees")
    network.accept(network.proposals()[0])
    rob = network.add(naam="Rob", uiting=network.dossier.uitingen[1].id)
    network.mark(rob)

    for uiting in network.dossier.uitingen:
        network.talk.withdraw(uiting.id)
    blad = make_blad("netwerk", network.dossier, CONTENT, op=network.talk.assistant.clock.now())

    assert not next(b for b in blad["blokken"] if b["soort"] == "net")["items"]
    assert network.contacts()[-1].gevaar


def test_a_goal_shows_who_it_touches_and_who_could_join_in() -> None:
    network = a_network("Ik wil weer gaan voetballen.")
    network.talk.note(network.dossier.uitingen[0].id, 0, 27, vorm="ik_wil")
    wijk = network.add(naam="wijkteam", aard="professioneel")
    zus = network.add(naam="zus", steun=("gezelschap",))
    network.add(naam="Rob", niet_benaderen=True)
    goal = network.goals()[0]

    network.involve(goal[0], zus, Rol.RAAKT)
    network.involve(goal[0], zus, Rol.DOET_MEE)

    assert goal[1] == "Ik wil weer gaan voetballen"
    assert [c.id for c in network.netwerk.with_goal(goal[0], Rol.DOET_MEE)] == [zus]
    assert [c.id for c in network.could_join(goal[0])] == [wijk]
    assert all(q.endswith("?") for rol in Rol for q in network.goal_questions(rol))
    with pytest.raises(RuleError):
        network.involve("bestaat niet", zus, Rol.RAAKT)


def test_changes_are_told_day_by_day_newest_first() -> None:
    clock = FakeClock()
    network = a_network(clock=clock)
    zus = network.add(naam="zus")
    clock.tick(14 * 86_400)
    network.change(zus, kwaliteit="spanning")
    network.add(naam="buurman")
    clock.tick(86_400)
    network.remove(zus)

    told = network.changes()

    assert [c.naam for c in told[0][2].weg] == ["zus"]
    assert [c.naam for c in told[1][2].erbij] == ["buurman"] and told[1][2].anders[0][1].kwaliteit == "spanning"


def test_a_name_that_cannot_stand_there_is_refused_and_nothing_is_saved() -> None:
    network = a_network()
    before = network.dossier.version

    for name in ("   ", "x" * 61):
        with pytest.raises(RuleError):
            network.add(naam=name)

    assert network.dossier.version == before
