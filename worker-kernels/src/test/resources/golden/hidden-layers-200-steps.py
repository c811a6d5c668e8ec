"""Golden trajectories of networks with several hidden layers, computed with PyTorch.

Trains networks whose hidden layers have residual connections, layer
normalisation, or both for 200 steps in float64, on 40 weighted rows taken in order, 8 to a batch, and writes what went
in and what came out as JSON beside this script, one file for every entry of
CASES. Hidden layers are x -> tanh(W x + b), or tanh(LayerNorm(W x + b)); a
residual one, which has as many units as inputs, adds x to that. Rows, loss and optimizers (Adam here) are those
of two-layer-200-steps.py, which this script imports.

Where there are tables, two features become categories, written as a 1 among
zeros (all zeros where a row has none), which torch.nn.Embedding turns into
numbers behind the features that are left. Each table is its first input, its
categories, and its dimension.

Parameters are written layer after layer: W (inputs, outputs), the transpose of
torch.nn.Linear.weight, then b, then LayerNorm's weight and bias, at last the
tables. Every number that goes in is exactly
representable in float32. Each trajectory is run again in float32; the script
prints how far that run ends up from the float64 one, and fails where it is
more than 1e-5.

Run: python hidden-layers-200-steps.py        (needs only torch)
"""

import importlib
import random

import torch
import torch.nn.functional as functional

base = importlib.import_module("two-layer-200-steps")

CLASSES = 4
OPTIMIZER = {"name": "adam", "learningRate": 0.003, "beta1": 0.85,
             "beta2": 0.98, "epsilon": 1e-6}
CASES = {
    # The first hidden layer is as wide as there are inputs.
    "residual": {"hidden": [6, 6, 6, 9], "residual": True,
                 "layerNorm": False},
    "layer-norm": {"hidden": [9, 7, 5], "residual": False,
                   "layerNorm": True},
    "residual-layer-norm": {"hidden": [6, 6, 6, 9], "residual": True,
                            "layerNorm": True},
    "embedding": {"hidden": [9, 5], "residual": False, "layerNorm": False,
                  "tables": [[2, 3, 2], [6, 5, 4]]},
}


class Hidden(torch.nn.Module):
    def __init__(self, inputs, units, case, dtype):
        super().__init__()
        self.linear = torch.nn.Linear(inputs, units, dtype=dtype)
        self.norm = (torch.nn.LayerNorm(units, dtype=dtype)
                     if case["layerNorm"] else torch.nn.Identity())
        self.is_residual = case["residual"] and inputs == units

    def forward(self, x):
        h = torch.tanh(self.norm(self.linear(x)))
        return h + x if self.is_residual else h

    def middle(self, part):
        """LayerNorm's weights are around 1, everything else is around 0."""
        return float(part is getattr(self.norm, "weight", None))

    def parts(self):
        return [self.linear.weight, self.linear.bias,
                *self.norm.parameters()]


class Output(torch.nn.Linear):
    def middle(self, part):
        return 0.0

    def parts(self):
        return [self.weight, self.bias]


class Embedding(torch.nn.Module):
    """The last row of each torch.nn.Embedding stands for no category, and
    stays 0."""

    def __init__(self, inputs, tables, dtype):
        super().__init__()
        self.tables = tables
        taken = {i for first, count, _ in tables
                 for i in range(first, first + count)}
        self.passed = [i for i in range(inputs) if i not in taken]
        self.width = len(self.passed) + sum(d for _, _, d in tables)
        self.embeddings = torch.nn.ModuleList(
            torch.nn.Embedding(count + 1, dimension, padding_idx=count,
                               dtype=dtype)
            for _, count, dimension in tables)

    def forward(self, x):
        parts = [x[:, self.passed]]
        for (first, count, _), embedding in zip(self.tables, self.embeddings):
            ones = x[:, first:first + count]
            index = torch.where(ones.any(dim=1), ones.argmax(dim=1), count)
            parts.append(embedding(index))
        return torch.cat(parts, dim=1)

    def middle(self, part):
        return 0.0

    def parts(self):
        return [embedding.weight[:-1] for embedding in self.embeddings]


def with_categories(features, tables):
    """Of six features the third and the last become categories."""
    def ones(number, count):
        category = int(abs(number) * 64) % (count + 1)
        return [float(category == i) for i in range(count)]

    (_, first, _), (_, second, _) = tables
    return [x[:2] + ones(x[2], first) + x[3:4] + ones(x[5], second) + x[4:5]
            for x in features]


def make_model(case, inputs, dtype):
    embedding = Embedding(inputs, case.get("tables", []), dtype)
    widths = [embedding.width] + case["hidden"]
    return torch.nn.Sequential(
        embedding, *[Hidden(i, o, case, dtype) for i, o in zip(widths, widths[1:])],
        Output(widths[-1], CLASSES, dtype=dtype))


def in_order(model):
    return [*model[1:], model[0]]


def fill(model):
    rng = random.Random(base.SEED + 2)
    with torch.no_grad():
        for layer in in_order(model):
            for part in layer.parts():
                limit = 480 if part.dim() == 2 else 96
                numbers = [rng.randint(-limit, limit) / 1024
                           for _ in range(part.numel())]
                part.copy_(torch.tensor(numbers).view(part.shape)
                           + layer.middle(part))


def written(model):
    """Tables stand as they are: they are no torch.nn.Linear."""
    layers = [part.detach().T.tolist() if part.dim() == 2
              else part.detach().tolist()
              for layer in model[1:] for part in layer.parts()]
    return layers + [part.detach().tolist() for part in model[0].parts()]


def train(case, rows, dtype):
    features, targets, weights = rows
    x = torch.tensor(features, dtype=dtype)
    w = torch.tensor(weights, dtype=dtype)
    t = torch.tensor(targets)
    model = make_model(case, len(features[0]), dtype)
    fill(model)
    initial = written(model)
    o = OPTIMIZER
    optimizer = torch.optim.Adam(model.parameters(), lr=o["learningRate"],
                                 betas=(o["beta1"], o["beta2"]),
                                 eps=o["epsilon"], foreach=False)
    losses = []
    for step in range(base.STEPS):
        at = base.BATCH * step % base.ROWS
        batch = slice(at, at + base.BATCH)
        row = functional.cross_entropy(model(x[batch]), t[batch],
                                       reduction="none")
        loss = (w[batch] * row).sum() / w[batch].sum()
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return initial, losses, written(model)


def main():
    torch.set_num_threads(1)
    for name, case in CASES.items():
        rows = base.make_rows("classification")
        if "tables" in case:
            rows = (with_categories(rows[0], case["tables"]), *rows[1:])
        initial, losses, final = train(case, rows, torch.float64)
        _, losses32, final32 = train(case, rows, torch.float32)
        assert base.is_float32(initial)
        off = max(base.distance(losses, losses32),
                  base.distance(final, final32))
        file = f"{name}-200-steps.pytorch-{base.VERSION}.json"
        print(f"{file}: loss {losses[0]:.4f} -> {losses[-1]:.4f}; float32"
              f" rerun off by {off:.1e}")
        if off > base.TOLERANCE:
            raise SystemExit("the float32 rerun is too far off")
        (base.HERE / file).write_text(base.dump({
            "writer": f"hidden-layers-200-steps.py, PyTorch {base.VERSION},"
                      " float64",
            "network": {"inputs": len(rows[0][0]), **case,
                        "hiddenActivation": "tanh", "outputs": CLASSES,
                        "loss": "cross-entropy"},
            "optimizer": OPTIMIZER,
            "batchSize": base.BATCH,
            "rows": {"features": rows[0], "targets": rows[1],
                     "weights": rows[2]},
            "initial": initial,
            "losses": losses,
            "final": final}) + "\n")


if __name__ == "__main__":
    main()
