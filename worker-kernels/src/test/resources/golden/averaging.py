"""Averages of weights, computed with PyTorch's torch.optim.swa_utils.

Writes, as JSON beside this script, some float32 weights after each of 24
updates (a random walk) and what AveragedModel holds after each: the
exponential moving average for two decays, and the equal mean of stochastic
weight averaging (its default), in float64.

Run: python averaging.py        (needs only torch)
"""

import json
import pathlib

import torch
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

VERSION = torch.__version__.split("+")[0]
HERE = pathlib.Path(__file__).resolve().parent

torch.manual_seed(1)
steps = torch.randn(24, 9) * torch.logspace(-3, 2, 9)
walk = torch.cumsum(steps, 0).double()


def averages(**settings):
    model = torch.nn.Linear(9, 1, bias=False, dtype=torch.float64)
    averaged = AveragedModel(model, **settings)
    rows = []
    for weights in walk:
        with torch.no_grad():
            model.weight.copy_(weights)
        averaged.update_parameters(model)
        rows.append(averaged.module.weight.flatten().tolist())
    return rows


golden = {
    "weights": walk.tolist(),
    "ema 0.999": averages(multi_avg_fn=get_ema_multi_avg_fn(0.999)),
    "ema 0.75": averages(multi_avg_fn=get_ema_multi_avg_fn(0.75)),
    "swa": averages(),
}
file = HERE / f"averaging.pytorch-{VERSION}.json"
file.write_text(json.dumps(golden, indent=1) + "\n")
