"""PyTorch's side of the training benchmark. Argument: the number of threads. Tasks: "dcgan|vgg|style float32|bf16"."""
import contextlib
import sys

import torch
from torch import nn
from torch.nn import functional as F

import worker

LATENT = 100


def generator(width=64):
    return nn.Sequential(
        nn.ConvTranspose2d(LATENT, 4 * width, 4, 1, 0, bias=False), nn.BatchNorm2d(4 * width), nn.ReLU(),
        nn.ConvTranspose2d(4 * width, 2 * width, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * width), nn.ReLU(),
        nn.ConvTranspose2d(2 * width, width, 4, 2, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU(),
        nn.ConvTranspose2d(width, 1, 4, 2, 1, bias=False), nn.Tanh())


def discriminator(width=64):
    return nn.Sequential(
        nn.Conv2d(1, width, 4, 2, 1, bias=False), nn.LeakyReLU(0.2),
        nn.Conv2d(width, 2 * width, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * width), nn.LeakyReLU(0.2),
        nn.Conv2d(2 * width, 4 * width, 4, 2, 1, bias=False), nn.BatchNorm2d(4 * width), nn.LeakyReLU(0.2),
        nn.Conv2d(4 * width, 1, 4, 1, 0, bias=False), nn.Flatten())


def classifier():
    layers, inputs = [], 3
    for outputs in [64, 0, 128, 0, 256, 256, 0, 512, 512, 0, 512, 512, 0]:
        if outputs == 0:
            layers.append(nn.MaxPool2d(2))
            continue
        layers += [nn.Conv2d(inputs, outputs, 3, 1, 1), nn.BatchNorm2d(outputs), nn.ReLU()]
        inputs = outputs
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 8))


class StyleBlock(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(inputs, inputs, 3, 1, 1), nn.Conv2d(inputs, outputs, 3, 1, 1)
        self.conv1x1 = None if inputs == outputs else nn.Conv2d(inputs, outputs, 1, 1, 0, bias=False)

    def forward(self, x):
        shortcut = F.avg_pool2d(x if self.conv1x1 is None else self.conv1x1(x), 2)
        inner = F.avg_pool2d(self.conv1(F.leaky_relu(x, 0.2)), 2)
        return (self.conv2(F.leaky_relu(inner, 0.2)) + shortcut) * 0.5 ** 0.5


def style_encoder():
    layers, inputs = [nn.Conv2d(3, 64, 3, 1, 1)], 64
    for _ in range(4):
        outputs = min(2 * inputs, 256)
        layers.append(StyleBlock(inputs, outputs))
        inputs = outputs
    return nn.Sequential(*layers, nn.LeakyReLU(0.2), nn.Conv2d(inputs, inputs, 4, 1, 0), nn.LeakyReLU(0.2), nn.Flatten(), nn.Linear(inputs, 64))


def autocast(mixed):
    return torch.autocast("cpu", torch.bfloat16) if mixed else contextlib.nullcontext()


def supervised(network, images, targets, loss, mixed):
    x, y = torch.randn(*images), torch.rand(*targets)
    optimizer = torch.optim.Adam(network.parameters(), 1e-4)

    def step():
        optimizer.zero_grad(set_to_none=True)
        with autocast(mixed):
            output = network(x)
        value = loss(output.float(), y)
        value.backward()
        optimizer.step()
        return value.item()

    return step


def gan(mixed):
    g, d = generator(), discriminator()
    of_g, of_d = (torch.optim.Adam(network.parameters(), 2e-4, (0.5, 0.999)) for network in (g, d))
    images = torch.randn(64, 1, 32, 32)

    def step():
        latents = torch.randn(64, LATENT, 1, 1)
        of_d.zero_grad(set_to_none=True)
        with autocast(mixed):
            fake = g(latents)
            real, judged = d(images), d(fake.detach())
        (F.softplus(-real.float()).mean() + F.softplus(judged.float()).mean()).backward()
        of_d.step()
        of_g.zero_grad(set_to_none=True)
        with autocast(mixed):
            judged = d(fake)
        loss = F.softplus(-judged.float()).mean()
        loss.backward()
        of_g.step()
        return loss.item()

    return step


def prepare(task):
    workload, precision = task.split(" ")
    mixed = precision == "bf16"
    torch.manual_seed(0)
    if workload == "dcgan":
        step = gan(mixed)
    elif workload == "vgg":
        step = supervised(classifier(), (128, 3, 32, 32), (128, 8), F.binary_cross_entropy_with_logits, mixed)
    else:
        step = supervised(style_encoder(), (32, 3, 64, 64), (32, 64), F.l1_loss, mixed)

    def run(steps):
        for _ in range(steps):
            loss = step()
        return f"{loss:.3f}"

    return run


torch.set_num_threads(int(sys.argv[1]))
worker.serve(prepare)
