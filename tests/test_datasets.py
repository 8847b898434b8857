"""The data sets: the numbers that were measured, and synthetic ones that keep their promise."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import sklearn.datasets
from hypothesis import given, settings
from hypothesis import strategies as st

import shrinkage.datasets
import shrinkage.explorables.datasets
from shrinkage import sigmoid
from shrinkage.datasets import (
    Dataset,
    add_shuffled_copies,
    load_breast_cancer,
    load_diabetes,
    load_digits,
    load_iris,
    load_penguins,
    load_prostate,
    load_tecator,
    make_classification,
    make_polynomial,
    make_regression,
    make_twins,
    polynomial_features,
    squares_and_products,
)
from shrinkage.datasets.tables import class_numbers

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "src" / "shrinkage" / "datasets" / "data"

LOADERS = {
    "prostate": (load_prostate, (97, 8), None),
    "diabetes": (load_diabetes, (442, 10), None),
    "tecator": (load_tecator, (215, 100), None),
    "breast_cancer": (load_breast_cancer, (569, 30), [357, 212]),
    "digits": (load_digits, (1797, 64), [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]),
    "iris": (load_iris, (150, 4), [50, 50, 50]),
    "penguins by sex": (load_penguins, (333, 6), [165, 168]),
    "penguins by species": (lambda: load_penguins("species"), (333, 5), [146, 68, 119]),
    "penguins by mass": (lambda: load_penguins("body mass"), (333, 6), None),
}

SYNTHETIC = {
    "regression": make_regression,
    "classification": make_classification,
    "polynomial": make_polynomial,
    "twins": make_twins,
}


@pytest.mark.parametrize(("load", "shape", "counts"), LOADERS.values(), ids=LOADERS)
def test_each_data_set_is_whole(load, shape, counts):
    data = load()
    assert data.X.shape == shape
    assert data.y.shape == shape[:1]
    assert len(data.feature_names) == len(data.units) == shape[1]
    assert data.X.dtype == np.float64
    assert np.isfinite(data.X).all()
    assert np.isfinite(data.y).all()
    if counts is None:
        assert data.y.dtype == np.float64
        assert data.target_names is None
    else:
        assert data.y.dtype.kind == "i"
        assert np.bincount(data.y).tolist() == counts
        assert len(data.target_names) == len(counts)
    assert all(len(values) == shape[0] for values in data.columns.values())
    assert data.true_weights is None
    for text in (data.name, data.target_name, data.description, data.source, data.license):
        assert text


def test_diabetes_is_scikit_learns_copy_in_the_units_of_measurement():
    theirs = sklearn.datasets.load_diabetes(scaled=False)
    assert (theirs.data == load_diabetes().X).all()
    assert (load_diabetes().y == theirs.target).all()


def test_breast_cancer_is_scikit_learns_copy_with_malignant_as_class_1():
    ours, theirs = load_breast_cancer(), sklearn.datasets.load_breast_cancer()
    assert (theirs.data == ours.X).all()
    assert ours.feature_names == tuple(theirs.feature_names)
    assert (np.array(ours.target_names)[ours.y] == theirs.target_names[theirs.target]).all()
    assert ours.target_names == ("benign", "malignant")


def test_iris_is_scikit_learns_copy():
    ours, theirs = load_iris(), sklearn.datasets.load_iris()
    assert (theirs.data == ours.X).all()
    assert (ours.y == theirs.target).all()
    assert ours.target_names == tuple(theirs.target_names)
    assert [ours.label(name) for name in ours.feature_names] == theirs.feature_names


def test_digits_are_scikit_learns_copy():
    ours, theirs = load_digits(), sklearn.datasets.load_digits()
    assert (theirs.data == ours.X).all()
    assert (ours.y == theirs.target).all()
    assert (ours.X[7].reshape(8, 8) == theirs.images[7]).all()
    assert ours.feature_names[:9] == (*(f"pixel 0 {c}" for c in range(8)), "pixel 1 0")


def test_some_digits_become_classes_in_the_order_given():
    theirs = sklearn.datasets.load_digits()
    for digits in ((3, 8), (8, 3), [0, 5, 2], np.array([1, 9])):
        ours = load_digits(digits)
        kept = np.isin(theirs.target, digits)
        assert (theirs.data[kept] == ours.X).all()
        assert (np.array(digits)[ours.y] == theirs.target[kept]).all()
        assert ours.target_names == tuple(str(d) for d in digits)


def test_prostate_is_the_reference_with_the_right_weight_in_row_32():
    with (ROOT / "tests" / "reference" / "prostate.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    prostate = load_prostate()
    for name in (*prostate.feature_names, "lpsa"):
        assert prostate.column(name).tolist() == [float(row[name]) for row in rows]
    assert prostate.column("train").dtype == bool
    assert prostate.column("train").tolist() == [row["train"] == "1" for row in rows]
    assert prostate.column("train").sum() == 67
    assert prostate.column("lweight")[31] == pytest.approx(3.80444, abs=5e-6)
    assert np.exp(prostate.column("lweight")[31]) == pytest.approx(44.9, abs=1e-3)


def test_tecator_is_what_was_published_and_carries_its_permission():
    tecator = load_tecator()
    assert "can be redistributed as long as this" in tecator.license
    assert tecator.license == (DATA / "tecator_permission.txt").read_text(encoding="utf-8")
    # The first sample of the published file: channels 1 and 100, then moisture, fat, protein.
    assert (tecator.X[0, 0], tecator.X[0, 99]) == (2.61776, 2.8192)
    assert tecator.y[0] == 22.5
    assert tecator.column("water")[0] == 60.5
    assert tecator.column("protein")[0] == 16.7
    neighbors = [np.corrcoef(tecator.X[:, j], tecator.X[:, j + 1])[0, 1] for j in range(99)]
    assert min(neighbors) > 0.99
    total = tecator.y + tecator.column("water") + tecator.column("protein")
    assert ((total > 90) & (total < 105)).all()


def test_penguins_are_the_published_measures():
    penguins = load_penguins()
    assert penguins.feature_names == (
        "bill length",
        "bill depth",
        "flipper length",
        "body mass",
        "Chinstrap",
        "Gentoo",
    )
    assert penguins.X[0].tolist() == [39.1, 18.7, 181, 3.75, 0, 0]
    assert penguins.y[0] == 1
    species = penguins.column("species")
    assert ((species == "Gentoo") == (penguins.column("Gentoo") == 1)).all()
    assert set(penguins.column("year")) == {2007, 2008, 2009}
    # Table 1 of Gorman et al. is by species and sex; Gentoos are the heavy ones.
    assert penguins.column("body mass")[species == "Gentoo"].mean() == pytest.approx(5.09, abs=0.01)
    assert penguins.label("body mass") == "body mass (kg)"


def test_penguins_features_do_not_give_the_target_away():
    assert "male" not in load_penguins().feature_names
    assert "sex" not in load_penguins().columns
    by_species = load_penguins("species")
    assert not {"Chinstrap", "Gentoo"} & set(by_species.feature_names)
    assert "species" not in by_species.columns
    assert by_species.column("species").tolist() == by_species.y.tolist()
    by_mass = load_penguins("body mass")
    assert "body mass" not in by_mass.feature_names
    assert by_mass.label("body mass") == "body mass (kg)"
    assert (by_mass.y == load_penguins().column("body mass")).all()
    assert (by_mass.column("male") == load_penguins().y).all()


def test_the_files_are_what_the_tool_writes():
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "write_datasets.py"), "--check"],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.split("\n")[:5] == [
        f"{name}.csv: same" for name in ("prostate", "diabetes", "breast_cancer", "digits", "iris")
    ]


def test_each_file_has_its_provenance_beside_it():
    notes = (DATA / "README.md").read_text(encoding="utf-8")
    for path in DATA.glob("*.csv"):
        section = notes.partition(f"\n## {path.name}\n")[2].partition("\n## ")[0]
        for item in ("What:", "Terms:", "Made:"):
            assert f"**{item}**" in section, (path.name, item)
        assert "**Who measured:**" in section or "**Who published:**" in section
        rows = len(path.read_text(encoding="utf-8").splitlines()) - 1
        assert f"| `{path.name}` | {rows} |" in notes
    assert {path.suffix for path in DATA.iterdir()} == {".csv", ".md", ".txt"}


def test_the_package_loads_without_scikit_learn_and_scipy():
    code = (
        "import importlib, pkgutil, sys\n"
        "import shrinkage\n"
        "for module in pkgutil.walk_packages(shrinkage.__path__, 'shrinkage.'):\n"
        "    importlib.import_module(module.name)\n"
        "from shrinkage.datasets import load_prostate\n"
        "from shrinkage import L1, LinearRegression\n"
        "data = load_prostate()\n"
        "LinearRegression(penalty=L1(0.1)).fit(data.X, data.y).predict(data.X)\n"
        "print('shrinkage.selection.splits' in sys.modules)\n"
        "print({name.partition('.')[0] for name in sys.modules} & {'sklearn', 'scipy', 'pandas'})\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, timeout=120
    )
    assert done.stdout.split("\n")[:2] == ["True", "set()"], done.stderr


@pytest.mark.parametrize("load", [load_prostate, make_regression])
def test_what_a_caller_does_cannot_change_the_data(load):
    first = load()
    with pytest.raises(ValueError, match="read-only"):
        first.X[0, 0] = 99.0
    with pytest.raises(ValueError, match="read-only"):
        first.y[0] = 99.0
    with pytest.raises(AttributeError):
        first.y = first.y + 1
    copy = first.X.copy()
    copy[:] = 0.0
    assert (load().X == first.X).all()
    assert first.X[0].any()
    assert not np.shares_memory(first.X, load().X)


def test_columns_and_true_weights_cannot_be_written_to():
    train = load_prostate().column("train")
    with pytest.raises(ValueError, match="read-only"):
        train[0] = False
    with pytest.raises(ValueError, match="read-only"):
        make_regression().true_weights[0] = 1.0


def test_a_data_set_made_from_an_array_leaves_that_array_alone():
    X, y = np.ones((3, 2)), np.array([1.0, 2.0, 3.0])
    extra = np.array([1, 2, 3])
    data = Dataset("own", X, y, ("a", "b"), "y", columns={"extra": extra})
    X[:] = 5.0
    y[:] = 5.0
    extra[:] = 5
    assert (data.X == 1).all()
    assert data.y.tolist() == [1, 2, 3]
    assert data.column("extra").tolist() == [1, 2, 3]


def test_columns_are_found_by_name():
    prostate = load_prostate()
    assert (prostate.column("age") == prostate.X[:, 2]).all()
    assert (prostate.column("lpsa") == prostate.y).all()
    assert (prostate.column("train") == prostate.columns["train"]).all()
    with pytest.raises(ValueError, match=r"prostate has no column 'Age'. It has: lcavol.*train"):
        prostate.column("Age")
    with pytest.raises(ValueError, match="no column 3"):
        prostate.column(3)


def test_labels_carry_the_unit():
    prostate = load_prostate()
    assert prostate.label("age") == "age (years)"
    assert prostate.label("svi") == "svi"
    assert prostate.label("lpsa") == "lpsa (log ng/mL)"
    with pytest.raises(ValueError, match="prostate has no unit for 'train'"):
        prostate.label("train")


def test_select_keeps_features_in_the_order_given_with_all_that_belongs_to_them():
    data = load_diabetes().select(["ltg", "bmi"])
    assert data.feature_names == ("ltg", "bmi")
    assert data.units == ("", "kg/m²")
    assert (load_diabetes().X[:, [8, 2]] == data.X).all()
    assert (data.y == load_diabetes().y).all()
    made = make_regression(20, 4, useful=4, seed=1)
    assert (made.select(["x4", "x2"]).true_weights == made.true_weights[[3, 1]]).all()


def test_rows_keep_all_that_belongs_to_them():
    prostate = load_prostate()
    train = prostate.column("train")
    part = prostate.rows(train)
    assert (prostate.X[train] == part.X).all()
    assert (part.y == prostate.y[train]).all()
    assert part.column("train").all()
    picked = prostate.rows([5, 2, 5])
    assert (prostate.X[[5, 2, 5]] == picked.X).all()
    assert (prostate.rows(slice(90, None)).y == prostate.y[90:]).all()
    assert load_iris().rows(slice(0, 50)).target_names == ("setosa", "versicolor", "virginica")


def test_with_features_keeps_rows_and_target():
    iris = load_iris()
    new = iris.with_features(2 * iris.X[:, :1], ["doubled"], ["cm"])
    assert new.X.shape == (150, 1)
    assert (new.y == iris.y).all()
    assert new.label("doubled") == "doubled (cm)"
    made = make_regression(10, 2)
    assert made.with_features(made.X, ["a", "b"]).true_weights is None
    assert made.with_features(made.X, ["a", "b"], true_weights=[1, 2]).true_weights.tolist() == [
        1,
        2,
    ]


def test_the_text_of_a_data_set_names_what_is_in_it():
    assert repr(load_prostate()).splitlines() == [
        "prostate: 97 rows, 8 features",
        "  features: lcavol (log cm³), lweight (log g), age (years), lbph (log cm²), svi,",
        "    lcp (log cm), gleason, pgg45 (%)",
        "  target: lpsa (log ng/mL)",
        "  also: train",
    ]
    assert "setosa (50), 1 = versicolor (50)" in repr(load_iris())
    assert "pixel 0 5,\n    ..., pixel 7 6, pixel 7 7\n" in repr(load_digits((3, 8)))
    assert repr(make_polynomial(3)).startswith("sine wave: 3 rows, 1 feature\n")


def own(**changes):
    arguments = {
        "name": "own",
        "X": [[1.0, 2.0], [3.0, 4.0]],
        "y": [0, 1],
        "feature_names": ("a", "b"),
        "target_name": "y",
    }
    return Dataset(**{**arguments, **changes})


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: own(X=[[1.0, np.nan], [1, 2]]), ValueError, "X holds NaN at row 0, column 1"),
        (lambda: own(y=[1.0]), ValueError, "X has 2 rows, y has 1 rows"),
        (lambda: own(feature_names=("a",)), ValueError, "feature_names must have 2 entries, got 1"),
        (lambda: own(feature_names=("a", "a")), ValueError, "'a' comes twice"),
        (lambda: own(feature_names="ab"), TypeError, "feature_names must be a list of strings"),
        (lambda: own(feature_names=("a", 1)), TypeError, "feature_names must hold strings only"),
        (lambda: own(units=("cm",)), ValueError, "units must have 2 entries, got 1"),
        (lambda: own(target_names=("no",)), ValueError, "0 to 0, as target_names has 1 entries"),
        (lambda: own(y=[0, 2], target_names=("no", "yes")), ValueError, "numbers of its classes"),
        (lambda: own(columns={"c": [1, 2, 3]}), ValueError, r"columns\['c'\] must have shape"),
        (lambda: own(true_weights=[1.0]), ValueError, "true_weights must have one entry for each"),
        (lambda: load_iris().select("petal width"), TypeError, "features must be a list of names"),
        (lambda: load_iris().select([]), ValueError, "features is empty"),
        (lambda: load_iris().select(["petal"]), ValueError, "iris has no feature 'petal'. It has"),
        (lambda: load_iris().select(["petal width"] * 2), ValueError, "comes twice"),
        (lambda: load_iris().with_features([[1.0]], ["a"]), ValueError, "X has 1 rows, y has 150"),
        (lambda: load_iris().rows([]), ValueError, "which keeps no row"),
        (lambda: load_iris().rows([True, False]), ValueError, "one True or False for each of the"),
        (lambda: load_iris().rows([150]), ValueError, "row numbers from 0 to 149, got 150 to 150"),
        (lambda: load_iris().rows([-1]), ValueError, "row numbers from 0 to 149"),
        (lambda: load_iris().rows([0.5]), TypeError, "which must be a mask"),
        (lambda: load_iris().rows(slice(200, 300)), ValueError, "which keeps no row"),
        (lambda: load_iris().rows(np.zeros(150, bool)), ValueError, "which keeps no row"),
        (lambda: load_penguins("weight"), ValueError, "target must be one of 'sex', 'species'"),
        (lambda: load_digits("38"), TypeError, "digits must be two or more"),
        (lambda: load_digits(3), TypeError, "digits must be two or more"),
        (lambda: load_digits((3,)), ValueError, "digits must be two or more"),
        (lambda: load_digits((3, 3)), ValueError, "different whole numbers"),
        (lambda: load_digits((3, 10)), ValueError, "from 0 to 9"),
        (lambda: load_digits((3, 8.0)), ValueError, "whole numbers"),
        (lambda: load_digits((0, True)), ValueError, "whole numbers"),
        (lambda: make_regression(1), ValueError, "n must be at least 2"),
        (lambda: make_regression(10.5), TypeError, "n must be a whole number"),
        (lambda: make_regression(p=0), ValueError, "p must be at least 1"),
        (lambda: make_regression(p=3, useful=4), ValueError, "useful must be at most p = 3, got 4"),
        (lambda: make_regression(useful=0), ValueError, "useful must be at least 1"),
        (lambda: make_regression(noise=-1), ValueError, "noise must be finite and >= 0"),
        (lambda: make_regression(correlation=1.0), ValueError, "correlation must be finite"),
        (lambda: make_regression(correlation=-0.1), ValueError, "correlation must be finite"),
        (lambda: make_regression(seed=-1), ValueError, "seed must be at least 0"),
        (lambda: make_classification(steepness=0), ValueError, "steepness must be finite and > 0"),
        (lambda: make_twins(correlation=1.1), ValueError, "correlation must be finite"),
        (lambda: make_twins(others=-1), ValueError, "others must be at least 0"),
        (lambda: make_polynomial(1), ValueError, "n must be at least 2"),
        (lambda: make_polynomial(noise=np.nan), ValueError, "noise must be finite"),
        (lambda: make_polynomial(equally_spaced="no"), TypeError, "equally_spaced must be True"),
        (lambda: polynomial_features([[1.0]], 2), ValueError, "x should be a 1d array"),
        (lambda: polynomial_features([1.0], 0), ValueError, "degree must be at least 1"),
        (lambda: add_shuffled_copies(load_iris(), 0), ValueError, "copies must be at least 1"),
        (lambda: add_shuffled_copies(load_iris().X), TypeError, "dataset must be a Dataset"),
        (lambda: squares_and_products(load_iris().X), TypeError, "dataset must be a Dataset"),
    ],
)
def test_bad_input_is_named(call, error, message):
    with pytest.raises(error, match=message):
        call()


@pytest.mark.parametrize(
    ("name", "arguments", "options"),
    [
        *(
            (name, *case)
            for name in ("make_regression", "make_classification")
            for case in [
                ((40.5, 3), {}),
                ((40, 0), {}),
                ((40, 3), {"useful": 4}),
                ((40, 3), {"useful": 0}),
                ((40, 3), {"useful": 1.0}),
                ((40, 3), {"correlation": 1.0}),
                ((40, 3), {"correlation": "high"}),
            ]
        ),
        ("make_polynomial", (1,), {}),
        ("make_polynomial", (12,), {"noise": -0.1}),
        ("make_polynomial", (12,), {"equally_spaced": "no"}),
    ],
)
def test_the_data_of_explorables_refuse_the_same_in_the_same_words(name, arguments, options):
    said = []
    for module in (shrinkage.datasets, shrinkage.explorables.datasets):
        with pytest.raises((TypeError, ValueError)) as caught:
            getattr(module, name)(*arguments, **options)
        said.append((caught.type, str(caught.value)))
    assert said[0] == said[1]


@pytest.mark.parametrize("make", SYNTHETIC.values(), ids=SYNTHETIC)
def test_synthetic_data_follow_their_seed(make):
    first, again, other = make(30, seed=4), make(30, seed=4), make(30, seed=5)
    assert (first.X == again.X).all()
    assert (first.y == again.y).all()
    assert (first.y != other.y).any()
    assert np.isfinite(first.X).all()
    assert "seed 4" in first.description


@pytest.mark.parametrize("correlation", [0.0, 0.5, 0.9])
def test_features_have_mean_0_variance_1_and_the_correlation_asked_for(correlation):
    n, p = 20_000, 5
    X = make_regression(n, p, correlation=correlation, seed=7).X
    # Five standard errors: of a mean 1/√n, of a variance √(2/n), of a correlation at most 1/√n.
    assert np.abs(X.mean(axis=0)).max() < 5 / np.sqrt(n)
    assert np.abs(X.var(axis=0) - 1).max() < 5 * np.sqrt(2 / n)
    between = np.corrcoef(X.T)[np.triu_indices(p, 1)]
    assert np.abs(between - correlation).max() < 5 / np.sqrt(n)


@pytest.mark.parametrize(("p", "useful", "expected"), [(20, None, 4), (3, None, 1), (9, 7, 7)])
def test_the_useful_features_come_first_and_the_others_have_no_weight(p, useful, expected):
    for make in (make_regression, make_classification):
        weights = make(50, p, useful=useful, seed=2).true_weights
        assert np.flatnonzero(weights).tolist() == list(range(expected))


def test_the_regression_is_the_true_weights_plus_the_noise_asked_for():
    data = make_regression(20_000, 6, useful=3, noise=2.5, seed=3)
    assert data.true_bias == 0.0
    rest = data.y - data.X @ data.true_weights
    assert abs(rest.mean()) < 5 * 2.5 / np.sqrt(20_000)
    assert rest.std() == pytest.approx(2.5, rel=5 / np.sqrt(2 * 20_000))
    assert np.abs([np.corrcoef(rest, column)[0, 1] for column in data.X.T]).max() < 5 / np.sqrt(
        20_000
    )
    exact = make_regression(30, 6, noise=0.0, seed=3)
    assert exact.y == pytest.approx(exact.X @ exact.true_weights, abs=1e-12)


def test_true_weights_are_drawn_from_a_standard_normal_distribution():
    weights = make_regression(2, 20_000, useful=20_000, seed=0).true_weights
    assert abs(weights.mean()) < 5 / np.sqrt(20_000)
    assert weights.std() == pytest.approx(1, rel=5 / np.sqrt(2 * 20_000))


def test_labels_have_the_probability_that_the_true_weights_give():
    data = make_classification(40_000, 4, useful=2, steepness=3.0, seed=5)
    assert np.linalg.norm(data.true_weights) == pytest.approx(3.0)
    probability = sigmoid(data.X @ data.true_weights)
    for low in np.arange(0.0, 1.0, 0.1):
        inside = (probability >= low) & (probability < low + 0.1)
        error = 0.5 / np.sqrt(inside.sum())
        assert abs(data.y[inside].mean() - probability[inside].mean()) < 5 * error


def test_labels_that_come_out_alike_are_refused():
    with pytest.raises(ValueError, match=r"All 2 labels came out as [01]; take more rows \(n\)"):
        [make_classification(2, 1, seed=seed) for seed in range(20)]
    assert set(make_classification(20, 1, seed=0).y) == {0, 1}


def test_a_word_that_is_no_class_is_refused():
    with pytest.raises(ValueError, match="maybe is none of the classes no, yes"):
        class_numbers(np.array(["yes", "maybe"]), ("no", "yes"))


def test_twins_are_correlated_and_both_count():
    data = make_twins(20_000, correlation=0.9, others=3, noise=0.5, seed=6)
    R = np.corrcoef(data.X.T)
    assert R[0, 1] == pytest.approx(0.9, abs=5 * (1 - 0.81) / np.sqrt(20_000))
    assert np.abs(R[:2, 2:]).max() < 5 / np.sqrt(20_000)
    assert data.true_weights.tolist() == [1, 1, 0, 0, 0]
    assert data.X.var(axis=0) == pytest.approx(1, abs=5 * np.sqrt(2 / 20_000))
    rest = data.y - data.X[:, 0] - data.X[:, 1]
    assert rest.std() == pytest.approx(0.5, rel=5 / np.sqrt(2 * 20_000))
    same = make_twins(10, correlation=1.0)
    assert (same.X[:, 0] == same.X[:, 1]).all()


def test_the_sine_wave_is_where_it_says():
    even = make_polynomial(9, noise=0.0)
    assert even.X.ravel() == pytest.approx(np.linspace(-1, 1, 9))
    assert even.y == pytest.approx(np.sin(np.pi * np.linspace(-1, 1, 9)), abs=1e-15)
    drawn = make_polynomial(10_000, noise=0.3, equally_spaced=False, seed=1)
    x = drawn.X.ravel()
    assert (np.diff(x) >= 0).all()
    assert -1 <= x[0] < -0.99
    assert 0.99 < x[-1] <= 1
    assert abs(x.mean()) < 5 * np.sqrt(1 / 3 / 10_000)
    rest = drawn.y - np.sin(np.pi * x)
    assert rest.std() == pytest.approx(0.3, rel=5 / np.sqrt(2 * 10_000))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.floats(0.1, 3) | st.floats(-3, -0.1), min_size=1, max_size=6), st.integers(1, 7))
def test_polynomial_features_are_the_powers(x, degree):
    powers = polynomial_features(x, degree)
    assert powers.shape == (len(x), degree)
    for j in range(degree):
        assert powers[:, j] == pytest.approx(
            [value ** (j + 1) for value in x], rel=1e-14, abs=1e-300
        )


def test_squares_and_products_are_all_there_once():
    diabetes = load_diabetes()
    wide = squares_and_products(diabetes)
    assert wide.X.shape == (442, 64)
    assert (wide.X[:, :10] == diabetes.X).all()
    assert (wide.column("bmi²") == diabetes.column("bmi") ** 2).all()
    assert "sex²" not in wide.feature_names
    assert (wide.column("age × sex") == diabetes.column("age") * diabetes.column("sex")).all()
    assert "sex × age" not in wide.feature_names
    assert wide.label("bmi²") == "bmi² ((kg/m²)²)"
    assert wide.label("age × bp") == "age × bp (years × mmHg)"
    assert wide.label("sex × ltg") == "sex × ltg"
    ranks = np.linalg.matrix_rank((wide.X - wide.X.mean(axis=0)) / wide.X.std(axis=0))
    assert ranks == 64
    assert squares_and_products(make_regression(9, 3)).true_weights is None


def test_shuffled_copies_have_the_values_of_their_feature_and_nothing_else():
    diabetes = load_diabetes()
    wide = add_shuffled_copies(diabetes, 3, seed=1)
    assert wide.X.shape == (442, 40)
    assert (wide.X[:, :10] == diabetes.X).all()
    assert (wide.y == diabetes.y).all()
    for copy in (1, 2, 3):
        for name in diabetes.feature_names:
            original, shuffled = diabetes.column(name), wide.column(f"{name} (shuffled {copy})")
            assert (np.sort(original) == np.sort(shuffled)).all()
            assert (original != shuffled).any()
            assert wide.label(f"{name} (shuffled {copy})").endswith(
                diabetes.label(name).removeprefix(name)
            )
    # Each is shuffled by itself: no copy goes with its feature, nor with another copy.
    R = np.corrcoef(wide.X.T)[10:]
    R[np.arange(30), np.arange(10, 40)] = 0.0
    assert np.abs(R).max() < 5 / np.sqrt(442)


def test_shuffled_copies_follow_their_seed_and_have_no_true_weight():
    data = make_regression(40, 3, useful=2, seed=0)
    one = add_shuffled_copies(data, 2, seed=1)
    assert (one.X == add_shuffled_copies(data, 2, seed=1).X).all()
    assert (one.X != add_shuffled_copies(data, 2, seed=2).X).any()
    assert one.true_weights.tolist() == [*data.true_weights.tolist(), *[0.0] * 6]
    assert add_shuffled_copies(load_iris()).true_weights is None
