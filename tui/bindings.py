"""tui.bindings: every key of the program in one table. Screens, footer, help, palette and README read it; nothing else names a key.

Free keys only (measured): a text field keeps ctrl+a c d e f k u v w x y z; a browser keeps ctrl+n t w, F5, F11; terminals differ in alt.
So whatever matters has a function key or a ctrl key, and alt is only a second way. Letters alone work in lists, never in a text field.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True)
class Key:
    """One thing a key does. Text keys: toets.<id> is the word in the footer, uitleg.<id> the sentence in help and palette."""

    id: str
    keys: str
    """Textual key names, the first one is shown."""
    action: str
    footer: bool = False
    priority: bool = False
    """True: also when a text field has the focus and would take the key itself."""
    palette: bool = True


REGISTRY: dict[str, tuple[Key, ...]] = {
    "overal": (
        Key("overal.hulp", "f1", "hulp", footer=True, priority=True),
        Key("overal.zoek", "f3", "zoek"),
        Key("overal.veiligheid", "f7", "veiligheid", priority=True),
        Key("overal.slot", "f12", "slot", priority=True),
        Key("overal.bronnen", "alt+f3", "bronnen"),
        Key("overal.palet", "ctrl+p", "command_palette", priority=True, palette=False),
        Key("overal.stop", "ctrl+q", "quit", priority=True),
    ),
    "start": (Key("start.verder", "enter", "verder", footer=True, palette=False),),
    "thuis": (
        Key("thuis.open", "enter", "open", footer=True, palette=False),
        Key("thuis.nieuw", "ctrl+n,f2", "nieuw", footer=True),
        Key("thuis.beoordeel", "b,f8", "beoordeel", footer=True),
        Key("thuis.inlezen", "ctrl+o,i", "inlezen"),
        Key("thuis.audit", "f9,m", "audit"),
        Key("thuis.terugkerend", "alt+t", "terugkerend"),
        Key("thuis.oefenen", "f6,o", "oefenen", footer=True),
        Key("thuis.bronnen", "alt+b,h", "bronnen"),
        Key("thuis.agenda", "a", "agenda"),
        Key("thuis.opvolgen", "v", "opvolgen"),
        Key("thuis.tegenslag", "z", "tegenslag"),
        Key("thuis.afronden", "r", "afronden"),
        Key("thuis.rechten", "f4,c", "rechten"),
        Key("thuis.beheer", "f5", "beheer"),
        Key("thuis.vind", "ctrl+f,w", "vind"),
    ),
    "rechten": (
        Key("rechten.open", "enter", "open", footer=True, palette=False),
        Key("rechten.toestemming", "t", "deel('toestemming')"),
        Key("rechten.kopie", "k", "deel('kopie')"),
        Key("rechten.verbeteren", "v", "deel('verbeteren')"),
        Key("rechten.gekeken", "g", "deel('gekeken')"),
        Key("rechten.bewaren", "b", "deel('bewaren')"),
        Key("rechten.plek", "p", "deel('plek')"),
        Key("rechten.wissen", "x", "deel('wissen')"),
        Key("rechten.weg", "escape", "weg", footer=True, palette=False),
    ),
    "toestemming": (
        Key("toestemming.vraag", "f2,enter", "vraag", footer=True),
        Key("toestemming.terug", "x", "terug", footer=True),
        Key("toestemming.weg", "escape", "weg", footer=True, palette=False),
    ),
    "kopie": (
        Key("kopie.mee", "m", "mee", footer=True),
        Key("kopie.laat", "x", "laat", footer=True),
        Key("kopie.maak", "f2", "maak", footer=True),
        Key("kopie.weg", "escape", "weg", footer=True, palette=False),
    ),
    "woorden": (
        Key("woorden.verbeter", "f2,enter", "verbeter", footer=True),
        Key("woorden.verklaring", "n,f9", "verklaring", footer=True),
        Key("woorden.weg", "escape", "weg", footer=True, palette=False),
    ),
    "gekeken": (
        Key("gekeken.alles", "a", "alles", footer=True),
        Key("gekeken.weg", "escape", "weg", footer=True, palette=False),
    ),
    "plek": (
        Key("plek.toon", "f9", "toon", footer=True),
        Key("plek.bewaar", "f2", "bewaar", footer=True),
        Key("plek.vergeet", "x", "vergeet", footer=True),
        Key("plek.weg", "escape", "weg", footer=True, palette=False),
    ),
    "wissen": (
        Key("wissen.klaar", "f2", "klaar", footer=True),
        Key("wissen.toch", "f9", "toch"),
        Key("wissen.weg", "escape", "weg", footer=True, palette=False),
    ),
    "beheer": (
        Key("beheer.open", "enter", "open", footer=True, palette=False),
        Key("beheer.termijnen", "t", "deel('termijnen')"),
        Key("beheer.backup", "b", "deel('backup')"),
        Key("beheer.herstel", "z", "deel('herstel')"),
        Key("beheer.datalek", "l", "deel('datalek')"),
        Key("beheer.maand", "m", "deel('maand')"),
        Key("beheer.wachtzin", "w", "deel('wachtzin')"),
        Key("beheer.weg", "escape", "weg", footer=True, palette=False),
    ),
    "termijnen": (
        Key("termijnen.open", "enter", "open", footer=True, palette=False),
        Key("termijnen.weg", "escape", "weg", footer=True, palette=False),
    ),
    "maand": (
        Key("maand.eerder", "left,e", "maand(-1)", footer=True),
        Key("maand.later", "right,l", "maand(1)", footer=True),
        Key("maand.weg", "escape", "weg", footer=True, palette=False),
    ),
    "datalek": (
        Key("datalek.klaar", "f2", "klaar", footer=True, priority=True),
        Key("datalek.bewaar", "f10", "bewaar", footer=True, priority=True),
        Key("datalek.weg", "escape", "weg", footer=True, palette=False),
    ),
    "oefenkeuze": (
        Key("oefenkeuze.begin", "f2,ctrl+s", "begin", footer=True),
        Key("oefenkeuze.nieuw", "ctrl+n,f9", "nieuw", footer=True),
        Key("oefenkeuze.wijzig", "f5,ctrl+l", "wijzig", footer=True),
        Key("oefenkeuze.weg", "escape", "weg", footer=True, palette=False),
        Key("oefenkeuze.voortgang", "ctrl+t,f8", "voortgang", footer=True),
        Key("oefenkeuze.wis", "alt+w", "wis"),
    ),
    "oefenen": (
        Key("oefenen.klaar", "f2,ctrl+s", "klaar", footer=True, priority=True),
        Key("oefenen.hint", "f9,ctrl+t", "hint", footer=True, priority=True),
        Key("oefenen.coach", "ctrl+g", "coach", footer=True),
        Key("oefenen.opschrijven", "ctrl+b", "opschrijven", footer=True, priority=True),
        Key("oefenen.actie", "f5,ctrl+l", "actie", footer=True, priority=True),
        Key("oefenen.stop", "f10,alt+s", "stop", priority=True),
        Key("oefenen.weg", "escape", "weg", palette=False),
    ),
    "persona": (
        Key("persona.verder", "f2,ctrl+s", "verder", footer=True, priority=True),
        Key("persona.vorige", "f8", "vorige", footer=True, priority=True),
        Key("persona.feit", "f9,ctrl+n", "feit", footer=True, priority=True),
        Key("persona.weg", "escape", "weg", footer=True, palette=False),
    ),
    "terugkijken": (
        Key("terugkijken.nog_eens", "n", "nog_eens", footer=True, palette=False),
        Key("terugkijken.kort", "1", "blad('kort')", footer=True, palette=False),
        Key("terugkijken.gevonden", "2", "blad('gevonden')", footer=True, palette=False),
        Key("terugkijken.vertrouwen", "3", "blad('vertrouwen')", footer=True, palette=False),
        Key("terugkijken.geteld", "4", "blad('geteld')", footer=True, palette=False),
        Key("terugkijken.regel", "5", "blad('regel')", palette=False),
        Key("terugkijken.lees", "pagedown,space", "lees(1)", priority=True, palette=False),
        Key("terugkijken.lees_terug", "pageup", "lees(-1)", priority=True, palette=False),
        Key("terugkijken.weg", "escape", "weg", footer=True, palette=False),
        Key("terugkijken.versie", "v", "versie", footer=True),
        Key("terugkijken.bewaar", "f10", "bewaar", footer=True),
    ),
    "gesprek": (
        Key("gesprek.bewaar", "f2,ctrl+s,ctrl+j,alt+enter", "bewaar", footer=True, priority=True),
        Key("gesprek.volgende", "f9,ctrl+n", "volgende", footer=True, priority=True),
        Key("gesprek.overslaan", "ctrl+o,alt+o", "overslaan", footer=True),
        Key("gesprek.onderwerp", "ctrl+l,alt+g", "onderwerp", footer=True),
        Key("gesprek.gehoord", "ctrl+g,alt+h", "gehoord", footer=True),
        Key("gesprek.later", "alt+l", "later"),
        Key("gesprek.liever_niet", "alt+n", "liever_niet"),
        Key("gesprek.doorvraag1", "alt+1", "doorvraag(1)", palette=False),
        Key("gesprek.doorvraag2", "alt+2", "doorvraag(2)", palette=False),
        Key("gesprek.doorvraag3", "alt+3", "doorvraag(3)", palette=False),
        Key("gesprek.doorvragen", "ctrl+t", "doorvragen"),
        Key("gesprek.kracht", "ctrl+b,alt+k", "kracht"),
        Key("gesprek.terug", "f8,ctrl+r", "terug", priority=True),
        Key("gesprek.inventaris", "alt+i", "paneel('inventaris')"),
        Key("gesprek.handleiding", "alt+b", "paneel('handleiding')"),
        Key("gesprek.bron", "f4", "bron", priority=True),
        Key("gesprek.paneel", "f6", "ander_paneel", priority=True),
        Key("gesprek.plan", "f5,alt+p", "plan", priority=True),
        Key("gesprek.stop", "f10,alt+s", "stop", priority=True),
        Key("gesprek.meer", "ctrl+d,alt+m", "meer", priority=True),
        Key("gesprek.verdeel", "alt+v", "verdeel"),
        Key("gesprek.samenvatting", "alt+r", "samenvatting"),
        Key("gesprek.rechten", "alt+t", "rechten"),
        Key("gesprek.adres", "alt+a", "adres"),
        Key("gesprek.weg", "escape", "weg"),
    ),
    "rail": (
        Key("rail.kies", "enter", "select", footer=True, palette=False),
        Key("rail.praten", "alt+g,ctrl+y", "merk('praten')", footer=True, palette=False),
        Key("rail.liever_niet", "alt+n,ctrl+x", "merk('liever_niet')", footer=True, palette=False),
        Key("rail.later", "alt+l,ctrl+e", "merk('later')", footer=True, palette=False),
    ),
    "gehoord": (
        Key("gehoord.neem", "a", "neem", footer=True, palette=False),
        Key("gehoord.vorm", "v", "vorm", footer=True, palette=False),
        Key("gehoord.tijd", "t", "tijd", footer=True, palette=False),
        Key("gehoord.leefgebied", "l", "leefgebied", footer=True, palette=False),
        Key("gehoord.weg", "x", "laat", footer=True, palette=False),
    ),
    "inventaris": (
        Key("inventaris.vorm", "v", "vorm", footer=True, palette=False),
        Key("inventaris.tijd", "t", "tijd", footer=True, palette=False),
        Key("inventaris.leefgebied", "l", "leefgebied", footer=True, palette=False),
        Key("inventaris.weg", "x", "weg", footer=True, palette=False),
    ),
    "vervolg": (
        Key("vervolg.een", "1", "kies(1)", palette=False),
        Key("vervolg.twee", "2", "kies(2)", palette=False),
        Key("vervolg.drie", "3", "kies(3)", palette=False),
    ),
    "plan": (
        Key("plan.voorstel", "f2,ctrl+s", "voorstel", footer=True, priority=True),
        Key("plan.bevestig", "ctrl+b", "bevestig", footer=True),
        Key("plan.wijzig", "ctrl+e,enter", "wijzig", footer=True),
        Key("plan.weiger", "ctrl+x", "weiger", footer=True),
        Key("plan.keuze", "ctrl+k", "keuze", footer=True),
        Key("plan.zelf", "ctrl+n,f9", "zelf"),
        Key("plan.terugblik", "ctrl+t", "terugblik"),
        Key("plan.bron", "f4", "bron"),
        Key("plan.druk_af", "f10,alt+d", "druk_af"),
        Key("plan.beoordeel", "f8,alt+b", "beoordeel"),
        Key("plan.kleiner", "ctrl+l,alt+k", "kleiner"),
        Key("plan.doel", "ctrl+g", "doel"),
        Key("plan.agenda", "f6,alt+a", "agenda"),
        Key("plan.opvolgen", "f5,alt+o", "opvolgen"),
        Key("plan.meer", "ctrl+d,alt+m", "meer"),
        Key("plan.rechten", "alt+t", "rechten"),
        Key("plan.weg", "escape", "weg"),
    ),
    "verdelen": (
        Key("verdelen.klaar", "f2,ctrl+s", "klaar", footer=True, priority=True),
        Key("verdelen.ander", "enter,l", "ander", footer=True),
        Key("verdelen.heel", "h", "heel", footer=True),
        Key("verdelen.samen", "s", "samen", footer=True),
        Key("verdelen.knip", "k", "knip", footer=True),
        Key("verdelen.geen", "n", "geen"),
        Key("verdelen.weg", "escape", "weg", footer=True, palette=False),
    ),
    "voorlezen": (
        Key("voorlezen.eruit", "x,enter", "eruit", footer=True),
        Key("voorlezen.deel", "f9,right", "deel(1)", footer=True),
        Key("voorlezen.vorig", "left", "deel(-1)"),
        Key("voorlezen.druk_af", "f10,p", "druk_af", footer=True),
        Key("voorlezen.weg", "escape", "weg", footer=True, palette=False),
    ),
    "beoordelingen": (
        Key("beoordelingen.open", "enter", "open", footer=True, palette=False),
        Key("beoordelingen.nieuw", "f2,n", "nieuw", footer=True),
        Key("beoordelingen.tweede", "t", "tweede", footer=True),
        Key("beoordelingen.zelf", "z", "zelf", footer=True),
        Key("beoordelingen.weg", "escape", "weg", footer=True, palette=False),
    ),
    "terugkerend": (
        Key("terugkerend.druk_af", "f10,p", "druk_af", footer=True, palette=False),
        Key("terugkerend.weg", "escape", "weg", footer=True, palette=False),
    ),
    "zelfcontrole": (Key("zelfcontrole.weg", "escape", "weg", footer=True, palette=False),),
    "audit": (
        Key("audit.open", "enter", "open", footer=True, palette=False),
        Key("audit.klaar", "f2", "klaar", footer=True),
        Key("audit.tweede", "t", "tweede", footer=True),
        Key("audit.overeenstemming", "o", "overeenstemming", footer=True),
        Key("audit.sluit", "s", "sluit", footer=True),
        Key("audit.druk_af", "f10,p", "druk_af"),
        Key("audit.weg", "escape", "weg", footer=True, palette=False),
    ),
    "inlezen": (
        Key("inlezen.klaar", "f2", "klaar", footer=True),
        Key("inlezen.wijzig", "enter", "wijzig", footer=True, palette=False),
        Key("inlezen.doel", "d", "maak('doel')", footer=True, palette=False),
        Key("inlezen.actie", "a", "maak('actie')", footer=True, palette=False),
        Key("inlezen.citaat", "c", "maak('citaat')", footer=True, palette=False),
        Key("inlezen.laat", "x", "maak('rest')", footer=True, palette=False),
        Key("inlezen.ander_doel", "g", "ander_doel", footer=True, palette=False),
        Key("inlezen.weg", "escape", "weg", footer=True, palette=False),
    ),
    "beoordelen": (
        Key("beoordelen.eens", "e", "zeg('eens')", footer=True),
        Key("beoordelen.oneens", "o", "zeg('oneens')", footer=True),
        Key("beoordelen.opmerking", "m", "opmerking('opmerking')", footer=True),
        Key("beoordelen.antwoord", "a", "antwoord", footer=True),
        Key("beoordelen.onderteken", "f2", "onderteken", footer=True),
        Key("beoordelen.suggestie", "s", "opmerking('suggestie')"),
        Key("beoordelen.volgende", "f9,n", "volgende(1)", footer=True),
        Key("beoordelen.vorige", "v", "volgende(-1)"),
        Key("beoordelen.haal_weg", "x", "haal_weg"),
        Key("beoordelen.paneel", "f6", "paneel"),
        Key("beoordelen.bron", "f4", "bron"),
        Key("beoordelen.verschillen", "d", "verschillen", footer=True),
        Key("beoordelen.druk_af", "f10,p", "druk_af", footer=True),
        Key("beoordelen.weg", "escape", "weg", footer=True, palette=False),
    ),
    "netwerk": (
        Key("netwerk.bewaar", "f2,ctrl+s,ctrl+j", "bewaar", footer=True, priority=True),
        Key("netwerk.volgende", "f9,alt+v", "volgende", footer=True, priority=True),
        Key("netwerk.paneel", "f6", "paneel", footer=True, priority=True),
        Key("netwerk.zelf", "ctrl+n,alt+z", "zelf", footer=True),
        Key("netwerk.doel", "f5,alt+d", "doel", priority=True),
        Key("netwerk.verloop", "f8", "verloop", priority=True),
        Key("netwerk.druk_af", "f10,alt+p", "druk_af", priority=True),
        Key("netwerk.weg", "escape", "weg"),
    ),
    "kompas": (
        Key("kompas.bewaar", "f2,ctrl+s,ctrl+j", "bewaar", footer=True, priority=True),
        Key("kompas.volgende", "f9,ctrl+n", "volgende", footer=True, priority=True),
        Key("kompas.vak", "f6", "vak", footer=True, priority=True),
        Key("kompas.stap", "f5,alt+s", "stap", footer=True, priority=True),
        Key("kompas.wegwijzer", "f8", "wegwijzer", priority=True),
        Key("kompas.foto", "f4,alt+f", "foto", priority=True),
        Key("kompas.haal_weg", "alt+x", "haal_weg"),
        Key("kompas.druk_af", "f10,alt+p", "druk_af", priority=True),
        Key("kompas.weg", "escape", "weg"),
    ),
    "team": (
        Key("team.klaar", "f2", "klaar", footer=True, priority=True),
        Key("team.volgende", "f9", "stap(1)", footer=True, priority=True),
        Key("team.vorige", "f8", "stap(-1)", priority=True),
        Key("team.paneel", "f6", "paneel", footer=True, priority=True),
        Key("team.notitie", "f4,alt+w", "notitie", priority=True),
        Key("team.druk_af", "f10,alt+p", "druk_af", priority=True),
        Key("team.weg", "escape", "weg"),
    ),
    "teamlijst": (
        Key("teamlijst.client", "c", "doe('client')", footer=True, palette=False),
        Key("teamlijst.idee", "m", "doe('idee')", footer=True, palette=False),
        Key("teamlijst.weg", "x", "doe('weg')", footer=True, palette=False),
    ),
    "basistaken": (
        Key("basistaken.paneel", "f6", "paneel", footer=True),
        Key("basistaken.weg", "escape", "weg", footer=True, palette=False),
    ),
    "taaklijst": (Key("taaklijst.wijs", "w", "wijs", footer=True, palette=False),),
    "fotolijst": (Key("fotolijst.haal_weg", "x", "haal_weg", footer=True, palette=False),),
    "netwerklijst": (
        Key("netwerklijst.neem", "a", "doe('neem')", footer=True, palette=False),
        Key("netwerklijst.niet_benaderen", "n", "doe('niet_benaderen')", footer=True, palette=False),
        Key("netwerklijst.richting", "r", "doe('richting')", footer=True, palette=False),
        Key("netwerklijst.kwaliteit", "v", "doe('kwaliteit')", footer=True, palette=False),
        Key("netwerklijst.weg", "x", "doe('weg')", footer=True, palette=False),
    ),
    "netwerkdoel": (
        Key("netwerkdoel.raakt", "r", "doe('raakt')", footer=True, palette=False),
        Key("netwerkdoel.doet_mee", "m", "doe('doet_mee')", footer=True, palette=False),
    ),
    "keuze": (Key("keuze.kleiner", "f9", "kleiner", footer=True, priority=True, palette=False),),
    "agenda": (
        Key("agenda.terugblik", "ctrl+t", "terugblik", footer=True),
        Key("agenda.kleiner", "ctrl+l", "kleiner", footer=True),
        Key("agenda.bestand", "f10,alt+d", "bestand", footer=True),
        Key("agenda.doel", "ctrl+g", "doel", footer=True),
        Key("agenda.keuze", "ctrl+k", "keuze", footer=True),
        Key("agenda.nieuw_doel", "ctrl+n,f9", "nieuw_doel"),
        Key("agenda.weg", "escape", "weg"),
    ),
    "opvolgen": (
        Key("opvolgen.bewaar", "f2,ctrl+s", "bewaar", footer=True, priority=True),
        Key("opvolgen.terugblik", "ctrl+t", "terugblik", footer=True),
        Key("opvolgen.kleiner", "ctrl+l", "kleiner", footer=True),
        Key("opvolgen.anders", "ctrl+n,f9", "anders", footer=True),
        Key("opvolgen.vergelijk", "f8", "vergelijk", footer=True),
        Key("opvolgen.geschiedenis", "f6", "geschiedenis", priority=True),
        Key("opvolgen.tegenslag", "f5", "tegenslag"),
        Key("opvolgen.andere_vraag", "ctrl+b", "andere_vraag"),
        Key("opvolgen.weg", "escape", "weg"),
    ),
    "geschiedenis": (
        Key("geschiedenis.vergelijk", "f8,v", "vergelijk", footer=True),
        Key("geschiedenis.druk_af", "f10,p", "druk_af", footer=True),
        Key("geschiedenis.weg", "escape", "weg", footer=True, palette=False),
    ),
    "tegenslag": (
        Key("tegenslag.nieuw", "f2,n", "nieuw", footer=True),
        Key("tegenslag.signaal", "f9,s", "signaal", footer=True),
        Key("tegenslag.afspraak", "f8,a", "afspraak", footer=True),
        Key("tegenslag.druk_af", "f10,p", "druk_af", footer=True),
        Key("tegenslag.weg", "escape", "weg"),
    ),
    "tegenslaglijst": (Key("tegenslaglijst.weg", "x", "weg", palette=False),),
    "afscheid": (
        Key("afscheid.bewaar", "f2,ctrl+s", "bewaar", footer=True, priority=True),
        Key("afscheid.klaar", "f9", "klaar", footer=True, priority=True),
        Key("afscheid.druk_af", "f10", "druk_af", footer=True, priority=True),
        Key("afscheid.weg", "escape", "weg", footer=True, palette=False),
    ),
    "bronnen": (
        Key("bronnen.nieuw", "f2,n", "nieuw", footer=True),
        Key("bronnen.open", "enter", "open", footer=True, palette=False),
        Key("bronnen.weghalen", "x,delete", "weghalen", footer=True),
        Key("bronnen.verslag", "v", "verslag"),
        Key("bronnen.nakijken", "f9,k", "nakijken"),
        Key("bronnen.weg", "escape", "weg", footer=True, palette=False),
    ),
    "bron_erbij": (
        Key("bron_erbij.klaar", "f2,ctrl+s", "klaar", footer=True, priority=True, palette=False),
        Key("bron_erbij.boom", "f6", "boom", footer=True, priority=True, palette=False),
        Key("bron_erbij.weg", "escape", "weg", footer=True, palette=False),
    ),
    "passage": (
        Key("passage.kopieer", "f2,c", "kopieer", footer=True),
        Key("passage.weg", "escape", "weg", footer=True, palette=False),
    ),
    "slot": (Key("slot.open", "enter", "open", palette=False),),
    "venster": (Key("venster.weg", "escape", "weg", footer=True, palette=False),),
    "formulier": (
        Key("formulier.klaar", "f2,ctrl+s", "klaar", footer=True, priority=True, palette=False),
        Key("formulier.weg", "escape", "weg", footer=True, palette=False),
    ),
    "terug": (
        Key("terug.verbeter", "enter", "verbeter", footer=True, palette=False),
        Key("terug.vraag", "v", "vraag", footer=True, palette=False),
        Key("terug.intrekken", "x", "intrekken", footer=True, palette=False),
        Key("terug.weg", "escape", "weg", footer=True, palette=False),
    ),
}


def bindings(area: str, text: Callable[[str], str], *, only: Sequence[str] = ()) -> list[BindingType]:
    """The bindings of an area for a Textual class; `text` gives the words for a text key, `only` takes a few ids out of the area."""
    return [
        Binding(
            key.keys,
            key.action,
            text(f"toets.{key.id}"),
            tooltip=text(f"uitleg.{key.id}"),
            show=key.footer,
            priority=key.priority,
            id=key.id,
        )
        for key in REGISTRY[area]
        if not only or key.id in only
    ]


def key_named(key_id: str) -> Key:
    """The registry line with this id. Raises KeyError."""
    for keys in REGISTRY.values():
        for key in keys:
            if key.id == key_id:
                return key
    raise KeyError(key_id)


_SIGNS = {"escape": "Esc", "enter": "Enter", "space": "spatie"}


def shown(key: str) -> str:
    """A key as people write it: 'ctrl+g' -> 'Ctrl+G', 'f2' -> 'F2', 'escape' -> 'Esc'; a letter by itself stays as it is typed."""
    if len(key) == 1:
        return key
    parts = [_SIGNS.get(part, part.upper() if len(part) == 1 or part[1:].isdigit() else part.capitalize()) for part in key.split("+")]
    return "+".join(parts)
