"""Unpack what a learning platform gives for download into a folder for each student.

File names within an archive are only ever read to find out whose a file is: nothing is written
where the archive says, and nothing that it holds is believed about sizes.

Canvas calls each file name_id_number_original.ipynb, with _LATE_ before the id where it was late
(`get_filename` in its lib/content_zipper.rb). Moodle puts each student's files in a folder "Full
Name_12345_assignsubmission_file_", or begins the file's name with that.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from coursework.folders import Folders, folder_of, written_whole
from coursework.gradebook import comparable
from coursework.printable import printable
from coursework.refusal import RefusedError
from coursework.roster import Enrolled
from coursework.sheet import Sheet

__all__ = ["PLATFORMS", "Collected", "HandedIn", "collect"]

LARGEST_FILE = 20 * 1024**2  # bytes; grading takes 5 MB, and says so of one that is larger
LARGEST_ALL = 4 * 1024**3
MOST_FILES = 50_000

CANVAS = re.compile(
    r"(?P<name>.*?)(?:_(?P<late>LATE))?_(?P<id>\d+|anon_[^_]+)_(?P<number>\d+)_(?P<file>.+)",
    re.DOTALL,
)
MOODLE = re.compile(
    r"(?:.*/)?(?P<name>[^/]*?)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)_?/?(?P<file>.+)",
    re.DOTALL,
)


@dataclass(frozen=True)
class HandedIn:
    """One file of an archive: what somebody handed in.

    Parameters
    ----------
    path : str
        Its name in the archive.
    name, number : str
        What the platform calls the student.
    file : str
        The name that the student gave it.
    order : tuple
        Larger for what was handed in later.
    late : bool
    student : str
        The student's id on the roster; "" if there is no such student.
    """

    path: str
    name: str
    number: str
    file: str
    order: tuple[int, ...]
    late: bool = False
    student: str = ""

    @property
    def owner(self) -> str:
        """The id to keep it under: of somebody not on the roster, what the platform said."""
        return self.student or f"not-on-roster {self.number} {self.name}"[:40]


@dataclass(frozen=True)
class Collected:
    """What was collected.

    Parameters
    ----------
    notebooks : sequence of HandedIn
        One for each student who handed in a notebook.
    remarks : sequence of str
        What a teacher has to know, a sentence each.
    """

    notebooks: Sequence[HandedIn]
    remarks: Sequence[str]


def words(name: str) -> str:
    """Return a name in the form in which names are compared."""
    text = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(re.sub(r"[^\w]+", " ", text).split())


def names_of(student: Enrolled) -> set[str]:
    """Return the forms in which a platform may write a student's name, without spaces.

    Examples
    --------
    >>> sorted(names_of(Enrolled("1", "Ada King Lovelace")))
    ['adakinglovelace', 'kinglovelaceada', 'lovelaceadaking']
    """
    parts = words(student.name).split()
    return {"".join(parts[k:] + parts[:k]) for k in range(len(parts))}


class Matching:
    """Finds the student that a platform means.

    Parameters
    ----------
    roster : sequence of Enrolled
    column : str
        The roster's column with the platform's numbers.
    """

    def __init__(self, roster: Sequence[Enrolled], column: str) -> None:
        self._numbers = {getattr(one, column): one.id for one in roster if getattr(one, column)}
        # A student whose number is known is never found by name: that would be somebody else.
        self._names: dict[str, set[str]] = {}
        for one in roster:
            if not getattr(one, column):
                for name in names_of(one):
                    self._names.setdefault(name, set()).add(one.id)

    def student(self, number: str, name: str) -> str:
        """Return the id of the only student meant, or ""."""
        if number in self._numbers:
            return self._numbers[number]
        # Moodle puts the group's name in front, with a hyphen.
        parts = name.split("-")
        for k in range(len(parts)):
            found = self._names.get(words("-".join(parts[k:])).replace(" ", "").replace("_", ""))
            if found:
                return next(iter(found)) if len(found) == 1 else ""
        return ""


def _read_canvas(path: str, place: int, date: tuple[int, ...]) -> HandedIn | None:
    read = CANVAS.fullmatch(PurePosixPath(path).name)
    if read is None:
        return None
    # Canvas numbers attachments in the order in which they come.
    order = (int(read["number"]), place)
    return HandedIn(path, read["name"], read["id"], read["file"], order, bool(read["late"]))


def _read_moodle(path: str, place: int, date: tuple[int, ...]) -> HandedIn | None:
    read = MOODLE.fullmatch(path)
    if read is None:
        return None
    return HandedIn(path, read["name"], read["id"], read["file"], (*date, place))


@dataclass(frozen=True)
class Platform:
    """How a learning platform names files.

    Parameters
    ----------
    read : callable
        Takes a file's name in the archive, its place there and its date.
    column : str
        The roster's column with the platform's numbers.
    form : str
        What names look like.
    """

    read: Callable[[str, int, tuple[int, ...]], HandedIn | None]
    column: str
    form: str


PLATFORMS: Mapping[str, Platform] = {
    "canvas": Platform(_read_canvas, "canvas_id", "lovelaceada_123_456_ps1.ipynb"),
    "moodle": Platform(_read_moodle, "moodle_id", "Ada Lovelace_123_assignsubmission_file_/…"),
}


def collect(
    assignment: str,
    archive: Path,
    platform: str,
    roster: Sequence[Enrolled],
    folders: Folders,
) -> Collected:
    """Put the notebook of each student of an archive into a folder of its own.

    Of several notebooks of one student, one named like the assignment is taken before others,
    and of these the last. What is not taken is kept in a folder beside, and said.

    Raises
    ------
    RefusedError
        If the archive is none, or none of this platform's; nothing was written then.
    """
    try:
        opened = zipfile.ZipFile(archive)
    except (OSError, zipfile.BadZipFile, zlib.error, ValueError) as error:
        raise RefusedError(
            f"{archive} is not a zip archive that can be read ({error}). Give the file that the "
            "learning platform's “Download submissions” saved."
        ) from None
    with opened:
        infos = [info for info in opened.infolist() if not info.is_dir()]
        if len(infos) > MOST_FILES:
            raise RefusedError(f"{archive} holds {len(infos)} files; {MOST_FILES} are read.")
        writer = _Writer(opened, folders, assignment)
        found, strange = _whose(infos, PLATFORMS[platform], roster)
        if not found:
            raise RefusedError(
                f"{archive} holds no file named as {platform} names them, such as "
                f"{PLATFORMS[platform].form}. Is it from another platform? See --from."
            )
        remarks = [
            f"{_shown(path)}: not named as {platform} names files; left." for path in strange
        ]
        notebooks = []
        for owner in sorted({one.owner for one in found}):
            mine = [one for one in found if one.owner == owner]
            chosen, said = _choose(mine, assignment)
            remarks += said
            if chosen is not None:
                writer.notebook(chosen)
                notebooks.append(chosen)
            for one in mine:
                if one is not chosen:
                    writer.other(one)
        remarks += writer.remarks
    _write_list(folders.collected(assignment), found, notebooks)
    handed_in = {comparable(one.owner) for one in notebooks}
    missing = [one for one in roster if comparable(one.id) not in handed_in]
    if missing:
        remarks.append(f"no notebook from {len(missing)}: {_some([one.id for one in missing])}.")
    return Collected(notebooks, remarks)


def _whose(
    infos: Iterable[zipfile.ZipInfo], platform: Platform, roster: Sequence[Enrolled]
) -> tuple[list[HandedIn], list[str]]:
    matching = Matching(roster, platform.column)
    found, strange = [], []
    for place, info in enumerate(infos):
        path = info.filename.replace("\\", "/")
        if path.startswith("__MACOSX/") or PurePosixPath(path).name in (".DS_Store", "Thumbs.db"):
            continue
        one = platform.read(path, place, info.date_time)
        if one is None:
            strange.append(path)
        else:
            # The archive's own name is what it is read by.
            student = matching.student(one.number, one.name)
            found.append(replace(one, path=info.filename, student=student))
    return found, strange


def _choose(files: Sequence[HandedIn], assignment: str) -> tuple[HandedIn | None, list[str]]:
    """Return the notebook to grade, and what to say about this student's files."""
    who = _shown(files[0].owner)
    said = (
        []
        if files[0].student
        else [
            f"{_shown(files[0].name)} ({files[0].number}): not on the "
            "roster, or the roster has two of this name; kept."
        ]
    )
    others = [one.file for one in files if not one.file.lower().endswith(".ipynb")]
    if others:
        said.append(f"{who}: not a notebook, kept beside: {_some(others)}.")
    notebooks = [one for one in files if one.file.lower().endswith(".ipynb")]
    # Canvas and browsers add a number to a file that is handed in or saved again.
    named = re.compile(rf"{re.escape(assignment)}([-_ ]?\(?\d+\)?)?\.ipynb", re.IGNORECASE)
    like = [one for one in notebooks if named.fullmatch(PurePosixPath(one.file).name)]
    if not notebooks:
        return None, [*said, f"{who}: handed in no notebook."]
    chosen = max(like or notebooks, key=lambda one: one.order)
    if len(notebooks) > 1:
        said.append(f"{who}: {len(notebooks)} notebooks; taken: {_shown(chosen.file)}.")
    if chosen.late:
        said.append(f"{who}: late.")
    return chosen, said


class _Writer:
    """Writes files of an archive, none larger than it may be, and not too much in all."""

    def __init__(self, archive: zipfile.ZipFile, folders: Folders, assignment: str) -> None:
        self._archive = archive
        self._folders = folders
        self._assignment = assignment
        self._left = LARGEST_ALL
        self.remarks: list[str] = []

    def notebook(self, one: HandedIn) -> None:
        """Write what is graded; of one that is damaged an empty file, so that it is not missing."""
        folder = self._folders.submissions(self._assignment) / folder_of(one.owner)
        to = folder / f"{self._assignment}.ipynb"
        if not self._write(one, to) and not to.exists():
            to.touch()

    def other(self, one: HandedIn) -> None:
        """Write what is not graded."""
        name = PurePosixPath(one.file).name
        ending = re.sub(r"[^A-Za-z0-9.]", "", PurePosixPath(name).suffix)[:10]
        stem = quote(PurePosixPath(name).stem, safe=" ").lstrip(".")[:60]
        number = "-".join(map(str, one.order[-2:]))
        folder = self._folders.other_files(self._assignment, one.owner)
        self._write(one, folder / f"{number} {stem}{ending}")

    def _write(self, one: HandedIn, to: Path) -> bool:
        info = self._archive.getinfo(one.path)
        try:
            with self._archive.open(info) as packed, written_whole(to) as draft:
                content = packed.read(min(LARGEST_FILE, self._left) + 1)
                draft.write_bytes(content)
        # RuntimeError: it is encrypted. NotImplementedError: a compression that zipfile lacks.
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as no:
            self.remarks.append(f"{_shown(one.path)}: cannot be unpacked ({no}).")
            return False
        self._left -= len(content)
        if len(content) > LARGEST_FILE:
            self.remarks.append(
                f"{_shown(one.path)}: larger than {LARGEST_FILE // 1024**2} MB; only its "
                "beginning was kept."
            )
        if self._left <= 0:
            raise RefusedError(
                f"The archive unpacks to more than {LARGEST_ALL // 1024**3} GB, which no class "
                f"hands in. It stopped at {_shown(one.path)}."
            )
        return True


def _write_list(path: Path, found: Sequence[HandedIn], notebooks: Sequence[HandedIn]) -> None:
    rows = [["student", "file", "late", "graded"]]
    rows += [
        [one.owner, one.file, "late" if one.late else "", "yes" if one in notebooks else "no"]
        for one in sorted(found, key=lambda one: (one.owner, one.order))
    ]
    Sheet.write_new(path, rows)


def _shown(text: str) -> str:
    return printable(text)[:80]


def _some(names: Sequence[str]) -> str:
    first = ", ".join(_shown(name) for name in names[:10])
    return first if len(names) <= 10 else f"{first} and {len(names) - 10} more"
