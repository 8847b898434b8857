"""Real data whose target is a class: breast cancer, digits, iris, penguins.

Each reads a small csv file beside this module (`data/`, whose README gives the provenance and
license of each). Nothing is downloaded. Values are in the units of measurement: standardize them
before you penalize their weights.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from shrinkage.datasets.dataset import Dataset
from shrinkage.datasets.tables import as_numbers, class_numbers, read_table
from shrinkage.validation import check_choice

__all__ = ["load_breast_cancer", "load_digits", "load_iris", "load_penguins"]


def load_breast_cancer() -> Dataset:
    """Breast cancer: is a lump malignant, from thirty measures of its cells (569 × 30).

    **Class 1 is malignant**, class 0 benign, so that a larger output means more danger.
    (scikit-learn's copy has it the other way around.) Radius, texture, perimeter and so on are
    each given as a mean, a standard error ("radius error") and the mean of the three largest
    ("worst radius"). The source states no units.

    Returns
    -------
    Dataset
        The target is `diagnosis`: 357 benign, 212 malignant.

    References
    ----------
    Street, Wolberg and Mangasarian (1993), Nuclear feature extraction for breast tumor
    diagnosis, Proceedings of SPIE 1905, 861-870.

    Examples
    --------
    >>> from shrinkage.datasets import load_breast_cancer
    >>> load_breast_cancer().select(["mean radius", "mean texture"])
    breast_cancer: 569 rows, 2 features
      features: mean radius, mean texture
      target: diagnosis: 0 = benign (357), 1 = malignant (212)
    """
    table = read_table("breast_cancer")
    *names, _ = table
    classes = ("benign", "malignant")
    return Dataset(
        name="breast_cancer",
        X=as_numbers(table, names),
        y=class_numbers(table["diagnosis"], classes),
        feature_names=tuple(names),
        target_name="diagnosis",
        target_names=classes,
        description=(
            "569 lumps in the breast, each sampled with a fine needle and the cell nuclei in "
            "the image measured: size, texture and shape, each as the mean over the nuclei, its "
            "standard error, and the mean of the three largest values. Lengths and areas are "
            "in a unit that the source does not state. Target: the diagnosis, 1 = malignant."
        ),
        source=(
            "Wolberg, Mangasarian, Street and Street (1993), Breast Cancer Wisconsin "
            "(Diagnostic), UCI Machine Learning Repository, doi:10.24432/C5DW2B; "
            "scikit-learn's copy."
        ),
        license="CC BY 4.0 (UCI Machine Learning Repository); ships with scikit-learn.",
    )


def load_digits(digits: Sequence[int] = tuple(range(10))) -> Dataset:
    """Handwritten digits of 8 × 8 pixels (1797 × 64), or just some of the ten.

    Each pixel counts the inked points in a block of 4 × 4: 0 to 16. `X[i].reshape(8, 8)` is the
    picture of row i.

    Parameters
    ----------
    digits : sequence of int
        Which digits to keep, two or more. They become the classes 0, 1, ... in this order:
        with `digits=(3, 8)`, class 0 is the three and class 1 the eight.

    Returns
    -------
    Dataset
        The target is `digit`; `target_names` says which class is which digit.

    Raises
    ------
    TypeError, ValueError
        If `digits` is no list of two or more different digits.

    References
    ----------
    Alpaydin and Kaynak (1998), Optical Recognition of Handwritten Digits, UCI Machine Learning
    Repository.

    Examples
    --------
    >>> from shrinkage.datasets import load_digits
    >>> load_digits(digits=(3, 8)).target_names
    ('3', '8')
    """
    accepted = "digits must be two or more different whole numbers from 0 to 9, such as (3, 8)"
    if isinstance(digits, str) or not isinstance(digits, (Sequence, range, np.ndarray)):
        raise TypeError(f"{accepted}; got {digits!r}.")
    whole = all(isinstance(d, (int, np.integer)) and not isinstance(d, bool) for d in digits)
    if not whole or len(digits) < 2 or len(set(digits)) < len(digits):
        raise ValueError(f"{accepted}; got {digits!r}.")
    if min(digits) < 0 or max(digits) > 9:
        raise ValueError(f"{accepted}; got {digits!r}.")
    table = read_table("digits")
    *names, _ = table
    classes = tuple(str(d) for d in digits)
    kept = np.isin(table["digit"], classes)
    return Dataset(
        name="digits" if len(classes) == 10 else f"digits {', '.join(classes)}",
        X=as_numbers(table, names)[kept],
        y=class_numbers(table["digit"][kept], classes),
        feature_names=tuple(names),
        target_name="digit",
        target_names=classes,
        description=(
            "Digits written by 13 people, scanned at 32 × 32 points and reduced to 8 × 8 "
            'pixels. A pixel counts the inked points of its block, 0 to 16; "pixel r c" is in '
            "row r from the top and column c from the left, both from 0."
        ),
        source=(
            "Alpaydin and Kaynak (1998), Optical Recognition of Handwritten Digits (the test "
            "part), UCI Machine Learning Repository, doi:10.24432/C50P49; scikit-learn's copy."
        ),
        license="CC BY 4.0 (UCI Machine Learning Repository); ships with scikit-learn.",
    )


def load_iris() -> Dataset:
    """Iris flowers: which of three species, from four lengths (150 × 4).

    Returns
    -------
    Dataset
        The target is `species`: 0 = setosa, 1 = versicolor, 2 = virginica, 50 each.

    References
    ----------
    Fisher (1936), The use of multiple measurements in taxonomic problems, Annals of
    Eugenics 7, 179-188.

    Examples
    --------
    >>> from shrinkage.datasets import load_iris
    >>> load_iris()
    iris: 150 rows, 4 features
      features: sepal length (cm), sepal width (cm), petal length (cm), petal width
        (cm)
      target: species: 0 = setosa (50), 1 = versicolor (50), 2 = virginica (50)
    """
    table = read_table("iris")
    *headers, _ = table
    classes = ("setosa", "versicolor", "virginica")
    return Dataset(
        name="iris",
        X=as_numbers(table, headers),
        y=class_numbers(table["species"], classes),
        feature_names=tuple(header.removesuffix(" (cm)") for header in headers),
        target_name="species",
        target_names=classes,
        units=("cm",) * 4,
        description="150 iris flowers of three species, with the lengths and widths of two parts.",
        source="Fisher (1936), Annals of Eugenics 7, 179-188; scikit-learn's copy.",
        license="CC BY 4.0 (UCI Machine Learning Repository); ships with scikit-learn.",
    )


def load_penguins(target: str = "sex") -> Dataset:
    """Penguins of three species: four measures of each, their sex and species (333 rows).

    The features are bill length, bill depth, flipper length, body mass, and three that are 0
    or 1: male, Chinstrap, Gentoo (Adelie is the species where both are 0). What the target
    gives away is left out of them. Of the 344 penguins measured, the 11 with a gap are left
    out.

    Parameters
    ----------
    target : {"sex", "species", "body mass"}
        What to predict: "sex" (0 = female, 1 = male), "species" (0 = Adelie, 1 = Chinstrap,
        2 = Gentoo) or "body mass" (kg).

    Returns
    -------
    Dataset
        `column("species")`, `column("island")`, `column("sex")` and `column("year")` are there
        too, in words and years, but for the one that is the target.

    Raises
    ------
    ValueError
        If `target` is none of these.

    References
    ----------
    Gorman, Williams and Fraser (2014), Ecological sexual dimorphism and environmental
    variability within a community of Antarctic penguins, PLoS ONE 9(3), e90081.

    Examples
    --------
    >>> from shrinkage.datasets import load_penguins
    >>> load_penguins().select(["bill depth", "body mass"])
    penguins: 333 rows, 2 features
      features: bill depth (mm), body mass (kg)
      target: sex: 0 = female (165), 1 = male (168)
      also: species, island, year
    """
    check_choice("target", target, ("sex", "species", "body mass"))
    table = read_table("penguins")
    species = ("Adelie", "Chinstrap", "Gentoo")
    sexes = ("female", "male")
    features = {
        "bill length": table["bill length (mm)"].astype(float),
        "bill depth": table["bill depth (mm)"].astype(float),
        "flipper length": table["flipper length (mm)"].astype(float),
        "body mass": table["body mass (g)"].astype(float) / 1000,
        "male": table["sex"] == "male",
        "Chinstrap": table["species"] == "Chinstrap",
        "Gentoo": table["species"] == "Gentoo",
    }
    units = {"bill length": "mm", "bill depth": "mm", "flipper length": "mm", "body mass": "kg"}
    targets = {
        "sex": (class_numbers(table["sex"], sexes), sexes, {"male"}),
        "species": (class_numbers(table["species"], species), species, {"Chinstrap", "Gentoo"}),
        "body mass": (features["body mass"], None, {"body mass"}),
    }
    y, classes, given_away = targets[target]
    names = tuple(name for name in features if name not in given_away)
    columns = {
        "species": table["species"],
        "island": table["island"],
        "sex": table["sex"],
        "year": table["year"].astype(int),
    }
    columns.pop(target, None)
    return Dataset(
        name="penguins",
        X=np.column_stack([features[name] for name in names]),
        y=y,
        feature_names=names,
        target_name=target,
        target_names=classes,
        units=tuple(units.get(name, "") for name in names),
        target_unit=units.get(target, ""),
        description=(
            "333 adult penguins of three species, measured near Palmer Station, Antarctica, in "
            "2007 to 2009. The bill's depth is its height seen from the side."
        ),
        source=(
            "Gorman, Williams and Fraser (2014), PLoS ONE 9(3), e90081, doi:10.1371/"
            "journal.pone.0090081; the Python package palmerpenguins 0.1.6, after the R package "
            "of Horst, Hill and Gorman (2020)."
        ),
        license="CC0 1.0 (public domain).",
        columns=columns,
    )
