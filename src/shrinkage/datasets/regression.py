"""Real data whose target is a number: prostate, diabetes, tecator.

Each reads a small csv file beside this module (`data/`, whose README gives the provenance and
license of each). Nothing is downloaded. Values are in the units of measurement: standardize them
before you penalize their weights.
"""

from __future__ import annotations

from shrinkage.datasets.dataset import Dataset
from shrinkage.datasets.tables import as_numbers, read_table, read_text

__all__ = ["load_diabetes", "load_prostate", "load_tecator"]


def load_prostate() -> Dataset:
    """Prostate cancer: the level of an antigen from eight clinical measures (97 × 8).

    The textbook data of Hastie, Tibshirani and Friedman. `column("train")` is True for the
    67 rows they train on. `svi` (seminal vesicle invasion) is 0 or 1, `gleason` a score from 6
    to 9, `pgg45` the percentage of Gleason scores 4 and 5. Many copies give the prostate of
    row 32 a weight of 449 g (`lweight` 6.10758); here it has the right one, 44.9 g (3.80444).

    Returns
    -------
    Dataset
        The target is `lpsa`, the logarithm of prostate-specific antigen in ng/mL.

    References
    ----------
    Stamey, Kabalin, McNeal et al. (1989), Prostate specific antigen in the diagnosis and
    treatment of adenocarcinoma of the prostate II, Journal of Urology 141, 1076-1083.

    Examples
    --------
    >>> from shrinkage.datasets import load_prostate
    >>> load_prostate()
    prostate: 97 rows, 8 features
      features: lcavol (log cm³), lweight (log g), age (years), lbph (log cm²), svi,
        lcp (log cm), gleason, pgg45 (%)
      target: lpsa (log ng/mL)
      also: train
    """
    table = read_table("prostate")
    names = ("lcavol", "lweight", "age", "lbph", "svi", "lcp", "gleason", "pgg45")
    return Dataset(
        name="prostate",
        X=as_numbers(table, names),
        y=table["lpsa"].astype(float),
        feature_names=names,
        target_name="lpsa",
        units=("log cm³", "log g", "years", "log cm²", "", "log cm", "", "%"),
        target_unit="log ng/mL",
        description=(
            "97 men about to have the prostate removed: volume of the cancer, weight of the "
            "prostate, age, amount of benign enlargement, invasion of the seminal vesicles (0 or "
            "1), depth of penetration of the capsule, Gleason score, and percentage of Gleason "
            "scores 4 and 5. Target: the level of prostate-specific antigen. All logarithms are "
            "natural."
        ),
        source=(
            "Stamey et al. (1989), Journal of Urology 141, 1076-1083; the training rows are "
            "those of Hastie, Tibshirani and Friedman, The Elements of Statistical Learning."
        ),
        license="Published measurements, shared in many R packages; no terms of their own.",
        columns={"train": table["train"] == "1"},
    )


def load_diabetes() -> Dataset:
    """Diabetes: how the disease progresses in a year, from ten measures (442 × 10).

    The values are in the units of measurement. (scikit-learn's `load_diabetes()` scales them by
    default; this is its `load_diabetes(scaled=False)`, with `tc` to `glu` for its `s1` to `s6`.)
    `sex` is coded 1 and 2, and the source does not say which is which. The units are those
    usual for these measures; the source states none but for age.

    Returns
    -------
    Dataset
        The target is `progression`, a score from 25 to 346 one year after the measures.

    References
    ----------
    Efron, Hastie, Johnstone and Tibshirani (2004), Least angle regression, Annals of
    Statistics 32, 407-499.

    Examples
    --------
    >>> from shrinkage.datasets import load_diabetes
    >>> diabetes = load_diabetes()
    >>> diabetes.X[0]
    array([ 59.    ,   2.    ,  32.1   , 101.    , 157.    ,  93.2   ,
            38.    ,   4.    ,   4.8598,  87.    ])
    """
    table = read_table("diabetes")
    names = ("age", "sex", "bmi", "bp", "tc", "ldl", "hdl", "tch", "ltg", "glu")
    return Dataset(
        name="diabetes",
        X=as_numbers(table, names),
        y=table["progression"].astype(float),
        feature_names=names,
        target_name="progression",
        units=("years", "", "kg/m²", "mmHg", "mg/dL", "mg/dL", "mg/dL", "", "", "mg/dL"),
        description=(
            "442 people with diabetes: age, sex (coded 1 and 2), body mass index, mean blood "
            "pressure, and six measures of the blood: total cholesterol (tc), LDL and HDL "
            "cholesterol, the ratio of total to HDL cholesterol (tch), probably the logarithm "
            "of triglycerides (ltg), and glucose (glu). Target: a score of how far the disease "
            "has progressed one year later."
        ),
        source="Efron et al. (2004), Annals of Statistics 32, 407-499; scikit-learn's copy.",
        license="Ships with scikit-learn (BSD-3-Clause).",
    )


def load_tecator() -> Dataset:
    """Meat: its fat from a near-infrared spectrum of 100 channels (215 × 100).

    The channels run from 850 to 1050 nm, and neighbors are all but equal: the textbook case of
    strongly correlated features.

    Returns
    -------
    Dataset
        The target is `fat`, in percent; `column("water")` and `column("protein")` are there
        too. `license` holds the permission note that must go with the data.

    References
    ----------
    Borggaard and Thodberg (1992), Optimal minimal neural interpretation of spectra, Analytical
    Chemistry 64, 545-551.

    Examples
    --------
    >>> from shrinkage.datasets import load_tecator
    >>> tecator = load_tecator()
    >>> tecator.X.shape, tecator.label("fat")
    ((215, 100), 'fat (%)')
    """
    table = read_table("tecator")
    names = tuple(f"channel {i}" for i in range(1, 101))
    return Dataset(
        name="tecator",
        X=as_numbers(table, names),
        y=table["fat"].astype(float),
        feature_names=names,
        target_name="fat",
        units=("absorbance",) * 100,
        target_unit="%",
        description=(
            "215 samples of finely chopped meat, each seen by a Tecator Infratec Food and Feed "
            "Analyzer in 100 channels from 850 to 1050 nm. Absorbance is minus the decimal "
            "logarithm of the share of light let through. Target: fat, found by chemistry."
        ),
        source=(
            "Tecator AB; StatLib (lib.stat.cmu.edu/datasets/tecator); the table meats of the R "
            "package modeldata 1.1.0."
        ),
        license=read_text("tecator_permission.txt"),
        columns={"water": table["water"].astype(float), "protein": table["protein"].astype(float)},
    )
