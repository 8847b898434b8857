"""Interactive figures in Markdown pages.

    ```{explorable} one-weight
    :state: z=2, lam=0.5
    :id: another

    lam=3: a λ that is too large
    ```

writes the figure into the page: its still and its words, which the site's script brings to life.
`state` is what it starts with, where that is not its own start. Each line of the content becomes a
link below the figure, "Start at: a λ that is too large", that opens it in that state. A name, a
value or a state that the figure does not have stops the build.
"""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlencode
from xml.sax.saxutils import escape, quoteattr

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from shrinkage.explorables import ALL, Explorable

FLAGS = {"true": True, "false": False}


def class_of(name: str) -> type[Explorable]:
    """Return the explorable of a name.

    Raises
    ------
    ExtensionError
        If there is none.
    """
    found = {cls.name: cls for cls in ALL}
    if name not in found:
        raise ExtensionError(f"There is no explorable {name!r}. There are: {', '.join(found)}.")
    return found[name]


def read_value(cls: type[Explorable], key: str, text: str) -> Any:
    """Return the value that a text stands for: what may be written in an address."""
    spec = cls.spec()
    if key not in spec:
        raise ExtensionError(f"{cls.name} has no value {key!r}; it has {', '.join(spec)}.")
    kind = spec[key]["kind"]
    try:
        if kind == "list":
            return [float(one) for one in text.split()]
        if kind == "flag":
            return FLAGS[text]
        return {"number": float, "integer": int, "choice": str}[kind](text)
    except (KeyError, ValueError) as error:
        raise ExtensionError(f"{cls.name}: {key} can't be {text!r}.") from error


def read_state(cls: type[Explorable], text: str) -> dict[str, Any]:
    """Return the values in a text such as "z=2, lam=0.5", checked by the explorable itself.

    Raises
    ------
    ExtensionError
        If one cannot be read, or cannot be set.
    """
    state = {}
    for part in filter(None, (one.strip() for one in text.split(","))):
        key, equals, value = part.partition("=")
        if not equals:
            raise ExtensionError(f"{cls.name}: write name=value, not {part!r}.")
        state[key.strip()] = read_value(cls, key.strip(), value.strip())
    try:
        cls(**state)
    except (TypeError, ValueError) as error:
        raise ExtensionError(f"{cls.name}: {error}") from error
    return state


def write_value(value: Any) -> str:
    """Return a value as the figures' script reads it from an address."""
    if isinstance(value, list):
        return ",".join(map(write_value, value))
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def address_of(id: str, state: dict[str, Any]) -> str:
    """Return what leads to a figure on the same page, in some state."""
    values = {f"{id}.{key}": write_value(value) for key, value in state.items()}
    return f"?{urlencode(values, safe=',')}#{id}" if values else f"#{id}"


def links_to(cls: type[Explorable], id: str, lines: list[str]) -> str:
    """Return the links to states, in HTML."""
    links = []
    for line in lines:
        state, colon, words = line.partition(":")
        if not colon or not words.strip():
            raise ExtensionError(f"{cls.name}: write 'name=value: what is seen', not {line!r}.")
        address = quoteattr(address_of(id, read_state(cls, state)))
        links.append(f"<li>Start at: <a href={address}>{escape(words.strip())}</a></li>")
    return f'<ul class="explorable-starts">{"".join(links)}</ul>' if links else ""


def html_of(name: str, id: str | None = None, state: str = "", lines: Any = ()) -> str:
    """Return a figure and the links to some of its states, in HTML."""
    cls = class_of(name)
    figure = cls(id=id, **read_state(cls, state))
    return figure.html() + links_to(cls, id or name, [one for one in lines if one.strip()])


class ExplorableDirective(SphinxDirective):
    """`{explorable}`: an interactive figure, in the page's HTML."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {
        "state": directives.unchanged,
        "id": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Draw it."""
        html = html_of(self.arguments[0], lines=self.content, **self.options)
        return [nodes.raw("", html, format="html")]


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.add_directive("explorable", ExplorableDirective)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
