"""Ship only what a page uses: its scripts, its style sheets, the rules in them, and the files.

The theme and its extensions link the same scripts and style sheets from every page and copy
whatever they own. After the build it is known what the pages hold, so what they don't need goes:

- links to a script or style sheet from pages without the elements that it serves;
- rules of the theme's and the extensions' style sheets for classes and ids that stand in no page
  and in no script;
- files below `_static` and `_sources` that no page, style sheet or script names.

Files of our own, the book's and the labs', are never touched: a script may ask for them late. The
explorables' script asks for nothing; it goes where no page has an explorable.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

import tinycss2
from sphinx.application import Sphinx


def has_class(names: str) -> re.Pattern[str]:
    """Return a pattern of an element with one of some classes, given as a regular expression."""
    return re.compile(rf"""<[^>]*\bclass=["']?(?:[^"'>]*\s)?(?:{names})[\s"'>]""")


# What a page must hold for a script or style sheet to be of use, by the pattern of its name.
SERVES = {
    r"togglebutton\.(?:js|css)": re.compile(
        r"""<[^>]*\bclass="(?:(?:[^"]*\s)?toggle[\s"]|(?=[^"]*\bdropdown\b)[^"]*\badmonition\b)"""
    ),
    r"design-tabs\.js": has_class(r"sd-tab-\S*"),
    r"sphinx-design\.min\.css": has_class(r"sd-[^\s\"']*"),
    r"(?:clipboard\.min|copybutton)\.js|copybutton\.css": has_class("highlight"),
    r"mystnb\.[0-9a-f]+\.css": has_class(r"cell|ansi-[^\s\"']*"),
    r"katex(?:\.min|-math)\.css": has_class("math|katex"),
    r"explorables\.(?:js|css)": has_class("explorable"),
}
# What Bootstrap's script puts together from parts, so that it doesn't stand in it as a word.
MADE_UP = {"bs-tooltip-auto"}
# The settings of sphinx-togglebutton, and of sphinx-thebe, which offline_site leaves out.
SETTINGS = {
    r"\s*<script>(?:let toggle|var togglebutton)[^<]*</script>": r"togglebutton\.js",
    r'\s*<script type="text/x-thebe-config">.*?</script>': r"thebe",
    r"\s*<script>kernelName = [^<]*</script>": r"thebe",
}


def without_unused_links(page: str) -> str:
    """Return a page's HTML without the scripts and style sheets that serve nothing on it."""
    for name, needed in SERVES.items():
        if not needed.search(page):
            page = re.sub(rf'\s*<script[^>]*/(?:{name})[?"][^>]*></script>', "", page)
            page = re.sub(rf'\s*<link[^>]*/(?:{name})[?"][^>]*/?>', "", page)
    for setting, script in SETTINGS.items():
        if not re.search(rf'<script[^>]*src="[^"]*{script}', page):
            page = re.sub(setting, "", page, flags=re.DOTALL)
    return page


def names_in(pages: Iterable[str]) -> set[str]:
    """Return every class and id in some pages, those in the stored drawings of labs included."""
    values = re.findall(r"""\b(?:class|id)=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", "\n".join(pages))
    return {name for value in values for name in "".join(value).split()}


def words_of(scripts: Iterable[str]) -> set[str]:
    """Return every word of some scripts that could be a class or an id."""
    return set(re.findall(r"[A-Za-z_][\w-]*", "\n".join(scripts)))


def may_match(selector: list[Any], names: set[str]) -> bool:
    """Say whether all classes and ids that a selector asks for are among the names.

    What stands in the parentheses of `:not()`, `:is()` and the like is not looked at, so that
    such a selector is rather kept than lost.
    """
    for before, token in zip([None, *selector], selector, strict=False):
        if token.type == "hash" and token.value not in names:
            return False
        is_class = before is not None and before.type == "literal" and before.value == "."
        if is_class and token.type == "ident" and token.value not in names:
            return False
    return True


def split_selectors(prelude: list[Any]) -> list[list[Any]]:
    """Split the tokens before a rule's braces at their commas."""
    parts: list[list[Any]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def used_rules(rules: list[Any], names: set[str]) -> str:
    """Return, as CSS, the rules that may match something, with the selectors that may."""
    kept = []
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [
                tinycss2.serialize(part).strip()
                for part in split_selectors(rule.prelude)
                if may_match(part, names)
            ]
            if selectors:
                kept.append(f"{','.join(selectors)}{{{tinycss2.serialize(rule.content).strip()}}}")
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports", "layer"):
            if rule.content is None:
                kept.append(rule.serialize())
                continue
            inside = used_rules(parse_rules(rule.content), names)
            if inside:
                prelude = tinycss2.serialize(rule.prelude)
                kept.append(f"@{rule.at_keyword}{prelude}{{{inside}}}")
        else:
            kept.append(rule.serialize())
    return "\n".join(kept)


def parse_rules(css: str | list[Any]) -> list[Any]:
    """Return the rules of a style sheet, or of what stands in the braces of an at-rule."""
    return tinycss2.parse_rule_list(css, skip_comments=True, skip_whitespace=True)


def without_unused_rules(css: str, names: set[str]) -> str:
    """Return a style sheet without the rules and fonts that can't show on pages with some names."""
    css = used_rules(parse_rules(css), names)
    faces = re.findall(r"@font-face\s*\{[^{}]*\}", css)
    rest = re.sub(r"@font-face\s*\{[^{}]*\}", "", css)
    for face in faces:
        family = re.search(r"font-family:\s*[\"']?([\w -]+)", face)
        if family and family[1].strip() not in rest:
            css = css.replace(face, "")
    return css


def is_named(path: Path, texts: str) -> bool:
    """Say whether some texts hold a file's name."""
    return re.search(rf"(?<![\w.-]){re.escape(path.name)}(?![\w-])", texts) is not None


def remove_unnamed(folders: list[Path], own: set[Path], texts: str) -> None:
    """Remove the files that no text names, and the folders that are empty then."""
    for folder in folders:
        for path in sorted(folder.rglob("*"), reverse=True):
            if path.is_dir():
                if not any(path.iterdir()):
                    path.rmdir()
            elif path not in own and not is_named(path, texts):
                path.unlink()


def own_files(app: Sphinx) -> set[Path]:
    """Return where the build put our own scripts and styles: the book's and the labs'."""
    # Extensions add folders of theirs to the setting, by their absolute paths.
    names = [name for name in app.config.html_static_path if not Path(name).is_absolute()]
    folders = [Path(app.confdir) / name for name in names]
    folders.append(Path(str(files("shrinkage.explore") / "static")))
    return {
        Path(app.outdir) / "_static" / path.relative_to(folder)
        for folder in folders
        for path in folder.rglob("*")
    }


def read(paths: Iterable[Path]) -> dict[Path, str]:
    """Return the texts of some files."""
    return {path: path.read_text(encoding="utf-8") for path in sorted(paths)}


def make_lean(app: Sphinx, exception: Exception | None) -> None:
    """Leave out of the built site what none of its pages uses."""
    if exception is not None or app.builder.format != "html":
        return
    root = Path(app.outdir)
    static = root / "_static"
    own = own_files(app)
    pages = read(path for path in root.rglob("*.html") if static not in path.parents)
    for path, page in pages.items():
        pages[path] = without_unused_links(page)
        path.write_text(pages[path], encoding="utf-8")

    html = "\n".join(pages.values())
    scripts = [
        text
        for path, text in read(root.rglob("*.js")).items()
        if path in own or is_named(path, html)
    ]
    names = names_in(pages.values()) | words_of(scripts) | MADE_UP
    sheets = read(static.rglob("*.css"))
    for path, css in sheets.items():
        if path not in own and path.name != "explorables.css":
            sheets[path] = without_unused_rules(css, names)
            path.write_text(sheets[path], encoding="utf-8")
    texts = "\n".join([html, *scripts, *sheets.values()])
    remove_unnamed([static, root / "_sources"], own, texts)


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    # After what writes pages, before the policy on what they hold.
    app.connect("build-finished", make_lean, priority=700)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
