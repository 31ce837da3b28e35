"""Makes the office files of this folder anew (invented plans in ten layouts). Run: python tests/data/plannen/maak.py"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent


def table(document, rows: Sequence[Sequence[str]], style: str = "Table Grid") -> None:  # type: ignore[no-untyped-def]
    made = document.add_table(rows=len(rows), cols=len(rows[0]))
    made.style = style
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            cell = made.rows[r].cells[c]
            parts = text.split("\n")
            cell.text = parts[0]
            for part in parts[1:]:
                cell.add_paragraph(part)


def word_files() -> None:
    import docx

    d = docx.Document()
    d.add_heading("Actieplan van R.", level=1)
    d.add_paragraph("Datum plan: 3 november 2026")
    table(
        d,
        [
            ("Doel", "Actie", "Wie", "Wanneer"),
            ("Op zondag weer duiven houden met mijn broer.", "Mijn broer Sjaak bellen over het oude hok.", "R.", "zaterdag"),
            ("", "Het hok meten en de maten opschrijven.", "R. en Sjaak", "zondag 15 november"),
            ("Een sleutel van een eigen deur.", "Inschrijven bij de woningsite.", "R., met zijn nicht", "vóór 1 december"),
        ],
    )
    d.add_paragraph("“Die duiven, daar sta ik ’s ochtends voor op.”")
    d.add_paragraph("Handtekening cliënt: ................")
    d.save(HERE / "01-tabel.docx")

    d = docx.Document()
    d.add_heading("Begeleidingsplan", level=1)
    d.add_heading("Hoofddoel 1", level=2)
    d.add_paragraph("Mevrouw kookt op vrijdag voor haar kleinkinderen.")
    d.add_paragraph("Specifiek: één keer per week, in haar eigen keuken.")
    d.add_paragraph("Meetbaar: de kinderen hebben mee gegeten.")
    d.add_paragraph("Tijdgebonden: vanaf januari.")
    d.add_heading("Werkdoelen", level=3)
    d.add_paragraph("Mevrouw kiest een recept.", style="List Number")
    d.add_paragraph("Mevrouw weet wat de boodschappen kosten.", style="List Number")
    d.add_heading("Actiepunten", level=3)
    d.add_paragraph("Mevrouw vraagt haar dochter om het recept van de soep (wie: mevrouw, wanneer: woensdag)", style="List Bullet")
    d.add_paragraph("Samen boodschappen doen. Wie: mevrouw en begeleider. Wanneer: vrijdagochtend.", style="List Bullet")
    d.add_heading("Evaluatie", level=2)
    d.add_paragraph("Over drie maanden, met het team.")
    d.save(HERE / "03-werkdoelen.docx")

    d = docx.Document()
    d.add_heading("Mijn plan", level=1)
    d.add_heading("Dit zei ik", level=2)
    d.add_paragraph("“Ik wil mijn rijbewijs terug. Dan kan ik weer naar mijn moeder.”")
    d.add_paragraph("“Mijn buurman heeft mij vroeger ook leren rijden.”")
    d.add_heading("Wat wil ik bereiken?", level=2)
    d.add_paragraph("Ik rijd op eerste kerstdag zelf naar mijn moeder.")
    d.add_heading("Wat ga ik doen?", level=2)
    d.add_paragraph("Ik vraag mijn buurman welke rijschool goed is.")
    d.add_heading("Wie helpt mij?", level=2)
    d.add_paragraph("mijn buurman Ben")
    d.add_heading("Wanneer?", level=2)
    d.add_paragraph("donderdag na het eten")
    d.save(HERE / "04-wat-ga-ik-doen.docx")

    d = docx.Document()
    d.add_heading("Ondersteuningsplan", level=1)
    table(d, [("Naam", "—"), ("Geboortedatum", "—"), ("Opgesteld door", "team Noord")])
    d.add_heading("Wonen", level=2)
    table(
        d,
        [
            ("Wens van de cliënt", "“Ik wil een kamer waar mijn hond mee mag.”"),
            ("Doel", "Een kamer met de hond erbij."),
            ("Actie", "Dinsdag belt S. zelf met de verhuurder van de Dorpsstraat."),
            ("Wie", "S."),
            ("Wanneer", "dinsdag"),
        ],
    )
    d.add_heading("Financiën", level=2)
    table(
        d,
        [
            ("Doel", "Cliënt werkt mee aan bewindvoering."),
            ("Actie", "De begeleider vult het formulier in."),
            ("Wie", "begeleider"),
            ("Wanneer", "deze week"),
        ],
    )
    d.save(HERE / "06-leefgebieden.docx")

    d = docx.Document()
    d.add_heading("Plan van aanpak", level=1)
    table(
        d,
        [
            ("Leefgebied", "Wat zegt de cliënt?", "Doelstelling", "Actiepunten", "Door wie", "Deadline", "Evaluatie"),
            (
                "Werk en opleiding",
                "“Ik wil weer met hout werken, dat ruikt naar vroeger.”",
                "M. werkt twee ochtenden met hout.",
                "- M. kijkt vrijdag bij de timmerwerkplaats\n- M. vraagt zijn oude baas om een praatje",
                "M.\nM.",
                "vrijdag\nvolgende week maandag",
                "januari",
            ),
            (
                "Sociale contacten",
                "Cliënt geeft aan zich alleen te voelen.",
                "M. eet een keer per week samen.",
                "Aanschuiven bij de buurtkeuken",
                "M.",
                "donderdag",
                "",
            ),
        ],
    )
    d.save(HERE / "10-breed.docx")


def pdf_files() -> None:
    import typst

    page = '#set page(paper: "a4")\n#set text(lang: "nl", size: 11pt)\n'
    (HERE / "07-tabel.pdf").write_bytes(
        typst.compile(
            (
                page
                + """= Actieplan
#table(columns: (1fr, 1.4fr, 0.7fr, 0.8fr), [*Doel*], [*Actie*], [*Wie*], [*Wanneer*],
  [Weer zingen in een koor.], [Bellen met het koor in de Kerkstraat.], [F.], [maandag],
  [Naar buiten op eigen kracht.], [Met de rollator naar de bakker lopen.], [F. met haar zus], [woensdagochtend])

"Zingen is het enige waar ik de tijd bij vergeet."
"""
            ).encode()
        )
    )
    (HERE / "08-lijst.pdf").write_bytes(
        typst.compile(
            (
                page
                + """= Persoonlijk plan
== Wat ik wil
- Mijn kleinzoon leren schaken.
- Een fiets die het doet.
== In mijn eigen woorden
"Hij is acht en hij verslaat me bijna al."

"Lopen kan ik niet ver meer, fietsen wel."
== Stappen
+ Ik vraag mijn dochter of ik zaterdag een schaakbord mag meenemen.
+ Ik ga donderdag met de fiets naar de werkplaats in de wijk.
== Akkoord
Naam en handtekening
"""
            ).encode()
        )
    )


if __name__ == "__main__":
    word_files()
    pdf_files()
