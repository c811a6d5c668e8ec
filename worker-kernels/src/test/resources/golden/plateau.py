"""Golden factors of keras.callbacks.ReduceLROnPlateau.

Runs noisy, falling sequences of a monitored value, drawn from a seed, through
the real callback on a real Keras model, under every combination of SETTINGS,
and writes what is left of the rate after each value as JSON beside this
script. Values and min-deltas are multiples of 1/1024, so that Keras's float32
and a float64 agree on every comparison; the factors are compared with rates
that Keras keeps in float32.

Run: python plateau.py        (needs keras and torch)
"""

import itertools
import json
import os
import pathlib
import random

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
VALUES = 60
SETTINGS = itertools.product(
    ("min", "max"), (0.5, 0.3), (1, 2, 5), (0.0, 0.03125), (0, 3),
    (0.0, 0.0625))


def values(rng, mode):
    middle = 1.0
    drawn = []
    for _ in range(VALUES):
        middle *= rng.choice((1.0, 0.95))
        drawn.append(round((middle + rng.gauss(0, 0.05)) * 1024) / 1024)
    return drawn if mode == "min" else [-value for value in drawn]


def factors(sequence, mode, factor, patience, min_delta, cooldown, least):
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(optimizer=keras.optimizers.SGD(learning_rate=1.0))
    callback = keras.callbacks.ReduceLROnPlateau(
        monitor="value", factor=factor, patience=patience, mode=mode,
        min_delta=min_delta, cooldown=cooldown, min_lr=least)
    callback.set_model(model)
    callback.on_train_begin()
    left = []
    for epoch, value in enumerate(sequence):
        callback.on_epoch_end(epoch, {"value": value})
        left.append(float(model.optimizer.learning_rate.numpy()))
    return left


def main():
    rng = random.Random(7)
    cases = []
    for mode, factor, patience, min_delta, cooldown, least in SETTINGS:
        sequence = values(rng, mode)
        cases.append({
            "mode": mode, "factor": factor, "patience": patience,
            "minDelta": min_delta, "cooldown": cooldown, "minFraction": least,
            "values": sequence,
            "factors": factors(sequence, mode, factor, patience, min_delta,
                               cooldown, least)})
    assert all(case["factors"][-1] < 1 for case in cases)
    file = HERE / f"plateau.keras-{keras.__version__}.json"
    lines = ",\n".join(json.dumps(case) for case in cases)
    file.write_text('{"cases": [\n' + lines + "\n]}\n")


if __name__ == "__main__":
    main()
