"""Golden trajectories of a small two-layer network, computed with PyTorch.

Trains a network of one hidden ReLU layer for 200 steps in float64, on 40
weighted rows taken in order, 8 to a batch, and writes what went in and what
came out as JSON beside this script: classification and regression, each with
every entry of OPTIMIZERS. Some of them have a learning rate that PyTorch's own
schedulers change, gradients that are clipped by value or by their norm over
all parameters, penalties on the weights (never on the biases), momentum that
is raised linearly over the first steps, or incoming weights of each unit that
are renormed to a limit after each step.

PyTorch has no LAMB: class Lamb below is written from the paper.

Penalties are added after clipping. The gradient's norm is clipped to the limit
itself, where torch.nn.utils.clip_grad_norm_ clips to limit * norm / (norm +
1e-6).

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
    "nesterov": {"name": "nesterov", "learningRate": 0.05, "momentum": 0.8,
                 "l2": 0.02, "clipNorm": 0.4,
                 "schedule": {"name": "step", "factor": 0.4, "every": 60}},
    "adamw": {"name": "adamw", "learningRate": 0.02, "beta1": 0.85,
              "beta2": 0.98, "epsilon": 1e-6, "decay": 0.05, "clipNorm": 0.3,
              "schedule": {"name": "cosine", "finalFraction": 0.05,
                           "cycles": 2, "cycleGrowth": 3}},
    "nadam": {"name": "nadam", "learningRate": 0.01, "beta1": 0.85,
              "beta2": 0.98, "epsilon": 1e-6, "l2": 0.03, "clipValue": 0.2,
              "schedule": {"name": "exponential", "finalFraction": 0.1,
                           "warmUp": 20}},
    "rmsprop": {"name": "rmsprop", "learningRate": 0.01, "rho": 0.8,
                "epsilon": 1e-3, "decay": 0.1, "clipValue": 0.1,
                "schedule": {"name": "polynomial", "finalFraction": 0.0,
                             "power": 2.0}},
    "adagrad": {"name": "adagrad", "learningRate": 0.1, "epsilon": 1e-6,
                "l1": 0.004, "l2": 0.01,
                "schedule": {"name": "one-cycle", "initialFraction": 0.04,
                             "finalFraction": 0.00004, "peakAt": 0.3}},
    "lamb": {"name": "lamb", "learningRate": 0.01, "beta1": 0.85,
             "beta2": 0.95, "epsilon": 1e-4, "decay": 0.05, "clipNorm": 0.3,
             "schedule": {"name": "polynomial", "finalFraction": 0.0,
                          "power": 1.5, "warmUp": 20}},
    "adadelta": {"name": "adadelta", "learningRate": 0.7, "rho": 0.85,
                 "epsilon": 1e-4, "l1": 0.001, "decay": 0.001,
                 "clipNorm": 0.5,
                 "schedule": {"name": "constant", "warmUp": 30}},
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


class Lamb(torch.optim.Optimizer):
    """Algorithm 2 of arXiv 1904.00962 with the identity as phi. Groups with
    "scaled" have the ratio of norms for each of their tensors and a decay in
    the direction; the others have neither."""

    def __init__(self, groups, lr, betas, eps):
        super().__init__(groups, {"lr": lr})
        self.betas, self.eps, self.updates = betas, eps, 0

    @torch.no_grad()
    def step(self):
        self.updates += 1
        beta1, beta2 = self.betas
        for group in self.param_groups:
            for w in group["params"]:
                state = self.state[w]
                m = beta1 * state.get("m", 0.0) + (1 - beta1) * w.grad
                v = beta2 * state.get("v", 0.0) + (1 - beta2) * w.grad ** 2
                state.update(m=m, v=v)
                corrected_m = m / (1 - beta1 ** self.updates)
                corrected_v = v / (1 - beta2 ** self.updates)
                r = (corrected_m / (corrected_v.sqrt() + self.eps)
                     + group["decay"] * w)
                ratio = w.norm() / r.norm() if group["scaled"] else 1.0
                w -= group["lr"] * ratio * r


def make_optimizer(layers, o):
    """Penalties are on weights only; a decay is applied in train()."""
    parameters = [
        {"params": [layer.weight for layer in layers],
         "weight_decay": o.get("l2", 0.0)},
        {"params": [layer.bias for layer in layers], "weight_decay": 0.0}]
    if o["name"] == "lamb":
        parameters[0].update(decay=o["decay"], scaled=True)
        parameters[1].update(decay=0.0, scaled=False)
        return Lamb(parameters, o["learningRate"],
                    (o["beta1"], o["beta2"]), o["epsilon"])
    rate = {"lr": o["learningRate"], "foreach": False}
    if o["name"] in ("sgd", "nesterov"):
        return torch.optim.SGD(parameters, momentum=o["momentum"],
                               dampening=0.0,
                               nesterov=o["name"] == "nesterov", **rate)
    if o["name"] == "rmsprop":
        return torch.optim.RMSprop(parameters, alpha=o["rho"],
                                   eps=o["epsilon"], **rate)
    if o["name"] == "adagrad":
        return torch.optim.Adagrad(parameters, eps=o["epsilon"], **rate)
    if o["name"] == "adadelta":
        return torch.optim.Adadelta(parameters, rho=o["rho"],
                                    eps=o["epsilon"], **rate)
    if o["name"] == "nadam":
        return torch.optim.NAdam(parameters, betas=(o["beta1"], o["beta2"]),
                                 eps=o["epsilon"], momentum_decay=4e-3, **rate)
    return torch.optim.Adam(parameters, betas=(o["beta1"], o["beta2"]),
                            eps=o["epsilon"], amsgrad=False, **rate)


def make_scheduler(optimizer, o):
    s = o.get("schedule", {"name": "exponential",
                           "finalFraction": o.get("finalFraction", 1.0)})
    warm_up = s.get("warmUp", 0)
    steps = STEPS - warm_up
    all_schedulers = torch.optim.lr_scheduler
    rate = o["learningRate"]
    if s["name"] == "step":
        scheduler = all_schedulers.StepLR(optimizer, s["every"], s["factor"])
    elif s["name"] == "cosine":
        first = steps * (s["cycleGrowth"] - 1) // (
            s["cycleGrowth"] ** s["cycles"] - 1)
        scheduler = all_schedulers.CosineAnnealingWarmRestarts(
            optimizer, first, s["cycleGrowth"], rate * s["finalFraction"])
    elif s["name"] == "polynomial":
        scheduler = all_schedulers.PolynomialLR(optimizer, steps, s["power"])
    elif s["name"] == "one-cycle":
        return all_schedulers.OneCycleLR(
            optimizer, rate, steps, pct_start=s["peakAt"],
            cycle_momentum=False, div_factor=1 / s["initialFraction"],
            final_div_factor=s["initialFraction"] / s["finalFraction"])
    else:
        scheduler = all_schedulers.ExponentialLR(
            optimizer, s.get("finalFraction", 1.0) ** (1 / steps))
    if not warm_up:
        return scheduler
    return all_schedulers.SequentialLR(
        optimizer,
        [all_schedulers.LinearLR(optimizer, 1 / warm_up, 1.0, warm_up - 1),
         scheduler], [warm_up])


def clip(layers, o):
    gradients = [p.grad for layer in layers for p in layer.parameters()]
    if "clipValue" in o:
        clipped = sum(int((g.abs() > o["clipValue"]).sum()) for g in gradients)
        for g in gradients:
            g.clamp_(-o["clipValue"], o["clipValue"])
        return clipped
    if "clipNorm" in o:
        norm = torch.sqrt(sum((g ** 2).sum() for g in gradients))
        if norm > o["clipNorm"]:
            for g in gradients:
                g.mul_(o["clipNorm"] / norm)
            return 1
    return 0


def penalise(layers, o, rate):
    """All but l2, which is PyTorch's weight_decay, and LAMB's decay."""
    decay = o.get("decay", 0.0) if o["name"] != "lamb" else 0.0
    with torch.no_grad():
        for layer in layers:
            layer.weight.grad += o.get("l1", 0.0) * torch.sign(layer.weight)
            layer.weight.mul_(1 - rate * decay)


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
    layers = (first, second)
    optimizer = make_optimizer(layers, optimizer_settings)
    warm_up = optimizer_settings.get("momentumWarmUp", 0)
    max_norm = optimizer_settings.get("maxNorm")
    scheduler = make_scheduler(optimizer, optimizer_settings)

    losses = []
    renormed = 0
    clipped = 0
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
        clipped += clip(layers, optimizer_settings)
        penalise(layers, optimizer_settings, optimizer.param_groups[0]["lr"])
        if warm_up:
            low = optimizer_settings["initialMomentum"]
            high = optimizer_settings["momentum"]
            for group in optimizer.param_groups:
                group["momentum"] = (
                    low + (high - low) * step / warm_up
                    if step < warm_up else high)
        optimizer.step()
        scheduler.step()
        if max_norm is not None:
            with torch.no_grad():
                for layer in (first, second):
                    norms = layer.weight.norm(dim=1)
                    renormed += int((norms > max_norm).sum())
                    layer.weight.copy_(
                        torch.renorm(layer.weight, 2, 0, max_norm))
    if clipped:
        print(f"{clipped} clipped in {STEPS} steps")
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
