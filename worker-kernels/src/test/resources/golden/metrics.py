"""Golden quality figures, computed with scikit-learn.

Draws a few small data sets, computes accuracy, error, log-loss, confusion matrix, or
MSE, RMSE, MAE and R2, with and without row weights, and writes what went in
and what came out as JSON beside this script.

Every number that goes in is exactly representable in float32; probabilities
are multiples of 1/64 that add up to 1. One regression case has targets around
one million with a spread of about 1, where sums of squares would cancel.

Run: python metrics.py        (needs only scikit-learn)
"""

import json
import pathlib
import random

import numpy as np
import sklearn
from sklearn import metrics

SEED = 20240611
HERE = pathlib.Path(__file__).resolve().parent


def weights(rng, rows, weighted):
    return [rng.choice((0.25, 0.5, 1.0, 2.0, 3.0)) if weighted else 1.0
            for _ in range(rows)]


def probabilities(rng, classes):
    parts = [1] * classes
    for _ in range(64 - classes):
        parts[rng.choices(range(classes), [p * p for p in parts])[0]] += 1
    return [p / 64 for p in parts]


def classification(name, rows, classes, weighted):
    rng = random.Random(f"{SEED} {name}")
    p = [probabilities(rng, classes) for _ in range(rows)]
    # A class by its probability, or now and then any.
    y = [rng.choices(range(classes), row)[0] for row in p]
    w = weights(rng, rows, weighted)
    labels = list(range(classes))
    best = [row.index(max(row)) for row in p]  # the first of equals
    return {
        "name": name, "kind": "classification", "classes": classes,
        "predictions": p, "targets": y, "weights": w,
        "expected": {
            "accuracy": metrics.accuracy_score(y, best, sample_weight=w),
            "error": metrics.zero_one_loss(y, best, sample_weight=w),
            "log-loss": metrics.log_loss(y, np.array(p), labels=labels,
                                         sample_weight=w),
            "confusion": metrics.confusion_matrix(
                y, best, labels=labels, sample_weight=w).tolist()}}


def regression(name, rows, centre, weighted):
    rng = random.Random(f"{SEED} {name}")
    y = [centre + round(rng.gauss(0, 1) * 16) / 16 for _ in range(rows)]
    p = [t + round(rng.gauss(0, 0.5) * 16) / 16 for t in y]
    w = weights(rng, rows, weighted)
    return {
        "name": name, "kind": "regression",
        "predictions": p, "targets": y, "weights": w,
        "expected": {
            "rmse": metrics.root_mean_squared_error(y, p, sample_weight=w),
            "mae": metrics.mean_absolute_error(y, p, sample_weight=w),
            "r2": metrics.r2_score(y, p, sample_weight=w),
            "mse": metrics.mean_squared_error(y, p, sample_weight=w)}}


def main():
    cases = [
        classification("two classes", 30, 2, False),
        classification("five classes", 60, 5, False),
        classification("five classes, weighted", 60, 5, True),
        regression("around 0", 40, 0, False),
        regression("around 0, weighted", 40, 0, True),
        regression("around one million", 40, 1_000_000, False),
        regression("around one million, weighted", 40, 1_000_000, True),
    ]
    for c in cases:
        for key in ("predictions", "targets", "weights"):
            exact = np.array(c[key], dtype=np.float64)
            assert (exact.astype(np.float32) == exact).all(), c["name"]
    file = f"metrics.scikit-learn-{sklearn.__version__}.json"
    body = ",\n".join(
        "    {\n" + ",\n".join(f"      {json.dumps(k)}: {json.dumps(v)}"
                               for k, v in c.items()) + "\n    }"
        for c in cases)
    writer = json.dumps(f"metrics.py, scikit-learn {sklearn.__version__}")
    (HERE / file).write_text(
        f'{{\n  "writer": {writer},\n  "cases": [\n{body}\n  ]\n}}\n')
    json.loads((HERE / file).read_text())
    for c in cases:
        print(c["name"], {k: v for k, v in c["expected"].items()
                          if k != "confusion"})


if __name__ == "__main__":
    main()
