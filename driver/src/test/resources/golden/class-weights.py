"""Golden class weights, computed with scikit-learn.

Draws labels with few and many rows a class, computes the weights that
`class_weight="balanced"` stands for, and writes how many rows each class had
and its weight as JSON beside this script.

Run: python class-weights.py        (pip install scikit-learn==1.9.1)
"""

import json
import pathlib
import random

import numpy as np
import sklearn
from sklearn.utils.class_weight import compute_class_weight

SEED = 20240702
HERE = pathlib.Path(__file__).resolve().parent


def case(rows):
    labels = np.repeat(np.arange(len(rows)), rows)
    weights = compute_class_weight("balanced", classes=np.arange(len(rows)), y=labels)
    return {"rows": rows, "weights": weights.tolist()}


def main():
    rng = random.Random(SEED)
    cases = [case([1, 1]), case([1, 999_983]), case([7, 11, 13])]
    for classes in (2, 3, 10, 100):
        cases.append(case([rng.randint(1, 10 ** rng.randint(1, 4)) for _ in range(classes)]))
    target = HERE / f"class-weights.scikit-learn-{sklearn.__version__}.json"
    target.write_text(json.dumps({"cases": cases}, indent=1) + "\n")


main()
