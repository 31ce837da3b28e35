"""assistant.adapters.sentence_embedder: any other model. A sentence-transformers folder, one from the local hub cache, or a local
embedding server.

A model folder is looked at before anything of it is loaded: weights in safetensors only, no Python code, no modules that are not part of
sentence-transformers itself, and hashes that match when the folder brings a list of them. torch is imported at the first text, never
before.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import os
import re
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from assistant.engine.ports import Progress
from assistant.errors import EmbedderUnavailable, SettingsError

Floats = NDArray[np.float32]

FORBIDDEN = {
    ".bin",
    ".pt",
    ".pth",
    ".pkl",
    ".pickle",
    ".ckpt",
    ".joblib",
    ".npy",
    ".npz",
    ".py",
    ".pyc",
    ".so",
    ".dll",
    ".dylib",
    ".h5",
    ".msgpack",
    ".onnx",
}
"""Forms that run code when loaded, are code, or are weights in another form than safetensors."""
SUMS = ("SHA256SUMS", "sha256sums.txt")
_ALLOWED_FILES = ["*.safetensors", "*.json", "*.txt", "*.model", "SHA256SUMS"]
_HUB_NAME = re.compile(r"^[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*$")
_HINT = "Kies een andere map in de instellingen, of zet `embedder` op `ingebouwd`."


def check_model_folder(folder: Path) -> str:
    """Return a hash of everything in the model folder. Raises EmbedderUnavailable for a folder that must not be loaded."""

    def refuse(why: str) -> EmbedderUnavailable:
        return EmbedderUnavailable(f"Het model in {folder.name!r} wordt niet geladen: {why}.", hint=_HINT)

    if not folder.is_dir():
        raise EmbedderUnavailable(f"De map met het model bestaat niet: {folder}.", hint=_HINT)
    hashes: dict[str, str] = {}
    root = folder.resolve()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir():
            continue
        if path.suffix.lower() in FORBIDDEN:
            raise refuse(f"{name} kan code uitvoeren; alleen safetensors mag")
        target = path.resolve()
        # a hub cache keeps its files under blobs/ beside snapshots/: links may point there and nowhere else
        if not target.is_relative_to(root) and not target.is_relative_to(root.parent.parent / "blobs"):
            raise refuse(f"{name} wijst naar een bestand buiten de map")
        try:
            with open(path, "rb") as file:
                hashes[name] = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            raise refuse(f"{name} is niet te lezen") from None
        if path.suffix == ".safetensors" and not _is_safetensors(path):
            raise refuse(f"{name} is geen geldig safetensors-bestand")
        if path.suffix == ".json" and (bad := _runs_code(path)):
            raise refuse(f"{name} {bad}")
    if not any(name.endswith(".safetensors") for name in hashes):
        raise refuse("er staan geen gewichten in safetensors in")
    for listed in SUMS:
        if listed in hashes:
            for line in (folder / listed).read_text(encoding="utf-8", errors="replace").splitlines():
                wanted, _, name = line.strip().partition(" ")
                name = name.strip().lstrip("*").removeprefix("./")
                if wanted and hashes.get(name) != wanted.lower():
                    raise refuse(f"{name or 'een bestand'} is niet het bestand dat in {listed} staat")
    return hashlib.sha256(json.dumps(hashes, sort_keys=True).encode()).hexdigest()[:16]


def _is_safetensors(path: Path) -> bool:
    size = path.stat().st_size
    with open(path, "rb") as file:
        head = file.read(8)
        length = int.from_bytes(head, "little") if len(head) == 8 else 0
        if not 2 <= length <= min(size - 8, 100_000_000):
            return False
        try:
            json.loads(file.read(length))
        except ValueError:
            return False
    return True


def _runs_code(path: Path) -> str:
    """Why a JSON file would make a library run code from the folder; '' when it would not."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return "is geen geldige JSON"
    stack: list[Any] = [data]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            if "auto_map" in item or item.get("trust_remote_code"):
                return "vraagt om eigen code (auto_map)"
            if path.name == "modules.json" and not str(item.get("type", "sentence_transformers.")).startswith("sentence_transformers."):
                return "gebruikt een onderdeel dat niet bij sentence-transformers hoort"
            stack += item.values()
        elif isinstance(item, list):
            stack += item
    return ""


class SentenceEmbedder:
    """Embedder on sentence-transformers.

    Args:
        folder: a checked model folder. Its own prompts 'query' and 'passage' are used when it has them.
    """

    def __init__(self, folder: Path, *, name: str = "") -> None:
        self.folder = folder
        self._name = name or folder.name
        self._digest: str | None = None
        self._dim: int | None = None
        self._model: Any = None
        self._lock = threading.RLock()

    @property
    def fingerprint(self) -> str:
        if self._digest is None:
            self._digest = check_model_folder(self.folder)
        return f"sentence-transformers {self._name} {self._digest} dim {self.dim} l2"

    @property
    def dim(self) -> int:
        if self._dim is None:
            self._dim = self._config_dim()
        return self._dim

    @property
    def parts(self) -> tuple[tuple[str, int, int, float], ...]:
        return (("st", 0, self.dim, 1.0),)

    def _config_dim(self) -> int:
        """From the files where they say it plainly, so that `fingerprint` needs no torch; else by loading."""
        try:
            modules = [item.get("type", "") for item in json.loads((self.folder / "modules.json").read_text(encoding="utf-8"))]
            if not any("Dense" in kind for kind in modules):
                return int(json.loads((self.folder / "config.json").read_text(encoding="utf-8"))["hidden_size"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            pass
        self.warm_up()
        return int(self._model.get_sentence_embedding_dimension())

    def warm_up(self) -> None:
        with self._lock:
            if self._model is not None:
                return
            if self._digest is None:
                self._digest = check_model_folder(self.folder)
            try:
                from sentence_transformers import SentenceTransformer

                self._model = SentenceTransformer(
                    str(self.folder), device="cpu", local_files_only=True, trust_remote_code=False, model_kwargs={"use_safetensors": True}
                )
            except Exception as error:  # noqa: BLE001 - a foreign model may fail in any way; the reader gets one sentence
                raise EmbedderUnavailable(
                    f"Het model {self._name!r} kan niet worden geladen.", hint=_HINT, details=type(error).__name__
                ) from None

    def _encode(self, texts: Sequence[str], prompt: str, progress: Progress | None) -> Floats:
        self.warm_up()
        out = np.zeros((len(texts), self.dim), dtype=np.float32)
        given = {"prompt_name": prompt} if prompt in (self._model.prompts or {}) and self._model.prompts.get(prompt) else {}
        filled = sorted((row for row, text in enumerate(texts) if text.strip()), key=lambda row: len(texts[row]))
        for at in range(0, len(filled), 16):
            rows = filled[at : at + 16]
            with self._lock:
                out[rows] = self._model.encode([texts[row] for row in rows], normalize_embeddings=True, show_progress_bar=False, **given)
            if progress is not None:
                time.sleep(0.01)  # a question that came in gets its turn between two batches
                progress(at + len(rows), len(filled), "vectoren")
        return out

    def embed_query(self, text: str) -> Floats:
        row: Floats = self._encode([text], "query", None)[0]
        return row

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        return self._encode(texts, "passage" if self._has("passage") else "document", progress)

    def embed_questions(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        return self._encode(texts, "query", progress)

    def _has(self, prompt: str) -> bool:
        self.warm_up()
        return prompt in (self._model.prompts or {})

    def release(self) -> None:
        """Nothing is kept beside the model itself."""


def sentence_embedder(kind: str, name: str, *, fetch: bool) -> SentenceEmbedder:
    """'map' and a path, or 'hub' and a name such as 'intfloat/multilingual-e5-base'.

    Args:
        fetch: True lets a hub model be downloaded; otherwise only the local cache is looked at.
    Raises SettingsError for a name that cannot be one, EmbedderUnavailable when the folder is missing or must not be loaded.
    """
    if kind == "map":
        folder = Path(name).expanduser()
        check_model_folder(folder)
        return SentenceEmbedder(folder)
    if not _HUB_NAME.match(name) or ".." in name:
        raise SettingsError(f"{name!r} is geen naam van een model.", hint="Zo ziet een naam eruit: hub:organisatie/model.")
    if fetch:
        os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "0"
    try:
        from huggingface_hub import snapshot_download

        folder = Path(snapshot_download(name, local_files_only=not fetch, allow_patterns=_ALLOWED_FILES))
    except Exception as error:  # noqa: BLE001 - network, cache and naming errors all mean the same to the reader
        hint = "Haal het model eerst op, of zet `hub_ophalen` aan." if not fetch else "Is er internet, en klopt de naam?"
        raise EmbedderUnavailable(f"Het model {name!r} staat niet op deze computer.", hint=hint, details=type(error).__name__) from None
    check_model_folder(folder)
    return SentenceEmbedder(folder, name=name)


class ServerEmbedder:
    """Embedder on an OpenAI-compatible server, through LangChain's client.

    Args:
        url: address up to and including /v1; `#model` behind it names the model.
    """

    def __init__(self, url: str, *, is_remote: bool = False) -> None:
        self.is_remote = is_remote
        """True: questions leave this machine; callers take names out first."""
        self._url, _, model = url.partition("#")
        self._model = model or "default"
        self._client: Any = None
        self._dim: int | None = None
        self._lock = threading.RLock()

    @property
    def fingerprint(self) -> str:
        return f"server {self._url} {self._model} dim {self.dim} l2"

    @property
    def dim(self) -> int:
        if self._dim is None:
            self._dim = len(self._ask(["dimensie"])[0])
        return self._dim

    @property
    def parts(self) -> tuple[tuple[str, int, int, float], ...]:
        return (("server", 0, self.dim, 1.0),)

    def warm_up(self) -> None:
        _ = self.dim

    def _ask(self, texts: Sequence[str]) -> Floats:
        with self._lock:
            if self._client is None:
                import httpx
                from langchain_openai import OpenAIEmbeddings
                from pydantic import SecretStr

                self._client = OpenAIEmbeddings(
                    base_url=self._url,
                    model=self._model,
                    api_key=SecretStr(os.environ.get("KRACHTGESPREK_EMBEDDER_SLEUTEL", "lokaal")),
                    check_embedding_ctx_length=False,
                    max_retries=1,
                    timeout=30.0,
                    http_client=httpx.Client(trust_env=False, follow_redirects=False, timeout=30.0),
                )
            try:
                found = np.asarray(self._client.embed_documents(list(texts)), dtype=np.float32)
            except Exception as error:  # noqa: BLE001 - whatever a server does, the reader gets one sentence
                raise EmbedderUnavailable(
                    "De server voor zoeken op betekenis antwoordt niet.", hint="Zoeken op woorden werkt wel.", details=type(error).__name__
                ) from None
        if (
            found.ndim != 2
            or len(found) != len(texts)
            or not np.isfinite(found).all()
            or (self._dim is not None and found.shape[1] != self._dim)
        ):
            raise EmbedderUnavailable("De server voor zoeken op betekenis geeft geen bruikbaar antwoord.", hint="Klopt het model?")
        norm = np.linalg.norm(found, axis=1, keepdims=True)
        return np.asarray(found / np.maximum(norm, 1e-12), dtype=np.float32)

    def embed_query(self, text: str) -> Floats:
        if not text.strip():
            return np.zeros(self.dim, dtype=np.float32)
        row: Floats = self._ask([text])[0]
        return row

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        out = np.zeros((len(texts), self.dim), dtype=np.float32)
        filled = [row for row, text in enumerate(texts) if text.strip()]
        for at in range(0, len(filled), 32):
            rows = filled[at : at + 32]
            out[rows] = self._ask([texts[row] for row in rows])
            if progress is not None:
                progress(at + len(rows), len(filled), "vectoren")
        return out

    def embed_questions(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        return self.embed_passages(texts, progress)

    def release(self) -> None:
        """Nothing is kept."""


def server_embedder(url: str, *, remote: bool) -> ServerEmbedder:
    """Raises SettingsError for an address that is no address, or that is not on this machine while that was not allowed."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(f"{url!r} is geen adres van een server.", hint="Bijvoorbeeld openai:http://127.0.0.1:8080/v1.")
    try:
        here = ipaddress.ip_address(parts.hostname).is_loopback
    except ValueError:
        here = parts.hostname == "localhost"
    if not here and not remote:
        raise SettingsError(
            "De server voor zoeken op betekenis staat niet op deze computer.",
            hint="Vragen kunnen woorden van cliënten bevatten. Zet `model_op_afstand` alleen aan als dat mag.",
        )
    return ServerEmbedder(url, is_remote=not here)
