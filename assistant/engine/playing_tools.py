"""assistant.engine.playing_tools: the lines of `speel` about what comes around and after the talk: netwerk, kompas, team, basistaken, setting.

Each `_doe_…` takes one line and gives back what the screen would show (docs/speel.md). Mixed into playing.Player, which catches errors.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.domain.netwerk import Contact, Rol
from assistant.domain.toestemming import Doel
from assistant.engine.basistaken import Pointing
from assistant.engine.conversing import Concept, Conversation
from assistant.engine.kompas import Compass
from assistant.engine.netwerk import Network, Voorstel
from assistant.engine.rechten import Rechten
from assistant.engine.setting import change_setting, extras
from assistant.engine.teamkracht import TeamTable, sheet_rows
from assistant.errors import NotThere

_CONTACT = ("naam", "groep", "soort", "aard", "steun", "richting", "kwaliteit", "niet_benaderen")


class ToolVerbs:
    """Verbs on the dossier of the Player."""

    @property
    def _talk(self) -> Conversation:
        raise NotImplementedError  # the Player has it

    _drafts: tuple[Concept, ...] = ()

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

    # -- kompas ----------------------------------------------------------------------------------

    def _doe_kompas(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """The boxes, the prompt that is next, the step."""
        compass = Compass(self._talk)
        prompt, step = compass.next_prompt(), compass.step()
        return {
            "kompas": [{"id": b.id, "kop": b.kop, "regels": [r.tekst for r in b.regels]} for b in compass.boxes()],
            "vraag": {"id": prompt.id, "tekst": prompt.tekst, "vak": prompt.vak, "halte": prompt.halte} if prompt else None,
            "stap_kompas": step.tekst if step else None,
            "fotos": [{"id": f.id, "bijschrift": f.bijschrift} for f in compass.kompas.fotos],
        }

    def _doe_kompas_antwoord(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """The client's words to the prompt that is next, or for a `vak`. Without `tekst`: pass it over."""
        compass = Compass(self._talk)
        prompt = compass.prompt_for(str(line["vak"])) if line.get("vak") else compass.next_prompt()
        if prompt is None:
            raise NotThere("Alle vragen van het kompas zijn geweest.", hint="Noem een vak, of kies een stap.")
        text = str(line.get("tekst") or "")
        if not text:
            compass.pass_over(prompt)
            return self._doe_kompas(line)
        return {"uiting": compass.answer(prompt, text).id, **self._doe_kompas(line)}

    def _doe_kompas_stap(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """The one step: `wat`, `wanneer`, `wie`, `door`."""
        compass = Compass(self._talk)
        name = str(line.get("door") or self._talk.assistant.naam)
        actie = compass.take_step(
            str(line.get("wat") or ""), wanneer=str(line.get("wanneer") or ""), wie=str(line.get("wie") or ""), door=name
        )
        return {"actie": actie, **self._doe_kompas(line)}

    def _doe_kompas_foto(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """A photo from a file (`pad`, `bijschrift`), or away with it (`weg`: id)."""
        compass = Compass(self._talk)
        if line.get("weg"):
            compass.drop_photo(str(line["weg"]))
        else:
            compass.add_photo(str(line.get("pad") or ""), str(line.get("bijschrift") or ""))
        return self._doe_kompas(line)

    def _doe_kompas_weg(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """The client goes without a step, by choice."""
        Compass(self._talk).leave_without()
        return self._doe_kompas(line)

    # -- the team --------------------------------------------------------------------------------

    def _doe_toestemming(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """The client's answer for one purpose (`doel`), `ja`: true or false; `intrekken`: true takes it back."""
        talk, rights = self._talk, Rechten(self._talk.assistant)
        doel = Doel(str(line.get("doel") or ""))
        talk.dossier = (
            rights.withdraw(talk.dossier, doel) if line.get("intrekken") else rights.answer(talk.dossier, doel, line.get("ja") is True)
        )
        return {"toestemming": {d.doel.value: d.stand.value for d in rights.toestemmingen(talk.dossier)}}

    def _doe_tkb(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """Begin a session (`vraag`), or show the one at hand."""
        table = TeamTable(self._talk)
        if line.get("vraag"):
            table.begin(str(line["vraag"]), inbrenger=str(line.get("inbrenger") or ""))
        return self._team(table)

    def _doe_tkb_blad(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """The pseudonymous sheet; `gezien`: true says it was looked over and may be shared."""
        table = TeamTable(self._talk)
        blad, why = table.sheet()
        if line.get("gezien") is True:
            table.seen()
        rows = [{"soort": kind, "tekst": text} for kind, text in sheet_rows(blad)]
        return {"blad": rows, **({"zonder_hulp": why} if why else {}), **self._team(table)}

    def _doe_tkb_stap(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """To a step (`stap`: id), or the next one."""
        table = TeamTable(self._talk)
        if line.get("stap"):
            table.to_step(str(line["stap"]))
        else:
            table.move(1)
        return self._team(table)

    def _doe_tkb_vraag(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """A question of the team; `advies` says that it sounds like advice."""
        table = TeamTable(self._talk)
        advice = table.ask(str(line.get("tekst") or ""))
        return {"advies": advice, **self._team(table)}

    def _doe_idee(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """Ideas: `tekst`, or a list of them."""
        table = TeamTable(self._talk)
        given = line.get("tekst")
        for text in given if isinstance(given, list) else [given]:
            table.idea(str(text or ""))
        return self._team(table)

    def _doe_voorleggen(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """What the inbrenger brings to the client: `nummers` of ideas, `wanneer`."""
        table = TeamTable(self._talk)
        for number in line.get("nummers") or ():
            table.offer(self._idea(table, int(number)))
        if line.get("wanneer"):
            table.offer_when(str(line["wanneer"]))
        return self._team(table)

    def _doe_idee_keuze(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """What the client did with an idea: `nummer`, `keuze`, `woorden`. A chosen one with words becomes a draft (`voorstellen`)."""
        table = TeamTable(self._talk)
        idee = self._idea(table, int(line.get("nummer") or 1))
        table.client_chose(idee, str(line.get("keuze") or "gekozen"), woorden=str(line.get("woorden") or ""))
        concept = table.concept(idee)
        if concept is not None:
            self._drafts = (*self._drafts, concept)
        return {"voorstellen_team": len(self._drafts) if concept else 0, **self._team(table)}

    def _doe_tkb_terugblik(self, line: Mapping[str, Any]) -> dict[str, Any]:
        table = TeamTable(self._talk)
        table.look_back(str(line.get("tekst") or ""))
        return self._team(table)

    def _doe_wat_werkt(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """The note, masked (`tekst`); `bewaar`: true keeps it with the team's sources; `weg`: true takes it away."""
        table = TeamTable(self._talk)
        if line.get("weg") is True:
            table.remove_note()
            return self._team(table)
        note = table.draft_note(str(line.get("tekst") or ""))
        kept = table.keep_note(note) if line.get("bewaar") is True else None
        return {"notitie": note.model_dump(), "document": kept, **self._team(table)}

    def _idea(self, table: TeamTable, number: int) -> str:
        ideas = table.bespreking.ideeen if table.bespreking else ()
        if not 0 < number <= len(ideas):
            raise NotThere(f"Er is geen idee {number}.")
        return ideas[number - 1].id

    def _team(self, table: TeamTable) -> dict[str, Any]:
        now = table.bespreking
        if now is None:
            return {"bespreking": None, "toestemming_delen": table.leave().value}
        return {
            "bespreking": {
                "vraag": now.vraag,
                "stap": now.stap,
                "blad_gezien": now.blad_gezien is not None,
                "vragen": [v.tekst for v in now.vragen],
                "ideeen": [
                    {"nummer": n, "tekst": i.tekst, "van": i.van, "aangeboden": i.aangeboden, "keuze": i.keuze.value}
                    for n, i in enumerate(now.ideeen, 1)
                ],
                "voorleggen": now.voorleggen,
                "terugblik": now.terugblik,
                "wat_werkt": now.wat_werkt.document if now.wat_werkt and now.wat_werkt.weggehaald is None else None,
            },
            "toestemming_delen": table.leave().value,
        }

    # -- the traject and the setting -------------------------------------------------------------

    def _doe_basistaken(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """Where the begeleider points (`wijs`: id of a basistaak points at it, or away from it)."""
        pointing = Pointing(self._talk)
        if line.get("wijs"):
            pointing.point(str(line["wijs"]), notitie=str(line.get("notitie") or ""))
        now = pointing.traject.nu
        return {"basistaken": [{"id": x.id, "naam": x.naam, "hier": x.id in now} for x in pointing.texts.taken]}

    def _doe_setting(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """What this setting and listener bring; `setting`, `luisteraar`, `geheime_locatie` change them."""
        talk = self._talk
        d = talk.dossier
        hidden = line.get("geheime_locatie")
        change = change_setting(
            d,
            setting=str(line.get("setting", d.setting)),
            luisteraar=str(line.get("luisteraar", d.luisteraar.value)),
            geheime_locatie=d.geheime_locatie if hidden is None else hidden is True,
        )
        talk.dossier = talk.assistant.save(d, change)
        more = extras(talk.dossier, talk.content)
        return {
            "setting": talk.dossier.setting,
            "luisteraar": talk.dossier.luisteraar.value,
            "geheime_locatie": talk.dossier.geheime_locatie,
            "notities": list(more.notities),
            "herinneringen": [h.tekst for h in more.herinneringen],
            "houd_achter": sorted(more.houd_achter),
        }

    def _named(self, network: Network, line: Mapping[str, Any]) -> Contact:
        wanted = str(line.get("contact") or "")
        return network.netwerk.named(wanted) or network.netwerk.contact(wanted)


def _contact_json(contact: Contact, danger: bool) -> dict[str, Any]:
    keys = {"id", "naam", "groep", "soort", "aard", "steun", "richting", "kwaliteit"}
    return {**contact.model_dump(mode="json", include=keys), "niet_benaderen": danger}
