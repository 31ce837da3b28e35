"""assistant.bootstrap: from Settings to working parts. The only module that names adapters.

`build_mind` wires everything that thinks (used by the command line in its own process, and by the helper process);
`open_assistant` wires what a screen holds: the store, and a Thinker that runs in a helper process.
Nothing heavy is imported here; each builder imports what it needs when it is first asked.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from assistant.adapters.child_process import ChildThinker, serve
from assistant.adapters.system import RandomIds, SystemClock
from assistant.adapters.text_files import ContentFiles
from assistant.engine import appraising, audit, listening, plan_inlezen
from assistant.engine.content import Content
from assistant.engine.mind import Handler, Mind
from assistant.engine.ports import Thinker
from assistant.errors import AssistantError, DossierLocked, NotThere, RuleError, SettingsError
from assistant.settings import APP, Settings

if TYPE_CHECKING:
    from assistant.adapters.dossiers import Inhoud, SqlcipherStore
    from assistant.domain.guidance import CorpusDocument
    from assistant.domain.persona import Persona
    from assistant.engine.assistant import Assistant
    from assistant.engine.exporting import SheetMaker
    from assistant.engine.guiding import GuidanceDesk
    from assistant.engine.indexing import TextEmbedder
    from assistant.engine.practise_room import Oefenzaal

__all__ = ["build_content", "build_mind", "child_thinker", "serve_child"]


def build_content(settings: Settings) -> Content:
    """The editable content: ours, or the organisation's own files where they exist."""
    return Content(ContentFiles(settings.inhoud))


def build_mind(settings: Settings) -> Mind:
    """Everything that can be asked, in this process. Building is cheap; loading happens on first use."""
    content = build_content(settings)
    builders: dict[str, Callable[[], Handler]] = {}
    builders |= _guidance_handlers(settings, content, lambda payload: mind.ask("maskeer", payload))
    builders |= listening.builders(
        content,
        others=lambda name: (lambda payload: mind.ask(name, payload)) if name in builders else None,
        writer=lambda: build_writer(settings, mind),
    )
    builders |= appraising.builders(content, _document_getter(settings), builders)
    builders["overeenstemming"] = audit.build_agreement
    builders["plan-inlezen"] = lambda: plan_inlezen.build_inlezen(content, _read_document)
    builders |= _practice_handlers(settings, content, builders)
    builders |= _safeguard_handlers(content)
    builders["warm"] = lambda: listening.build_warm(
        lambda name: (lambda payload: mind.ask(name, payload)) if name in builders else None,
        without=("stel-voor",) if settings.model_url and not settings.zonder_model else (),  # no model is contacted without being asked
    )
    mind = Mind(builders)
    return mind


def _safeguard_handlers(content: Content) -> dict[str, Callable[[], Handler]]:
    """The acute signal and the masking of identifying information: no model needed for either."""

    def signaal() -> Handler:
        from assistant.judging.signaal import handler, maak

        return handler(maak(content))

    def maskeer() -> Handler:
        from assistant.judging.maskeer import build

        return build(content)

    return {"signaal": signaal, "maskeer": maskeer}


def build_writer(settings: Settings, mind: Mind) -> listening.Writer | None:
    """What asks the organisation's own language model for drafts; None without one. Nothing is contacted yet."""
    if settings.zonder_model or not settings.model_url:
        return None
    from assistant.adapters.chat_models import ChatModel, DraftPrompts
    from assistant.engine.draft_writing import ModelWriter

    def hide(text: str, names: Sequence[str]) -> list[tuple[int, int, str]]:
        found = mind.ask("maskeer", {"id": "model", "tekst": text, "bekende_namen": list(names)})
        return [(int(s["begin"]), int(s["eind"]), str(s["soort"])) for s in found["spans"]]

    model = ChatModel(settings.model_url, settings.model_naam, op_afstand=settings.model_op_afstand)
    return ModelWriter(
        model, DraftPrompts(settings.inhoud).render, timeout_s=settings.model_seconden, hide=hide if "maskeer" in mind.names else None
    )


def _read_document(path: str) -> tuple[CorpusDocument, tuple[str, ...]]:
    """A file from outside, read in the limited process. Raises UnknownForm, DocumentUnreadable."""
    from assistant.adapters.documents_in import LimitedReader

    return LimitedReader().read_with_warnings(path)


def _document_getter(settings: Settings) -> Callable[[str], CorpusDocument]:
    """One document of the handleiding by its id, without loading the index or the embedder."""

    def get(document_id: str) -> CorpusDocument:
        from assistant.adapters.corpus_files import CorpusFiles

        return CorpusFiles(settings.gegevens / "corpus").get(document_id)

    return get


def build_practice(settings: Settings, content: Content, coach: Callable[[], Handler] | None = None) -> Oefenzaal:
    """The practice room. Cheap; the first practice loads what compares meanings.

    Args:
        coach: builds the coach's handler. None, or one that cannot be built: the cue words listen.
    """
    from assistant.adapters.practice_files import PersonaFiles, PracticeFiles
    from assistant.engine.practise_matching import Embedded, Likeness
    from assistant.engine.practise_room import Oefenzaal

    folder = settings.gegevens / "oefenen"

    def likeness() -> Likeness:
        from assistant.adapters.packaged_embedder import E5_NAME, PackagedEmbedder, ShippedVectors, text_key
        from assistant.adapters.practice_files import VectorCache

        # e5 alone: USE added nothing to telling topics apart (figures in practise_matching); vectors of the shipped personas stand beside them
        shipped = Path(__file__).parent.parent / "prompts" / "personas"
        embedder = PackagedEmbedder(shipped, use=None)
        try:
            embedder.warm_up()
        except AssistantError:
            return Likeness()
        if not embedder.usable:
            return Likeness()
        ready, _ = ShippedVectors(shipped).table(E5_NAME)
        remember = VectorCache(
            folder / "persona-vectoren.npz",
            key=lambda text: text_key("p", text),
            embed=embedder.embed_passages,
            shipped=lambda key: key in ready,
        )
        return Embedded(remember, embedder.embed_query)

    def listen() -> Handler | None:
        try:
            return coach() if coach is not None else None
        except (AssistantError, OSError, KeyError):
            return None

    own = PersonaFiles(folder / "personas")
    return Oefenzaal(content, likeness=likeness, coach=listen, log=PracticeFiles(folder), own=own, clock=SystemClock())


def persona_file(path: Path) -> Persona:
    """A persona from a file anywhere. Raises ContentError with file, key and line."""
    from assistant.domain.persona import Persona

    return Content(ContentFiles(path.resolve().parent)).load(path.name, Persona)


def _practice_handlers(
    settings: Settings, content: Content, others: Mapping[str, Callable[[], Handler]]
) -> dict[str, Callable[[], Handler]]:
    rooms: list[Oefenzaal] = []

    def room() -> Oefenzaal:
        if not rooms:
            rooms.append(build_practice(settings, content, others.get("coach")))
        return rooms[0]

    return {
        "oefen": lambda: room().oefen,
        "nabespreking": lambda: room().nabespreking,
        "oefenlijst": lambda: room().lijst,
        "oefenvoortgang": lambda: room().voortgang,
        "oefenhint": lambda: room().hint,
        "oefenpersona": lambda: room().maak,
    }


def build_guidance(
    settings: Settings, content: Content | None = None, *, background: bool = True, maskeer: Handler | None = None
) -> GuidanceDesk:
    """The sources: documents, index, embedder. Cheap; an index is opened or made at the first question.

    Args:
        maskeer: takes names out of a question before an embedder elsewhere sees it. None: made when such an embedder is used.
    """
    from assistant.adapters.chroma_index import ChromaIndex
    from assistant.adapters.corpus_files import CorpusFiles
    from assistant.adapters.index_folder import IndexFolder
    from assistant.adapters.lexical_index import BM25Index
    from assistant.engine.guiding import GuidanceDesk
    from assistant.engine.indexing import Indexer, LiveIndex
    from assistant.engine.retrieving import Grenzen, Momenten, Zoekwoorden

    content = content or build_content(settings)
    source = CorpusFiles(settings.gegevens / "corpus")
    embedder = build_embedder(settings)
    limits = content.load("grenzen.toml", Grenzen)
    indexer = Indexer(
        source=source,
        embedder=embedder,
        folder=IndexFolder(settings.gegevens / "index"),
        make_words=BM25Index,
        load_words=BM25Index.load,
        make_nearest=ChromaIndex,
        refused=[(limit.onderwerp, vraag) for limit in limits.grenzen for vraag in limit.vragen],
    )

    return GuidanceDesk(
        live=LiveIndex(indexer, background=background),
        source=source,
        embedder=embedder,
        zoekwoorden=content.load("zoekwoorden.toml", Zoekwoorden),
        read=_read_document,
        maskeer=(maskeer or _safeguard_handlers(content)["maskeer"]()) if getattr(embedder, "is_remote", False) else None,
        now=SystemClock().now,
        momenten=content.load("momenten.toml", Momenten),
    )


def build_embedder(settings: Settings) -> TextEmbedder | None:
    """The embedder of the settings. None: words only. Loads nothing yet. Raises SettingsError for a value that means nothing."""
    from assistant.adapters.packaged_embedder import PackagedEmbedder, shipped_folder
    from assistant.adapters.sentence_embedder import sentence_embedder, server_embedder

    kind, _, rest = settings.embedder.partition(":")
    if settings.embedder == "geen":
        return None
    if settings.embedder == "ingebouwd":
        packaged = PackagedEmbedder(shipped_folder())
        return packaged if packaged.usable else None
    if kind in ("map", "hub") and rest:
        return sentence_embedder(kind, rest, fetch=settings.hub_ophalen)
    if kind == "openai" and rest:
        return server_embedder(rest, remote=settings.model_op_afstand)
    raise SettingsError(
        f"De instelling 'embedder' is {settings.embedder!r}.", hint="Kies ingebouwd, map:/pad, hub:naam, openai:URL of geen."
    )


def _guidance_handlers(settings: Settings, content: Content, maskeer: Handler) -> dict[str, Callable[[], Handler]]:
    """The handlers about the sources share one desk, made when the first of them is asked."""
    desks: list[GuidanceDesk] = []
    lock = Lock()

    def handler(name: str) -> Callable[[], Handler]:
        def build() -> Handler:
            with lock:
                if not desks:
                    desks.append(build_guidance(settings, content, maskeer=maskeer))
            found: Handler = getattr(desks[0], name)
            return found

        return build

    names = {"zoek": "zoek", "leidraad": "leidraad", "passage": "passage", "warm-zoek": "warm"}
    names |= {
        f"corpus-{word}": word.replace("-", "_")
        for word in ("lijst", "document", "voeg-toe", "notitie", "verwijder", "bouw", "stand", "controleer")
    }
    return {word: handler(name) for word, name in names.items()}


def child_thinker(settings: Settings) -> ChildThinker:
    """A Thinker in a helper process, started when first asked. Settings travel in the environment, never client words."""
    env = dict(os.environ)
    for name in Settings.model_fields:
        value: Any = getattr(settings, name)
        if value is not None and value != "":
            env[f"KRACHTGESPREK_{name.upper()}"] = str(value)
    return ChildThinker([sys.executable, "-m", "tui", "denk"], env=env)


def serve_child(settings: Settings) -> None:
    """The helper process: answer until stdin closes."""
    mind = build_mind(settings)
    serve(lambda what, payload: mind.ask(what, payload))


# -- the store of dossiers -----------------------------------------------------------------------


def store_folder(settings: Settings) -> Path:
    """Where the encrypted file and its key envelope stand."""
    return settings.gegevens / "dossiers"


def anchor_folder(settings: Settings) -> Path:
    """Where the anchor against putting back an old file stands: never in the folder of the file itself."""
    import platformdirs

    if settings.gegevens == platformdirs.user_data_path(APP):
        return platformdirs.user_state_path(APP)
    return settings.gegevens / "staat"


def has_store(settings: Settings) -> bool:
    from assistant.adapters.dossiers import store_exists

    return store_exists(store_folder(settings))


def create_store(settings: Settings, passphrase: str) -> tuple[SqlcipherStore, str]:
    """Make an empty store. Returns it opened, and the recovery code that is shown once. Raises RuleError, StoreError."""
    from assistant.adapters import dossiers

    return dossiers.create_store(store_folder(settings), passphrase, clock=SystemClock(), anchor_folder=anchor_folder(settings))


def open_store(settings: Settings, secret: str, *, create: bool = False) -> SqlcipherStore:
    """Open with the passphrase or the recovery code.

    Args:
        create: make an empty store when there is none (its recovery code is then not shown: for throw-away stores).

    Raises: KeyRejected, DossierUnreadable, and with `create` also RuleError.
    """
    from assistant.adapters import dossiers

    if create and not has_store(settings):
        return create_store(settings, secret)[0]
    return dossiers.open_store(store_folder(settings), secret, clock=SystemClock(), anchor_folder=anchor_folder(settings))


def load_ahead() -> None:
    """Import what opening the store and the first question need, while the passphrase is being typed."""
    import sqlalchemy  # noqa: F401
    import sqlcipher3  # noqa: F401

    import assistant.adapters.dossiers
    import assistant.engine.conversing  # noqa: F401


def open_assistant(settings: Settings, secret: str, *, create: bool = False, thinker: Thinker | None = None) -> tuple[Assistant, str]:
    """What a screen holds: the opened store and a Thinker in a helper process (not started yet).

    Args:
        create: make an empty store. The second value is then its recovery code, shown once; otherwise ''.
        thinker: another Thinker than the helper process (a Mind in this process).

    Raises: KeyRejected and other StoreErrors; with `create` also RuleError.
    """
    from assistant.engine.assistant import Assistant

    code = ""
    if create:
        store, code = create_store(settings, secret)
    else:
        store = open_store(settings, secret)
    made = Assistant(
        store=store,
        thinker=thinker or child_thinker(settings),
        content=build_content(settings),
        clock=SystemClock(),
        ids=RandomIds(),
        naam=settings.naam,
    )
    return made, code


def restore_store(settings: Settings, backup: Path, secret: str) -> tuple[SqlcipherStore, Path | None]:
    """Put a back-up back; what stood there is moved aside. Returns (store, where the old files are or None).

    Raises: DossierLocked (another window has the file; nothing is changed then), KeyRejected, DossierUnreadable, DossierNotWritten.
    """
    from assistant.adapters.dossiers.store import restore

    return restore(backup, store_folder(settings), secret, clock=SystemClock(), anchor_folder=anchor_folder(settings))


def look_into_backup(settings: Settings, backup: Path, secret: str) -> Inhoud:
    """How many dossiers a back-up holds, how old it is, and which of them were erased since. Raises KeyRejected, DossierUnreadable."""
    from assistant.adapters.dossiers import look_into

    return look_into(backup, secret, anchor_folder=anchor_folder(settings), current=store_folder(settings))


def backup_in(folder: Path) -> tuple[Path, ...]:
    """The back-ups in a folder: the folder itself, or those inside it, oldest first. Empty: none."""
    if (folder / "sleutel.json").is_file():
        return (folder,)
    try:
        return tuple(sorted(p for p in folder.iterdir() if (p / "sleutel.json").is_file()))
    except OSError:
        return ()


def settle_come_back(store: SqlcipherStore, *, wie: str, terug: bool, reden: str = "") -> tuple[str, ...]:
    """After putting back: erase again what had been erased, or keep it with a reason. Returns the codes concerned.

    Raises: RuleError (kept without a reason), StoreError.
    """
    found = store.came_back()
    if terug and found:
        if not reden.strip():
            raise RuleError("Schrijf op waarom een gewist dossier terugkomt.", hint="Bijvoorbeeld: het was het verkeerde dossier.")
        store.keep_come_back(wie=wie, reden=reden.strip())
    else:
        for dossier_id, _, _ in found:
            store.delete(dossier_id, wie=wie, reden="was al gewist; stond nog in de back-up")
    return tuple(code for _, code, _ in found)


class Teruggezet(NamedTuple):
    """What putting a back-up back brought."""

    dossiers: int
    opzij: Path | None
    gewist: tuple[str, ...]
    """Codes of dossiers that had been erased: erased again, or back on purpose."""


def swap_store(settings: Settings, assistant: Assistant, backup: Path, secret: str, *, terug: bool = False, reden: str = "") -> Teruggezet:
    """Put a back-up back under a running program: the assistant goes on with what is in it.

    Args:
        terug: dossiers that were erased since come back, for `reden`. False: they are erased again.

    Raises: RuleError, StoreError; then the store that was open is open again, and nothing has changed.
    """
    old = cast("SqlcipherStore", assistant.store)
    if old.read_only:
        raise DossierLocked("Deze dossiers zijn open in een ander venster.", hint="Sluit het andere venster; er is niets veranderd.")
    if terug and not reden.strip():
        raise RuleError("Schrijf op waarom een gewist dossier terugkomt.", hint="Bijvoorbeeld: het was het verkeerde dossier.")
    old.close()
    try:
        store, aside = restore_store(settings, backup, secret)
    except AssistantError:
        assistant.store = old.again()
        raise
    assistant.store = store
    wie = settings.naam or "begeleider"
    store.record(wie=wie, gebeurtenis="back-up_teruggezet", object=backup.name)
    gone = settle_come_back(store, wie=wie, terug=terug, reden=reden)
    return Teruggezet(len(store.list()), aside, gone)


def inside_data(settings: Settings, folder: Path) -> bool:
    """True when a folder lies in the data folder itself: a back-up there is no back-up."""
    return folder.expanduser().resolve().is_relative_to(settings.gegevens.resolve())


# -- paper and exchange --------------------------------------------------------------------------


def build_sheets(
    settings: Settings, store: Callable[[], Any] | None = None, *, ask: Callable[[str, Mapping[str, Any]], Mapping[str, Any]] | None = None
) -> SheetMaker:
    """What makes paper: sheets of a dossier as PDF, Word, web page, Markdown or calendar.

    Args:
        store: gives the opened store; every print writes an access line in it first. None: nothing is logged (demo, tests).
        ask: where `maskeer` is asked for the sheet of the teamkrachtbespreking (the screen gives its Thinker). None: a Mind in this
            process, made when needed.
    """
    from assistant.adapters.documents_out import FORMS, writer
    from assistant.engine.exporting import SheetMaker

    def record(dossier: str, what: str) -> None:
        if store is not None:
            store().record(wie=settings.naam, gebeurtenis="afgedrukt", dossier=dossier, object=what)

    minds: list[Mind] = []

    def masker(text: str, names: tuple[str, ...]) -> str:
        if ask is None and not minds:
            minds.append(build_mind(settings))
        try:
            answer = (ask or minds[0].ask)("maskeer", {"tekst": text, "bekende_namen": list(names)})
        except NotThere:
            return text  # known names and hard patterns are replaced by the sheet itself
        return str(answer["tekst"])

    return SheetMaker(
        content=build_content(settings),
        clock=SystemClock(),
        vormen=FORMS,
        writers=writer,
        put=lambda folder, name, data: put_file(settings, folder, name, data),
        record=record,
        masker=masker,
    )


def fresh_id(kind: str) -> str:
    return RandomIds().new(kind)


def put_file(settings: Settings, folder: Path, name: str, data: bytes) -> Path:
    """Write a new file where the person pointed, never in the data folder. Raises DocumentNotWritten."""
    from assistant.adapters.documents_out.safe_file import put_file as put

    return put(folder, name, data, forbidden=settings.gegevens)
