"""Write a trained network as ONNX: `python -m training.export RUN/finished.pt dorsi-foot.onnx --data CROPS`.

The file takes crops as they come from a picture (uint8, height before width, RGB) and gives points, calibrated sigmas
and probabilities, so that the product needs to know nothing of how the network was trained.
"""

import argparse
from pathlib import Path
from typing import Final

import numpy as np
import onnx
import onnxruntime
import torch
from torch import Tensor, nn

from dorsi.pose.foot_network import POINTS
from training.augment import SIDE_SHANKS
from training.calibrate import Calibration, calibrate
from training.crops import Crops
from training.net import CROP_PX, FootNet
from training.train import resume

OUTPUTS: Final = ("points", "sigma", "visible", "present")
OPSET: Final = 18
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
    onnx.helper.set_model_props(model, facts)
    onnx.save(model, str(path))
    check_same(shipped, path)


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
    net = resume(options.checkpoint).average
    export(net, calibrate(net, Crops(options.data, "heldout")), options.out, version=options.version)
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
