"""Known holes stay closed: what is installed, asked for and pinned is never older than minimum-versions.toml."""

from __future__ import annotations

import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[2]
LIST = tomllib.loads(Path(__file__).with_name("minimum-versions.toml").read_text(encoding="utf-8"))
WANTED = {
    r.name.lower(): r
    for r in map(Requirement, tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"])
}
PINNED = dict(
    line.strip().lower().split("==")
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if "==" in line and not line.startswith("#")
)


@pytest.mark.parametrize("item", LIST["pakket"], ids=lambda item: item["naam"])
def test_no_version_with_a_known_hole(item: dict[str, str]) -> None:
    name, least = item["naam"], Version(item["minstens"])

    assert item["reden"]
    assert Version(version(name)) >= least
    if "onder" in item:
        assert Version(version(name)) < Version(item["onder"])
    # one hair below the least version may not satisfy what we ask for
    assert not WANTED[name].specifier.contains(_just_below(least)), f"pyproject.toml asks for less than {least}"
    if name in PINNED:
        assert Version(PINNED[name].split(";")[0].split("+")[0].strip()) >= least


def _just_below(least: Version) -> str:
    parts = list(least.release)
    for at in range(len(parts) - 1, -1, -1):
        if parts[at] > 0:
            return ".".join(map(str, [*parts[:at], parts[at] - 1, *([999] * (len(parts) - at - 1 or 1))]))
    return "0"


def test_two_libraries_that_overlay_each_other_are_not_both_installed() -> None:
    """sqlcipher3 and sqlcipher3-binary have one import name."""
    from importlib.metadata import PackageNotFoundError

    with pytest.raises(PackageNotFoundError):
        version("sqlcipher3-binary")
