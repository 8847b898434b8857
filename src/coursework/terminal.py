"""What the commands say besides their results: refusals, and what needs the teacher's eye."""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

import click

from coursework.assignment import AssignmentError
from coursework.printable import printable
from coursework.refusal import RefusedError

__all__ = ["says_what_is_wrong", "to_look_at"]

EXIT_LOOK = 1  # done, and something needs the teacher's eye
EXIT_REFUSED = 2  # as click's own for wrong usage

SHOWN = 30  # lines of what to look at


class Refusal(click.ClickException):
    """How a refusal is shown."""

    exit_code = EXIT_REFUSED


def says_what_is_wrong(command: Callable[..., Any]) -> Callable[..., Any]:
    """Show what the tool refuses as a sentence, and end with exit status 2."""

    @functools.wraps(command)
    def run(*given: Any, **named: Any) -> Any:
        try:
            return command(*given, **named)
        except (RefusedError, AssignmentError) as error:
            raise Refusal(str(error)) from error
        except OSError as error:
            raise Refusal(f"{error.filename or 'A file'}: {error.strerror}.") from error
        except sqlite3.DatabaseError as error:
            raise Refusal(f"The gradebook cannot be used: {error}.") from error

    return run


def to_look_at(remarks: Sequence[str]) -> None:
    """Show what needs the teacher's eye, and end with exit status 1 if anything does."""
    if not remarks:
        return
    click.echo("To look at:")
    for one in remarks[:SHOWN]:
        click.echo(f"  {printable(one)}")
    if len(remarks) > SHOWN:
        click.echo(f"  and {len(remarks) - SHOWN} more")
    click.get_current_context().exit(EXIT_LOOK)
