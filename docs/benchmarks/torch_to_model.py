"""From the files to a trained, tested, saved model by PyTorch: what docs/performance.md sets beside `bellows train`.

Usage: python torch_to_model.py letter|mnist DATA_FOLDER EPOCHS

The recipe of conf/profiles: hidden 256-256 ReLU, dropout 0.2 after each hidden layer, Adam 0.001, batch 128, a tenth of the
training rows for validation after every epoch, the best weights back; then the test rows, once. Prints the test error.
"""

import copy
import csv
import gzip
import os
import sys
import tempfile

import numpy as np
import torch

name, folder, epochs = sys.argv[1], sys.argv[2], int(sys.argv[3])
torch.manual_seed(1)
torch.set_num_threads(os.cpu_count())


def idx(file, header):
    with gzip.open(os.path.join(folder, "mnist", file)) as stream:
        return np.frombuffer(stream.read(), np.uint8, offset=header)


def mnist():
    def part(prefix):
        pixels = idx(prefix + "-images-idx3-ubyte.gz", 16).reshape(-1, 784)
        return pixels.astype(np.float32) / 255, idx(prefix + "-labels-idx1-ubyte.gz", 8).astype(np.int64)

    return part("train"), part("t10k")


def letter():
    with open(os.path.join(folder, "letter", "letter-recognition.data")) as stream:
        rows = list(csv.reader(stream))
    y = np.array([ord(row[0]) - ord("A") for row in rows])
    x = np.array([row[1:] for row in rows], dtype=np.float32)
    mean, deviation = x[:16000].mean(0), x[:16000].std(0)
    x = (x - mean) / deviation
    return (x[:16000], y[:16000]), (x[16000:], y[16000:])


(x, y), (test_x, test_y) = {"mnist": mnist, "letter": letter}[name]()
x, y, test_x, test_y = (torch.from_numpy(np.ascontiguousarray(part)) for part in (x, y, test_x, test_y))
order = torch.randperm(len(y))
validation, training = order[: len(y) // 10], order[len(y) // 10 :]

layers = []
width = x.shape[1]
for units in (256, 256):
    layers += [torch.nn.Linear(width, units), torch.nn.ReLU(), torch.nn.Dropout(0.2)]
    width = units
model = torch.nn.Sequential(*layers, torch.nn.Linear(width, int(y.max()) + 1))
loss = torch.nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
best, best_loss = None, float("inf")
for epoch in range(epochs):
    model.train()
    shuffled = training[torch.randperm(len(training))]
    for rows in shuffled.split(128):
        optimizer.zero_grad()
        loss(model(x[rows]), y[rows]).backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        figure = float(loss(model(x[validation]), y[validation]))
    if figure < best_loss:
        best, best_loss = copy.deepcopy(model.state_dict()), figure
model.load_state_dict(best)
with torch.no_grad():
    error = float((model(test_x).argmax(1) != test_y).float().mean())
torch.save(model.state_dict(), os.path.join(tempfile.mkdtemp(), "model.pt"))
print(f"{name}: test error {100 * error:.2f} %")
