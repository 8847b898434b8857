"""Where the teacher's files are: the salt, the gradebook, releases, submissions, feedback.

A student's id becomes the name of a file or folder by `folder_of` only, which keeps ids apart
and within their folder, whatever they hold.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from coursework.gradebook import comparable
from coursework.refusal import RefusedError

__all__ = ["LONGEST", "Folders", "folder_of", "student_of", "written_whole"]

LONGEST = 120  # characters of a folder's name: with what is added to it, every file system takes it
# Names of devices on Windows, with any ending.
DEVICES = {"con", "prn", "aux", "nul", *(f"{one}{n}" for one in ("com", "lpt") for n in range(10))}


def folder_of(student: str) -> str:
    """Return the name of a student's file or folder.

    Ids that the gradebook takes for the same have the same name, all others different ones, also
    where capitals do not count. It holds no slash, does not start with a dot, and is ASCII.

    Examples
    --------
    >>> folder_of(" Ada@Uni.edu ")
    'ada%40uni.edu'
    >>> folder_of("../x")
    '%2E.%2Fx'
    """
    name = quote(comparable(student), safe="").replace("~", "%7E")
    if name.startswith((".", "-")) or name.split(".")[0] in DEVICES:
        name = f"%{ord(name[0]):02X}{name[1:]}"
    if name.endswith("."):
        name = name[:-1] + "%2E"
    return name


def student_of(folder: str) -> str:
    """Return the id that a folder's name stands for.

    Examples
    --------
    >>> student_of("ada%40uni.edu")
    'ada@uni.edu'
    """
    return unquote(folder)


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Give a file to write to, which takes the place of `path` once it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@dataclass(frozen=True)
class Folders:
    """The teacher's work folder.

    Parameters
    ----------
    work : Path
        The folder, which is made when something is first written.
    overlay : Path, optional
        A folder of the teacher's own; its `salt.txt` takes the place of the one in `work`.
    """

    work: Path
    overlay: Path | None = None

    @property
    def gradebook(self) -> Path:
        """The file with everyone's marks."""
        return self.work / "gradebook.sqlite"

    @property
    def salt_file(self) -> Path:
        """The file with the secret from which the students' data are drawn."""
        if self.overlay is not None and (self.overlay / "salt.txt").is_file():
            return self.overlay / "salt.txt"
        return self.work / "salt.txt"

    def salt(self, make: bool = False) -> str:
        """Return the teacher's secret.

        Parameters
        ----------
        make : bool
            Whether to make it if there is none.

        Raises
        ------
        RefusedError
            If there is none and none is to be made, or it is empty.
        """
        file = self.salt_file
        if make and not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            # Readable by its owner only, from the first moment on; never written over.
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(descriptor, "w", encoding="utf-8") as made:
                made.write(secrets.token_hex(16) + "\n")
        if not file.exists():
            raise RefusedError(
                f"There is no {file}: the secret from which the students' data were drawn. It is "
                "made by the first release; grade in the same --work folder, or copy it there."
            )
        salt = file.read_text(encoding="utf-8-sig").strip()
        if not salt:
            raise RefusedError(f"{file} is empty; it must hold a secret word or number.")
        return salt

    def release(self, name: str) -> Path:
        """Return the folder with what every student gets."""
        return self.work / name / "release"

    def personal(self, name: str, student: str = "") -> Path:
        """Return the folder with what one student gets, or the folder of all these folders."""
        return self.work / name / "personal" / (folder_of(student) if student else "")

    def submissions(self, name: str) -> Path:
        """Return the folder with a folder for each student who handed something in."""
        return self.work / name / "submissions"

    def other_files(self, name: str, student: str) -> Path:
        """Return the folder with what a student handed in besides the notebook."""
        return self.work / name / "other-files" / folder_of(student)

    def collected(self, name: str) -> Path:
        """Return the list of what was collected."""
        return self.work / name / "collected.csv"

    def feedback(self, name: str, student: str) -> Path:
        """Return the page for one student."""
        return self.work / name / "feedback" / f"{folder_of(student)}.html"

    def overview(self, name: str) -> Path:
        """Return the teacher's page, which is not in the folder that students are sent from."""
        return self.work / name / "overview.html"

    def gradescope(self, name: str, student: str) -> Path:
        """Return the results file for Gradescope."""
        return self.work / name / "gradescope" / folder_of(student) / "results.json"
