"""The workflows are sound as far as that can be said without running them."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest
import yaml
from check_release import differences, named_versions

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
# What GitHub's machines have.
PROGRAMS = {"sudo", "python", "cp", "cd", "zip", "gh"}
EACH = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)


def read(path: Path) -> dict:
    """Return a workflow; YAML reads its key `on` as True."""
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    workflow["on"] = workflow.pop(True)
    return workflow


def steps(path: Path) -> list[dict]:
    return [step for job in read(path)["jobs"].values() for step in job["steps"]]


def test_there_are_the_three():
    assert [path.stem for path in WORKFLOWS] == ["pages", "release", "weekly"]


@EACH
def test_each_job_is_bounded_and_may_read_only_unless_it_says_so(path):
    workflow = read(path)
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["concurrency"]["group"]
    for name, job in workflow["jobs"].items():
        assert job["timeout-minutes"] <= 90, name
        assert job.get("needs", name) in workflow["jobs"]


def test_only_the_jobs_that_publish_may_write():
    writing = {
        (path.stem, name): {
            one for one, may in job.get("permissions", {}).items() if may == "write"
        }
        for path in WORKFLOWS
        for name, job in read(path)["jobs"].items()
    }
    assert {job: may for job, may in writing.items() if may} == {
        ("pages", "deploy"): {"pages", "id-token"},
        ("release", "release"): {"contents"},
    }


@EACH
def test_actions_are_github_s_own_at_a_major_version(path):
    for step in steps(path):
        assert ("uses" in step) != ("run" in step)
        if "uses" in step:
            assert re.fullmatch(r"actions/[a-z-]+@v\d+", step["uses"])


@EACH
def test_each_line_runs_a_target_or_a_file_that_is_there(path):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for step in steps(path):
        for line in step.get("run", "").splitlines():
            words = shlex.split(line)
            if words[0] == "make":
                assert set(words[1:]) <= targets, line
            elif words[0] not in PROGRAMS:
                made = words[0].startswith(".venv/")
                assert made or (ROOT / words[0]).is_file(), line
            for word in words[1:]:
                if word.startswith("tools/"):
                    assert (ROOT / word).is_file(), line
        if "run" in step:
            # Words of others, such as a branch's name, must not become part of a script.
            assert "${{" not in step["run"]
            subprocess.run(["bash", "-n", "-c", step["run"]], check=True)


@EACH
def test_the_files_that_caches_go_by_are_there(path):
    for step in steps(path):
        for name in str(step.get("with", {}).get("cache-dependency-path", "")).split():
            assert (ROOT / name).is_file()
        if step.get("with", {}).get("cache") == "npm":
            assert (ROOT / "package-lock.json").is_file()


@EACH
def test_what_a_step_takes_from_another_is_given_there(path):
    for job in read(path)["jobs"].values():
        named = {step["id"] for step in job["steps"] if "id" in step}
        assert set(re.findall(r"steps\.(\w+)\.", str(job))) <= named


def test_the_published_site_is_told_its_address_and_has_its_pdf():
    build = read(ROOT / ".github/workflows/pages.yml")["jobs"]["build"]
    assert "refs/heads/main" in build["if"]
    assert build["needs"] == "test"
    made = next(step for step in build["steps"] if step.get("run") == "make pdf")
    assert "base_url" in made["env"]["COURSE_BASE_URL"]
    address = (ROOT / "book/_ext/site_files.py").read_text(encoding="utf-8")
    assert 'environ.get("COURSE_BASE_URL")' in address


def test_the_weekly_run_leaves_the_constraints_aside(monkeypatch):
    weekly = steps(ROOT / ".github/workflows/weekly.yml")
    assert next(step for step in weekly if step.get("run") == ".ci/run")["env"] == {
        "COURSE_NEWEST": "1"
    }
    from set_up import pip_install

    monkeypatch.setenv("COURSE_NEWEST", "1")
    assert "constraints.txt" not in pip_install()
    assert "eager" in pip_install()
    monkeypatch.delenv("COURSE_NEWEST")
    assert pip_install()[-2:] == ["-c", "constraints.txt"]


def test_the_files_name_one_version():
    assert len(set(named_versions().values())) == 1


def test_a_tag_must_be_the_version(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.0"\n')
    (tmp_path / "CITATION.cff").write_text('cff-version: 1.2.0\nversion: "1.2.1"\n')
    assert differences("v1.2.0", tmp_path) == [
        "The tag is v1.2.0, and CITATION.cff names version 1.2.1."
    ]
    assert len(differences("1.2.0", tmp_path)) == 2
    assert len(differences("v1.2", tmp_path)) == 2
    (tmp_path / "CITATION.cff").write_text("version: 1.2.0\n")
    assert differences("v1.2.0", tmp_path) == []
