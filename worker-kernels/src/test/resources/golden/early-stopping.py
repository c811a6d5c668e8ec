"""Golden decisions of keras.callbacks.EarlyStopping.

Runs hand-made sequences of a monitored value through the real callback, on a
real Keras model of a single weight that holds the number of the epoch just
trained, and writes where training stopped and which epoch's weight the model
was left with, as JSON beside this script.

In a case's "expected", "stoppedEpoch" is the 0-based epoch after which the
callback asked to stop, or -1 where it never did and the values ran out;
"bestEpoch" is the 0-based epoch whose weights the model ends with, the
callback having been told to restore the best. Infinite values and NaN are
written as the strings "Infinity", "-Infinity" and "NaN".

Keras compares at its default float type (float32 unless configured
otherwise), so values that differ by less than that can tell are ties. The
values here do not turn on it: every case is run under float32 and under
float64, and the script fails if they disagree.

Run: python early-stopping.py        (needs keras and torch)
"""

import json
import math
import os
import pathlib

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras  # noqa: E402
import numpy as np  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
NAN, INF = math.nan, math.inf


def case(name, values, mode="min", minDelta=0.0, patience=0, baseline=None,
         startFromEpoch=0, note=None):
    return {"name": name,
            "settings": {"mode": mode, "minDelta": minDelta,
                         "patience": patience, "baseline": baseline,
                         "startFromEpoch": startFromEpoch},
            "values": values, "note": note}


CASES = [
    case("improvement, then patience 2 runs out",
         [1.0, 0.75, 0.5, 0.625, 0.5625, 0.25, 0.125], patience=2),
    case("an improvement starts the patience anew",
         [1.0, 1.25, 0.75, 1.0, 0.5, 0.75, 0.625, 0.25], patience=2),
    case("an equal value is no improvement",
         [1.0, 0.5, 0.5, 0.5, 0.25], patience=2),
    case("every value the same", [0.5] * 6, patience=3,
         note="The first value counts as an improvement."),
    case("patience 0", [1.0, 0.5, 0.25, 0.375, 0.125], patience=0,
         note="Stops at the first epoch without improvement, as patience 1"
              " does."),
    case("patience 1", [1.0, 0.5, 0.25, 0.375, 0.125], patience=1),
    case("patience 0, worse at once", [0.5, 0.75, 0.25], patience=0),
    case("a single epoch", [0.5], patience=0),
    case("patience longer than the training", [0.5, 0.75, 1.0, 1.25],
         patience=10,
         note="The values run out; the best epoch is restored all the same."),
    case("best inside the last patience epochs",
         [1.0, 0.75, 0.5, 0.25, 0.375, 0.3125], patience=3,
         note="The values run out; the best epoch is restored all the same."),
    case("patience runs out at the last epoch",
         [1.0, 0.5, 0.75, 0.625], patience=2,
         note="The callback asks to stop although no epoch is left."),
    case("the best is the last epoch", [1.0, 0.75, 0.5, 0.25], patience=2),
    case("maximised", [0.25, 0.5, 0.75, 0.625, 0.75, 0.875], mode="max",
         patience=2),
    case("maximised, with minDelta",
         [0.25, 0.5, 0.5625, 0.625, 0.75, 0.8125, 0.875, 1.0], mode="max",
         minDelta=0.1875, patience=2),
    case("minDelta larger than the improvements",
         [1.0, 0.9375, 0.875, 0.8125, 0.75], minDelta=0.5, patience=3),
    case("improvement of exactly minDelta",
         [1.0, 0.75, 0.5, 0.25], minDelta=0.25, patience=1,
         note="The improvement has to be larger than minDelta."),
    case("slow drift below minDelta",
         [1.0, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125], minDelta=0.3125,
         patience=4,
         note="Measured against the best epoch, not the epoch before, so a"
              " slow drift adds up to an improvement."),
    case("slow drift below minDelta, patience too short",
         [1.0, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125], minDelta=0.3125,
         patience=2,
         note="A lower value below minDelta is not remembered: epoch 0 is"
              " restored, not the lowest."),
    case("negative minDelta", [1.0, 1.0625, 1.125, 0.5, 0.4375, 0.25],
         minDelta=-0.125, patience=2,
         note="Keras takes the absolute value of minDelta."),
    case("baseline never reached, still improving",
         [1.0, 0.9375, 0.875, 0.8125, 0.75, 0.6875], patience=2, baseline=0.5,
         note="Never stops, though patience runs out: an improvement over the"
              " best that does not beat the baseline leaves the wait running,"
              " but the check for stopping is made only at an epoch without"
              " improvement."),
    case("baseline never reached, then no improvement",
         [1.0, 0.9375, 0.875, 0.8125, 0.875, 0.6875], patience=3,
         baseline=0.5,
         note="The wait counted every epoch from the first, so the first"
              " epoch without improvement stops the training."),
    case("baseline never reached, first epoch the best",
         [1.0, 1.125, 1.25, 1.375, 1.5], patience=3, baseline=0.5,
         note="The first epoch counts in the wait, since it did not beat the"
              " baseline: stops one epoch sooner than without one. Epoch 0"
              " is restored although it did not beat the baseline."),
    case("baseline never reached, patience 0", [1.0, 0.75, 0.875, 0.25],
         patience=0, baseline=0.5),
    case("baseline reached late",
         [1.0, 0.875, 0.75, 0.4375, 0.5, 0.46875, 0.25], patience=2,
         baseline=0.5,
         note="Improving all the while, so training outlives its patience;"
              " beating the baseline starts the wait anew."),
    case("baseline reached after an epoch without improvement",
         [1.0, 1.25, 0.75, 0.4375, 0.5, 0.46875, 0.453125, 0.25], patience=3,
         baseline=0.5,
         note="The wait stands at 3 after epoch 2, an improvement, where it"
              " is not checked; epoch 3 beats the baseline and starts it"
              " anew."),
    case("baseline equalled", [0.5, 0.75, 0.625, 0.75], patience=2,
         baseline=0.5,
         note="Equal to the baseline does not beat it, so epoch 0 counts in"
              " the wait."),
    case("baseline with minDelta",
         [0.46875, 0.5, 0.5, 0.5, 0.5], minDelta=0.0625, patience=3,
         baseline=0.5,
         note="The baseline has to be beaten by more than minDelta too."),
    case("baseline, maximised",
         [0.25, 0.375, 0.75, 0.5, 0.625, 0.875], mode="max", patience=2,
         baseline=0.5),
    case("startFromEpoch",
         [0.125, 0.5, 1.0, 0.75, 0.875, 0.8125, 0.25], patience=2,
         startFromEpoch=2,
         note="Earlier epochs are not looked at: the better epoch 0 is not"
              " the best."),
    case("startFromEpoch, worse at once, patience 0",
         [1.0, 0.5, 0.25, 0.375, 0.125], patience=0, startFromEpoch=2),
    case("startFromEpoch with patience, rising before it",
         [0.5, 0.625, 0.75, 0.875, 1.0, 1.125, 1.25, 1.375, 1.5], patience=3,
         startFromEpoch=3,
         note="The wait counts from startFromEpoch, the first epoch looked"
              " at, which counts as an improvement."),
    case("startFromEpoch with baseline",
         [0.25, 0.25, 0.75, 0.875, 1.0, 1.125], patience=2, baseline=0.5,
         startFromEpoch=2,
         note="An earlier epoch that beats the baseline does not count."),
    case("startFromEpoch past the end", [1.0, 0.5, 0.75, 0.875], patience=1,
         startFromEpoch=4,
         note="No epoch was looked at, so nothing is restored: the model"
              " keeps the weights of the last epoch."),
    case("NaN in the middle", [1.0, 0.5, NAN, 0.25, NAN, NAN, 0.125],
         patience=2,
         note="NaN is no improvement."),
    case("NaN first", [NAN, 1.0, 0.5, 0.25, 0.125], patience=3,
         note="The first value looked at becomes the best without a"
              " comparison, even NaN; nothing improves on NaN, so training"
              " stops when patience runs out, and epoch 0 is restored."),
    case("NaN first, maximised", [NAN, 0.25, 0.5, 0.75], mode="max",
         patience=2, note="As for a minimised value."),
    case("NaN before startFromEpoch", [NAN, NAN, 0.5, 0.25, 0.375, 0.375],
         patience=2, startFromEpoch=2),
    case("NaN throughout", [NAN] * 5, patience=3,
         note="Epoch 0 is restored."),
    case("NaN first, with baseline", [NAN, 0.25, 0.125, 0.0625],
         patience=3, baseline=0.5,
         note="NaN does not beat the baseline, so epoch 0 counts in the wait;"
              " the later values that do are not compared with it, since"
              " they do not improve on NaN."),
    case("Infinity first", [INF, INF, 1.0, 0.5, INF, 0.75], patience=2,
         note="Infinity is an ordinary value: equal to itself, and a finite"
              " value improves on it."),
    case("Infinity throughout", [INF] * 4, patience=2),
    case("-Infinity minimised", [1.0, -INF, -INF, 0.5, 0.25], minDelta=0.5,
         patience=2),
    case("-Infinity first, maximised", [-INF, -INF, 0.25, 0.125, 0.0],
         mode="max", minDelta=0.125, patience=2),
    case("Infinity and NaN", [INF, NAN, 0.5, NAN, INF], patience=2),
]


def run(c):
    s = c["settings"]
    layer = keras.layers.Dense(1, use_bias=False)
    model = keras.Sequential([keras.Input((1,)), layer])
    stopper = keras.callbacks.EarlyStopping(
        monitor="value", mode=s["mode"], min_delta=s["minDelta"],
        patience=s["patience"], baseline=s["baseline"],
        start_from_epoch=s["startFromEpoch"], restore_best_weights=True)
    stopper.set_model(model)
    model.stop_training = False
    stopper.on_train_begin()
    stopped = -1
    for epoch, value in enumerate(c["values"]):
        layer.set_weights([np.array([[epoch]], dtype=layer.dtype)])
        stopper.on_epoch_end(epoch, {"value": value})
        if model.stop_training:
            stopped = epoch
            break
    stopper.on_train_end()
    return {"stoppedEpoch": stopped,
            "bestEpoch": int(layer.get_weights()[0].item())}


def number(v):
    if math.isnan(v):
        return "NaN"
    if math.isinf(v):
        return "Infinity" if v > 0 else "-Infinity"
    return v


def main():
    written = []
    for c in CASES:
        results = []
        for floatx in ("float64", "float32"):
            keras.config.set_floatx(floatx)
            results.append(run(c))
        if results[0] != results[1]:
            raise SystemExit(f"{c['name']}: turns on the float type")
        entry = {"name": c["name"], "settings": c["settings"],
                 "values": [number(v) for v in c["values"]],
                 "expected": results[1]}
        if c["note"]:
            entry["note"] = c["note"]
        written.append(entry)
        print(f"{c['name']}: {results[1]}")
    assert len({c["name"] for c in written}) == len(written)
    file = f"early-stopping.keras-{keras.__version__}.json"
    cases = ",\n".join(
        "    {\n" + ",\n".join(
            f"      {json.dumps(k)}: {json.dumps(v, allow_nan=False)}"
            for k, v in c.items()) + "\n    }" for c in written)
    writer = json.dumps(f"early-stopping.py, Keras {keras.__version__}"
                        f" ({keras.backend.backend()} backend)")
    (HERE / file).write_text(
        f'{{\n  "writer": {writer},\n  "cases": [\n{cases}\n  ]\n}}\n')
    json.loads((HERE / file).read_text())
    print(f"{file}: {len(written)} cases")


if __name__ == "__main__":
    main()
