"""Two small networks of the shapes that others publish, trained on damaged pictures, as ONNX files for 'giqa models import --as scorer'.

They stand in for NIMA and DeepIQA, whose weights are not at hand: they have their inputs, outputs and losses, not their size and not what
they learned from people. Nothing here has seen a generator.

    nima.onnx     separable convolutions as in MobileNet, N x 56 x 56 x 3 in -1..1, ten probabilities of the marks 1 to 10; learned by the earth
                  mover's distance to the marks of imagined judges, who scatter about 9 less 1.5 for each level of damage
    deepiqa.onnx  N x 3 x 64 x 64 in 0..255, cut into patches of 32 x 32 inside; pairs of convolutions, a level of damage and a weight for each
                  patch, and their weighted mean (Bosse et al. 2018, without reference): lower is better

    python3 foreign_scorers.py IMAGES.gz OUT [--count 1500] [--epochs 25] [--seed 0]

The damage: Gaussian blur, noise, JPEG, and pixels made larger, five levels each, by PIL and NumPy. Needs NumPy, PIL, PyTorch.
"""
import argparse
import io
import os

import numpy as np
import torch
from PIL import Image, ImageFilter
from torch import nn
from torch.nn import functional

from make_styles import read

LEVELS = 5
KINDS = ("blur", "noise", "jpeg", "pixelate")


def damage(image, kind, level, rng):
    side = image.size[0]
    if kind == "blur":
        return image.filter(ImageFilter.GaussianBlur(side * level / 112))
    if kind == "noise":
        return Image.fromarray((np.asarray(image, float) + rng.normal(0, 8 * level, image.size[::-1])).clip(0, 255).astype(np.uint8))
    if kind == "jpeg":
        large, file = image.resize((4 * side, 4 * side), Image.NEAREST), io.BytesIO()
        large.save(file, "JPEG", quality=(40, 24, 14, 8, 4)[level - 1])
        return Image.open(file).resize((side, side), Image.BOX)
    small = max(2, round(side / (1 + 0.45 * level)))
    return image.resize((small, small), Image.BOX).resize((side, side), Image.NEAREST)


class Nima(nn.Module):
    """MobileNet in small: a convolution, four separable ones, the mean of the map, ten outputs."""

    side = 56

    def __init__(self):
        super().__init__()
        layers, channels = [nn.Conv2d(3, 16, 3, 2, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU6()], 16
        for width, stride in ((32, 1), (64, 2), (64, 1), (128, 2)):
            layers += [nn.Conv2d(channels, channels, 3, stride, 1, groups=channels, bias=False), nn.BatchNorm2d(channels), nn.ReLU6()]
            layers += [nn.Conv2d(channels, width, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU6()]
            channels = width
        self.features, self.marks = nn.Sequential(*layers), nn.Linear(channels, 10)

    def forward(self, pixels):
        return functional.softmax(self.marks(self.features(pixels.permute(0, 3, 1, 2)).mean((2, 3))), 1)

    def loss(self, found, levels):
        marks = torch.arange(1, 11)
        judged = torch.softmax(-((marks - (9 - 1.5 * levels[:, None])) ** 2) / (2 * 1.5**2), 1)
        return ((found.cumsum(1) - judged.cumsum(1)) ** 2).mean(1).sqrt().mean()

    @staticmethod
    def prepare(pixels):
        return pixels.permute(0, 2, 3, 1) / 127.5 - 1


class DeepIqa(nn.Module):
    """Patches of 32 x 32 through five pairs of convolutions, each halved behind: a level and a weight for each."""

    side = 64

    def __init__(self):
        super().__init__()
        layers, channels = [], 3
        for width in (8, 16, 32, 64, 64):
            layers += [nn.Conv2d(channels, width, 3, 1, 1), nn.ReLU(), nn.Conv2d(width, width, 3, 1, 1), nn.ReLU(), nn.MaxPool2d(2)]
            channels = width
        self.features = nn.Sequential(*layers)
        self.level = nn.Sequential(nn.Linear(channels, 64), nn.ReLU(), nn.Linear(64, 1))
        self.weight = nn.Sequential(nn.Linear(channels, 64), nn.ReLU(), nn.Linear(64, 1))
        for layer in self.features:
            if isinstance(layer, nn.Conv2d):
                nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")

    def forward(self, pixels):
        across = self.side // 32
        patches = (pixels / 127.5 - 1).reshape(-1, 3, across, 32, across, 32).permute(0, 2, 4, 1, 3, 5).reshape(-1, 3, 32, 32)
        found = self.features(patches).flatten(1)
        weights = functional.relu(self.weight(found)).reshape(-1, across * across) + 1e-6
        return (self.level(found).reshape(-1, across * across) * weights).sum(1, keepdim=True) / weights.sum(1, keepdim=True)

    def loss(self, found, levels):
        return (found[:, 0] - levels).abs().mean()

    @staticmethod
    def prepare(pixels):
        return pixels


def batch(images, numbers, side, rng):
    pixels, levels = [], []
    for number in numbers:
        level = int(rng.integers(0, LEVELS + 1))
        image = Image.fromarray(images[number])
        image = damage(image, KINDS[rng.integers(len(KINDS))], level, rng) if level else image
        pixels.append(np.repeat(np.asarray(image.resize((side, side), Image.BILINEAR))[None], 3, 0))
        levels.append(level)
    return torch.tensor(np.stack(pixels), dtype=torch.float32), torch.tensor(levels, dtype=torch.float32)


def order(network, images, rng):
    """How often the more damaged one of two pictures is told."""
    pixels, levels = batch(images, range(len(images)), network.side, rng)
    with torch.no_grad():
        found = network(network.prepare(pixels))
    found = (-(found * torch.arange(1, 11)).sum(1) if found.shape[1] == 10 else found[:, 0]).numpy()
    apart = levels.numpy()[:, None] > levels.numpy()[None]
    return float((found[:, None] > found[None])[apart].mean())


def train(network, images, epochs, seed):
    rng, held = np.random.default_rng(seed), len(images) // 10
    optimizer = torch.optim.Adam(network.parameters(), 1e-3)
    steps = epochs * ((len(images) - held) // 64)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    for step in range(steps):
        network.train()
        pixels, levels = batch(images, held + rng.integers(0, len(images) - held, 64), network.side, rng)
        loss = network.loss(network(network.prepare(pixels)), levels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    network.eval()
    print(f"{type(network).__name__}: loss {loss.item():.3f} after {steps} steps; the more damaged of two unseen pictures is told in {order(network, images[:held], rng):.3f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("images")
    parser.add_argument("out")
    parser.add_argument("--count", type=int, default=1500)
    parser.add_argument("--epochs", type=int, default=25)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    images = read(options.images, options.count)
    torch.set_num_threads(1)
    for name, kind in (("nima", Nima), ("deepiqa", DeepIqa)):
        path = os.path.join(options.out, f"{name}.onnx")
        if os.path.exists(path):
            continue
        torch.manual_seed(options.seed)
        network = kind()
        train(network, images, options.epochs, options.seed)
        pixels = network.prepare(batch(images, [0], network.side, np.random.default_rng(0))[0])
        torch.onnx.export(network, pixels, f"{path}.part", input_names=["input"], output_names=["output"], dynamic_axes={"input": {0: "batch"}, "output": {0: "batch"}}, opset_version=13)
        os.replace(f"{path}.part", path)


if __name__ == "__main__":
    main()
