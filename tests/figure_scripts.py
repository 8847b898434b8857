"""What the figures' scripts say of themselves, asked of Node, and states to try them at."""

from __future__ import annotations

import functools
import json
import math
import random
import subprocess
from pathlib import Path
from typing import Any

from offline_site import node_program

import shrinkage.explorables
from shrinkage.explorables import Explorable

FOLDER = Path(shrinkage.explorables.__file__).parent
ROOT = FOLDER.parents[2]

SPECS = """
import {{ figures }} from {index};
const told = Object.values(figures).map(({{ name, state, heights, stage, prediction }}) =>
    ({{ name, state, heights, stage, guesses: prediction
        ? (prediction.options ? Object.keys(prediction.options) : null) : [] }}));
console.log(JSON.stringify(told));
"""
SOLVE = """
import {{ figures }} from {index};
const found = JSON.parse(process.argv[1]).map(([name, state]) => figures[name].solve(state));
console.log(JSON.stringify(found));
"""


def ask_node(script: str, *arguments: str) -> Any:
    """Run a module that may import the figures, and return the JSON that it prints."""
    index = json.dumps((FOLDER / "js" / "figures" / "index.js").as_uri())
    command = [node_program(), "--input-type=module", "-e", script.format(index=index), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@functools.cache
def scripts_specs() -> dict[str, dict[str, Any]]:
    """Return what each figure's script states, by the figure's name."""
    return {one["name"]: one for one in ask_node(SPECS)}


def scripts_results(cases: list[tuple[type[Explorable], dict[str, Any]]]) -> list[dict[str, Any]]:
    """Return what the scripts' `solve` finds at some states."""
    return ask_node(SOLVE, json.dumps([(cls.name, state) for cls, state in cases]))


def ends(spec: dict[str, Any]) -> list[Any]:
    """Return the extreme values of one thing that can be set."""
    if spec["kind"] == "choice":
        return spec["options"]
    if spec["kind"] == "flag":
        return [False, True]
    if spec["kind"] == "list":
        length = len(spec["start"])
        return [[spec["min"]] * length, [spec["max"]] * length]
    return [spec["min"], spec["max"]]


def some_value(spec: dict[str, Any], rng: random.Random) -> Any:
    """Return a random value of one thing that can be set."""
    if spec["kind"] == "list":
        return [rng.uniform(spec["min"], spec["max"]) for _ in spec["start"]]
    if spec["kind"] == "number":
        return rng.uniform(spec["min"], spec["max"])
    if spec["kind"] == "integer":
        return rng.randint(spec["min"], spec["max"])
    return rng.choice(ends(spec))


def states(cls: type[Explorable], several: int = 12) -> list[dict[str, Any]]:
    """Return the start, each value at each of its ends, all at once, and some random states."""
    spec = cls.spec()
    start = {key: one["start"] for key, one in spec.items()}
    found = [start]
    found += [{**start, key: end} for key, one in spec.items() for end in ends(one)]
    found += [{key: ends(one)[place] for key, one in spec.items()} for place in (0, -1)]
    rng = random.Random(cls.name)
    found += [{key: some_value(one, rng) for key, one in spec.items()} for _ in range(several)]
    return found


def differences(one: Any, other: Any, at: str = "") -> list[str]:
    """Return where two results differ by more than 1e-9, relative to the larger."""
    if isinstance(one, dict) and isinstance(other, dict):
        if one.keys() != other.keys():
            return [f"{at}: {sorted(one)} and {sorted(other)}"]
        return [line for key in one for line in differences(one[key], other[key], f"{at}.{key}")]
    if isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            return [f"{at}: {len(one)} and {len(other)} long"]
        pairs = enumerate(zip(one, other, strict=True))
        return [line for n, pair in pairs for line in differences(*pair, f"{at}[{n}]")]
    if _is_number(one) and _is_number(other):
        close = math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
        return [] if close else [f"{at}: {one!r} and {other!r}"]
    return [] if one == other and type(one) is type(other) else [f"{at}: {one!r} and {other!r}"]


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def plain_results(w: Explorable) -> dict[str, Any]:
    """Return a Python figure's results as JSON knows them; NaN is an error."""
    return json.loads(json.dumps(w.results(), allow_nan=False))


def found_classes() -> set[type[Explorable]]:
    """Return every figure that the package defines, entered in `ALL` or not."""
    return {cls for cls in Explorable.__subclasses__() if cls.__module__.startswith("shrinkage.")}
