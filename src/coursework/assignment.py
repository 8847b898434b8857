"""What an assignment is: its questions, how each is judged, and a data set for each student.

An assignment is a folder with a notebook in nbgrader's format and a `key.py`, which defines
`ASSIGNMENT`. The notebook is what people read; the key is what marks are computed from.
"""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from coursework.gradebook import comparable
from shrinkage.check.exercise import Exercise, FunctionExercise, Mistake
from shrinkage.check.verdict import Status, Verdict

__all__ = [
    "Assignment",
    "AssignmentError",
    "Columns",
    "PartlyRight",
    "Question",
    "Score",
    "WrittenQuestion",
    "load_assignment",
    "personal_seed",
    "source_file",
]

Columns = Mapping[str, np.ndarray]

KEY = "key.py"
DECIMALS = 6  # of personal data: what stands in the file is exactly what the key computes with


class AssignmentError(Exception):
    """An assignment's own folder is not as it has to be; says what is wrong and where."""


@dataclass(frozen=True)
class PartlyRight(Mistake):
    """A mistake that shows enough to earn a share of the points.

    Parameters
    ----------
    share : float
        Between 0 and 1.
    """

    share: float = 0.5


@dataclass(frozen=True)
class Score:
    """What one answer earned, and what to tell the student about it.

    Parameters
    ----------
    points : float
    message : str
    """

    points: float
    message: str


@dataclass(frozen=True)
class Question:
    """A question that is marked by computing.

    Parameters
    ----------
    id : str
        The `grade_id` of the cell in which the notebook asks for it.
    title : str
    points : float
    name : str
        The variable or function that the student's notebook must define.
    exercise : callable
        Takes the student's data, by column, and returns the `Exercise` that judges the answer.
        Its known mistakes may be `PartlyRight`.
    """

    id: str
    title: str
    points: float
    name: str
    exercise: Callable[[Columns], Exercise]

    def calls(self, columns: Columns) -> Sequence[tuple[Any, ...]] | None:
        """Return the arguments to call the student's function with; None where a value is asked."""
        exercise = self.exercise(columns)
        return exercise.cases if isinstance(exercise, FunctionExercise) else None

    def score(self, answer: Any, columns: Columns) -> Score:
        """Return what an answer earned.

        Parameters
        ----------
        answer : object
            A plain value, or a callable that stands for the student's function.
        columns : mapping of str to ndarray of shape (n,)
            The student's data.
        """
        exercise = self.exercise(columns)
        verdict = exercise.check(answer)
        return Score(
            self.points * _share(exercise, verdict), f"{verdict.heading} {verdict.message}"
        )


def _share(exercise: Exercise, verdict: Verdict) -> float:
    if verdict.status is Status.RIGHT:
        return 1.0
    for mistake in getattr(exercise, "mistakes", ()):
        if isinstance(mistake, PartlyRight) and mistake.diagnosis == verdict.message:
            return mistake.share
    return 0.0


@dataclass(frozen=True)
class WrittenQuestion:
    """A question that a person marks.

    Parameters
    ----------
    id : str
        The `grade_id` of the cell that the student writes in.
    title : str
    points : float
    rubric : sequence of tuple of (float, str)
        How many points for what; they add up to `points`.
    """

    id: str
    title: str
    points: float
    rubric: Sequence[tuple[float, str]]


@dataclass(frozen=True)
class Assignment:
    """An assignment: what `key.py` defines as `ASSIGNMENT`.

    Parameters
    ----------
    name : str
        Also the name of its folder and of its notebook.
    title : str
    data_file : str
        The name under which the student's notebook reads its data.
    draw : callable
        Takes a `numpy.random.Generator`, returns the columns of one student's data, all of one
        length.
    questions : sequence of Question or WrittenQuestion
        In the notebook's order.
    seconds : float
        How long one submission may run.
    megabytes : int
        How much memory it may take.
    """

    name: str
    title: str
    data_file: str
    draw: Callable[[np.random.Generator], Columns]
    questions: Sequence[Question | WrittenQuestion]
    seconds: float = 60.0
    megabytes: int = 2048
    fingerprint: str = field(default="", compare=False)

    @property
    def computed(self) -> list[Question]:
        """The questions that are marked by computing."""
        return [one for one in self.questions if isinstance(one, Question)]

    @property
    def written(self) -> list[WrittenQuestion]:
        """The questions that a person marks."""
        return [one for one in self.questions if isinstance(one, WrittenQuestion)]

    @property
    def points(self) -> float:
        """The most that can be earned."""
        return sum(one.points for one in self.questions)

    def data_for(self, salt: str, student: str) -> tuple[str, Columns]:
        """Return one student's data: the text of the file, and its columns as read from it.

        Parameters
        ----------
        salt : str
            The teacher's secret.
        student : str
            The student's id; "" for the data set that belongs to nobody.
        """
        rng = np.random.default_rng(personal_seed(salt, self.name, student))
        columns = {
            name: np.round(np.asarray(values, dtype=float), DECIMALS)
            for name, values in self.draw(rng).items()
        }
        text = io.StringIO()
        rows = csv.writer(text, lineterminator="\n")
        rows.writerow(columns)
        rows.writerows(
            [repr(float(value)) for value in row] for row in zip(*columns.values(), strict=True)
        )
        return text.getvalue(), columns


def personal_seed(salt: str, assignment: str, student: str) -> int:
    """Return the seed of one student's data, which nobody can tell without the salt.

    Examples
    --------
    >>> personal_seed("s", "ps1", " Ada@uni.edu ") == personal_seed("s", "ps1", "ada@uni.edu")
    True
    >>> personal_seed("s", "ps1", "ada") == personal_seed("other", "ps1", "ada")
    False
    """
    text = f"{salt}:{assignment}:{comparable(student)}"
    return int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest(), "big")


def source_file(name: str, file: str, root: Path, overlay: Path | None = None) -> Path:
    """Return where a file of an assignment is: in the overlay if it is there, else in the root.

    Parameters
    ----------
    name : str
        Of the assignment.
    file : str
        Of the file, within the assignment's folder.
    root : Path
        The folder with one folder for each assignment.
    overlay : Path, optional
        A folder of the same form; what is there takes the place of what is in the root.

    Raises
    ------
    AssignmentError
        If it is in neither.
    """
    places = [folder / name / file for folder in (overlay, root) if folder is not None]
    for place in places:
        if place.is_file():
            return place
    known = sorted(path.parent.name for path in root.glob(f"*/{KEY}"))
    raise AssignmentError(
        f"There is no {' or '.join(map(str, places))}. "
        f"Assignments in {root}: {', '.join(known) or 'none'}."
    )


def load_assignment(name: str, root: Path, overlay: Path | None = None) -> Assignment:
    """Return the assignment that a key defines.

    Its `fingerprint` changes with the key's text, so that marks of an older key are known as such.

    Raises
    ------
    AssignmentError
        If there is none, it does not run, or it does not define an assignment of this name.
    """
    path = source_file(name, KEY, root, overlay)
    spec = importlib.util.spec_from_file_location(f"coursework_key_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise AssignmentError(f"{path} does not run: {type(error).__name__}: {error}") from error
    found = getattr(module, "ASSIGNMENT", None)
    if not isinstance(found, Assignment) or found.name != name:
        raise AssignmentError(f"{path} must define ASSIGNMENT = Assignment(name={name!r}, …).")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Assignment(**{**vars(found), "fingerprint": digest})
