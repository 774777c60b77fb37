"""A network in an ONNX file, ready to run."""

from pathlib import Path
from typing import Any

from dorsi.errors import ModelError


def open_network(path: Path) -> Any:  # noqa: ANN401 - onnxruntime has no types
    """Return an ONNX Runtime session on one thread: dorsi uses more cores by more looks at a time and more processes.

    Raises
    ------
    ModelError
        If the file is no ONNX network, or what it refers to is missing.
    """
    # Imported here, since `dorsi --help` does not need it.
    import onnxruntime as ort  # noqa: PLC0415
    from onnxruntime.capi import onnxruntime_pybind11_state as faults  # noqa: PLC0415

    ort.disable_telemetry_events()  # a second time, after the variable in dorsi/__init__.py: Windows has other ways
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    broken = (
        faults.Fail,
        faults.InvalidGraph,
        faults.InvalidProtobuf,
        faults.InvalidArgument,
        faults.NotImplemented,
        faults.NoSuchFile,
    )
    try:
        return ort.InferenceSession(str(path), sess_options=options, providers=["CPUExecutionProvider"])
    except broken as error:
        raise ModelError(f"{path}: is no ONNX network that onnxruntime can read; install dorsi again") from error
