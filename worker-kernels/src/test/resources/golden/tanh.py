"""Values and derivatives of the hyperbolic tangent, computed with PyTorch.

Writes, as JSON beside this script, numbers z that are exactly representable
in float32, tanh(z) in float64, and its derivative at z by autograd.

Run: python tanh.py        (needs only torch)
"""

import json
import pathlib

import torch

VERSION = torch.__version__.split("+")[0]
HERE = pathlib.Path(__file__).resolve().parent

positive = [0.0, 2.0**-149, 2.0**-126, 1e-20, 1e-4, 0.01, 0.1, 0.25, 0.5, 0.55,
            0.75, 1.0, 1.5, 2.0, 3.0, 4.5, 6.0, 8.0, 9.0, 9.5, 20.0, 1000.0]
z = torch.tensor([s * x for x in positive for s in (1, -1)],
                 dtype=torch.float32).double().requires_grad_()
a = torch.tanh(z)
a.sum().backward()
(HERE / f"tanh.pytorch-{VERSION}.json").write_text(json.dumps(
    {"z": z.tolist(), "tanh": a.tolist(), "derivative": z.grad.tolist()},
    indent=1) + "\n")
