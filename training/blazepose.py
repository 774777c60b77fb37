"""The convolution weights of the Apache-2.0 BlazePose landmark networks, read from the pose models that dorsi ships."""

import importlib.util
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import numpy as np
import torch

MODELS: Final = Path(__file__).parents[1] / "models"
LANDMARKS_MEMBER: Final = "pose_landmarks_detector.tflite"


def convolution_weights(size: str) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Return (weight, bias) of every convolution of the landmark network `size`, in the order in which it runs.

    Weights have PyTorch's shape (outputs, inputs / groups, height, width); batch normalisation is folded into them.
    """
    schema = _schema()
    with zipfile.ZipFile(MODELS / f"pose_landmarker_{size}.task") as bundle:
        network = bundle.read(LANDMARKS_MEMBER)
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(network))
    (graph,) = model.subgraphs
    codes = schema.BuiltinOperator
    half = {o.outputs[0]: o.inputs[0] for o in graph.operators if _code(model, o) == codes.DEQUANTIZE}
    found = []
    for operator in graph.operators:
        code = _code(model, operator)
        if code not in (codes.CONV_2D, codes.DEPTHWISE_CONV_2D):
            continue
        weight, bias = (_values(model, graph, half.get(i, i)) for i in operator.inputs[1:3])
        axes = (3, 0, 1, 2) if code == codes.DEPTHWISE_CONV_2D else (0, 3, 1, 2)
        found.append((torch.from_numpy(np.ascontiguousarray(weight.transpose(axes))), torch.from_numpy(bias.copy())))
    return found


def _schema() -> ModuleType:
    """Return the TFLite schema that mediapipe brings along, without importing mediapipe."""
    package = importlib.util.find_spec("mediapipe")
    assert package is not None
    assert package.submodule_search_locations is not None
    path = Path(package.submodule_search_locations[0], "tasks/metadata/schema_py_generated.py")
    spec = importlib.util.spec_from_file_location("tflite_schema", path)
    assert spec is not None
    assert spec.loader is not None
    schema = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(schema)
    return schema


def _code(model: Any, operator: Any) -> int:  # noqa: ANN401 - the classes that FlatBuffers generates have no types
    """Return the kind of an operator; files of different ages keep it in different fields."""
    entry = model.operatorCodes[operator.opcodeIndex]
    return int(max(entry.builtinCode, entry.deprecatedBuiltinCode))


def _values(model: Any, graph: Any, tensor_index: int) -> np.ndarray:  # noqa: ANN401
    """Return a constant tensor as float32; the files keep weights in half precision."""
    tensor = graph.tensors[tensor_index]
    kind = {0: np.float32, 1: np.float16}[tensor.type]
    data = np.frombuffer(np.asarray(model.buffers[tensor.buffer].data, np.uint8).tobytes(), kind)
    return data.reshape(tensor.shape).astype(np.float32)
