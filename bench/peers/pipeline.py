"""The default backbone from files to scores, against PyTorch, eager, and Pillow with the same network.

Arguments: giqa's assembly, a folder for what is made meanwhile, the smaller and the larger number of images, rounds. Prints a Markdown table.
Every run is a process on one thread; what an image costs is the slope of processor time over their number, the rest is the start.
"""
import os
import pathlib
import resource
import subprocess
import sys

import numpy as np

REPOSITORY = pathlib.Path(__file__).parents[2]
NETWORK = REPOSITORY / "src/Giqa/Features/Backbones/Weights/mobilenet-low.onnx"


def load_network():
    """The graph's nodes as PyTorch's functions, its kernels made of their steps as the graph makes them."""
    import onnx.numpy_helper
    import torch
    import torch.nn.functional as functional

    graph = onnx.load(NETWORK).graph
    constants = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in graph.initializer}
    nodes = [node for node in graph.node if node.op_type in ("Conv", "Clip", "Add", "GlobalAveragePool", "Concat")]
    nodes = [node for node in nodes if not node.output[0].endswith("/shifted")]
    tensors = {}
    for node in nodes:
        if node.op_type == "Conv":
            name = node.input[1]
            published = (constants[name + "/steps"].astype(np.float64) * constants[name + "/step"] + constants[name + "/minimum"]).astype(np.float32)
            kernel = (published * constants[name + "/normalization"]).astype(np.float32)
            tensors[node.output[0]] = torch.from_numpy(kernel), torch.from_numpy(constants[node.input[2]].copy())

    def run(images):
        values = {graph.input[0].name: images}
        for node in nodes:
            first = values.get(node.input[0])
            if node.op_type == "Conv":
                attributes = {a.name: list(a.ints) or a.i for a in node.attribute}
                top, left, bottom, right = attributes["pads"]
                kernel, bias = tensors[node.output[0]]
                if (top, left) != (bottom, right):
                    first, top, left = functional.pad(first, (left, right, top, bottom)), 0, 0
                made = functional.conv2d(first, kernel, bias, attributes["strides"], (top, left), groups=attributes["group"])
            elif node.op_type == "Clip":
                made = functional.relu6(first)
            elif node.op_type == "Add":
                made = first + values[node.input[1]]
            elif node.op_type == "GlobalAveragePool":
                made = first.mean((2, 3))
            else:
                made = torch.cat([values[name] for name in node.input], 1)
            values[node.output[0]] = made
        return made.numpy()

    return run


def extract(folder, count, output):
    """What a Python program does: Pillow decodes and resizes, PyTorch runs batches of 16 on one thread."""
    import torch
    from PIL import Image

    torch.set_num_threads(1)
    network = load_network()
    rows, batch = [], []
    with torch.no_grad():
        for name in sorted(os.listdir(folder))[:count]:
            image = Image.open(os.path.join(folder, name)).convert("RGB").resize((224, 224), Image.BILINEAR)
            batch.append(np.asarray(image, np.float32).transpose(2, 0, 1) / 255)
            if len(batch) == 16:
                rows.append(network(torch.from_numpy(np.stack(batch))))
                batch = []
        if batch:
            rows.append(network(torch.from_numpy(np.stack(batch))))
    np.save(output, np.concatenate(rows))


def cpu(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare(giqa, folder, few, many, rounds):
    dotnet = ["dotnet", giqa]
    paint(folder, many)
    model = f"{folder}/m.giqa"
    subprocess.run([*dotnet, "fit", f"{folder}/png:0..200", "--out", model, "--no-cache", "--quiet"], check=True, stdout=subprocess.DEVNULL)
    print("| files | pipeline | ms of a core for an image | start, s |")
    print("| --- | --- | ---: | ---: |")
    for kind in ("png", "jpg"):
        commands = {
            "Giqa, `score`": lambda n: [*dotnet, "score", f"{folder}/{kind}:0..{n}", "--model", model, "--out", f"{folder}/s.csv", "--threads", "1", "--no-cache", "--quiet"],
            "PyTorch and Pillow, features": lambda n: [sys.executable, __file__, "extract", f"{folder}/{kind}", str(n), f"{folder}/theirs.npy"],
        }
        least = {}
        for _ in range(rounds):
            for name, command in commands.items():
                for n in (few, many):
                    least[name, n] = min(least.get((name, n), 1e9), cpu(command(n)))
        for name in commands:
            slope = (least[name, many] - least[name, few]) / (many - few)
            print(f"| {kind.upper()} | {name} | {1000 * slope:.2f} | {least[name, few] - few * slope:.2f} |", flush=True)
        ours = f"{folder}/ours.safetensors"
        subprocess.run([*dotnet, "extract", f"{folder}/{kind}:0..{many}", "--out", ours, "--no-cache", "--quiet"], check=True, stdout=subprocess.DEVNULL)
        print(f"\n{kind.upper()}: largest difference of a feature {difference(ours, f'{folder}/theirs.npy'):.1e} of the largest\n" if kind == "jpg" else "", end="")


def difference(ours, theirs):
    bytes_ = open(ours, "rb").read()
    theirs = np.load(theirs)
    ours = np.frombuffer(bytes_[-theirs.nbytes:], np.float32).reshape(theirs.shape)
    return np.abs(ours - theirs).max() / np.abs(theirs).max()


def paint(folder, count):
    """Crops of pictures with detail at every size, as PNG and as JPEG of quality 92."""
    sys.argv[1] = folder
    import pictures

    random = np.random.RandomState(5)
    for kind in ("png", "jpg"):
        os.makedirs(f"{folder}/{kind}", exist_ok=True)
    for i in range(count):
        if i % 128 == 0:
            large = pictures.picture(1024, i)
        x, y = random.randint(0, 768, 2)
        crop = large.crop((x, y, x + 256, y + 256))
        crop.save(f"{folder}/png/{i:05}.png")
        crop.save(f"{folder}/jpg/{i:05}.jpg", quality=92)


if sys.argv[1] == "extract":
    extract(sys.argv[2], int(sys.argv[3]), sys.argv[4])
else:
    compare(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
