"""The standard normal distribution, computed with PyTorch.

Writes, as JSON beside this script, numbers x from -13 to 13 that are exactly
representable in float32, and the probability of a number below each, float64.

Run: python normal-distribution.py        (needs only torch)
"""

import json
import pathlib

import torch

VERSION = torch.__version__.split("+")[0]
HERE = pathlib.Path(__file__).resolve().parent

x = torch.arange(-13 * 32, 13 * 32 + 1, dtype=torch.float64) / 32
# torch.special.ndtr is 0 far out, where erfc is not.
below = torch.special.erfc(-x / 2**0.5) / 2
(HERE / f"normal-distribution.pytorch-{VERSION}.json").write_text(json.dumps(
    {"x": x.tolist(), "below": below.tolist()}, indent=1) + "\n")
