"""Sheets of comma-separated values, as spreadsheets and learning platforms write them.

What is not changed is written as it was read, byte for byte: quotes, line ends, a byte order mark.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from coursework.folders import written_whole
from coursework.printable import without_controls
from coursework.refusal import RefusedError

__all__ = ["Row", "Sheet", "guarded", "unguarded", "value"]

MARK = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LARGEST = 50_000_000  # bytes


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: with an apostrophe if it might.

    Examples
    --------
    >>> guarded("=1+1"), guarded("1+1")
    ("'=1+1", '1+1')
    """
    return f"'{text}" if text.lstrip(" \n").startswith(FORMULA) else text


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given.

    Examples
    --------
    >>> unguarded("'=1+1"), unguarded("it's")
    ('=1+1', "it's")
    """
    return text[1:] if text.startswith("'") and guarded(text[1:]) == text else text


@dataclass
class Row:
    """One row of a sheet.

    Parameters
    ----------
    line : int
        Where it starts in the file, counted from 1.
    raw : list of str
        The fields as they stand there, with their quotes.
    end : str
        The line's end.
    """

    line: int
    raw: list[str]
    end: str

    @property
    def values(self) -> list[str]:
        """The fields without their quotes."""
        return [_unquoted(field) for field in self.raw]


@dataclass
class Sheet:
    """A sheet with a first row that names the columns.

    Parameters
    ----------
    path : Path
        The file that it was read from.
    rows : list of Row
        With the first; without blank ones at the end.
    delimiter : str
    mark : str
        The byte order mark and the blank lines with which the file begins, if there are any.
    """

    path: Path
    rows: list[Row]
    delimiter: str
    mark: str = ""

    @classmethod
    def read(cls, path: Path) -> Sheet:
        """Return the sheet in a file: UTF-8, with commas, semicolons or tabs.

        Raises
        ------
        RefusedError
            If there is no such file, or it is not such a sheet; the message names the line.
        """
        try:
            content = path.read_bytes()
        except OSError as error:
            raise RefusedError(f"{path} cannot be read: {error.strerror}.") from None
        if len(content) > LARGEST or b"\0" in content:
            raise RefusedError(
                f"{path} is not a CSV file. A spreadsheet writes one with Save as → CSV UTF-8."
            )
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            raise RefusedError(
                f"{path}, line {line}: this is not UTF-8 text. Save the sheet as CSV UTF-8."
            ) from None
        # Blank lines above the columns' names are kept with the mark.
        begin = re.match(f"{MARK}?[\r\n]*", text)
        assert begin is not None
        mark, text = begin[0], text[begin.end() :]
        first = text.splitlines()[:1]
        if not first or not first[0].strip():
            raise RefusedError(f"{path} is empty; its first line must name the columns.")
        # The one of which the line with the columns' names has most; a single column has none.
        delimiter = max(",;\t", key=first[0].count)
        return cls(path, _split(path, text, delimiter, _line_ends(mark) + 1), delimiter, mark)

    @property
    def columns(self) -> list[str]:
        """The columns' names, stripped."""
        return [name.strip() for name in self.rows[0].values]

    def students(self) -> list[Row]:
        """Return the rows below the first that hold anything."""
        return [row for row in self.rows[1:] if any(value.strip() for value in row.values)]

    def column(self, *names: str) -> int | None:
        """Return where the first of these columns is that there is; capitals do not count.

        Raises
        ------
        RefusedError
            If two columns have this name.
        """
        found = [name.casefold() for name in self.columns]
        for name in names:
            if found.count(name.casefold()) > 1:
                raise RefusedError(f"{self.path} has two columns called {name}.")
            if name.casefold() in found:
                return found.index(name.casefold())
        return None

    def needed(self, *names: str) -> int:
        """Return where a column is.

        Raises
        ------
        RefusedError
            If there is none of these names.
        """
        place = self.column(*names)
        if place is None:
            raise RefusedError(
                f"{self.path} has no column {' or '.join(names)}. Its columns: "
                f"{', '.join(self.columns)}."
            )
        return place

    def set(self, row: Row, column: int, text: str) -> None:
        """Write a text into a field; one that might be taken for a formula is guarded."""
        row.raw.extend([""] * (column + 1 - len(row.raw)))
        row.raw[column] = _quoted(guarded(without_controls(text)), self.delimiter)

    def write(self, path: Path) -> None:
        """Write the sheet; what was not set is as it was."""
        lines = [self.delimiter.join(row.raw) + row.end for row in self.rows]
        with written_whole(path) as draft:
            draft.write_bytes((self.mark + "".join(lines)).encode("utf-8"))

    @staticmethod
    def write_new(path: Path, rows: Sequence[Sequence[str]]) -> None:
        """Write a new sheet, each text guarded, in a form that spreadsheets open as it is."""
        text = io.StringIO()
        csv.writer(text).writerows(
            [guarded(without_controls(field)) for field in row] for row in rows
        )
        with written_whole(path) as draft:
            draft.write_bytes((MARK + text.getvalue()).encode("utf-8"))


def value(row: Row, column: int | None) -> str:
    """Return a row's field, stripped; nothing where the row or the sheet has none."""
    values = row.values
    return "" if column is None or column >= len(values) else values[column].strip()


def _quoted(text: str, delimiter: str) -> str:
    if re.search(r'["\r\n]', text) or delimiter in text or text != text.strip():
        doubled = text.replace('"', '""')
        return f'"{doubled}"'
    return text


def _unquoted(raw: str) -> str:
    return raw[1:-1].replace('""', '"') if raw.startswith('"') else raw


def _line_ends(text: str) -> int:
    return max(text.count("\n"), text.count("\r"))


def _split(path: Path, text: str, delimiter: str, line: int) -> list[Row]:
    """Return a sheet's rows, in the form that `csv.writer` writes and spreadsheets read."""
    field = re.compile(rf'("(?:[^"]|"")*"|(?!")[^{delimiter}\r\n]*)({delimiter}|\r\n|\n|\r|\Z)')
    rows: list[Row] = []
    start = place = 0
    raw: list[str] = []
    while place < len(text) or raw:
        found = field.match(text, place)
        if found is None:
            raise RefusedError(
                f"{path}, line {line + _line_ends(text[start:place])}: a quotation mark is not "
                "closed, or something follows it."
            )
        raw.append(found[1])
        place = found.end()
        if found[2] != delimiter:
            rows.append(Row(line, raw, found[2]))
            line += _line_ends(text[start:place])
            start, raw = place, []
    return rows
