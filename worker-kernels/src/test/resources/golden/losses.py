"""Losses of rows and their derivatives, computed with PyTorch.

Writes, as JSON beside this script, outputs and targets that are exactly
representable in float32, row weights, and for each loss the loss of each row
in float64 and the derivative of the weighted sum by the outputs, by autograd.

Run: python losses.py        (needs only torch)
"""

import json
import pathlib

import torch
from torch.nn import functional

VERSION = torch.__version__.split("+")[0]
HERE = pathlib.Path(__file__).resolve().parent

OUTPUTS = [[1000.0, -1000.0, 0.0], [-1000.0, 1000.0, 0.5], [2.0, -3.0, 0.25],
           [0.0, 1.0, -1.0], [40.0, -40.0, 8.0], [-0.5, 0.75, 1.5]]
WEIGHTS = [1.0, 2.0, 0.5, 3.0, 0.25, 1.5]
NUMBERS = [[0.0, 0.0, 0.0], [1000.0, -1000.0, 0.5], [1.0, -2.5, 0.25],
           [0.25, 0.0, 1.0], [40.5, -39.0, 5.0], [-0.25, 0.5, -1.0]]
PROBABILITIES = [[0.0, 1.0, 0.5], [0.0, 1.0, 0.25], [1.0, 1.0, 0.0],
                 [0.0, 0.0, 1.0], [0.75, 0.0, 1.0], [1.0, 0.0, 0.5]]
CLASSES = [0, 0, 2, 1, 1, 2]


def rows(loss, targets):
    z = torch.tensor(OUTPUTS, dtype=torch.float64, requires_grad=True)
    losses = loss(z, torch.tensor(targets))
    losses = losses if losses.dim() == 1 else losses.mean(1)
    (losses * torch.tensor(WEIGHTS, dtype=torch.float64)).sum().backward()
    return {"targets": targets, "losses": losses.tolist(),
            "gradient": z.grad.tolist()}


golden = {"outputs": OUTPUTS, "weights": WEIGHTS}
for delta in (1.0, 0.5):
    golden[f"huber {delta}"] = rows(
        lambda z, y: functional.huber_loss(
            z, y.double(), reduction="none", delta=delta), NUMBERS)
golden["binary-cross-entropy"] = rows(
    lambda z, y: functional.binary_cross_entropy_with_logits(
        z, y.double(), reduction="none"), PROBABILITIES)
for smoothing in (0.0, 0.1):
    golden[f"softmax-cross-entropy {smoothing}"] = rows(
        lambda z, y: functional.cross_entropy(
            z, y, reduction="none", label_smoothing=smoothing), CLASSES)
(HERE / f"losses.pytorch-{VERSION}.json").write_text(
    json.dumps(golden, indent=1) + "\n")
