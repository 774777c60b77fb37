"""The whole chain, small: render, train in two pieces, finish, export, load in the product, same numbers."""

import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs dorsi[train]")
pytest.importorskip("moderngl", reason="training needs dorsi[train]")

from training.calibrate import calibrate  # noqa: E402
from training.crops import Crops  # noqa: E402
from training.evaluate import judge  # noqa: E402
from training.export import export  # noqa: E402
from training.render.shards import Order, render_shards  # noqa: E402
from training.train import FINISHED, HISTORY, STABLE, Config, Training, resume, train  # noqa: E402

from dorsi.pose.foot_network import read_network  # noqa: E402 - after the check

ASSETS = Path(__file__).parents[2] / "../shared/renderer/assets/base"
CONFIG = Config(batch=8)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Render two people to learn from and two that are kept out."""
    if not ASSETS.is_dir():
        pytest.skip("the clothes that the renderer dresses people in are not at hand")
    folder = tmp_path_factory.mktemp("crops")
    for split in ("train", "heldout"):
        order = Order(split=split, seed=1, assets=ASSETS, photos=None, people_per_shard=2, crops_per_person=12)
        render_shards(folder, order, crops=24, workers=1)
    return folder


@pytest.fixture(scope="module")
def run(data, tmp_path_factory):
    """Train in two pieces and finish."""
    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("run")
    train(folder, data, CONFIG, until=16, cool=False, report_every=16)
    train(folder, data, CONFIG, until=32, cool=False, report_every=16)
    train(folder, data, CONFIG, until=48, cool=True, report_every=16)
    return folder


def test_a_second_piece_goes_on_where_the_first_stopped(run, data, tmp_path):
    in_one = train(tmp_path, data, CONFIG, until=32, cool=False, report_every=32)
    for name, weights in resume(run / STABLE).net.state_dict().items():
        torch.testing.assert_close(weights, in_one.net.state_dict()[name], rtol=0, atol=0)


def test_finishing_leaves_the_checkpoint_to_go_on_from(run):
    assert resume(run / STABLE).samples == 32
    assert resume(run / FINISHED).samples == 48


def test_the_history_keeps_the_errors_against_samples(run):
    history = [json.loads(line) for line in (run / HISTORY).read_text().splitlines()]
    assert [entry["samples"] for entry in history] == [16, 32, 48]
    assert all(np.isfinite(entry["ankle_deg"]) for entry in history)


def test_the_product_reads_the_same_numbers_from_the_exported_file(run, data, tmp_path):
    net, held_out = resume(run / FINISHED).average.eval(), Crops(data, "heldout")
    path = tmp_path / "foot.onnx"
    export(net, calibrate(net, held_out), path, version="smoke")
    network = read_network(path, sha256="")
    crops = np.stack([held_out[i].picture[: network.crop_px, : network.crop_px] for i in range(4)])
    seen = network(crops)
    with torch.no_grad():
        answer = net(torch.from_numpy(crops).permute(0, 3, 1, 2).float() / 255)
    np.testing.assert_allclose(seen.xy_px, answer.points.numpy() * network.crop_px, atol=0.05)
    np.testing.assert_allclose(seen.visible, answer.visible.sigmoid().numpy(), atol=1e-3)


def test_training_makes_the_points_better_than_the_start(run, data):
    held_out = Crops(data, "heldout")
    before, after = (
        np.abs(seen.points - seen.truth)[seen.truly_present].mean()
        for seen in (judge(net, held_out) for net in (Training(CONFIG).net, resume(run / FINISHED).average))
    )
    assert after < before
