"""Build what ONNX Runtime needs to run the pose networks: `python scripts/build_pose_graphs.py models`.

A landmark network's ONNX file holds its structure only. Its weights stay where they are, in the bundle that MediaPipe
reads: each tensor names the file, the offset and the length of its half-precision numbers, in the order of TFLite, and
a Transpose and a Cast, which ONNX Runtime carries out once, while it loads the network. The branch for a person mask is
left out. The detector keeps some weights sparse, which ONNX cannot: they are written out in full, in half precision.

Run it after `scripts/build_models.py`. It needs tf2onnx and tensorflow, which nothing else does, so they are no
dependencies of dorsi: install them beside it for this run.
"""

# ruff: noqa: ANN401 - the classes that FlatBuffers, ONNX and TensorFlow generate have no types
import argparse
import hashlib
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any, Final

import flatbuffers
import numpy as np
import onnx
import tensorflow as tf
import tf2onnx
import yaml
from build_models import LANDMARKS_MEMBER, MASK_SHAPE, MODELS, load_schema
from onnx import TensorProto, helper, numpy_helper

DETECTOR_MEMBER: Final = "pose_detector.tflite"
DETECTOR_FILE: Final = "pose_detector.onnx"
MANIFEST: Final = "pose-graphs.yaml"
OPSET: Final = 17
LEAST_WEIGHTS: Final = 8  #: smaller tensors are shapes and axes
#: How TFLite orders what ONNX orders (out, in, height, width): a convolution's weights, and a depthwise one's.
ORDERS: Final = {4: ((0, 2, 3, 1), (2, 3, 1, 0)), 1: ((0,),)}
HEADER: Final = "# Made by scripts/build_pose_graphs.py; checked whenever a network is loaded.\n"


def converted(network: bytes) -> Any:
    """Return a TFLite network as an ONNX model."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "network.tflite")
        path.write_bytes(network)
        model, _ = tf2onnx.convert.from_tflite(str(path), opset=OPSET)
    return model


def without_mask(model: Any) -> Any:
    """Return a landmark network without the output of the person mask and what only that needs."""
    outputs = [output.name for output in model.graph.output if shape_of(output) != MASK_SHAPE]
    inputs = [one.name for one in model.graph.input]
    return onnx.utils.Extractor(model).extract_model(inputs, outputs)


def shape_of(value: Any) -> list[int]:
    """Return the shape of an input or output."""
    return [size.dim_value for size in value.type.tensor_type.shape.dim]


def structure(model: Any, bundle: Path) -> Any:
    """Return the model with its weights taken from the bundle's file."""
    content = bundle.read_bytes()
    kept, loading = [], []
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < LEAST_WEIGHTS:
            kept.append(tensor)
            continue
        offset, order = found(values, content)
        half = f"{tensor.name}:half"
        kept.append(outside(half, values.transpose(order).shape, bundle.name, offset))
        loading += as_float(half, tensor.name, turn=np.argsort(order).tolist())
    return with_weights(model, kept, loading)


def found(values: np.ndarray, content: bytes) -> tuple[int, tuple[int, ...]]:
    """Return where a tensor's half-precision numbers stand in a file, and in which order of its axes."""
    for order in ORDERS[values.ndim]:
        offset = content.find(np.ascontiguousarray(values.transpose(order)).astype(np.float16).tobytes())
        if offset >= 0:
            return offset, order
    raise SystemExit(f"weights of shape {values.shape} are not in the bundle")


def outside(name: str, shape: tuple[int, ...], file: str, offset: int) -> Any:
    """Return a half-precision tensor whose numbers stand in another file."""
    tensor = TensorProto(name=name, dims=shape, data_type=TensorProto.FLOAT16, data_location=TensorProto.EXTERNAL)
    length = 2 * int(np.prod(shape))
    for key, value in (("location", file), ("offset", offset), ("length", length)):
        tensor.external_data.add(key=key, value=str(value))
    return tensor


def as_float(half: str, name: str, *, turn: list[int]) -> list[Any]:
    """Return the nodes that make the tensor `name` of a half-precision one."""
    cast = helper.make_node("Cast", [half], [name], to=TensorProto.FLOAT)
    if turn == sorted(turn):
        return [cast]
    cast.input[0] = f"{name}:turned"
    return [helper.make_node("Transpose", [half], [f"{name}:turned"], perm=turn), cast]


def with_weights(model: Any, tensors: list[Any], loading: list[Any]) -> Any:
    """Return the model with other constants, and the nodes that make its own ones of them first."""
    nodes = [*loading, *model.graph.node]
    del model.graph.initializer[:], model.graph.node[:]
    model.graph.initializer.extend(tensors)
    model.graph.node.extend(nodes)
    return model


def dense(network: bytes) -> bytes:
    """Return a TFLite network whose sparse weights are written out in full."""
    schema = load_schema()
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(network))
    (graph,) = model.subgraphs
    interpreter = tf.lite.Interpreter(
        model_content=network,
        experimental_preserve_all_tensors=True,
        experimental_op_resolver_type=tf.lite.experimental.OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
    )
    interpreter.allocate_tensors()
    interpreter.invoke()
    kept = []
    for operator in graph.operators:
        if model.operatorCodes[operator.opcodeIndex].builtinCode != schema.BuiltinOperator.DENSIFY:
            kept.append(operator)
            continue
        (sparse,), (full,) = operator.inputs, operator.outputs
        for tensor, values in ((full, interpreter.get_tensor(full)), (sparse, np.zeros(1, np.float16))):
            buffer = schema.BufferT()
            buffer.data = np.frombuffer(values.tobytes(), np.uint8)
            model.buffers.append(buffer)
            graph.tensors[tensor].buffer = len(model.buffers) - 1
        graph.tensors[sparse].shape, graph.tensors[sparse].sparsity = [1], None
    graph.operators = kept
    builder = flatbuffers.Builder(len(network))
    builder.Finish(model.Pack(builder), file_identifier=b"TFL3")
    return bytes(builder.Output())


def halved(model: Any) -> Any:
    """Return the model with its weights in half precision, which they are in anyway."""
    kept, loading = [], []
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        half = values.astype(np.float16)
        if values.dtype != np.float32 or values.size < LEAST_WEIGHTS or not np.array_equal(half, values):
            kept.append(tensor)
            continue
        kept.append(numpy_helper.from_array(half, f"{tensor.name}:half"))
        loading += as_float(f"{tensor.name}:half", tensor.name, turn=list(range(values.ndim)))
    return with_weights(model, kept, loading)


def build(folder: Path) -> None:
    """Build the networks and their manifest from the bundles in a folder."""
    made = {}
    for name in MODELS:
        bundle = folder / f"pose_landmarker_{name}.task"
        with zipfile.ZipFile(bundle) as members:
            network, detector = members.read(LANDMARKS_MEMBER), members.read(DETECTOR_MEMBER)
        made[name] = folder / f"pose_landmarks_{name}.onnx"
        onnx.save(structure(without_mask(converted(network)), bundle), made[name])
    made["detector"] = folder / DETECTOR_FILE  # the same in all bundles
    onnx.save(halved(converted(dense(detector))), made["detector"])
    entries = [
        {"name": name, "file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for name, path in made.items()
    ]
    (folder / MANIFEST).write_text(HEADER + yaml.safe_dump({"models": entries}, sort_keys=False))


def main() -> None:
    """Read the folder from the command line and build."""
    parser = argparse.ArgumentParser(description="Build what ONNX Runtime needs to run the pose networks.")
    parser.add_argument("folder", type=Path, help="folder of the bundles, such as models/; it is written to as well")
    build(parser.parse_args().folder)


if __name__ == "__main__":
    sys.exit(main())
