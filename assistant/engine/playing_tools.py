"""assistant.engine.playing_tools: the lines of `speel` about what comes around and after the talk: netwerk, kompas, team, basistaken, setting.

Each `_doe_…` takes one line and gives back what the screen would show (docs/speel.md). Mixed into playing.Player, which catches errors.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.domain.netwerk import Contact, Rol
from assistant.engine.conversing import Conversation
from assistant.engine.netwerk import Network, Voorstel
from assistant.errors import NotThere

_CONTACT = ("naam", "groep", "soort", "aard", "steun", "richting", "kwaliteit", "niet_benaderen")


class ToolVerbs:
    """Verbs on the dossier of the Player."""

    @property
    def _talk(self) -> Conversation:
        raise NotImplementedError  # the Player has it

    _voorstellen: tuple[Voorstel, ...] = ()
    """Contacts on offer, numbered as they were last shown."""

    # -- netwerk ---------------------------------------------------------------------------------

    def _doe_netwerk(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """The map, who is on offer, the question that is next."""
        network = Network(self._talk)
        heard = [v for v in self._voorstellen if v.gehoord is not None and network.netwerk.named(v.naam) is None]
        self._voorstellen = (*heard, *network.proposals())
        vraag = network.next_question()
        dossier = self._talk.dossier
        return {
            "netwerk": [_contact_json(g.contact, g.gevaar) for g in network.contacts()],
            "voorstellen_netwerk": [
                {"nummer": n, "naam": v.naam, "groep": v.groep, "aard": v.aard.value, "citaat": v.citaat}
                for n, v in enumerate(self._voorstellen, 1)
            ],
            "vraag": {"id": vraag.id, "tekst": vraag.voor(dossier.aanspreekvorm, dossier.luisteraar)} if vraag else None,
        }

    def _doe_wie_nog(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """The client's words to the question that is next (or `vraag`, by id). Without `tekst`: pass the question over."""
        network = Network(self._talk)
        wanted = str(line.get("vraag") or "")
        vraag = next((v for v in network.texts.vragen if v.id == wanted), None) if wanted else network.next_question()
        if vraag is None:
            raise NotThere("Er is geen vraag meer." if not wanted else f"De vraag {wanted!r} bestaat niet.")
        text = str(line.get("tekst") or "")
        if not text:
            network.pass_over(vraag)
            return self._doe_netwerk(line)
        uiting = network.answer(vraag, text)
        found, why = network.heard(uiting, timeout_s=60.0)
        self._voorstellen = found
        return {"uiting": uiting.id, **self._doe_netwerk(line), **({"zonder_hulp": why} if why else {})}

    def _doe_contact(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """Accept a proposal (`nummer`), change a contact (`contact`: id or name), or put one there by hand (`naam`)."""
        network = Network(self._talk)
        fields = {k: line[k] for k in _CONTACT if k in line}
        if line.get("contact"):
            network.change(self._named(network, line).id, **fields)
        elif line.get("nummer"):
            number = int(line["nummer"])
            if not 0 < number <= len(self._voorstellen):
                raise NotThere(f"Er is geen voorstel {number} voor de kaart.")
            network.accept(self._voorstellen[number - 1], **fields)
        else:
            network.add(**fields)
        return self._doe_netwerk(line)

    def _doe_niet_op_kaart(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """Pass a proposal over (`nummer`), or take a contact off the map (`contact`)."""
        network = Network(self._talk)
        if line.get("contact"):
            network.remove(self._named(network, line).id)
        else:
            number = int(line.get("nummer") or 1)
            if not 0 < number <= len(self._voorstellen):
                raise NotThere(f"Er is geen voorstel {number} voor de kaart.")
            chosen = self._voorstellen[number - 1]
            network.refuse(chosen)
            self._voorstellen = tuple(v for v in self._voorstellen if v is not chosen)
        return self._doe_netwerk(line)

    def _doe_niet_benaderen(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """Mark a contact (`contact`), or take the mark away (`aan`: false)."""
        network = Network(self._talk)
        network.mark(self._named(network, line).id, line.get("aan") is not False)
        return self._doe_netwerk(line)

    def _doe_bij_doel(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """Who a goal or wish (`doel`: id or number) touches (`rol`: raakt), or who could join in (doet_mee); `contact`."""
        network = Network(self._talk)
        goals = network.goals()
        wanted = str(line.get("doel") or "1")
        goal = next((i for n, (i, _) in enumerate(goals, 1) if wanted in (i, str(n))), None)
        if goal is None:
            raise NotThere("Dit doel is er niet.")
        if line.get("contact"):
            network.involve(goal, self._named(network, line).id, str(line.get("rol") or "raakt"))
        return {
            "doel": dict(goals)[goal],
            "vragen": [q for rol in Rol for q in network.goal_questions(rol)],
            **{rol.value: [c.naam for c in network.netwerk.with_goal(goal, rol)] for rol in Rol},
            "kan_gevraagd": [c.naam for c in network.could_join(goal)],
        }

    def _named(self, network: Network, line: Mapping[str, Any]) -> Contact:
        wanted = str(line.get("contact") or "")
        return network.netwerk.named(wanted) or network.netwerk.contact(wanted)


def _contact_json(contact: Contact, danger: bool) -> dict[str, Any]:
    keys = {"id", "naam", "groep", "soort", "aard", "steun", "richting", "kwaliteit"}
    return {**contact.model_dump(mode="json", include=keys), "niet_benaderen": danger}
