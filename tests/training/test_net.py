"""The foot network before it has learnt anything."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs dorsi[train]")

from training.blazepose import convolution_weights  # noqa: E402 - after the check
from training.net import CROP_PX, POINT_COUNT, FootNet, start_from_blazepose  # noqa: E402


def picture(seed=0, count=2):
    generator = torch.Generator().manual_seed(seed)
    return torch.rand((count, 3, CROP_PX, CROP_PX), generator=generator)


@pytest.mark.parametrize("trunk", ["lite", "full"])
def test_the_trunk_takes_every_weight_of_blazepose(trunk):
    net = FootNet(trunk)
    start_from_blazepose(net, picture())
    stem, bias = convolution_weights(trunk)[0]
    assert torch.equal(net.stem[0].weight, stem)
    assert torch.equal(net.stem[0].bias, bias)
    ours = sorted(tuple(w.shape) for w, _ in convolution_weights(trunk)[: len(trunk_convolutions(net))])
    assert ours == sorted(tuple(c.weight.shape) for c in trunk_convolutions(net))


def test_norms_laid_out_again_change_nothing_of_what_blazepose_says():
    said = []
    for normalise in (False, True):
        net = FootNet(normalise=normalise, frozen=3)
        start_from_blazepose(net, picture())
        net.top_tap.register_forward_hook(lambda _, __, answer: said.append(answer))
        with torch.no_grad():
            net.eval()(picture(seed=1))
    assert sum(isinstance(m, torch.nn.BatchNorm2d) for m in net.modules()) > 30
    torch.testing.assert_close(said[1], said[0], rtol=1e-3, atol=1e-3)


def trunk_convolutions(net):
    return [
        m
        for name, m in net.named_modules()
        if isinstance(m, torch.nn.Conv2d) and not name.startswith(("refine", "heat"))
    ]


def test_points_lie_in_the_crop_and_shapes_are_as_promised():
    torch.manual_seed(0)
    with torch.no_grad():
        answer = FootNet().eval()(picture())
    assert answer.points.shape == (2, POINT_COUNT, 2)
    assert answer.log_spread.shape == answer.visible.shape == (2, POINT_COUNT)
    assert answer.present.shape == (2,)
    assert ((answer.points >= 0) & (answer.points <= 1)).all()


def test_frozen_blocks_get_no_gradient_and_others_do():
    torch.manual_seed(0)
    net = FootNet(frozen=3)
    net.train()
    answer = net(picture())
    (answer.points.sum() + answer.heat.sum()).backward()
    assert net.stem[0].weight.grad is None
    assert net.blocks[2].narrow[0].weight.grad is None
    assert net.blocks[3].narrow[0].weight.grad is not None


def test_one_crop_is_judged_alike_alone_and_among_others():
    torch.manual_seed(0)
    net = FootNet().eval()
    crops = picture(count=3)
    with torch.no_grad():
        alone, among = net(crops[1:2]).points[0], net(crops).points[1]
    np.testing.assert_allclose(alone, among, atol=1e-5)
