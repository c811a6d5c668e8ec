"""Values and derivatives of activations, computed with PyTorch.

Writes, as JSON beside this script, numbers z that are exactly representable
in float32, and for each activation its values in float64 and its derivatives
by autograd.

Run: python activations.py        (needs only torch)
"""

import json
import pathlib

import torch
from torch.nn import functional

VERSION = torch.__version__.split("+")[0]
HERE = pathlib.Path(__file__).resolve().parent

ACTIVATIONS = {
    "leaky-relu": lambda z: functional.leaky_relu(z, 0.01),
    "elu": functional.elu,
    "gelu": functional.gelu,
    "silu": functional.silu,
    "sigmoid": torch.sigmoid,
    # PyTorch's own switches to z above its threshold.
    "softplus": lambda z: functional.softplus(z, threshold=40),
}

positive = [0.0, 2.0**-126, 1e-20, 1e-4, 0.01, 0.1, 0.25, 0.5, 0.75, 1.0, 1.5,
            2.0, 3.0, 4.5, 6.0, 8.0, 10.0, 12.5, 20.0, 40.0, 80.0, 1000.0]
numbers = [s * x for x in positive for s in (1, -1)]
golden = {}
for name, function in ACTIVATIONS.items():
    z = torch.tensor(numbers, dtype=torch.float32).double().requires_grad_()
    a = function(z)
    a.sum().backward()
    golden["z"] = z.tolist()
    golden[name] = {"a": a.tolist(), "derivative": z.grad.tolist()}
(HERE / f"activations.pytorch-{VERSION}.json").write_text(
    json.dumps(golden, indent=1) + "\n")
