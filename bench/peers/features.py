"""PyTorch's side of the feature benchmark: the FID Inception network run eagerly, fed as pytorch-fid feeds it.

Arguments: the folder of images, the checkpoint to write and use, the number of threads.
"""
import glob
import hashlib
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as functional
from PIL import Image

import worker

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "tests" / "Giqa.Tests" / "Fixtures" / "inception"))
import fid_inception  # noqa: E402

BATCH = 50  # pytorch-fid's default


class Files(torch.utils.data.Dataset):
    def __init__(self, names):
        self.names = names

    def __len__(self):
        return len(self.names)

    def __getitem__(self, i):
        pixels = np.asarray(Image.open(self.names[i]).convert("RGB"), dtype=np.float32) / 255
        return torch.from_numpy(np.ascontiguousarray(pixels.transpose(2, 0, 1)))


def extract(network, names, threads, output):
    loader = torch.utils.data.DataLoader(Files(names), batch_size=BATCH, num_workers=threads)
    rows = []
    with torch.no_grad():
        for batch in loader:
            x = functional.interpolate(batch, size=(299, 299), mode="bilinear", align_corners=False) * 2 - 1
            rows.append(network(x)["2048"].numpy())
    features = np.concatenate(rows)
    np.save(output, features)
    return hashlib.sha256(features.tobytes()).hexdigest()[:16]


def main():
    folder, checkpoint, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
    torch.set_num_threads(threads)
    network = fid_inception.build()
    torch.save(network.state_dict(), checkpoint)
    names = sorted(glob.glob(f"{folder}/*.png"))

    def prepare(task):
        start, output = task.split(" ", 1)
        return lambda items: extract(network, names[int(start):int(start) + items], threads, output)

    worker.serve(prepare)


main()
