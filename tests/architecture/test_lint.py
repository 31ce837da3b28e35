"""The lint list of what may never stand in the product (betrouwbaarheid 6d), on the syntax tree. Each rule is also seen to bite."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Found = tuple[int, str]

# file -> rules that do not hold there, with the reason
EXCEPT = {
    "tui/cli.py": {"print": "the one place that speaks to the terminal"},
    "assistant/adapters/child_process.py": {"open-write": "os.devnull for the helper's stray output"},
    "assistant/adapters/dossiers/keys.py": {"open-write": "the key envelope, made whole (P09)"},
    "assistant/adapters/corpus_files.py": {"open-write": "own documents of the organisation, no client"},
    "assistant/adapters/index_folder.py": {"open-write": "the index of the sources, no client"},
    "assistant/adapters/lexical_index.py": {"open-write": "the index of the sources, no client"},
    "assistant/engine/indexing.py": {"open-write": "the index of the sources, no client"},
    "tui/widgets/choice_list.py": {"bare-str": "a textual Content, which is no markup"},
    "assistant/adapters/dossiers/store.py": {"create-engine": "the one place that adds the begin event"},
    "tui/commands/spelen.py": {"tempfile": "a throw-away store, encrypted"},
    "tui/commands/scherm.py": {"tempfile": "the demo's throw-away store, encrypted"},
}
EXCEPT_FOLDERS = {
    "assistant/judging/training": {"print", "open-write", "tempfile", "pickle"},  # tools for developers; never sees a client
    "assistant/adapters/documents_out": {"open-write"},  # the export adapter
}
WITH_TEXT = {"Static", "Label"}
PLAIN_STRINGS = {"Button", "Checkbox", "RadioButton", "Select", "OptionList", "Option", "Selection"}


def _name(node: ast.expr) -> str:
    """Last part of a called name: 'Static' for textual.widgets.Static."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _is(node: ast.expr | None, value: object) -> bool:
    return isinstance(node, ast.Constant) and node.value is value


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((k.value for k in call.keywords if k.arg == name), None)


def _text_of_data(node: ast.expr) -> bool:
    """A str that may hold data: an f-string with values, or something joined or formatted; t("…") of our own texts is not."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    return isinstance(node, ast.BinOp | ast.Attribute | ast.Subscript)


def rules(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """(rule, line) for everything on the list."""
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            whole = [f"{node.module}.{a.name}" for a in node.names] if isinstance(node, ast.ImportFrom) else names
            for name in names:
                top = name.split(".")[0]
                if top in ("sqlite3", "pickle", "tempfile", "textual_serve", "shelve", "marshal"):
                    yield {"shelve": "pickle", "marshal": "pickle"}.get(top, top.replace("_", "-")), line
            if any(n in ("langchain_core.load.loads", "langchain_core.load.load", "langchain.load.loads") for n in whole):
                yield "langchain-loads", line
            if any(n.endswith("load_prompt") for n in whole):
                yield "load-prompt", line
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if (
                any(isinstance(t, ast.Attribute) and t.attr in ("border_title", "border_subtitle") for t in targets)
                and node.value
                and _text_of_data(node.value)
            ):
                yield "border-title", line
        if not isinstance(node, ast.Call):
            continue
        called, full = _name(node.func), ast.unparse(node.func)
        if called in WITH_TEXT and not _is(_keyword(node, "markup"), False):
            yield "markup", line
        if called in PLAIN_STRINGS and node.args and _text_of_data(node.args[0]):
            yield "bare-str", line
        if called == "add_row" and any(_text_of_data(a) for a in node.args):
            yield "bare-str", line
        if called == "Markdown" and not _is(_keyword(node, "open_links"), False):
            yield "markdown-links", line
        if called == "load_prompt":
            yield "load-prompt", line
        if full in ("torch.load", "yaml.load", "pickle.load", "pickle.loads", "numpy.load", "np.load") and not _is(
            _keyword(node, "allow_pickle"), False
        ):
            yield "unsafe-load", line
        if called == "print":
            yield "print", line
        if full in ("sa.text", "sqlalchemy.text", "exec_driver_sql") and node.args and isinstance(node.args[0], ast.JoinedStr):
            yield "sql-fstring", line
        if (
            full.startswith(("log.", "logging.", "logger."))
            and called
            in (
                "debug",
                "info",
                "warning",
                "error",
                "exception",
                "critical",
                "log",
            )
            and any(isinstance(a, ast.JoinedStr) for a in node.args)
        ):
            yield "log-fstring", line
        if called in ("run", "Popen", "call", "check_output", "check_call") and _is(_keyword(node, "shell"), True):
            yield "shell", line
        if full in ("os.system", "os.popen"):
            yield "shell", line
        if called == "HttpClient" or full.endswith("chromadb.HttpClient"):
            yield "chroma-http", line
        if called == "create_engine":
            yield "create-engine", line
        if called in ("astream_log", "astream_events"):
            yield "astream", line
        if called == "open" or full == "io.open":
            mode = _keyword(node, "mode") or (
                node.args[1]
                if full in ("open", "io.open") and len(node.args) > 1
                else node.args[0]
                if isinstance(node.func, ast.Attribute) and node.args
                else None
            )
            if (
                isinstance(mode, ast.Constant)
                and isinstance(mode.value, str)
                and set(mode.value) & set("wax+")
                and set(mode.value) <= set("rwaxbt+")
            ):
                yield "open-write", line
        if called in ("write_text", "write_bytes"):
            yield "open-write", line


def _allowed(path: str, rule: str) -> bool:
    if rule in EXCEPT.get(path, {}):
        return True
    return any(path.startswith(folder + "/") and rule in which for folder, which in EXCEPT_FOLDERS.items())


def test_nothing_on_the_list_stands_in_the_product() -> None:
    found = []
    for folder in ("assistant", "tui"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            for rule, line in rules(ast.parse(path.read_text(encoding="utf-8"))):
                if not _allowed(name, rule):
                    found.append(f"{name}:{line} {rule}")

    assert found == []


BITES = {
    "sqlite3": "import sqlite3",
    "pickle": "import pickle",
    "tempfile": "import tempfile",
    "textual-serve": "import textual_serve",
    "markup": "Static(name)",
    "bare-str": "Button(f'{name}')",
    "border-title": "self.border_title = client.naam",
    "markdown-links": "Markdown(text)",
    "langchain-loads": "from langchain_core.load import loads",
    "load-prompt": "load_prompt('x')",
    "unsafe-load": "torch.load('x')",
    "print": "print('x')",
    "open-write": "open('x', 'w')",
    "log-fstring": "log.info(f'{x}')",
    "sql-fstring": "sa.text(f'select {x}')",
    "shell": "subprocess.run('x', shell=True)",
    "chroma-http": "chromadb.HttpClient()",
    "create-engine": "sa.create_engine('sqlite://')",
    "astream": "chain.astream_log()",
}


@pytest.mark.parametrize("rule", BITES)
def test_a_rule_bites(rule: str) -> None:
    assert rule in {found for found, _ in rules(ast.parse(BITES[rule]))}


@pytest.mark.parametrize(
    "good",
    [
        "Static(name, markup=False)",
        "Button(t('knop.bewaar'))",
        "Markdown(text, open_links=False)",
        "path.open('rb')",
        "open('x')",
        "log.info('gedaan', extra={'n': 1})",
    ],
)
def test_a_rule_leaves_good_code_alone(good: str) -> None:
    assert list(rules(ast.parse(good))) == []


def test_every_exception_is_still_needed() -> None:
    """A file that no longer does what it was excused for loses its excuse."""
    stale = []
    for name, which in EXCEPT.items():
        there = {rule for rule, _ in rules(ast.parse((ROOT / name).read_text(encoding="utf-8")))}
        stale += [f"{name}: {rule}" for rule in which if rule not in there]

    assert stale == []
