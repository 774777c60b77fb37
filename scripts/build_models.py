"""Build the pose models that dorsi ships from the published ones: `python scripts/build_models.py ORIGINALS models`.

MediaPipe runs the network's branch for a person mask even when no mask is asked for. Here that branch is replaced by a
RESHAPE and a RESIZE of the presence score, so that the five outputs which MediaPipe expects stay; the landmarks are
bit-identical (tests/pose/test_shipped_models.py), and each frame takes less time. Weights that nothing uses any more
are left out. Equal input gives equal bytes.

The TFLite format is read and written with the schema that mediapipe brings along; nothing else is needed.
"""

# ruff: noqa: ANN401 - the classes that FlatBuffers generates have no types
import argparse
import hashlib
import importlib.util
import struct
import sys
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import flatbuffers
import numpy as np
import yaml

MODELS: Final = ("heavy", "full", "lite")
LANDMARKS_MEMBER: Final = "pose_landmarks_detector.tflite"
MASK_SHAPE: Final = [1, 256, 256, 1]
SCORE_SHAPE: Final = [1, 1]
ALIGNMENT: Final = 16  # bytes, as the TFLite schema asks of weights ("force_align: 16")
ZIP_ALIGNMENT_FIELD: Final = 0xD935  # the header field that Android's zipalign uses for padding
ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
SOURCE: Final = (
    "BlazePose by Google: pose_detection.tflite of the PyPI package mediapipe 0.10.21 and "
    "pose_landmark_{name}.tflite of the npm package @mediapipe/pose 0.5.1675469404"
)
CHANGES: Final = (
    "segmentation branch replaced by a reshaped presence score (landmarks bit-identical); "
    "rebuilt by scripts/build_models.py"
)


class AlignedBuilder(flatbuffers.Builder):
    """A FlatBuffers builder that aligns every vector as TFLite wants its weights aligned."""

    def StartVector(self, elemSize: int, numElems: int, alignment: int) -> Any:  # noqa: N802 - overrides
        """Start a vector at a multiple of 16 bytes."""
        return super().StartVector(elemSize, numElems, max(alignment, ALIGNMENT))


def load_schema() -> ModuleType:
    """Return the TFLite schema that mediapipe ships, without importing mediapipe."""
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


def replace_mask_branch(network: bytes, schema: ModuleType) -> bytes:
    """Return the landmark network without the branch that only makes the person mask."""
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(network))
    (graph,) = model.subgraphs
    mask = the_output(graph, MASK_SHAPE)
    score = the_output(graph, SCORE_SHAPE)
    kept = needed_operators(graph, [output for output in graph.outputs if output != mask])
    graph.operators = [operator for i, operator in enumerate(graph.operators) if i in kept]
    graph.operators += score_as_mask(model, graph, score, mask, schema)
    drop_unused(model, graph)
    builder = AlignedBuilder(len(network))
    builder.Finish(model.Pack(builder), file_identifier=b"TFL3")
    return bytes(builder.Output())


def the_output(graph: Any, shape: list[int]) -> int:
    """Return the number of the one output tensor that has `shape`."""
    (found,) = (output for output in graph.outputs if list(graph.tensors[output].shape) == shape)
    return int(found)


def needed_operators(graph: Any, outputs: list[int]) -> set[int]:
    """Return the numbers of the operators that `outputs` depend on."""
    producer = {tensor: i for i, operator in enumerate(graph.operators) for tensor in operator.outputs}
    needed: set[int] = set()
    open_tensors = list(outputs)
    while open_tensors:
        i = producer.get(open_tensors.pop())
        if i is not None and i not in needed:
            needed.add(i)
            open_tensors += list(graph.operators[i].inputs)
    return needed


def score_as_mask(model: Any, graph: Any, score: int, mask: int, schema: ModuleType) -> list[Any]:
    """Return a RESHAPE and a RESIZE that make a constant picture of the presence score, of the mask's shape."""
    codes = schema.BuiltinOperator
    score_pixel = add_tensor(model, graph, "score_pixel", [1, 1, 1, 1], None, schema)
    pixel_shape = add_tensor(model, graph, "score_pixel_shape", [4], np.ones(4, np.int32), schema)
    mask_size = add_tensor(model, graph, "mask_size", [2], np.array(MASK_SHAPE[1:3], np.int32), schema)
    reshape, resize = schema.ReshapeOptionsT(), schema.ResizeBilinearOptionsT()
    reshape.newShape = [1, 1, 1, 1]
    return [
        operator(model, codes.RESHAPE, [score, pixel_shape], score_pixel, reshape, schema),
        operator(model, codes.RESIZE_BILINEAR, [score_pixel, mask_size], mask, resize, schema),
    ]


def add_tensor(
    model: Any,
    graph: Any,
    name: str,
    shape: list[int],
    values: np.ndarray | None,
    schema: ModuleType,
) -> int:
    """Add a tensor (a constant if `values` are given) and return its number."""
    buffer = schema.BufferT()
    if values is not None:
        buffer.data = np.frombuffer(values.tobytes(), np.uint8)
    model.buffers.append(buffer)
    tensor = schema.TensorT()
    tensor.name, tensor.shape, tensor.buffer = name, shape, len(model.buffers) - 1
    tensor.type = schema.TensorType.FLOAT32 if values is None else schema.TensorType.INT32
    graph.tensors.append(tensor)
    return len(graph.tensors) - 1


def operator(model: Any, code: int, inputs: list[int], output: int, options: Any, schema: ModuleType) -> Any:
    """Return an operator of the kind `code`, which the network must already use."""
    made = schema.OperatorT()
    made.opcodeIndex = next(i for i, known in enumerate(model.operatorCodes) if known.builtinCode == code)
    made.inputs, made.outputs = inputs, [output]
    made.builtinOptions = options
    made.builtinOptionsType = getattr(schema.BuiltinOptions, type(options).__name__.removesuffix("T"))
    return made


def drop_unused(model: Any, graph: Any) -> None:
    """Remove the tensors that no operator uses and the weights that no tensor uses, and renumber the rest."""
    used = {*graph.inputs, *graph.outputs}
    used |= {t for operator in graph.operators for t in (*operator.inputs, *operator.outputs)}
    tensors = renumbering(used - {-1}) | {-1: -1}  # -1 stands for an input left out
    graph.tensors = [tensor for i, tensor in enumerate(graph.tensors) if i in tensors]
    graph.inputs = [tensors[t] for t in graph.inputs]
    graph.outputs = [tensors[t] for t in graph.outputs]
    for kept in graph.operators:
        kept.inputs = [tensors[t] for t in kept.inputs]
        kept.outputs = [tensors[t] for t in kept.outputs]
    # Buffer 0 is empty by definition of the format.
    buffers = renumbering({0, *(t.buffer for t in graph.tensors), *(entry.buffer for entry in model.metadata)})
    model.buffers = [buffer for i, buffer in enumerate(model.buffers) if i in buffers]
    for holder in (*graph.tensors, *model.metadata):
        holder.buffer = buffers[holder.buffer]


def renumbering(kept: set[int]) -> dict[int, int]:
    """Return the new number of each kept old number."""
    return {int(old): new for new, old in enumerate(sorted(kept))}


def write_bundle(path: Path, members: dict[str, bytes]) -> None:
    """Write the stored (not compressed) zip that MediaPipe maps into memory, each member aligned."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as bundle:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, ZIP_EPOCH)
            header_end = bundle.start_dir + zipfile.sizeFileHeader + len(name) + 4  # type: ignore[attr-defined]
            padding = -header_end % ALIGNMENT
            info.extra = struct.pack("<HH", ZIP_ALIGNMENT_FIELD, padding) + bytes(padding)
            bundle.writestr(info, data)


def sha256(path: Path) -> str:
    """Return the checksum of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def build(originals: Path, out: Path) -> None:
    """Build all bundles and their manifest."""
    schema = load_schema()
    out.mkdir(parents=True, exist_ok=True)
    entries = []
    for name in MODELS:
        original = originals / f"pose_landmarker_{name}.task"
        with zipfile.ZipFile(original) as bundle:
            members = {member: bundle.read(member) for member in bundle.namelist()}
        members[LANDMARKS_MEMBER] = replace_mask_branch(members[LANDMARKS_MEMBER], schema)
        made = out / original.name
        write_bundle(made, members)
        entries.append(
            {
                "name": name,
                "file": made.name,
                "sha256": sha256(made),
                "original_sha256": sha256(original),
                "source": SOURCE.format(name=name),
                "licence": "Apache-2.0",
                "changes": CHANGES,
            }
        )
        print(f"{made.name}: {original.stat().st_size} -> {made.stat().st_size} bytes")
    header = (
        "# Made by scripts/build_models.py; checked whenever a model is loaded. Licence text: LICENSE in this folder.\n"
    )
    (out / "manifest.yaml").write_text(header + yaml.safe_dump({"models": entries}, sort_keys=False, width=120))


def main() -> None:
    """Read the two folders from the command line and build."""
    parser = argparse.ArgumentParser(description="Build the pose models that dorsi ships.")
    parser.add_argument("originals", type=Path, help="folder with pose_landmarker_{heavy,full,lite}.task as published")
    parser.add_argument("out", type=Path, help="folder to write, such as models/")
    arguments = parser.parse_args()
    build(arguments.originals, arguments.out)


if __name__ == "__main__":
    sys.exit(main())
