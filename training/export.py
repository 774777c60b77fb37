"""Write a trained network as ONNX: `python -m training.export RUN/finished.pt dorsi-foot.onnx --data CROPS`.

The file takes crops as they come from a picture (uint8, height before width, RGB) and gives points, calibrated sigmas
and probabilities, so that the product needs to know nothing of how the network was trained.
"""

import argparse
import hashlib
import json
import warnings
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
import onnxruntime
import torch
import yaml
from torch import Tensor, nn

from dorsi.pose.foot_network import POINTS
from training.augment import SIDE_SHANKS
from training.calibrate import Calibration, calibrate
from training.crops import Crops
from training.evaluate import summary
from training.net import CROP_PX, FootNet
from training.train import HISTORY, resume

OUTPUTS: Final = ("points", "sigma", "visible", "present")
OPSET: Final = 18
HEADER: Final = "# Written by `python -m training.export`; the checksum is checked whenever the network is loaded.\n"
LARGEST_DIFFERENCE: Final = 1e-3  # fraction of the crop's side, PyTorch against ONNX Runtime


class Shipped(nn.Module):
    """The network as it is shipped: pixels in, points with calibrated sigmas out."""

    def __init__(self, net: FootNet, calibration: Calibration) -> None:
        super().__init__()
        self.net = net
        self.register_buffer("slope", torch.from_numpy(calibration.slope.astype(np.float32)))
        self.register_buffer("intercept", torch.from_numpy(calibration.intercept.astype(np.float32)))

    def forward(self, crops: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return points (N, K, 2), sigma (N, K), visible (N, K), present (N,)."""
        answer = self.net(crops.permute(0, 3, 1, 2).float() / 255)
        sigma = torch.exp(self.intercept + self.slope * answer.log_spread)
        return answer.points, sigma, answer.visible.sigmoid(), answer.present.sigmoid()


def export(net: FootNet, calibration: Calibration, path: Path, *, version: str) -> None:
    """Write the network to `path`, with what a reader must know of it as metadata; checked by running it."""
    shipped = Shipped(net, calibration).eval()
    crops = torch.zeros((2, CROP_PX, CROP_PX, 3), dtype=torch.uint8)
    with warnings.catch_warnings():
        # The exporter itself uses names that PyTorch has given up.
        warnings.simplefilter("ignore", FutureWarning)
        torch.onnx.export(
            shipped,
            (crops,),
            str(path),
            input_names=["crops"],
            output_names=list(OUTPUTS),
            dynamic_shapes={"crops": {0: torch.export.Dim("n")}},
            opset_version=OPSET,
            external_data=False,
            verbose=False,
        )
    model = onnx.load(str(path))
    facts = {
        "crop_px": str(CROP_PX),
        "side_shanks": str(SIDE_SHANKS),
        "points": ",".join(POINTS),
        "version": version,
    }
    forget_where(model)
    onnx.helper.set_model_props(model, facts)
    onnx.save(model, str(path))
    check_same(shipped, path)


def forget_where(model: onnx.ModelProto) -> None:
    """Remove what the exporter notes of the program that built the network: it names files of this machine."""
    graph = model.graph
    for part in (graph, *graph.node, *graph.input, *graph.output, *graph.value_info, *graph.initializer):
        del part.metadata_props[:]
        part.ClearField("doc_string")


def manifest(checkpoint: Path, model: Path, net: FootNet, held_out: Crops, *, version: str) -> dict[str, Any]:
    """Return what the product and its readers must know of a network: its checksum, and how it was made."""
    training = resume(checkpoint)
    history = [json.loads(line) for line in (checkpoint.parent / HISTORY).read_text(encoding="utf-8").splitlines()]
    return {
        "file": model.name,
        "sha256": hashlib.sha256(model.read_bytes()).hexdigest(),
        "version": version,
        "licence": "Apache-2.0",
        "source": "weights of BlazePose's landmark network (Apache-2.0), trained on crops rendered by training/render",
        "training": asdict(training.config) | {"samples": training.samples},
        "data_sha256": sorted({entry["data"] for entry in history}),
        "errors_on_people_kept_out": {
            name: round(value, 3) for name, value in summary(net, held_out, limit=len(held_out)).items()
        },
    }


def check_same(shipped: Shipped, path: Path) -> None:
    """Raise if ONNX Runtime gives other numbers than PyTorch."""
    crops = np.random.default_rng(0).integers(0, 256, (4, CROP_PX, CROP_PX, 3), dtype=np.uint8)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    with torch.no_grad():
        wanted = shipped(torch.from_numpy(crops))
    for name, mine, theirs in zip(OUTPUTS, wanted, session.run(OUTPUTS, {"crops": crops}), strict=True):
        difference = float(np.abs(mine.numpy() - theirs).max())
        if difference > LARGEST_DIFFERENCE:
            raise SystemExit(f"{path}: {name} differs from PyTorch by up to {difference}")


def main() -> None:
    """Read the command line and export."""
    parser = argparse.ArgumentParser(description="Write a trained foot network as ONNX.")
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="crops; those kept out calibrate sigma")
    parser.add_argument("--version", default="1")
    options = parser.parse_args()
    net, held_out = resume(options.checkpoint).average, Crops(options.data, "heldout")
    export(net, calibrate(net, held_out), options.out, version=options.version)
    told = manifest(options.checkpoint, options.out, net, held_out, version=options.version)
    written = yaml.safe_dump(told, sort_keys=False, allow_unicode=True)
    options.out.with_suffix(".yaml").write_text(HEADER + written, encoding="utf-8")
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
