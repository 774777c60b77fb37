"""Train the foot network: `python -m training.train RUN --data CROPS --samples 100000`.

Training goes in pieces: each call goes on from the checkpoint in RUN and stops at the number of samples asked for, at
an even learning rate. `--cool` lets the rate fall to nothing over this piece, which is how a network is finished; the
checkpoint before it stays, so that training can go on from there when there is time.
"""

import argparse
import copy
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from training.augment import augment
from training.crops import Crops, data_hash, pieces
from training.evaluate import summary
from training.net import CROP_PX, STRIDE, Answer, FootNet, start_from_blazepose

STABLE: Final = "stable.pt"
FINISHED: Final = "finished.pt"
HISTORY: Final = "history.jsonl"
WARM_UP_STEPS: Final = 100
EMA_HALF_LIFE_STEPS: Final = 250
HEAT_SD_CELLS: Final = 1.5
COVER_PIECES: Final = 256
LAID_OUT_ON: Final = 64  # crops


@dataclass(frozen=True)
class Config:
    """What a training run is made of; it is kept in the checkpoint and in the model's manifest."""

    trunk: str = "full"
    start: str = "blazepose"  #: or "scratch", which has nothing to freeze
    normalise: bool = True
    frozen: int = 3
    batch: int = 32
    learning_rate: float = 1.5e-3
    #: Learning rate of BlazePose's weights as a share of the heads'.
    trunk_rate: float = 1.0
    weight_decay: float = 1e-2
    seed: int = 1


class Samples(Dataset[tuple[Tensor, ...]]):
    """Augmented crops without end; sample k is the same on every run."""

    def __init__(self, crops: Crops, seed: int, first: int, count: int) -> None:
        self._crops, self._seed, self._first, self._count = crops, seed, first, count
        self._covers = pieces(crops, COVER_PIECES, seed)

    def __len__(self) -> int:
        """Return how many samples this piece of training takes."""
        return self._count

    def __getitem__(self, index: int) -> tuple[Tensor, ...]:
        """Return picture, points, visible, present."""
        cv2.setNumThreads(1)
        rng = np.random.default_rng([self._seed, self._first + index])
        crop = self._crops[int(rng.integers(len(self._crops)))]
        sample = augment(crop, self._covers, rng)
        return (
            torch.from_numpy(np.ascontiguousarray(sample.picture)),
            torch.from_numpy(sample.points.astype(np.float32)),
            torch.from_numpy(sample.visible.astype(np.float32)),
            torch.tensor(float(crop.has_leg)),
        )


def as_input(pictures: Tensor) -> Tensor:
    """Return pictures, uint8 (N, S, S, 3), as the network takes them."""
    return (pictures.permute(0, 3, 1, 2).float() / 255).contiguous(memory_format=torch.channels_last)


def first_pictures(crops: Crops, seed: int) -> Tensor:
    """Return some augmented crops as the network takes them: what its norms are laid out on."""
    samples = Samples(crops, seed, 0, LAID_OUT_ON)
    return as_input(torch.stack([samples[i][0] for i in range(LAID_OUT_ON)]))


def loss(answer: Answer, points: Tensor, visible: Tensor, present: Tensor) -> Tensor:
    """Return how wrong the answer is: points (as places and as heat), their doubt, what is seen."""
    leg = present[:, None]
    inside = ((points > 0) & (points < 1)).all(-1).float() * leg
    # A hidden point is still somewhere: it counts, but less.
    weight = inside * (0.3 + 0.7 * visible)
    error = (answer.points - points).abs().sum(-1)
    cells = CROP_PX // STRIDE
    at = (torch.arange(cells) + 0.5) / cells
    wave = torch.exp(-0.5 * ((at - points[..., None]) / (HEAT_SD_CELLS / cells)) ** 2)
    target = (wave[..., 1, :, None] * wave[..., 0, None, :]).flatten(2)
    target = target / (target.sum(-1, keepdim=True) + 1e-9)
    heat = -(target * answer.heat.log_softmax(-1)).sum(-1)
    # Mean absolute error per axis under a Laplace distribution.
    doubt = error.detach() / 2 / answer.log_spread.exp() + answer.log_spread
    total = weight.sum().clamp(min=1)
    seen = F.binary_cross_entropy_with_logits(answer.visible, visible, reduction="none") * leg
    return (
        20 * (error * weight).sum() / total
        + 0.3 * (heat * weight).sum() / total
        + 0.1 * (doubt * inside).sum() / inside.sum().clamp(min=1)
        + 0.1 * seen.mean()
        + 0.1 * F.binary_cross_entropy_with_logits(answer.present, present)
    )


class Training:
    """A network under training, its average over time, and how far it is."""

    def __init__(self, config: Config, pictures: Tensor | None = None) -> None:
        """Start with BlazePose's weights, the norms laid out on `pictures`; without them from nothing."""
        torch.manual_seed(config.seed)
        self.config = config
        self.net = FootNet(config.trunk, normalise=config.normalise, frozen=config.frozen)
        if pictures is not None and config.start == "blazepose":
            start_from_blazepose(self.net, pictures)
        # mypy does not know this way of calling it, which PyTorch's own texts recommend.
        self.net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.average = copy.deepcopy(self.net).eval()
        self.optimizer = torch.optim.AdamW(self._groups(), lr=config.learning_rate, weight_decay=config.weight_decay)
        self.steps = 0

    def _groups(self) -> list[dict[str, Any]]:
        """Return the trunk's weights, which learn more slowly, and those of the heads."""
        own = ("refine", "heat", "place", "overview", "doubt", "visible", "present")
        heads = [p for name, p in self.net.named_parameters() if name.startswith(own)]
        trunk = [p for name, p in self.net.named_parameters() if not name.startswith(own)]
        slow = self.config.trunk_rate if self.config.start == "blazepose" else 1.0
        return [{"params": trunk, "share": slow}, {"params": heads, "share": 1.0}]

    @property
    def samples(self) -> int:
        """Return how many samples the network has seen."""
        return self.steps * self.config.batch

    def step(self, batch: tuple[Tensor, ...], rate: float) -> float:
        """Learn from one batch; return its loss."""
        pictures, points, visible, present = batch
        for group in self.optimizer.param_groups:
            group["lr"] = rate * group["share"]
        self.net.train()
        lost = loss(self.net(as_input(pictures)), points, visible, present)
        self.optimizer.zero_grad(set_to_none=True)
        lost.backward()  # type: ignore[no-untyped-call] # PyTorch's own
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
        self.optimizer.step()
        self.steps += 1
        self._follow()
        return float(lost.detach())

    def _follow(self) -> None:
        """Move the average towards the network; quicker in the beginning."""
        share = max(1 / (self.steps + 10), 1 - 0.5 ** (1 / EMA_HALF_LIFE_STEPS))
        with torch.no_grad():
            for mean, now in zip(self.average.state_dict().values(), self.net.state_dict().values(), strict=True):
                if mean.dtype.is_floating_point:
                    mean.lerp_(now, share)
                else:
                    mean.copy_(now)

    def save(self, path: Path) -> None:
        """Write everything that training needs to go on."""
        state = {
            "config": asdict(self.config),
            "net": self.net.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "steps": self.steps,
        }
        unfinished = path.with_suffix(".part")
        torch.save(state, unfinished)
        unfinished.replace(path)


def resume(path: Path) -> Training:
    """Return the training that `Training.save` wrote."""
    state = torch.load(path, weights_only=True)
    training = Training(Config(**state["config"]))
    training.net.load_state_dict(state["net"])
    training.average.load_state_dict(state["average"])
    training.optimizer.load_state_dict(state["optimizer"])
    training.steps = state["steps"]
    return training


def train(run: Path, data: Path, config: Config, *, until: int, cool: bool, report_every: int) -> Training:
    """Train until the network has seen `until` samples; return it."""
    run.mkdir(parents=True, exist_ok=True)
    crops, held_out = Crops(data, "train"), Crops(data, "heldout")
    known = (run / STABLE).exists()
    training = resume(run / STABLE) if known else Training(config, first_pictures(crops, config.seed))
    config, start = training.config, training.samples
    print(f"{len(crops)} crops to learn from, {len(held_out)} kept out; {start} samples seen so far", flush=True)
    steps = max(0, (until - start) // config.batch)
    loader = DataLoader(
        Samples(crops, config.seed, start, steps * config.batch), config.batch, num_workers=1, prefetch_factor=4
    )
    begun, last_report, running, seen = time.monotonic(), training.samples, 0.0, data_hash(data)
    for done, batch in enumerate(loader):
        warm = min(1.0, (training.steps + 1) / WARM_UP_STEPS)
        rate = config.learning_rate * warm * (1 - done / steps if cool else 1.0)
        lost = training.step(tuple(batch), rate)
        running = lost if done == 0 else 0.98 * running + 0.02 * lost
        if training.samples - last_report >= report_every or done == steps - 1:
            last_report = training.samples
            training.save(run / (FINISHED if cool else STABLE))
            speed = (done + 1) * config.batch / (time.monotonic() - begun)
            note(run, training, held_out, {"loss": running, "per_s": speed, "cool": cool, "data": seen})
    return training


def note(run: Path, training: Training, held_out: Crops, facts: dict[str, Any]) -> None:
    """Add the errors on the crops kept out to the run's history, and print them."""
    entry = {"samples": training.samples, **facts, **summary(training.average, held_out)}
    entry = {name: round(value, 4) if isinstance(value, float) else value for name, value in entry.items()}
    with (run / HISTORY).open("a", encoding="utf-8") as history:
        history.write(json.dumps(entry) + "\n")
    print(json.dumps(entry), flush=True)


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description="Train the foot network; go on where the last call stopped.")
    parser.add_argument("run", type=Path, help="folder of checkpoints and history")
    parser.add_argument("--data", type=Path, required=True, help="folder of rendered crops")
    parser.add_argument("--samples", type=int, required=True, help="number of samples the network sees in all")
    parser.add_argument("--cool", action="store_true", help="let the learning rate fall to nothing: finish the network")
    parser.add_argument("--report-every", type=int, default=16_000, help="samples between checkpoints")
    parser.add_argument("--threads", type=int, default=1)
    defaults = Config()
    for name, value in asdict(defaults).items():
        how: dict[str, Any] = (
            {"action": argparse.BooleanOptionalAction} if isinstance(value, bool) else {"type": type(value)}
        )
        parser.add_argument("--" + name.replace("_", "-"), default=value, **how)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    config = Config(**{name: getattr(options, name) for name in asdict(defaults)})
    train(
        options.run, options.data, config, until=options.samples, cool=options.cool, report_every=options.report_every
    )


if __name__ == "__main__":
    main()
