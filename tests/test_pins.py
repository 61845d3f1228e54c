"""One list of pins for pip, conda, Binder and CI: requirements.txt. Everything else agrees with it."""

import ast
import itertools
import os
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from make_reference import ARTICLES
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from website.executions import articles, code_cells

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PYTHONS = ["3.11", "3.12", "3.13"]
LOCK = "requirements.txt disagrees with pyproject.toml: run `make lock`"


def pins():
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def pinned(python):
    """Name: version, of what pip installs on Linux with that Python. None stands for the running one."""
    environment = {}
    if python:
        environment = {
            "python_version": python,
            "python_full_version": f"{python}.9",
            "sys_platform": "linux",
        }
    chosen = [pin for pin in pins() if not pin.marker or pin.marker.evaluate(environment)]
    versions = {canonicalize_name(pin.name): next(iter(pin.specifier)).version for pin in chosen}
    assert len(versions) == len(chosen), "two pins of one package apply at once"
    return versions


def declared():
    extras = PROJECT["optional-dependencies"].values()
    return [
        Requirement(line)
        for line in [*PROJECT["dependencies"], *(line for extra in extras for line in extra)]
    ]


def test_everything_is_pinned_exactly():
    loose = [
        str(pin) for pin in pins() if [one.operator for one in pin.specifier] != ["=="] or "*" in str(pin)
    ]
    assert loose == []


@pytest.mark.parametrize("python", PYTHONS)
def test_every_dependency_is_pinned_at_a_version_that_satisfies_it(python):
    versions = pinned(python)
    for dependency in declared():
        name = canonicalize_name(dependency.name)
        assert name in versions, f"{name}: {LOCK}"
        assert dependency.specifier.contains(versions[name]), f"{dependency}, pinned {versions[name]}: {LOCK}"


def test_numba_is_left_out_only_where_it_has_no_wheels():
    """macOS on Intel. There the readable engine does the work."""
    for system, machine in itertools.product(
        ["linux", "darwin", "win32"], ["x86_64", "arm64", "AMD64", "aarch64"]
    ):
        environment = {"sys_platform": system, "platform_machine": machine, "python_full_version": "3.12.9"}
        names = [pin.name for pin in pins() if not pin.marker or pin.marker.evaluate(environment)]
        wanted = (system, machine) != ("darwin", "x86_64")
        assert ("numba" in names) is ("llvmlite" in names) is wanted, f"{system} {machine}: {LOCK}"


def test_installed_versions_are_the_pins():
    wrong = {}
    for name, version in pinned(None).items():
        try:
            installed = metadata.version(name)
        except metadata.PackageNotFoundError:
            installed = "nothing"
        if installed != version:
            wrong[name] = f"{installed} installed, {version} pinned"
    assert wrong == {}, "run `make env`"


def test_pins_fit_together():
    done = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_every_import_is_declared():
    """What the code imports by name stands in pyproject.toml; else only an accident installs it."""
    files = [*ROOT.glob("lib/**/*.py"), *ROOT.glob("website/*.py"), *ROOT.glob("tests/*.py")]
    codes = [(file.relative_to(ROOT), file.read_text(encoding="utf-8")) for file in files]
    for article in articles(ARTICLES):
        codes += [(article.name, cell.source) for cell in code_cells(article)]
    names = {canonicalize_name(dependency.name) for dependency in declared()} | {PROJECT["name"]}
    own = {"benchmarks", "lib", "website", *(file.stem for file in ROOT.glob("tests/*.py"))}
    distributions = metadata.packages_distributions()
    undeclared = []
    for file, code in codes:
        for module in imports(code) - own - sys.stdlib_module_names:
            if not names & {canonicalize_name(name) for name in distributions.get(module, [])}:
                undeclared.append(f"{file}: {module}")
    assert not undeclared, "imported, but not in pyproject.toml: " + ", ".join(undeclared)


def imports(code):
    """The top-level modules that code imports. Lines of IPython's own (%, !) are none of Python's."""
    code = re.sub(r"^[%!].*$", "", code, flags=re.MULTILINE)
    found = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(node.module.partition(".")[0])
    return found


def test_conda_and_binder_read_the_same_pins():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    python, pip, rest = environment["dependencies"]
    assert python in [f"python={version}" for version in PYTHONS]
    assert (pip, rest) == ("pip", {"pip": ["-r requirements.txt", "-e .", "-e website"]})
    post_build = ROOT / "postBuild"
    assert os.access(post_build, os.X_OK)
    assert "install" not in post_build.read_text(encoding="utf-8")


def test_pre_commit_runs_the_pinned_ruff():
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    revisions = {repository["repo"].rpartition("/")[2]: repository["rev"] for repository in config["repos"]}
    assert revisions["ruff-pre-commit"] == f"v{pinned('3.11')['ruff']}"


def test_ci_runs_on_every_supported_python():
    supported = SpecifierSet(PROJECT["requires-python"])
    assert [f"3.{minor}" for minor in range(30) if f"3.{minor}.0" in supported] == PYTHONS
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "test.yml").read_text(encoding="utf-8"))
    assert workflow["jobs"]["test"]["strategy"]["matrix"]["python"] == PYTHONS
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(f"python{version}" in makefile for version in PYTHONS)


def test_workflows_run_the_make_targets_and_install_nothing_themselves():
    commands = {}
    for file in sorted((ROOT / ".github" / "workflows").glob("*.yml")):
        jobs = yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"].values()
        steps = [step for job in jobs for step in job.get("steps", [])]
        commands[file.name] = [step["run"] for step in steps if "run" in step]
    assert commands == {
        "deploy.yml": [
            "make publish PYTHON=python",
            "make launch PYTHON=python",
            'python3 website/launch.py push launch "https://x-access-token:$GH_TOKEN@${GITHUB_SERVER_URL#https://}/$GITHUB_REPOSITORY" '
            '"notebooks-$GITHUB_SHA"',
            'gh workflow enable deploy.yml --repo "$GITHUB_REPOSITORY"',
        ],
        "test.yml": ["touch .venv/.installed", "make test PYTHON=python"],
    }


def test_a_push_is_deployed_only_after_its_tests_passed():
    folder = ROOT / ".github" / "workflows"
    deploy, test = (
        yaml.safe_load((folder / f"{name}.yml").read_text(encoding="utf-8")) for name in ("deploy", "test")
    )
    jobs = deploy["jobs"]
    assert jobs["test"]["uses"] == "./.github/workflows/test.yml" and "if" not in jobs["test"]
    assert jobs["build"]["needs"] == "test" and jobs["deploy"]["needs"] == ["build", "notebooks"]
    tag = jobs["build"]["steps"][3]["env"]["WNN_NOTEBOOKS"].replace("${{ github.sha }}", "$GITHUB_SHA")
    assert f'"{tag}"' in jobs["notebooks"]["steps"][-1]["run"]  # what a page opens is what is pushed
    assert not {"if", "continue-on-error"} & {*jobs["build"], *jobs["deploy"], *test["jobs"]["test"]}
    assert "main" in test[True]["push"]["branches-ignore"]  # `on:` is true in YAML; main is not tested twice


def test_actions_are_pinned_to_commits():
    for file in sorted((ROOT / ".github" / "workflows").glob("*.yml")):
        for line in re.findall(r"uses: (.*)", file.read_text(encoding="utf-8")):
            assert re.fullmatch(
                r"\./\S+|[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line.split(" # zizmor")[0]
            ), f"{file.name}: {line}"


def test_version_of_the_citation_is_the_projects():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == PROJECT["version"]
    assert set(citation["license"]) == {"BSD-3-Clause", "CC-BY-4.0"}
