"""Modelgetrouwheid: the self-check with evidence, two auditors apart, agreement, and nothing that points at a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.adapters.text_files import ContentFiles
from assistant.domain.audit import SETTING, Audit, Formulier
from assistant.domain.checks import Uitkomst, run_checks
from assistant.domain.dossier import Dossier
from assistant.domain.kracht import Citaat, Kracht
from assistant.domain.values import KrachtVorm, Plek, Tijd, replace
from assistant.engine.assistant import Assistant
from assistant.engine.audit import Auditing, begin_audit, build_agreement, formulier, recurring_criteria, self_check, shown, zelfcontrole
from assistant.engine.content import Content
from assistant.engine.reviewing import Reviewing
from assistant.errors import ContentError, NotConfirmable, NotThere, RuleError
from tests.assistant.engine.test_reviewing import a_plan
from tests.fakes import FakeThinker, an_assistant

CONTENT = Content(ContentFiles(None))
FORM = formulier(CONTENT)
CHECKS = zelfcontrole(CONTENT)
IDS = [o.id for o in FORM.onderdelen]


def begun() -> tuple[Assistant, Auditing]:
    assistant = an_assistant(thinker=FakeThinker({"overeenstemming": build_agreement()}), naam="An")
    dossier = begin_audit(assistant, "Team Noord", "An")
    return assistant, Auditing(assistant, dossier)


def fill(sitting: Auditing, naam: str, levels: list[int | None]) -> None:
    for item, level in zip(IDS, levels, strict=False):
        sitting.see(naam, item, level, "Gezien in drie dossiers.", ("dossier",))


def test_the_form_names_its_source_and_never_calls_itself_official() -> None:
    assert "niet het officiële" in FORM.bron
    assert all(len(o.ankers) == len(FORM.niveaus) for o in FORM.onderdelen)
    assert {c.id for c in run_checks(a_plan()[1], op=a_plan()[0].clock.now())} == set(CHECKS.zelf)


def test_an_organisation_can_put_its_own_licensed_form_in_place(tmp_path: object) -> None:
    folder = Path(str(tmp_path))
    text = (
        Path("prompts/audit.toml")
        .read_text(encoding="utf-8")
        .replace("Eigen vragenlijst modelgetrouw werken", "Kader van onze organisatie")
    )
    (folder / "audit.toml").write_text(text, encoding="utf-8")
    assert formulier(Content(ContentFiles(folder))).naam == "Kader van onze organisatie"

    (folder / "audit.toml").write_text(text.replace('id = "eigen.taal"', 'id = "eigen.regie"'), encoding="utf-8")
    with pytest.raises(ContentError):
        formulier(Content(ContentFiles(folder)))


OWN = """
naam = "Kader van De Brug"
bron = "De Brug, 2025, gelicentieerd"
niveaus = ["nee", "deels", "ja"]
[[onderdelen]]
id = "brug.1"
gebied = "Samen"
naam = "De cliënt stuurt"
vraag = "Wie bepaalt de volgende stap?"
ankers = ["De begeleider.", "Soms de cliënt.", "De cliënt."]
"""


def test_own_items_need_no_words_for_the_self_check_and_every_level_is_described(tmp_path: Path) -> None:
    (tmp_path / "audit.toml").write_text(OWN, encoding="utf-8")
    own = Content(ContentFiles(tmp_path))
    assert formulier(own).naam == "Kader van De Brug"
    assert zelfcontrole(own) == CHECKS  # what one dossier shows stays ours

    (tmp_path / "audit.toml").write_text(OWN.replace('"Soms de cliënt.", ', ""), encoding="utf-8")
    with pytest.raises(ContentError, match="2 ankers, en er zijn 3 niveaus"):
        formulier(Content(ContentFiles(tmp_path)))


def test_an_audit_that_carries_the_words_of_the_self_check_still_opens() -> None:
    old = FORM.model_dump(mode="json") | {"zelf": {name: text.model_dump() for name, text in CHECKS.zelf.items()}}
    again = Formulier.model_validate(old)
    assert again.onderdelen == FORM.onderdelen
    assert "zelf" not in again.model_dump()


def test_the_self_check_shows_words_as_evidence_and_fills_every_sentence() -> None:
    assistant, dossier = a_plan()

    found = self_check(assistant, dossier)

    assert len(found) == len(CHECKS.zelf)
    assert not any("{" in c.zin for c in found)
    own = next(c for c in found if c.id == "eigen_woorden")
    assert own.mist == ("Weer koken bij oom Piet.",)
    assert next(c for c in found if c.id == "hoopvolle_taal").uitkomst is Uitkomst.GEZIEN


def test_without_a_thinker_the_language_cannot_be_seen() -> None:
    thinker = FakeThinker()
    thinker.gone = True
    assistant, dossier = a_plan(thinker)

    found = {c.id: c.uitkomst for c in self_check(assistant, dossier)}

    assert found["hoopvolle_taal"] is Uitkomst.NIET_TE_ZIEN


def test_two_auditors_see_nothing_of_each_other_until_both_are_done() -> None:
    _, sitting = begun()
    sitting.join("Bo")
    fill(sitting, "An", [3] * len(IDS))
    sitting.finish("An")
    assert not sitting.audit.samen_klaar
    assert sitting.audit.verschillen() == ()
    assert sitting.audit.paren() == ()
    with pytest.raises(NotConfirmable):
        sitting.agree(IDS[0], 2, "samen")

    fill(sitting, "Bo", [3] * (len(IDS) - 2) + [0, None])
    sitting.finish("Bo")

    assert [row[0] for row in sitting.audit.verschillen()] == [IDS[-2], IDS[-1]]
    sitting.agree(IDS[-2], 1, "Na het gesprek: een begin.")
    assert sitting.audit.samen_bij(IDS[-2]) is not None


def test_agreement_is_computed_or_the_reason_is_given() -> None:
    handler = build_agreement()
    even = handler({"paren": [[0, 0], [1, 1], [2, 2], [3, 3], [1, 1], [0, 0]], "niveaus": 4})
    apart = handler({"paren": [[0, 3], [3, 0], [0, 3], [3, 0], [1, 2], [2, 1]], "niveaus": 4})

    assert even["kappa"] == 1.0
    assert apart["kappa"] < 0
    assert handler({"paren": [[1, 1]], "niveaus": 4}) == {"aantal": 1, "gelijk": 1, "kappa": None, "waarom_niet": "weinig"}
    assert handler({"paren": [[2, 2]] * 8, "niveaus": 4})["waarom_niet"] == "een_niveau"


def test_agreement_uses_the_distance_between_levels() -> None:
    handler = build_agreement()
    near = handler({"paren": [[0, 1], [1, 1], [2, 2], [3, 3], [3, 3], [0, 0]], "niveaus": 4})["kappa"]
    far = handler({"paren": [[0, 3], [1, 1], [2, 2], [3, 3], [3, 3], [0, 0]], "niveaus": 4})["kappa"]

    assert near > far


def test_an_observation_needs_evidence_and_everything_must_be_looked_at() -> None:
    _, sitting = begun()
    with pytest.raises(RuleError):
        sitting.see("An", IDS[0], 2, "  ")
    with pytest.raises(RuleError):
        sitting.see("An", IDS[0], 9, "x")
    with pytest.raises(NotThere):
        sitting.see("An", "bestaat.niet", 1, "x")
    with pytest.raises(NotThere):
        sitting.see("Zoë", IDS[0], 1, "x")
    with pytest.raises(NotConfirmable):
        sitting.finish("An")


def test_a_third_auditor_is_refused_and_a_closed_audit_stays_closed() -> None:
    _, sitting = begun()
    sitting.join("Bo")
    sitting.join("a n")
    assert len(sitting.audit.auditoren) == 2
    with pytest.raises(RuleError):
        sitting.join("Cas")
    for name in ("An", "Bo"):
        fill(sitting, name, [2] * len(IDS))
        sitting.finish(name)
    with pytest.raises(NotConfirmable):
        sitting.close(" ")
    sitting.close("Elke week één inventarisatie samen lezen.")
    with pytest.raises(RuleError):
        sitting.agree(IDS[0], 2, "x")


def test_an_audit_is_no_client_and_survives_the_disk() -> None:
    assistant, sitting = begun()
    fill(sitting, "An", [1])

    back = assistant.store.load(sitting.dossier.id)

    assert back.setting == SETTING
    assert back.uitingen == ()
    assert Audit.model_validate(back.rooms["audit"]).auditor("An").bij(IDS[0]) is not None


def test_over_many_plans_nothing_but_criteria_comes_out() -> None:
    assistant, dossier = a_plan()
    review = Reviewing(assistant, dossier)
    mine = review.begin("An", review.look())
    actie = review.kamer.get(mine.id).regels[1].id
    review.remark(mine.id, plek=actie, soort="eens", bevinding=f"{actie}.vaag")
    review.sign(mine.id, "terug_met_opmerkingen", door="An")

    found, plans = recurring_criteria(assistant)

    assert (found, plans) == ((), 1)  # one plan is no pattern and would point at somebody


def with_krachten(*kinds: tuple[str, Plek, KrachtVorm]) -> tuple[Assistant, Dossier]:
    """The plan of `a_plan` with one kracht per kind, kr_1 and on, all in the words of the first uiting."""
    assistant, dossier = a_plan()
    said = dossier.uitingen[0]
    found = tuple(
        Kracht(
            id=f"kr_{n}",
            citaat=Citaat(uiting=said.id, begin=0, eind=len(said.tekst), tekst=said.tekst),
            vorm=vorm,
            plek=plek,
            tijd=Tijd.HEDEN,
            leefgebied=area,
            op=said.op,
        )
        for n, (area, plek, vorm) in enumerate(kinds, 1)
    )
    return assistant, replace(dossier, krachten=found)


def test_evidence_shows_every_side_and_says_how_much_more_there_is() -> None:
    own, around = (Plek.PERSOON, KrachtVorm.IK_KAN), (Plek.OMGEVING, KrachtVorm.IK_HEB)
    assistant, dossier = with_krachten(*[("werk", *own)] * 5, ("wonen", *own), ("mensen", *around))

    checks = {c.id: c for c in run_checks(dossier, op=assistant.clock.now())}

    assert checks["persoon_en_omgeving"].bewijs[:2] == ("kr_1", "kr_7")
    assert checks["leefgebieden"].bewijs[:3] == ("kr_1", "kr_6", "kr_7")
    row = shown(checks["leefgebieden"], CHECKS, dossier)
    assert len(row.bewijs) == 4
    assert row.bewijs_meer == 3


def test_a_goal_of_the_help_does_not_come_from_a_wish() -> None:
    assistant, dossier = with_krachten(("mensen", Plek.PERSOON, KrachtVorm.IK_WIL))
    doel = dossier.plan.doelen[0].id

    def outcome(labels: dict[str, set[str]] | None) -> Uitkomst:
        found = run_checks(dossier, op=assistant.clock.now(), bevindingen=labels)
        return next(c.uitkomst for c in found if c.id == "doel_uit_wens")

    assert outcome(None) is Uitkomst.GEZIEN
    assert outcome({doel: {"vaag"}}) is Uitkomst.GEZIEN
    assert outcome({doel: {"hulpverlener_doel"}}) is Uitkomst.NIET_GEZIEN


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (('niveaus = ["nee", "deels", "ja"]', 'niveaus = "ja"'), r"niveaus moet een lijst zijn"),
        (('niveaus = ["nee", "deels", "ja"]', 'niveaus = ["ja"]'), r"niveaus is leeg of heeft er te weinig"),
        (("versie = 1", 'versie = "een"'), r"versie heeft een verkeerde vorm"),
    ],
)
def test_a_broken_form_is_told_in_dutch(tmp_path: Path, wrong: tuple[str, str], sentence: str) -> None:
    (tmp_path / "audit.toml").write_text(("versie = 1\n" + OWN).replace(*wrong), encoding="utf-8")
    with pytest.raises(ContentError, match=sentence):
        formulier(Content(ContentFiles(tmp_path)))
