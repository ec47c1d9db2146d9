#!/usr/bin/env python3
"""Golden numbers of PyTorch 1.13 for the training engine: writes *.safetensors beside itself. Needs python3-torch."""
import json
import os
import struct

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
torch.set_num_threads(1)
TYPES = {"float32": "F32", "float64": "F64", "int64": "I64", "uint8": "U8"}


def save(name, tensors):
    header, offset, blobs = {}, 0, []
    for key, value in tensors.items():
        array = np.asarray(value.detach().numpy(), order="C")
        blob = array.tobytes()
        header[key] = {"dtype": TYPES[array.dtype.name], "shape": list(array.shape), "data_offsets": [offset, offset + len(blob)]}
        offset += len(blob)
        blobs.append(blob)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(os.path.join(HERE, name), "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(blobs))


def state(module, prefix=""):
    return {prefix + key: value.clone() for key, value in module.state_dict().items() if "num_batches" not in key}


class Lambda(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


def small_network():
    """Every kind of layer through which a second derivative must pass."""
    return nn.Sequential(
        nn.Conv2d(1, 4, 3, 2, 1), nn.BatchNorm2d(4), nn.LeakyReLU(0.2), nn.Conv2d(4, 6, 3, 2, 1), nn.Tanh(),
        nn.ConvTranspose2d(6, 4, 4, 2, 1), nn.Softplus(), nn.Flatten(), nn.Linear(4 * 6 * 6, 1))


def gradients():
    torch.manual_seed(7)
    network = small_network()
    golden = state(network, "network.")
    x = torch.rand(5, 1, 12, 12) * 2 - 1
    target = torch.tensor([[1.0], [0.0], [1.0], [0.0], [1.0]])
    loss = F.binary_cross_entropy_with_logits(network(x), target)
    loss.backward()
    golden |= {"input": x, "target": target, "loss": loss}
    golden |= {"gradient." + name: p.grad.clone() for name, p in network.named_parameters()}
    golden["output"] = network(x)
    network.zero_grad(set_to_none=True)
    points = x.clone().requires_grad_()
    slope, = torch.autograd.grad(network(points).sum(), points, create_graph=True)
    penalty = ((slope.flatten(1).square().sum(1) + 1e-12).sqrt() - 1).square().mean()
    penalty.backward()
    golden |= {"slope": slope, "penalty": penalty}
    golden |= {"penalty_gradient." + name: p.grad for name, p in network.named_parameters() if p.grad is not None}
    save("gradients.safetensors", golden)


def chance():
    torch.manual_seed(123)
    golden = {"normal": torch.randn(100), "uniform": torch.rand(100)}
    torch.manual_seed(3)
    golden |= state(nn.Sequential(nn.Conv2d(3, 5, 3), nn.ConvTranspose2d(5, 4, 4), nn.Linear(7, 2)), "default.")
    for name, fill in {"xavier_uniform": nn.init.xavier_uniform_, "xavier_normal": nn.init.xavier_normal_, "kaiming_uniform": nn.init.kaiming_uniform_,
                       "kaiming_normal": nn.init.kaiming_normal_, "orthogonal": nn.init.orthogonal_}.items():
        for kind, shape in {"wide": (4, 3, 3, 3), "tall": (9, 4)}.items():
            torch.manual_seed(11)
            golden[f"{name}.{kind}"] = fill(torch.empty(*shape))
    save("chance.safetensors", golden)


def optimizers():
    torch.manual_seed(5)
    golden = {"start.0": torch.randn(4, 3), "start.1": torch.randn(5)}
    steps = [[torch.randn(4, 3), torch.randn(5)] for _ in range(6)]
    for i, pair in enumerate(steps):
        golden |= {f"gradient.{i}.{j}": g for j, g in enumerate(pair)}
    makers = {
        "adam": lambda p: torch.optim.Adam(p, 0.05, (0.5, 0.99)),
        "adam_decay": lambda p: torch.optim.Adam(p, 0.05, weight_decay=0.1),
        "adamw": lambda p: torch.optim.AdamW(p, 0.05, weight_decay=0.1),
        "sgd": lambda p: torch.optim.SGD(p, 0.05),
        "sgd_momentum": lambda p: torch.optim.SGD(p, 0.05, momentum=0.9, weight_decay=0.01),
        "sgd_nesterov": lambda p: torch.optim.SGD(p, 0.05, momentum=0.9, nesterov=True),
    }
    for name, make in makers.items():
        parameters = [golden[f"start.{j}"].clone().requires_grad_() for j in range(2)]
        optimizer = make(parameters)
        for pair in steps:
            for p, g in zip(parameters, pair):
                p.grad = g.clone()
            optimizer.step()
        golden |= {f"{name}.{j}": p for j, p in enumerate(parameters)}
    parameters = [golden[f"start.{j}"].clone().requires_grad_() for j in range(2)]
    for p, g in zip(parameters, steps[0]):
        p.grad = g.clone()
    golden["norm"] = nn.utils.clip_grad_norm_(parameters, 1.5)
    golden |= {f"clipped.{j}": p.grad for j, p in enumerate(parameters)}
    save("optimizers.safetensors", golden)


class StyleNorm(nn.Module):
    def __init__(self, style, channels):
        super().__init__()
        self.norm, self.fc = nn.InstanceNorm2d(channels), nn.Linear(style, 2 * channels)

    def forward(self, x, style):
        scale, shift = self.fc(style)[:, :, None, None].chunk(2, 1)
        return (1 + scale) * self.norm(x) + shift


class Modulated(nn.Module):
    """One convolution for each image, as StyleGAN2's equations have it."""

    def __init__(self, inputs, outputs, kernel, style, demodulate, upsample):
        super().__init__()
        self.weight, self.style = nn.Parameter(torch.randn(outputs, inputs, kernel, kernel)), nn.Linear(style, inputs)
        self.demodulate, self.upsample = demodulate, upsample

    def forward(self, x, style):
        if self.upsample:
            x = F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
        scale = self.weight[0].numel() ** -0.5
        results = []
        for image, s in zip(x, self.style(style)):
            weight = self.weight * scale * s[None, :, None, None]
            if self.demodulate:
                weight = weight * (weight.square().sum((1, 2, 3), keepdim=True) + 1e-8).rsqrt()
            results.append(F.conv2d(image[None], weight, padding=self.weight.shape[2] // 2))
        return torch.cat(results)


def modules():
    torch.manual_seed(9)
    x, style = torch.randn(3, 4, 6, 6), torch.randn(3, 5)
    golden = {"x": x, "style": style, "rows": torch.tensor([2, 0, 2, 1])}
    layers = {
        "conv": nn.Conv2d(4, 6, 3, 2, 1), "conv_groups": nn.Conv2d(4, 6, 3, 1, 2, dilation=2, groups=2, bias=False),
        "conv_transpose": nn.ConvTranspose2d(4, 6, 4, 2, 1), "conv_transpose_odd": nn.ConvTranspose2d(4, 3, 3, 2, 1, output_padding=1, bias=False),
        "conv_transpose_single": nn.ConvTranspose2d(4, 1, 4, 2, 1), "linear": nn.Linear(6, 3), "instance_norm": nn.InstanceNorm2d(4),
        "instance_norm_affine": nn.InstanceNorm2d(4, affine=True), "layer_norm": nn.LayerNorm([4, 6, 6]), "batch_norm": nn.BatchNorm2d(4),
        "relu": nn.ReLU(), "leaky_relu": nn.LeakyReLU(0.1), "tanh": nn.Tanh(), "sigmoid": nn.Sigmoid(), "softplus": nn.Softplus(), "silu": nn.SiLU(),
        "gelu": nn.GELU(), "nearest": nn.Upsample(scale_factor=2), "bilinear": nn.Upsample(scale_factor=3, mode="bilinear", align_corners=False),
        "average_pool": nn.AvgPool2d(2), "maximum_pool": nn.MaxPool2d(3), "global_average_pool": Lambda(lambda x: x.mean((2, 3))),
        "flatten": nn.Flatten(), "reshape": Lambda(lambda x: x.reshape(-1, 2, 72)),
    }
    for name, layer in layers.items():
        for parameter in layer.parameters():
            nn.init.normal_(parameter)
        golden |= state(layer, name + ".")
        golden[name] = layer(x)
    golden |= {"batch_norm_after." + key: value for key, value in state(layers["batch_norm"]).items() if "running" in key}
    golden["batch_norm_evaluation"] = layers["batch_norm"].eval()(x)
    embedding = nn.Embedding(3, 2)
    golden |= state(embedding, "embedding.") | {"embedding": embedding(golden["rows"])}
    for name, layer in {"style_norm": StyleNorm(5, 4), "modulated": Modulated(4, 6, 3, 5, True, False),
                        "modulated_up": Modulated(4, 6, 3, 5, True, True), "modulated_plain": Modulated(4, 3, 1, 5, False, False)}.items():
        golden |= state(layer, name + ".") | {name: layer(x, style)}
    save("modules.safetensors", golden)


def losses():
    torch.manual_seed(13)
    a, b, targets, weights = torch.randn(6, 3), torch.randn(6, 3), torch.rand(6, 3), torch.rand(6, 1)
    classes = torch.tensor([0, 2, 1, 1, 0, 2])
    save("losses.safetensors", {
        "a": a, "b": b, "targets": targets, "weights": weights, "classes": classes,
        "binary": F.binary_cross_entropy_with_logits(a, targets), "binary_weighted": F.binary_cross_entropy_with_logits(a, targets, weights),
        "cross": F.cross_entropy(a, classes), "absolute": F.l1_loss(a, b), "squared": F.mse_loss(a, b),
        "discriminator": F.softplus(-a).mean() + F.softplus(b).mean(), "discriminator_weighted": F.softplus(-a).mean() + (F.softplus(b) * weights).mean(),
        "generator": F.softplus(-a).mean(), "hinge": F.relu(1 - a).mean() + F.relu(1 + b).mean(),
        "critic": b.mean() - a.mean(), "critic_generator": -a.mean()})


for make in (gradients, chance, optimizers, modules, losses):
    make()
