#!/usr/bin/env python3
"""Writes the small PyTorch checkpoints of this folder, sound and hostile (Debian 12: torch 1.13.0). Run: python3 make_checkpoints.py"""
import collections
import os
import pickle
import zipfile

import torch

here = os.path.dirname(os.path.abspath(__file__))


def path(name):
    return os.path.join(here, name)


base = torch.arange(24, dtype=torch.float32).reshape(2, 3, 4) / 8
state = collections.OrderedDict(
    weight=base,
    transposed=base.permute(2, 0, 1),
    slice=base[:, 1:, ::2],
    double=torch.tensor([1 / 3, -2e30], dtype=torch.float64),
    half=torch.tensor([0.5, -65504.0], dtype=torch.float16),
    bfloat=torch.tensor([1.5, -3.0], dtype=torch.bfloat16),
    steps=torch.tensor(7, dtype=torch.int64),
    mask=torch.tensor([True, False]),
    parameter=torch.nn.Parameter(torch.tensor([4.0])),
    empty=torch.zeros(0, 3),
)
torch.save(state, path("zip.pth"))
torch.save(state, path("legacy.pth"), _use_new_zipfile_serialization=False)
torch.save({"epoch": 3, "state_dict": {"weight": base}}, path("wrapped.pth"))


class Hostile:
    def __reduce__(self):
        return os.system, ("touch giqa-was-here",)


torch.save({"weight": base, "evil": Hostile()}, path("hostile.pth"))
torch.save(torch.nn.Linear(2, 2), path("module.pth"))
with open(path("plain-pickle.pth"), "wb") as file:
    pickle.dump({"weight": [1.0]}, file, protocol=2)
with zipfile.ZipFile(path("zip.pth")) as sound, zipfile.ZipFile(path("bomb.pth"), "w", zipfile.ZIP_DEFLATED) as bomb:
    for name in sound.namelist():
        bomb.writestr(name, sound.read(name) if not name.endswith("data/0") else bytes(1 << 20))
with zipfile.ZipFile(path("zip.pth")) as sound, zipfile.ZipFile(path("short.pth"), "w") as short:
    for name in sound.namelist():
        short.writestr(name, sound.read(name)[:8] if name.endswith("data/0") else sound.read(name))
