"""Write docs/dependencies.md: what each dependency is for, and how big it is in the environment that runs this.

`python scripts/write_dependency_docs.py` wants an environment with all extras; a package that is missing has no size.
"""

import platform
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "dependencies.md"
INTRODUCTION = """# Dependencies

What `pip install dorsi` brings, what each extra adds, and why. Texts: `docs/dependencies.yaml`; sizes are measured by
`python scripts/write_dependency_docs.py`: the bytes of all files that a package's installer noted, compiled ones
included, each file once. *Alone* is what would go if only that package went, with those that nothing else needs; 0
means that another dependency brings it anyway.
"""

#: What an extra for squads or for the web app could bring instead of every install.
SPLITS = {"squad": ("openpyxl", "xlsxwriter"), "web": ("fastapi", "python-multipart", "starlette", "uvicorn")}
NOT_SPLIT = """Both together are {share:.1f} % of the install, so there is no extra for either: `dorsi serve` and squad
tables work without a second step, and no one meets a message that something is missing. The pages of the app and of a
report are made by the same Jinja2, the codes to scan on paper and on the screen by the same segno. They are imported
only where they are used, so that they don't slow down a command that does without."""
#: The end of the page: what is built here, updates, licences.
END = ROOT / "scripts" / "dependencies_end.md"
#: Kinds of licences by what their names and texts have in common, the more special first.
KINDS = {
    "LGPL": "LGPL-3.0", "Apache": "Apache-2.0", "Python Software Foundation": "PSF", "PSF": "PSF", "MIT": "MIT",
    "BSD": "BSD", "ISC": "ISC",
}  # fmt: skip


def licence(name: str) -> str:
    """Return the licence that a package declares: as an expression, in its classifiers, or in words."""
    about = metadata.metadata(name)
    if expression := about.get("License-Expression"):
        return str(expression)
    classified = [one for one in about.get_all("Classifier") or [] if one.startswith("License ::")]
    said = " ".join([*classified, (about.get("License") or "").partition("\n")[0]])
    return next((kind for word, kind in KINDS.items() if word in said), "not declared")


def licence_rows(names: Iterable[str]) -> list[str]:
    """Return a line for each licence with its packages, the most frequent first."""
    found: dict[str, list[str]] = {}
    for name in sorted(names):
        found.setdefault(licence(name), []).append(name)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return [f"| {kind} | {', '.join(packages)} |" for kind, packages in ordered]


@cache
def project() -> dict[str, list[str]]:
    """Return the requirements by extra, those of a plain install under an empty name."""
    read = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = read["optional-dependencies"]
    own = {name: [one for one in wanted if not one.startswith("dorsi[")] for name, wanted in extras.items()}
    return {"": read["dependencies"]} | {name: wanted for name, wanted in own.items() if wanted}


@cache
def bundles() -> dict[str, tuple[str, ...]]:
    """Return the extras that only gather other extras, with these."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    alone = {name: Requirement(wanted[0]) for name, wanted in extras.items() if len(wanted) == 1}
    return {name: tuple(sorted(one.extras)) for name, one in alone.items() if one.name == "dorsi"}


def closure(wanted: Iterable[str]) -> set[str]:
    """Return the installed packages that requirements bring, with all that those need."""
    found: set[tuple[str, tuple[str, ...]]] = set()
    todo = list(wanted)
    while todo:
        one = _requirement(todo.pop())
        key = (str(canonicalize_name(one.name)), tuple(sorted(one.extras)))
        if key in found or not is_installed(key[0]):
            continue
        found.add(key)
        for text in _needs(key[0]):
            marker = _requirement(text).marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in key[1] or ("",)):
                todo.append(text)
    return {name for name, _ in found}


@cache
def _needs(name: str) -> list[str]:
    return metadata.distribution(name).requires or []


_requirement = cache(Requirement)


@cache
def is_installed(name: str) -> bool:
    """Return whether a package is in this environment."""
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def megabytes(names: Iterable[str]) -> float:
    """Return what packages take on the disk, 10^6 bytes; a file that two of them install counts once."""
    sizes: dict[str, int] = {}
    for name in names:
        sizes |= _files(name)
    return sum(sizes.values()) / 1e6


@cache
def _files(name: str) -> dict[str, int]:
    """Return the files of a package that are there, with their bytes."""
    distribution = metadata.distribution(name)
    paths = {str(file): Path(str(distribution.locate_file(file))) for file in distribution.files or []}
    return {file: path.stat().st_size for file, path in paths.items() if path.is_file()}


def rows(extra: str, wanted: list[str], texts: dict[str, dict[str, str]]) -> list[str]:
    """Return the lines of one table, the biggest package first."""
    usual = [] if not extra else project()[""]
    sized = []
    for one in wanted:
        name = Requirement(one).name
        others = closure([*usual, *(other for other in wanted if other != one)])
        own = megabytes([name]) if is_installed(name) else None
        alone = megabytes(closure([*usual, one]) | others) - megabytes(others) if own is not None else None
        sized.append((name, own, alone))
    sized.sort(key=lambda row: -(row[1] or 0.0))
    return [
        f"| {name} | {_shown(own)} | {_shown(alone)} | {texts[name]['for']} | {texts[name]['why']} |"
        for name, own, alone in sized
    ]


def _shown(size: float | None) -> str:
    return "not measured" if size is None else f"{max(size, 0.0):.1f}"


def splitting() -> str:
    """Return what a runner would save if only a squad or the web app brought their packages, and why they stay."""
    usual = project()[""]
    lines = ["## One install for runner, squad and web app\n"]
    lines += ["| left to an extra | packages | a plain install saves, MB |", "|---|---|---|"]
    whole = megabytes(closure(usual))
    for extra, names in {**SPLITS, "both": tuple(name for part in SPLITS.values() for name in part)}.items():
        rest = closure([one for one in usual if Requirement(one).name not in names])
        lines.append(f"| {extra} | {', '.join(names)} | {whole - megabytes(rest):.1f} |")
    return "\n".join(lines) + f"\n\n{NOT_SPLIT.format(share=100 * (whole - megabytes(rest)) / whole)}\n"


def page() -> str:
    """Return the whole page."""
    texts = yaml.safe_load((ROOT / "docs" / "dependencies.yaml").read_text(encoding="utf-8"))
    wanted = project()
    plain = closure(wanted[""])
    where = f"{platform.system()} {platform.machine()}, Python {'.'.join(platform.python_version_tuple()[:2])}"
    parts = [INTRODUCTION]
    head = "| package | MB | alone, MB | what for | why it |\n|---|---|---|---|---|"
    for extra, requirements in wanted.items():
        brought = closure([*wanted[""], *requirements])
        more = megabytes(brought) - megabytes(plain)
        title = (
            f"## A plain install: {megabytes(plain):.0f} MB in {len(plain)} packages\n\nMeasured on {where}."
            if not extra
            else f"## `dorsi[{extra}]`: {more:.0f} MB more in {len(brought - plain)} packages"
        )
        parts.append("\n".join([title, "", head, *rows(extra, requirements, texts)]) + "\n")
    for extra, others in bundles().items():
        brought = closure([*wanted[""], *(one for other in others for one in wanted[other])])
        more = megabytes(brought) - megabytes(plain)
        parts.append(
            f"## `dorsi[{extra}]`: {more:.0f} MB more in {len(brought - plain)} packages\n\n"
            f"All that someone who uses dorsi may want: {', '.join(others)}. What is left out is for developing it.\n"
        )
    parts.append(splitting())
    parts.append(END.read_text(encoding="utf-8").replace("{licences}", "\n".join(licence_rows(plain))))
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
