"""The nodes of ComfyUI, called as it calls them."""

import importlib.util
import sys
import types
import unittest
from pathlib import Path

import numpy
from giqa import GiqaError
from service_stub import ServiceStub

try:
    import torch
except ImportError:
    torch = None

_FOLDER = Path(__file__).parent.parent.parent / "comfyui"


def load():
    """The pack, as ComfyUI loads a folder of custom_nodes."""
    spec = importlib.util.spec_from_file_location("custom_nodes_giqa", _FOLDER / "__init__.py", submodule_search_locations=[str(_FOLDER)])
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Blocker:
    """ComfyUI's ExecutionBlocker."""

    def __init__(self, message):
        self.message = message


def batch(*values):
    """Images of one grey each, B x H x W x C floats in 0..1 as ComfyUI has them."""
    images = numpy.stack([numpy.full((8, 6, 3), value, numpy.float32) for value in values])
    return torch.from_numpy(images) if torch else images


def by_number(qualities):
    """A service whose images have these qualities, by their number; None has no score."""

    def answer(names):
        rows = []
        for name in names:
            quality = qualities[int(name.removeprefix("image-"))]
            rows.append({"score": quality, "quality": quality, "status": "ok" if quality is not None else "corrupt", "detail": None})
        return 200, {}, {"results": rows}

    return ServiceStub(answer)


def greys(images):
    return [round(float(image[0, 0, 0]), 3) for image in images]


class NodeTests(unittest.TestCase):
    def setUp(self):
        self.nodes = load()
        execution, graph = types.ModuleType("comfy_execution"), types.ModuleType("comfy_execution.graph")
        graph.ExecutionBlocker = Blocker
        sys.modules.update({"comfy_execution": execution, "comfy_execution.graph": graph})
        self.addCleanup(lambda: [sys.modules.pop(name) for name in ("comfy_execution", "comfy_execution.graph")])

    def call(self, name, images, qualities, **values):
        """Runs a node as ComfyUI does: an instance, its FUNCTION, by the names of INPUT_TYPES."""
        node = self.nodes.NODE_CLASS_MAPPINGS[name]
        with by_number(qualities) as service:
            result = getattr(node(), node.FUNCTION)(images=images, source=service.url, **values)
        outputs = result["result"] if isinstance(result, dict) else result
        self.assertEqual(len(node.RETURN_TYPES), len(outputs))
        return outputs

    def test_every_node_keeps_to_the_contract(self):
        self.assertEqual(set(self.nodes.NODE_CLASS_MAPPINGS), set(self.nodes.NODE_DISPLAY_NAME_MAPPINGS))
        for name, node in self.nodes.NODE_CLASS_MAPPINGS.items():
            inputs = node.INPUT_TYPES()
            self.assertLessEqual(set(inputs), {"required", "optional"})
            self.assertEqual(("IMAGE",), inputs["required"]["images"])
            for kind, *options in [*inputs["required"].values(), *inputs["optional"].values()]:
                self.assertIn(kind, {"IMAGE", "STRING", "FLOAT", "INT"})
                self.assertLessEqual(len(options), 1)
                self.assertTrue(all("default" in option for option in options))
            names = set(inputs["required"]) | set(inputs["optional"])
            function = getattr(node, node.FUNCTION).__code__
            self.assertEqual(names, set(function.co_varnames[1 : function.co_argcount]), name)
            self.assertEqual(len(node.RETURN_TYPES), len(node.RETURN_NAMES))
            self.assertTrue(node.CATEGORY and node.DESCRIPTION)

    def test_score_tells_the_quality_of_every_image(self):
        images = batch(0.1, 0.2, 0.3)
        passed, mean, worst, text = self.call("GiqaScore", images, [0.5, None, 0.25])
        self.assertIs(images, passed)
        self.assertEqual((0.375, 0.25, "0: 0.500\n1: corrupt, None\n2: 0.250"), (mean, worst, text))
        with self.assertRaisesRegex(GiqaError, "no image has a score"):
            self.call("GiqaScore", batch(0.1), [None])

    def test_gate_parts_accepted_from_rejected(self):
        accepted, rejected, count, others = self.call("GiqaGate", batch(0.1, 0.2, 0.3, 0.4), [0.5, 0.1, None, 0.2], min_quality=0.2)
        self.assertEqual(([0.1, 0.4], [0.2, 0.3], 2, 2), (greys(accepted), greys(rejected), count, others))
        self.assertEqual((8, 6, 3), tuple(accepted.shape[1:]))

    def test_gate_blocks_the_output_that_gets_no_image(self):
        accepted, rejected, count, _ = self.call("GiqaGate", batch(0.1), [0.1], min_quality=0.2)
        self.assertEqual((None, [0.1], 0), (accepted.message, greys(rejected), count))
        accepted, rejected, *_ = self.call("GiqaGate", batch(0.1), [0.9], min_quality=0.2)
        self.assertEqual(([0.1], None), (greys(accepted), rejected.message))

    def test_pick_gives_the_best_first_and_the_others(self):
        best, others, quality = self.call("GiqaPick", batch(0.1, 0.2, 0.3, 0.4), [0.2, 0.9, None, 0.6], count=2)
        self.assertEqual(([0.2, 0.4], [0.1, 0.3], 0.9), (greys(best), greys(others), quality))

    def test_images_are_scored_as_they_would_be_saved(self):
        images = numpy.linspace(-0.1, 1.1, 96, dtype=numpy.float32).reshape(1, 8, 4, 3)
        saved = sys.modules["custom_nodes_giqa.nodes"]._saved(torch.from_numpy(images) if torch else images)
        numpy.testing.assert_array_equal(numpy.clip(255.0 * images, 0, 255).astype(numpy.uint8), saved)

    def test_an_exported_model_and_a_name_do_not_go_together(self):
        node = self.nodes.NODE_CLASS_MAPPINGS["GiqaScore"]()
        with self.assertRaisesRegex(GiqaError, "leave 'model' empty"):
            node.score(batch(0.1), "scorer.onnx", model="other")
        with self.assertRaises(GiqaError):
            node.score(batch(0.1), "none.onnx")
