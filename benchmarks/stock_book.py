"""Builds the same pages as a stock Jupyter Book, for `pages.py` to measure beside ours.

The settings are Jupyter Book's own, but for the title and for what Markdown may hold, so that the
text is the same. The explorables of the cover, the gallery and the chapters are left out: a stock
page gives them no life. A chapter's labs are shown as what they are to Jupyter, widgets.

Stock pages ask two other servers for MathJax, RequireJS and the manager of widgets. So that no
outside server is needed, these come from npm, in the versions that the pages ask for, and the
pages are made to ask their own server. That favors them: two names less to look up, and two
connections less to open.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import yaml

from shrinkage.explorables import ALL

ROOT = Path(__file__).resolve().parents[1]
FIGURE = re.compile(r"```\{explorable\}.*?\n```\n*", re.DOTALL)

# What pages ask for of other servers, the package of npm that holds it, and the file in it.
REQUIRE = "https://cdnjs.cloudflare.com/ajax/libs/require.js/2.3.4/require.min.js"
MANAGER = "https://cdn.jsdelivr.net/npm/@jupyter-widgets/html-manager@1.0.6/dist/"
MATHJAX = "https://cdn.jsdelivr.net/npm/mathjax@3/es5/"
PACKAGES = {
    "requirejs@2.3.4": "requirejs",
    "@jupyter-widgets/html-manager@1.0.6": "html-manager",
    "mathjax@3": "mathjax",
}
ADDRESSES = {
    REQUIRE: "requirejs/require.min.js",
    MANAGER: "html-manager/dist/",
    MATHJAX: "mathjax/es5/",
}
ELSEWHERE = re.compile(r"""<(?:script|link|img)\b[^>]*\b(?:src|href)=["'](https?://[^"']+)""")


def build_stock_book(folder: Path) -> Path:
    """Build it below a folder, and return the folder of its pages.

    Raises
    ------
    RuntimeError
        If the book can't be built, or a page asks for what is not served here.
    """
    source = folder / "stock"
    shutil.rmtree(source, ignore_errors=True)
    source.mkdir(parents=True)
    ours = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    settings = {
        "title": ours["title"],
        "execute": {"execute_notebooks": "force", "timeout": 180},
        "only_build_toc_files": True,
        "parse": ours["parse"],
    }
    (source / "_config.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    shutil.copy(ROOT / "_toc.yml", source)
    for name in ("book", "chapters"):
        shutil.copytree(
            ROOT / name, source / name, ignore=shutil.ignore_patterns("_ext", "_static", ".*")
        )
    for page in (source / "book").glob("*.md"):
        page.write_text(FIGURE.sub("", page.read_text(encoding="utf-8")), encoding="utf-8")
    for chapter in (source / "chapters").glob("*.ipynb"):
        leave_out_explorables(chapter)
    program = Path(sys.executable).with_name("jupyter-book")
    done = subprocess.run(
        [program, "build", source, "--all"], check=False, capture_output=True, text=True
    )
    site = source / "_build" / "html"
    if done.returncode or not list(site.rglob("*.html")):
        raise RuntimeError(f"The stock book is not built.\n{done.stdout}\n{done.stderr}")
    for page in site.rglob("*.html"):
        if (site / "_static") not in page.parents:
            ask_own_server(page, site)
    fetch_packages(folder / "npm", site / "npm")
    return site


def leave_out_explorables(chapter: Path) -> None:
    """Take out the cells that show an explorable."""
    notebook = json.loads(chapter.read_text(encoding="utf-8"))
    shown = {f"{figure.__name__}()" for figure in ALL}
    notebook["cells"] = [cell for cell in notebook["cells"] if "".join(cell["source"]) not in shown]
    chapter.write_text(json.dumps(notebook), encoding="utf-8")


def fetch_packages(kept: Path, into: Path) -> None:
    """Put the packages of npm into the site; each is downloaded once.

    Raises
    ------
    RuntimeError
        If npm does not hand one out.
    """
    kept.mkdir(parents=True, exist_ok=True)
    for package, name in PACKAGES.items():
        unpacked = kept / name
        if not unpacked.exists():
            command = ["npm", "pack", "--silent", package]
            done = subprocess.run(command, cwd=kept, check=False, capture_output=True, text=True)
            if done.returncode:
                raise RuntimeError(f"npm gives no {package}, which the stock book asks for.")
            packed = done.stdout.split()[-1]
            with tarfile.open(kept / packed) as archive:
                archive.extractall(kept / f"{name}.new", filter="data")
            if name == "requirejs":
                minify_require(kept / f"{name}.new" / "package")
            pack_scripts(kept / f"{name}.new" / "package")
            (kept / f"{name}.new" / "package").rename(unpacked)
            (kept / f"{name}.new").rmdir()
        shutil.copytree(unpacked, into / name)


def minify_require(package: Path) -> None:
    """Make `require.min.js`, which the package leaves out, with the optimizer in it."""
    # It takes the name `require` for its own, so the file gets another.
    options = ["paths.lib=require", "name=lib", "baseUrl=.", "out=require.min.js"]
    subprocess.run(
        ["node", "bin/r.js", "-o", *options], cwd=package, check=True, capture_output=True
    )


def pack_scripts(package: Path) -> None:
    """Compress the scripts that pages ask for as CDNs do, with Brotli."""
    names = ("require.min.js", "dist/embed-amd.js", "es5/tex-mml-chtml.js")
    scripts = [package / name for name in names if (package / name).exists()]
    code = """
        const [fs, zlib] = [require("fs"), require("zlib")];
        for (const name of process.argv.slice(1))
            fs.writeFileSync(`${name}.br`, zlib.brotliCompressSync(fs.readFileSync(name)));
    """
    subprocess.run(["node", "-e", code, *scripts], check=True)


def ask_own_server(page: Path, site: Path) -> None:
    """Lead a page's addresses elsewhere to the packages in the site."""
    text = page.read_text(encoding="utf-8")
    up = "../" * len(page.parent.relative_to(site).parts)
    for address, file in ADDRESSES.items():
        text = text.replace(address, f"{up}npm/{file}")
    # The files are the same, but minified by another tool, so that their hashes differ.
    text = re.sub(r'\s(?:integrity|crossorigin)="[^"]*"', "", text)
    found = ELSEWHERE.findall(text)
    if found:
        raise RuntimeError(f"{page.name} asks for what is not served here: {found}")
    page.write_text(text, encoding="utf-8")
