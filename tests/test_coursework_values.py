"""What an answer may look like, each through the real sandbox: all the variants in one class."""

from __future__ import annotations

from pathlib import Path

import pytest
from classroom import DATA, MEAN, THRESHOLD, assignment, grade, notebook, points

from coursework.gradebook import Flag, Report
from coursework.sandbox_bubblewrap import Bubblewrap

# Right answers in other forms than the obvious.
RIGHT = {
    "float": "mean_result = float(result.mean())",
    "float32": "mean_result = np.float32(result.mean())",
    "list-of-one": "mean_result = [result.mean()]",
    "row-and-column": "mean_result = result.mean().reshape(1, 1)",
    "masked-but-nothing-masked": "mean_result = np.ma.array(result).mean()",
    "array-of-objects": "mean_result = np.asarray(result.mean(), dtype=object)",
}
WRONG = {
    "nan": ("mean_result = np.nan", "holds NaN"),
    "infinity": ("mean_result = np.inf", "holds infinity"),
    "none": ("mean_result = None", "Not attempted"),
    "text": ("mean_result = str(result.mean())", "is text"),
    "complex": ("mean_result = complex(result.mean())", "Numbers are asked for"),
    "complex-array": ("mean_result = np.array(1j)", "Numbers are asked for"),
    "ragged": ("mean_result = [[1.0, 2.0], [3.0]]", "Numbers are asked for"),
    "all-masked": ("mean_result = np.ma.masked_all(1)", "holds NaN"),
    "a-vector": ("mean_result = result", "vector of 24 numbers"),
    "a-function": ("mean_result = result.mean", "is a function"),
    "a-dictionary": ("mean_result = {'mean': result.mean()}", "a dictionary"),
    "a-generator": ("mean_result = (x for x in result)", "generator"),
    "huge-integer": ("mean_result = 10**390", "Numbers are asked for"),
    "wrong": ("mean_result = 0.25", "0.25 is not it"),
}
RIGHT_FUNCTIONS = {
    "list": "return (np.sign(w) * np.maximum(np.abs(w) - strength, 0)).tolist()",
    "float32": "return (np.sign(w) * np.maximum(np.abs(w) - strength, 0)).astype(np.float32)",
    "column": "return (np.sign(w) * np.maximum(np.abs(w) - strength, 0))[:, None]",
    "mutated": "w -= np.clip(w, -strength, strength)\n    return w",
    "prints": "print(w)\n    return np.sign(w) * np.maximum(np.abs(w) - strength, 0)",
}
WRONG_FUNCTIONS = {
    "nothing": ("pass", "returned nothing"),
    "raises": ("return 1 / 0", "raised ZeroDivisionError: division by zero"),
    "leaves": ("raise SystemExit(3)", "raised SystemExit"),
    "nan": ("return w * np.nan", "holds NaN"),
    "text": ("return 'w'", "is text"),
    "masked": ("return np.ma.masked_equal(w, w[0])", "holds NaN"),
    "hard": ("return np.where(np.abs(w) > strength, w, 0)", "hard thresholding"),
}


def function(body: str) -> str:
    return f"def soft_threshold(w, strength):\n    {body}"


@pytest.fixture(scope="module")
def values(bubblewrap: Bubblewrap, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    class_ = {
        **{f"right-{name}": notebook(DATA, code) for name, code in RIGHT.items()},
        **{f"wrong-{name}": notebook(DATA, code) for name, (code, _) in WRONG.items()},
    }
    return grade(tmp_path_factory.mktemp("values"), class_, bubblewrap, jobs=2)


@pytest.fixture(scope="module")
def functions(
    bubblewrap: Bubblewrap, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Report]:
    class_ = {
        **{f"right-{one}": notebook(DATA, function(body)) for one, body in RIGHT_FUNCTIONS.items()},
        **{
            f"wrong-{one}": notebook(DATA, function(body))
            for one, (body, _) in WRONG_FUNCTIONS.items()
        },
        "value": notebook(DATA, "soft_threshold = 3.0"),
        "class": notebook(
            DATA, "class soft_threshold:\n    def __new__(cls, w, strength): return w * 0"
        ),
    }
    return grade(tmp_path_factory.mktemp("functions"), class_, bubblewrap, jobs=2)


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_value_is_right_in_any_form(name: str, values: dict[str, Report]) -> None:
    report = values[f"right-{name}"]
    assert (report.flag, points(report)["mean-result"]) == (Flag.GRADED, 2), report.marks


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_is_told_what_it_is(name: str, values: dict[str, Report]) -> None:
    report = values[f"wrong-{name}"]
    assert (report.flag, points(report)["mean-result"]) == (Flag.GRADED, 0)
    assert WRONG[name][1] in report.marks[0].message


@pytest.mark.parametrize("name", RIGHT_FUNCTIONS)
def test_a_right_function_is_right_in_any_form(name: str, functions: dict[str, Report]) -> None:
    report = functions[f"right-{name}"]
    assert (report.flag, points(report)["soft-threshold"]) == (Flag.GRADED, 4), report.marks


@pytest.mark.parametrize("name", WRONG_FUNCTIONS)
def test_a_wrong_function_is_told_what_is_wrong(name: str, functions: dict[str, Report]) -> None:
    report = functions[f"wrong-{name}"]
    assert report.flag is Flag.GRADED
    assert points(report)["soft-threshold"] == (2 if name == "hard" else 0)
    assert WRONG_FUNCTIONS[name][1] in report.marks[1].message


def test_arguments_that_a_function_changes_are_noted(functions: dict[str, Report]) -> None:
    assert functions["right-mutated"].detail == "soft_threshold changes its arguments"
    assert functions["right-list"].detail == ""


def test_a_value_where_a_function_is_asked_for_is_told_so(functions: dict[str, Report]) -> None:
    assert "A function is asked for" in functions["value"].marks[1].message
    assert functions["class"].flag is Flag.GRADED


def test_half_right_earns_its_share_with_the_diagnosis(
    bubblewrap: Bubblewrap, tmp_path: Path
) -> None:
    code = (DATA, MEAN.replace("mean()", "sum()"), THRESHOLD)
    report = grade(tmp_path, {"ada": notebook(*code)}, bubblewrap)["ada"]
    assert points(report) == {"mean-result": 1, "soft-threshold": 4}
    assert "divide it by how many there are" in report.marks[0].message
    assert assignment().computed[0].points == 2
