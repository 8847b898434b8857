"""A teacher's course: the keys of its assignments, and the folder where all is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coursework.assignment import Assignment, load_assignment, source_file
from coursework.folders import Folders
from coursework.gradebook import Gradebook
from coursework.refusal import RefusedError

__all__ = ["Course"]


class Course:
    """Where everything is, as the options before the command say.

    Parameters
    ----------
    assignments : Path
        The folder with a folder for each assignment.
    overlay : Path, optional
        A folder of the teacher's own, whose questions, keys and salt take the place of those of
        the course.
    work : Path
        The folder for all that is written.
    """

    def __init__(self, assignments: Path, overlay: Path | None, work: Path) -> None:
        self.assignments = assignments
        self.overlay = overlay
        self.folders = Folders(work, overlay)

    def assignment(self, name: str) -> Assignment:
        """Return an assignment's key.

        Raises
        ------
        AssignmentError
            If there is no such assignment, or its key is not as it has to be.
        """
        return load_assignment(name, self.assignments, self.overlay)

    def notebook(self, name: str) -> Path:
        """Return an assignment's notebook, solutions and all.

        Raises
        ------
        AssignmentError
            If there is none.
        """
        return source_file(name, f"{name}.ipynb", self.assignments, self.overlay)

    @contextmanager
    def gradebook(self, assignment: Assignment) -> Iterator[Gradebook]:
        """Open the gradebook, in which something of the assignment must be graded.

        Raises
        ------
        RefusedError
            If nothing is.
        """
        path = self.folders.gradebook
        if not path.is_file():
            raise RefusedError(f"There is no {path}: nothing was graded in this --work folder.")
        with Gradebook(path) as gradebook:
            if not gradebook.graded(assignment.name):
                raise RefusedError(f"Nothing of {assignment.name} is graded yet; see grade.")
            yield gradebook
