#!/usr/bin/env python3
"""The Inception network that FID is defined on, written down in PyTorch from its definition, with weights that a formula gives.

Run it to write the golden features and logits of this folder (Debian 12: torch 1.13.0). `fid_inception.py checkpoint OUT.pth`
saves the same weights as a checkpoint in the key names and shapes of the published file. `fid_inception.py random FOLDER` saves
one with weights by chance, and the features and logits of every tap for one image by every preset; exit code 3: no PyTorch.

Against torchvision's Inception-v3: no auxiliary head, 1008 classes, batch norm epsilon 1e-3; the pooling branches of blocks A, C
and the first E average over pixels inside the image only; that of the last E takes their maximum.
"""
import os
import sys

try:
    import numpy as np
    import torch
    import torch.nn.functional as F
    from PIL import Image
    from torch import nn
except ImportError:
    sys.exit(3)


class Convolution(nn.Module):
    def __init__(self, inputs, outputs, kernel, stride=1, padding=0):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=False)
        self.bn = nn.BatchNorm2d(outputs, eps=1e-3)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)))


def average(x):
    return F.avg_pool2d(x, 3, stride=1, padding=1, count_include_pad=False)


class A(nn.Module):
    def __init__(self, inputs, pooled):
        super().__init__()
        self.branch1x1 = Convolution(inputs, 64, 1)
        self.branch5x5_1 = Convolution(inputs, 48, 1)
        self.branch5x5_2 = Convolution(48, 64, 5, padding=2)
        self.branch3x3dbl_1 = Convolution(inputs, 64, 1)
        self.branch3x3dbl_2 = Convolution(64, 96, 3, padding=1)
        self.branch3x3dbl_3 = Convolution(96, 96, 3, padding=1)
        self.branch_pool = Convolution(inputs, pooled, 1)

    def forward(self, x):
        return torch.cat([
            self.branch1x1(x),
            self.branch5x5_2(self.branch5x5_1(x)),
            self.branch3x3dbl_3(self.branch3x3dbl_2(self.branch3x3dbl_1(x))),
            self.branch_pool(average(x))], 1)


class B(nn.Module):
    def __init__(self):
        super().__init__()
        self.branch3x3 = Convolution(288, 384, 3, stride=2)
        self.branch3x3dbl_1 = Convolution(288, 64, 1)
        self.branch3x3dbl_2 = Convolution(64, 96, 3, padding=1)
        self.branch3x3dbl_3 = Convolution(96, 96, 3, stride=2)

    def forward(self, x):
        return torch.cat([
            self.branch3x3(x),
            self.branch3x3dbl_3(self.branch3x3dbl_2(self.branch3x3dbl_1(x))),
            F.max_pool2d(x, 3, stride=2)], 1)


class C(nn.Module):
    def __init__(self, width):
        super().__init__()
        row, column = dict(kernel=(1, 7), padding=(0, 3)), dict(kernel=(7, 1), padding=(3, 0))
        self.branch1x1 = Convolution(768, 192, 1)
        self.branch7x7_1 = Convolution(768, width, 1)
        self.branch7x7_2 = Convolution(width, width, **row)
        self.branch7x7_3 = Convolution(width, 192, **column)
        self.branch7x7dbl_1 = Convolution(768, width, 1)
        self.branch7x7dbl_2 = Convolution(width, width, **column)
        self.branch7x7dbl_3 = Convolution(width, width, **row)
        self.branch7x7dbl_4 = Convolution(width, width, **column)
        self.branch7x7dbl_5 = Convolution(width, 192, **row)
        self.branch_pool = Convolution(768, 192, 1)

    def forward(self, x):
        double = self.branch7x7dbl_3(self.branch7x7dbl_2(self.branch7x7dbl_1(x)))
        return torch.cat([
            self.branch1x1(x),
            self.branch7x7_3(self.branch7x7_2(self.branch7x7_1(x))),
            self.branch7x7dbl_5(self.branch7x7dbl_4(double)),
            self.branch_pool(average(x))], 1)


class D(nn.Module):
    def __init__(self):
        super().__init__()
        self.branch3x3_1 = Convolution(768, 192, 1)
        self.branch3x3_2 = Convolution(192, 320, 3, stride=2)
        self.branch7x7x3_1 = Convolution(768, 192, 1)
        self.branch7x7x3_2 = Convolution(192, 192, (1, 7), padding=(0, 3))
        self.branch7x7x3_3 = Convolution(192, 192, (7, 1), padding=(3, 0))
        self.branch7x7x3_4 = Convolution(192, 192, 3, stride=2)

    def forward(self, x):
        return torch.cat([
            self.branch3x3_2(self.branch3x3_1(x)),
            self.branch7x7x3_4(self.branch7x7x3_3(self.branch7x7x3_2(self.branch7x7x3_1(x)))),
            F.max_pool2d(x, 3, stride=2)], 1)


class E(nn.Module):
    def __init__(self, inputs, pool):
        super().__init__()
        self.pool = pool
        self.branch1x1 = Convolution(inputs, 320, 1)
        self.branch3x3_1 = Convolution(inputs, 384, 1)
        self.branch3x3_2a = Convolution(384, 384, (1, 3), padding=(0, 1))
        self.branch3x3_2b = Convolution(384, 384, (3, 1), padding=(1, 0))
        self.branch3x3dbl_1 = Convolution(inputs, 448, 1)
        self.branch3x3dbl_2 = Convolution(448, 384, 3, padding=1)
        self.branch3x3dbl_3a = Convolution(384, 384, (1, 3), padding=(0, 1))
        self.branch3x3dbl_3b = Convolution(384, 384, (3, 1), padding=(1, 0))
        self.branch_pool = Convolution(inputs, 192, 1)

    def forward(self, x):
        single = self.branch3x3_1(x)
        double = self.branch3x3dbl_2(self.branch3x3dbl_1(x))
        return torch.cat([
            self.branch1x1(x),
            self.branch3x3_2a(single), self.branch3x3_2b(single),
            self.branch3x3dbl_3a(double), self.branch3x3dbl_3b(double),
            self.branch_pool(self.pool(x))], 1)


class FidInception(nn.Module):
    def __init__(self):
        super().__init__()
        self.Conv2d_1a_3x3 = Convolution(3, 32, 3, stride=2)
        self.Conv2d_2a_3x3 = Convolution(32, 32, 3)
        self.Conv2d_2b_3x3 = Convolution(32, 64, 3, padding=1)
        self.Conv2d_3b_1x1 = Convolution(64, 80, 1)
        self.Conv2d_4a_3x3 = Convolution(80, 192, 3)
        self.Mixed_5b, self.Mixed_5c, self.Mixed_5d = A(192, 32), A(256, 64), A(288, 64)
        self.Mixed_6a = B()
        self.Mixed_6b, self.Mixed_6c, self.Mixed_6d, self.Mixed_6e = C(128), C(160), C(160), C(192)
        self.Mixed_7a = D()
        self.Mixed_7b = E(1280, average)
        self.Mixed_7c = E(2048, lambda x: F.max_pool2d(x, 3, stride=1, padding=1))
        self.fc = nn.Linear(2048, 1008)

    def forward(self, x):
        """x: N x 3 x 299 x 299, scaled. Returns the features of every tap, and the logits without and with their bias."""
        taps = {}
        x = self.Conv2d_2b_3x3(self.Conv2d_2a_3x3(self.Conv2d_1a_3x3(x)))
        x = F.max_pool2d(x, 3, stride=2)
        taps["64"] = x.mean((2, 3))
        x = F.max_pool2d(self.Conv2d_4a_3x3(self.Conv2d_3b_1x1(x)), 3, stride=2)
        taps["192"] = x.mean((2, 3))
        x = self.Mixed_6a(self.Mixed_5d(self.Mixed_5c(self.Mixed_5b(x))))
        x = self.Mixed_6e(self.Mixed_6d(self.Mixed_6c(self.Mixed_6b(x))))
        taps["768"] = x.mean((2, 3))
        x = self.Mixed_7c(self.Mixed_7b(self.Mixed_7a(x)))
        taps["2048"] = x.mean((2, 3))
        taps["logits_unbiased"] = taps["2048"] @ self.fc.weight.T
        taps["logits"] = taps["logits_unbiased"] + self.fc.bias
        return taps


def uniform(name, count):
    """Numbers in [0, 1) that depend on the tensor's name and the place alone: FNV-1a of the name, then a 32-bit finaliser."""
    seed = 2166136261
    for byte in name.encode():
        seed = (seed ^ byte) * 16777619 & 0xFFFFFFFF
    with np.errstate(over="ignore"):
        x = np.arange(count, dtype=np.uint32) * np.uint32(2654435769) + np.uint32(seed)
        x ^= x >> np.uint32(16)
        x *= np.uint32(0x7FEB352D)
        x ^= x >> np.uint32(15)
        x *= np.uint32(0x846CA68B)
        x ^= x >> np.uint32(16)
    return x.astype(np.float64) / 4294967296.0


def formula(name, shape):
    """Weights that keep the activations in range: He's variance for kernels, batch norm near the identity."""
    u = uniform(name, int(np.prod(shape))).reshape(shape)
    if name.endswith("conv.weight"):
        values = (u - 0.5) * np.sqrt(24.0 / np.prod(shape[1:]))
    elif name.endswith("bn.weight") or name.endswith("running_var"):
        values = 0.75 + 0.5 * u
    elif name == "fc.weight":
        values = (u - 0.5) * 0.1
    else:
        values = (u - 0.5) * 0.2
    return values.astype(np.float32)


def build():
    network = FidInception().eval()
    state = network.state_dict()
    for name, tensor in state.items():
        if not name.endswith("num_batches_tracked"):
            tensor.copy_(torch.from_numpy(formula(name, tuple(tensor.shape))))
    return network


def image(height=299, width=299):
    """A test image: height x width x 3 bytes by formula."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    return ((x * 3 + y * 2 + c * 40 + (x * y) // 16) % 256).astype(np.uint8)


def tensorflow_bilinear(x, size=299):
    """TensorFlow 1's resize: no half-pixel shift, no antialiasing. x: H x W x 3 floats."""
    def axis(length):
        place = np.arange(size, dtype=np.float32) * np.float32(length / size)
        low = np.floor(place).astype(int)
        return low, np.minimum(low + 1, length - 1), (place - low).astype(np.float32)

    (y0, y1, dy), (x0, x1, dx) = axis(x.shape[0]), axis(x.shape[1])
    dx, dy = dx[None, :, None], dy[:, None, None]
    top = x[y0][:, x0] + (x[y0][:, x1] - x[y0][:, x0]) * dx
    bottom = x[y1][:, x0] + (x[y1][:, x1] - x[y1][:, x0]) * dx
    return top + (bottom - top) * dy


def prepare(pixels, preset):
    """Each tool's way from H x W x 3 bytes to the network's input."""
    x = torch.from_numpy(pixels).permute(2, 0, 1)[None].float()
    if preset == "pytorch-fid":
        return F.interpolate(x / 255, size=(299, 299), mode="bilinear", align_corners=False) * 2 - 1
    if preset == "torchmetrics":
        return (F.interpolate(x, size=(299, 299), mode="bilinear", align_corners=False, antialias=True) - 128) / 128
    if preset == "clean-fid":
        channels = [np.asarray(Image.fromarray(pixels[:, :, c].astype(np.float32), "F").resize((299, 299), Image.BICUBIC)) for c in range(3)]
        resized = np.stack(channels, 2).clip(0, 255)
    else:
        resized = tensorflow_bilinear(pixels.astype(np.float32))
    return (torch.from_numpy(resized).permute(2, 0, 1)[None] - 128) / 128


def save_random(folder):
    """Weights by chance, of the formula's variances, as PyTorch saves them, with PyTorch's own answers."""
    torch.manual_seed(20151205)
    network = FidInception().eval()
    for name, tensor in network.state_dict().items():
        if name.endswith("conv.weight"):
            tensor.normal_(0, float(np.sqrt(2 / np.prod(tensor.shape[1:]))))
        elif name.endswith("bn.weight") or name.endswith("running_var"):
            tensor.uniform_(0.75, 1.25)
        elif not name.endswith("num_batches_tracked"):
            tensor.normal_(0, 0.03 if name == "fc.weight" else 0.06)
    torch.save(network.state_dict(), os.path.join(folder, "checkpoint.pth"))
    for preset in ("pytorch-fid", "clean-fid", "tf", "torchmetrics"):
        with torch.no_grad():
            taps = network(prepare(image(40, 56), preset))
        for name, value in taps.items():
            np.save(os.path.join(folder, f"{preset}_{name if name.startswith('logits') else 'pool' + name}.npy"), value[0].numpy())


def main():
    if sys.argv[1:2] == ["random"]:
        save_random(sys.argv[2])
        return
    network = build()
    if sys.argv[1:2] == ["checkpoint"]:
        torch.save(network.state_dict(), sys.argv[2])
        return
    x = torch.from_numpy(image()).permute(2, 0, 1)[None].float() / 255 * 2 - 1
    with torch.no_grad():
        taps = {name: value[0].numpy() for name, value in network(x).items()}
    print({name: (float(np.abs(value).mean()), float(value.std())) for name, value in taps.items()})
    folder = os.path.dirname(os.path.abspath(__file__))
    for name, value in taps.items():
        np.save(os.path.join(folder, f"{name if name.startswith('logits') else 'pool' + name}.npy"), value)
    for preset in ("pytorch-fid", "clean-fid", "tf", "torchmetrics"):
        for height, width in ((40, 56), (700, 420)):
            with torch.no_grad():
                features = network(prepare(image(height, width), preset))["2048"][0].numpy()
            np.save(os.path.join(folder, f"{preset}_{height}x{width}.npy"), features)
    with open(os.path.join(folder, "tensors.txt"), "w") as listing:
        for name, tensor in network.state_dict().items():
            if not name.endswith("num_batches_tracked"):
                print(name, ",".join(map(str, tensor.shape)), file=listing)


if __name__ == "__main__":
    main()
