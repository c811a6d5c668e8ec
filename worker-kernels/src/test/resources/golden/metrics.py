"""Golden quality figures, computed with scikit-learn.

Draws a few small data sets of classes, labels and numbers, computes every
figure there is for them, with and without row weights, and writes what went in
and what came out as JSON beside this script. The expected calibration error,
which scikit-learn does not have, is computed here.

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
SCORES = {
    "rmse": metrics.root_mean_squared_error,
    "mae": metrics.mean_absolute_error,
    "r2": metrics.r2_score,
    "mse": metrics.mean_squared_error,
    "mape": metrics.mean_absolute_percentage_error}
HERE = pathlib.Path(__file__).resolve().parent


def weights(rng, rows, weighted):
    return [rng.choice((0.25, 0.5, 1.0, 2.0, 3.0)) if weighted else 1.0
            for _ in range(rows)]


def probabilities(rng, classes):
    parts = [1] * classes
    for _ in range(64 - classes):
        parts[rng.choices(range(classes), [p * p for p in parts])[0]] += 1
    return [p / 64 for p in parts]


def calibration_error(y, best, p, w, bins=15):
    """Guo et al. (2017), equation 3: bins are open below, closed above."""
    top = np.array([row[b] for row, b in zip(p, best)])
    right = np.array([int(a == b) for a, b in zip(y, best)])
    w = np.array(w)
    error = 0.0
    for k in range(bins):
        members = (top * bins > k) & (top * bins <= k + 1)
        if members.any():
            share = w[members].sum() / w.sum()
            error += share * abs(
                np.average(right[members], weights=w[members])
                - np.average(top[members], weights=w[members]))
    return error


def retrieval(y, predicted, labels, w):
    """Of each class, and over them. y and predicted: classes, or 0/1 matrices."""
    scores = {
        "precision": metrics.precision_score,
        "recall": metrics.recall_score,
        "f1": metrics.f1_score}
    figures = {}
    for key, score in scores.items():
        options = dict(sample_weight=w, zero_division=0)
        figures[f"macro-{key}"] = score(y, predicted, average="macro", **options)
        each = score(y, predicted, average=None, labels=labels, **options)
        for label, value in zip(labels, each):
            figures[f"{key}-{'abcde'[label]}"] = value
    figures["micro-f1"] = metrics.f1_score(
        y, predicted, average="micro", sample_weight=w)
    return figures


def areas(present, p, w, labels):
    """Means over labels of which some rows have them and some have not."""
    curves = [k for k in labels if 0 < present[:, k].sum() < len(present)]
    def mean(score):
        return np.mean([score(present[:, k], p[:, k], sample_weight=w)
                        for k in curves])
    return {"auc-roc": mean(metrics.roc_auc_score),
            "auc-pr": mean(metrics.average_precision_score)}


def multi_label(name, rows, labels, weighted):
    rng = random.Random(f"{SEED} {name}")
    p = [[rng.randrange(1, 64) / 64 for _ in range(labels)] for _ in range(rows)]
    y = [[int(rng.random() < q) for q in row] for row in p]
    w = weights(rng, rows, weighted)
    truth, chances = np.array(y), np.array(p)
    predicted = (chances > 0.5).astype(int)
    hamming = metrics.hamming_loss(truth, predicted, sample_weight=w)
    losses = [metrics.log_loss(truth[:, k], chances[:, k], labels=[0, 1],
                               sample_weight=w) for k in range(labels)]
    return {
        "name": name, "kind": "multi-label", "classes": labels,
        "predictions": p, "targets": y, "weights": w,
        "expected": {
            "accuracy": 1 - hamming,
            "error": hamming,
            "log-loss": np.mean(losses),
            "exact-match": metrics.accuracy_score(
                truth, predicted, sample_weight=w),
            **retrieval(truth, predicted, list(range(labels)), w),
            **areas(truth, chances, w, range(labels))}}


def several_targets(name, rows, targets, weighted):
    rng = random.Random(f"{SEED} {name}")
    y = [[round(rng.gauss(k, 1 + k) * 16) / 16 for k in range(targets)]
         for _ in range(rows)]
    p = [[t + round(rng.gauss(0, 0.5) * 16) / 16 for t in row] for row in y]
    w = weights(rng, rows, weighted)
    expected = {}
    for key, score in SCORES.items():
        expected[key] = score(y, p, sample_weight=w)
        each = score(y, p, sample_weight=w, multioutput="raw_values")
        for k, value in enumerate(each):
            expected[f"{key}-{'abcde'[k]}"] = value
    return {"name": name, "kind": "regression", "predictions": p, "targets": y,
            "weights": w, "expected": expected}


def top(y, p, w, k):
    """Of equal probabilities the first counts as more probable."""
    ranked = [sorted(range(len(row)), key=lambda c: (-row[c], c))[:k]
              for row in p]
    return np.average([int(c in best) for c, best in zip(y, ranked)], weights=w)


def classification(name, rows, classes, weighted):
    rng = random.Random(f"{SEED} {name}")
    p = [probabilities(rng, classes) for _ in range(rows)]
    # A class by its probability, or now and then any.
    y = [rng.choices(range(classes), row)[0] for row in p]
    w = weights(rng, rows, weighted)
    labels = list(range(classes))
    best = [row.index(max(row)) for row in p]  # the first of equals
    present = np.array([[int(c == k) for k in labels] for c in y])
    curves = [1] if classes == 2 else labels
    second = {key: score(y, best, sample_weight=w)
              for key, score in (("precision", metrics.precision_score),
                                 ("recall", metrics.recall_score),
                                 ("f1", metrics.f1_score))} if classes == 2 else {}
    return {
        "name": name, "kind": "classification", "classes": classes,
        "predictions": p, "targets": y, "weights": w,
        "expected": {
            "accuracy": metrics.accuracy_score(y, best, sample_weight=w),
            "error": metrics.zero_one_loss(y, best, sample_weight=w),
            "log-loss": metrics.log_loss(y, np.array(p), labels=labels,
                                         sample_weight=w),
            **second,
            **retrieval(y, best, labels, w),
            **areas(present, np.array(p), w, curves),
            "ece": calibration_error(y, best, p, w),
            "top-1": metrics.accuracy_score(y, best, sample_weight=w),
            "top-2": 1.0 if classes == 2 else top(y, p, w, 2),
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
            key: score(y, p, sample_weight=w) for key, score in SCORES.items()}}


def main():
    cases = [
        classification("two classes", 30, 2, False),
        classification("five classes", 60, 5, False),
        classification("five classes, weighted", 60, 5, True),
        regression("around 0", 40, 0, False),
        regression("around 0, weighted", 40, 0, True),
        regression("around one million", 40, 1_000_000, False),
        regression("around one million, weighted", 40, 1_000_000, True),
        classification("two classes, weighted", 50, 2, True),
        multi_label("three labels", 50, 3, False),
        multi_label("four labels, weighted", 60, 4, True),
        several_targets("three targets, weighted", 40, 3, True),
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
