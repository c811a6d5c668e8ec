"""Golden trajectories of a small two-layer network, computed with PyTorch.

Trains a network of one hidden ReLU layer for 200 steps in float64, on 40
weighted rows taken in order, 8 to a batch, and writes what went in and what
came out as JSON beside this script, six files in all: classification and
regression, each with SGD with momentum, with Adam, and with SGD whose rate
decays exponentially, whose momentum is raised linearly over the first steps,
and whose incoming weights of each unit are renormed to a limit after each
step.

Every number that goes in (features, targets, row weights, initial weights) is
exactly representable in float32. Matrices are stored (inputs, outputs), the
transpose of torch.nn.Linear.weight. The loss of a batch is
sum(weight * row loss) / sum(weight), where the row loss is the softmax
cross-entropy or the squared error (not halved). "losses" holds the loss of
each step's batch before that step's update.

Each trajectory is run again in float32; the script prints how far that run
ends up from the float64 one, and fails where it is more than 1e-5.

Run: python two-layer-200-steps.py        (needs only torch)
"""

import json
import pathlib
import random

import torch
import torch.nn.functional as functional

INPUTS, HIDDEN = 6, 9
ROWS, BATCH, STEPS = 40, 8, 200
SEED = 20240611
TOLERANCE = 1e-5
VERSION = torch.__version__.split("+")[0]
HERE = pathlib.Path(__file__).resolve().parent

OPTIMIZERS = {
    "sgd": {"name": "sgd", "learningRate": 0.05, "momentum": 0.8,
            "dampening": 0.0, "nesterov": False, "weightDecay": 0.0},
    "adam": {"name": "adam", "learningRate": 0.003, "beta1": 0.85,
             "beta2": 0.98, "epsilon": 1e-6, "weightDecay": 0.0,
             "amsgrad": False},
    "sgd-max-norm": {"name": "sgd", "learningRate": 0.1, "momentum": 0.9,
                     "dampening": 0.0, "nesterov": False, "weightDecay": 0.0,
                     "initialMomentum": 0.3, "momentumWarmUp": 60,
                     "finalFraction": 0.02, "maxNorm": 0.75},
}


def make_rows(kind):
    rng = random.Random(SEED)
    features = [[round(rng.gauss(0, 1) * 64) / 64 for _ in range(INPUTS)]
                for _ in range(ROWS)]
    weights = [rng.choice((0.5, 1.0, 2.0)) for _ in range(ROWS)]
    targets = []
    for x in features:
        if kind == "classification":  # which of four sums is the largest
            sums = (x[0] + x[1], x[2] - x[0], x[3] * x[4], x[5] - x[1])
            targets.append(sums.index(max(sums)))
        else:
            y = 0.5 * x[0] - 0.75 * x[1] + 0.5 * abs(x[2]) + 0.25 * x[3] * x[4]
            targets.append(round(y * 64) / 64)
    return features, targets, weights


def make_initial(outputs):
    rng = random.Random(SEED + 1)

    def vector(n, limit):
        return [rng.randint(-limit, limit) / 1024 for _ in range(n)]

    return {"W1": [vector(HIDDEN, 480) for _ in range(INPUTS)],
            "b1": vector(HIDDEN, 96),
            "W2": [vector(outputs, 480) for _ in range(HIDDEN)],
            "b2": vector(outputs, 96)}


def make_optimizer(parameters, o):
    if o["name"] == "sgd":
        return torch.optim.SGD(parameters, lr=o["learningRate"],
                               momentum=o["momentum"],
                               dampening=o["dampening"],
                               nesterov=o["nesterov"],
                               weight_decay=o["weightDecay"], foreach=False)
    return torch.optim.Adam(parameters, lr=o["learningRate"],
                            betas=(o["beta1"], o["beta2"]), eps=o["epsilon"],
                            weight_decay=o["weightDecay"],
                            amsgrad=o["amsgrad"], foreach=False)


def train(kind, rows, initial, optimizer_settings, dtype):
    features, targets, weights = rows
    x = torch.tensor(features, dtype=dtype)
    w = torch.tensor(weights, dtype=dtype)
    classes = kind == "classification"
    t = torch.tensor(targets, dtype=torch.int64 if classes else dtype)

    first = torch.nn.Linear(INPUTS, HIDDEN, dtype=dtype)
    second = torch.nn.Linear(HIDDEN, len(initial["b2"]), dtype=dtype)
    with torch.no_grad():
        for layer, n in ((first, "1"), (second, "2")):
            layer.weight.copy_(torch.tensor(initial["W" + n], dtype=dtype).T)
            layer.bias.copy_(torch.tensor(initial["b" + n], dtype=dtype))
    model = torch.nn.Sequential(first, torch.nn.ReLU(), second)
    optimizer = make_optimizer(model.parameters(), optimizer_settings)
    warm_up = optimizer_settings.get("momentumWarmUp", 0)
    max_norm = optimizer_settings.get("maxNorm")
    scheduler = torch.optim.lr_scheduler.ExponentialLR(
        optimizer, optimizer_settings.get("finalFraction", 1.0) ** (1 / STEPS))

    losses = []
    renormed = 0
    for step in range(STEPS):
        at = BATCH * step % ROWS
        batch = slice(at, at + BATCH)
        out = model(x[batch])
        if classes:
            row = functional.cross_entropy(out, t[batch], reduction="none")
        else:
            row = (out[:, 0] - t[batch]) ** 2
        loss = (w[batch] * row).sum() / w[batch].sum()
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        if step < warm_up:
            low = optimizer_settings["initialMomentum"]
            high = optimizer_settings["momentum"]
            optimizer.param_groups[0]["momentum"] = (
                low + (high - low) * step / warm_up)
        elif warm_up:
            optimizer.param_groups[0]["momentum"] = (
                optimizer_settings["momentum"])
        optimizer.step()
        scheduler.step()
        if max_norm is not None:
            with torch.no_grad():
                for layer in (first, second):
                    norms = layer.weight.norm(dim=1)
                    renormed += int((norms > max_norm).sum())
                    layer.weight.copy_(
                        torch.renorm(layer.weight, 2, 0, max_norm))
    if max_norm is not None:
        print(f"{renormed} units renormed in {STEPS} steps")

    final = {"W1": first.weight.detach().T.tolist(),
             "b1": first.bias.detach().tolist(),
             "W2": second.weight.detach().T.tolist(),
             "b2": second.bias.detach().tolist()}
    return losses, final


def flat(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [number for item in value for number in flat(item)]
    return [value]


def distance(a, b):
    return max(abs(p - q) for p, q in zip(flat(a), flat(b), strict=True))


def is_float32(value):
    return all(float(torch.tensor(v, dtype=torch.float32)) == v
               for v in flat(value))


def dump(value, indent=0):
    """JSON with an object's members, and a matrix's rows, one to a line."""
    pad = " " * (indent + 2)
    if isinstance(value, dict) and any(
            isinstance(v, (dict, list)) for v in value.values()):
        body = ",\n".join(f"{pad}{json.dumps(k)}: {dump(v, indent + 2)}"
                          for k, v in value.items())
        return "{\n" + body + "\n" + " " * indent + "}"
    if isinstance(value, list) and isinstance(value[0], list):
        body = ",\n".join(pad + json.dumps(row) for row in value)
        return "[\n" + body + "\n" + " " * indent + "]"
    return json.dumps(value, allow_nan=False)


def main():
    torch.set_num_threads(1)
    for kind in ("classification", "regression"):
        classes = kind == "classification"
        outputs = 4 if classes else 1
        rows = make_rows(kind)
        initial = make_initial(outputs)
        assert is_float32(list(rows)) and is_float32(initial)
        for name, settings in OPTIMIZERS.items():
            losses, final = train(kind, rows, initial, settings, torch.float64)
            losses32, final32 = train(kind, rows, initial, settings,
                                      torch.float32)
            off_loss = distance(losses, losses32)
            off_final = distance(final, final32)
            variant = "" if classes else "-regression"
            file = f"{name}{variant}-200-steps.pytorch-{VERSION}.json"
            print(f"{file}: loss {losses[0]:.4f} -> {losses[-1]:.4f}; float32"
                  f" rerun off by {off_loss:.1e} (losses),"
                  f" {off_final:.1e} (final weights)")
            if max(off_loss, off_final) > TOLERANCE:
                raise SystemExit("the float32 rerun is too far off")
            (HERE / file).write_text(dump({
                "writer": f"two-layer-200-steps.py, PyTorch {VERSION},"
                          " float64",
                "network": {
                    "inputs": INPUTS, "hidden": HIDDEN,
                    "hiddenActivation": "relu", "outputs": outputs,
                    "outputActivation": "softmax" if classes else "identity",
                    "loss": "cross-entropy" if classes else "squared-error"},
                "optimizer": settings,
                "batchSize": BATCH,
                "steps": STEPS,
                "rows": {"features": rows[0], "targets": rows[1],
                         "weights": rows[2]},
                "initial": initial,
                "losses": losses,
                "final": final}) + "\n")


if __name__ == "__main__":
    main()
