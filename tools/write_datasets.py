"""Write the data files that ship in `shrinkage.datasets` from their sources.

    python tools/write_datasets.py
    python tools/write_datasets.py --penguins palmerpenguins-0.1.6-py3-none-any.whl
    python tools/write_datasets.py --modeldata r-cran-modeldata/usr/lib/R/site-library/modeldata

Without an option it writes what needs nothing but scikit-learn and this repository: prostate,
diabetes, breast_cancer, digits and iris. The tests run this part and compare. Two more sources
are fetched by hand:

penguins
    `pip download --no-deps palmerpenguins==0.1.6`, then give the wheel to `--penguins`.
tecator
    `apt-get download r-cran-modeldata` (1.1.0-1) on Debian 12, unpack it with
    `dpkg-deb -x FILE r-cran-modeldata`, and give the folder `modeldata` inside to `--modeldata`.
    Reading it takes `pip install rdata` (1.1.0 was used).

With `--check` nothing is written: each file is compared with the one that is there, and the exit
status is 1 if any differs. What each file holds, where it comes from and under which license it
is shared: `src/shrinkage/datasets/data/README.md`.
"""

from __future__ import annotations

import argparse
import csv
import io
import lzma
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "src" / "shrinkage" / "datasets" / "data"
PROSTATE = ROOT / "tests" / "reference" / "prostate.csv"

DIABETES_NAMES = ["age", "sex", "bmi", "bp", "tc", "ldl", "hdl", "tch", "ltg", "glu"]
PENGUIN_NAMES = {
    "bill_length_mm": "bill length (mm)",
    "bill_depth_mm": "bill depth (mm)",
    "flipper_length_mm": "flipper length (mm)",
    "body_mass_g": "body mass (g)",
    "sex": "sex",
    "species": "species",
    "island": "island",
    "year": "year",
}


def number(value: float) -> str:
    """Return the shortest text that reads back as exactly this number."""
    value = float(value)
    return str(int(value)) if value.is_integer() else repr(value)


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a header and rows of text as a csv file with plain line ends."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def features_and_target(
    feature_names: Iterable[str], X: np.ndarray, target_name: str, target: Iterable[str]
) -> str:
    """Return a csv file with one column for each feature and the target as the last one."""
    rows = ([*map(number, x), t] for x, t in zip(X, target, strict=True))
    return table([*feature_names, target_name], rows)


def prostate() -> str:
    """The file that the tests take as given, unchanged."""
    return PROSTATE.read_text(encoding="utf-8")


def diabetes() -> str:
    """scikit-learn's copy in the units of measurement, with the serum columns named."""
    from sklearn.datasets import load_diabetes

    data = load_diabetes(scaled=False)
    return features_and_target(DIABETES_NAMES, data.data, "progression", map(number, data.target))


def breast_cancer() -> str:
    """scikit-learn's copy, the diagnosis in words (there 0 is malignant)."""
    from sklearn.datasets import load_breast_cancer

    data = load_breast_cancer()
    words = data.target_names[data.target]
    return features_and_target(data.feature_names, data.data, "diagnosis", words)


def digits() -> str:
    """scikit-learn's copy: 64 pixels from 0 to 16, row by row, then the digit."""
    from sklearn.datasets import load_digits

    data = load_digits()
    names = [f"pixel {row} {column}" for row in range(8) for column in range(8)]
    return features_and_target(names, data.data, "digit", map(str, data.target))


def iris() -> str:
    """scikit-learn's copy, the species in words."""
    from sklearn.datasets import load_iris

    data = load_iris()
    words = data.target_names[data.target]
    return features_and_target(data.feature_names, data.data, "species", words)


def penguins(wheel: Path) -> str:
    """The rows without a gap, read from the wheel of palmerpenguins."""
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read("palmerpenguins/data/penguins.csv").decode("utf-8")
    records = list(csv.DictReader(io.StringIO(text)))
    complete = [record for record in records if "NA" not in record.values()]
    rows = ([record[name] for name in PENGUIN_NAMES] for record in complete)
    return table(PENGUIN_NAMES.values(), rows)


def tecator(modeldata: Path) -> str:
    """The table `meats` from the folder of the installed R package modeldata."""
    import rdata

    def read(raw: bytes) -> object:
        return rdata.conversion.convert(rdata.parser.parse_data(raw))

    # R keeps the data of a package as pieces of one file (.rdb), which an index (.rdx) finds:
    # four bytes of length, a letter for the kind of compression, then the piece.
    index = read((modeldata / "data" / "Rdata.rdx").read_bytes())
    start, length = (int(v) for v in index["variables"]["meats"])
    piece = (modeldata / "data" / "Rdata.rdb").read_bytes()[start : start + length]
    if piece[4:5] != b"Z":
        raise ValueError(f"meats is compressed as {piece[4:5]!r}; only b'Z' (xz) is known here.")
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 6}]
    meats = read(lzma.decompress(piece[5:], format=lzma.FORMAT_RAW, filters=filters))

    channels = [f"x_{i:03d}" for i in range(1, 101)]
    names = [f"channel {i}" for i in range(1, 101)]
    columns = [np.asarray(meats[name], dtype=float) for name in [*channels, "water", "protein"]]
    fat = np.asarray(meats["fat"], dtype=float)
    return features_and_target(
        [*names, "water", "protein"], np.column_stack(columns), "fat", map(number, fat)
    )


def main(arguments: list[str] | None = None) -> int:
    """Write or compare the files; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--penguins", type=Path, metavar="WHEEL")
    parser.add_argument("--modeldata", type=Path, metavar="FOLDER")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    options = parser.parse_args(arguments)

    files = {
        "prostate": prostate(),
        "diabetes": diabetes(),
        "breast_cancer": breast_cancer(),
        "digits": digits(),
        "iris": iris(),
    }
    if options.penguins:
        files["penguins"] = penguins(options.penguins)
    if options.modeldata:
        files["tecator"] = tecator(options.modeldata)

    differing = 0
    for name, text in files.items():
        path = DATA / f"{name}.csv"
        if options.check:
            same = path.exists() and path.read_bytes() == text.encode("utf-8")
            differing += not same
            print(f"{path.name}: {'same' if same else 'DIFFERS'}")
        else:
            path.write_bytes(text.encode("utf-8"))
            print(f"{path.name}: {len(text.encode('utf-8'))} bytes")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
