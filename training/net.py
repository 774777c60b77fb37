"""The foot network: the trunk and decoder of BlazePose's landmark network, and heads of our own.

Input is an RGB crop of a lower leg in 0..1, shape (N, 3, S, S). The trunk halves the picture five times; a decoder adds
the levels up again to a quarter of the picture's size. For each point there is a heat map whose centre of mass is the
point (soft-argmax), a spread, and whether it is seen; for the crop, whether a leg is in it at all.
"""

from dataclasses import dataclass
from typing import Final

import torch
import torch.nn.functional as F  # noqa: N812 - the name that PyTorch's own texts use
from torch import Tensor, nn

from dorsi.pose.foot_network import POINTS
from training.blazepose import convolution_weights

POINT_COUNT: Final = len(POINTS)
CROP_PX: Final = 192
STRIDE: Final = 4  # pixels of the crop for a cell of the heat maps


@dataclass(frozen=True)
class Block:
    """An inverted residual: widen, filter each channel, narrow."""

    wide: int
    kernel: int
    stride: int
    out: int
    tap: bool = False  #: the decoder reads this block's input


@dataclass(frozen=True)
class Widths:
    """The widths of a BlazePose landmark network."""

    stem: int
    first: int
    blocks: tuple[Block, ...]
    top: int
    decoder: int


LITE: Final = Widths(
    24,
    8,
    (
        Block(32, 3, 2, 16), Block(96, 3, 1, 16),
        Block(96, 5, 2, 24, tap=True), Block(144, 5, 1, 24),
        Block(144, 3, 2, 40, tap=True), Block(240, 3, 1, 40), Block(240, 3, 1, 40),
        Block(240, 5, 1, 56), Block(336, 5, 1, 56), Block(336, 5, 1, 56),
        Block(336, 5, 2, 96, tap=True), Block(576, 5, 1, 96), Block(576, 5, 1, 96), Block(576, 5, 1, 96),
    ),
    576,
    32,
)  # fmt: skip
FULL: Final = Widths(
    24,
    16,
    (
        Block(64, 3, 2, 24), Block(144, 3, 1, 24),
        Block(144, 5, 2, 32, tap=True), Block(192, 5, 1, 32),
        Block(192, 3, 2, 64, tap=True), Block(384, 3, 1, 64), Block(384, 3, 1, 64),
        Block(384, 5, 1, 88), Block(528, 5, 1, 88), Block(528, 5, 1, 88),
        Block(528, 5, 2, 144, tap=True), Block(864, 5, 1, 144), Block(864, 5, 1, 144), Block(864, 5, 1, 144),
    ),
    864,
    48,
)  # fmt: skip
TRUNKS: Final = {"lite": LITE, "full": FULL}


@dataclass(frozen=True)
class Answer:
    """What the network says of N crops; coordinates are fractions of the crop's side."""

    points: Tensor  #: (N, K, 2)
    log_spread: Tensor  #: (N, K) logarithm of the mean absolute error that the network expects
    visible: Tensor  #: (N, K) logit
    present: Tensor  #: (N,) logit
    heat: Tensor  #: (N, K, cells) raw heat maps


class Layers:
    """Makes the convolutions of one network, with or without batch normalisation.

    BlazePose's weights have it folded in; laid out again, they bear a learning rate that they else do not.
    """

    def __init__(self, normalise: bool) -> None:
        self._normalise = normalise

    def __call__(self, inputs: int, outputs: int, kernel: int = 1, stride: int = 1, groups: int = 1) -> nn.Sequential:
        """Return a convolution that keeps the picture's size, or halves it with a stride of two."""
        norm = nn.BatchNorm2d(outputs) if self._normalise else nn.Identity()
        filters = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=not self._normalise)
        return nn.Sequential(filters, norm)


class InvertedResidual(nn.Module):
    """Widen, filter each channel, narrow; what came in is added where shapes allow."""

    def __init__(self, layers: Layers, inputs: int, block: Block) -> None:
        super().__init__()
        self.widen = layers(inputs, block.wide)
        self.filter = layers(block.wide, block.wide, block.kernel, block.stride, block.wide)
        self.narrow = layers(block.wide, block.out)
        self.adds = block.stride == 1 and inputs == block.out

    def forward(self, x: Tensor) -> Tensor:
        """Return the block's answer."""
        y: Tensor = self.narrow(F.relu6(self.filter(F.relu6(self.widen(x)))))
        return x + y if self.adds else y


class Tap(nn.Module):
    """What the decoder takes from a level of the trunk."""

    def __init__(self, layers: Layers, inputs: int, outputs: int) -> None:
        super().__init__()
        self.filter = layers(inputs, inputs, 3, groups=inputs)
        self.narrow = layers(inputs, outputs)

    def forward(self, x: Tensor) -> Tensor:
        """Return the level in the decoder's width."""
        return F.relu6(self.narrow(F.relu6(self.filter(x))))


class FootNet(nn.Module):
    """The foot network.

    Parameters
    ----------
    trunk
        Which of BlazePose's networks gives the widths: "lite" or "full".
    normalise
        Whether the convolutions that learn have batch normalisation.
    frozen
        The stem and this many blocks keep their weights; 0 lets the stem learn, too.
    """

    def __init__(self, trunk: str = "lite", *, normalise: bool = False, frozen: int = 0) -> None:
        super().__init__()
        widths = TRUNKS[trunk]
        kept, layers = Layers(normalise and not frozen), Layers(normalise)
        self.trunk, self.frozen = trunk, frozen
        self.stem = kept(3, widths.stem, 3, 2)
        self.stem_filter = kept(widths.stem, widths.stem, 3, groups=widths.stem)
        self.stem_narrow = kept(widths.stem, widths.first)
        inputs = [widths.first, *(block.out for block in widths.blocks)]
        self.blocks = nn.ModuleList(
            InvertedResidual(kept if i < frozen else layers, before, block)
            for i, (before, block) in enumerate(zip(inputs[:-1], widths.blocks, strict=True))
        )
        self.tap_at = [i for i, block in enumerate(widths.blocks) if block.tap]
        self.taps = nn.ModuleList(Tap(layers, inputs[i], widths.decoder) for i in self.tap_at)
        self.top = layers(inputs[-1], widths.top)
        self.top_filter = layers(widths.top, widths.top, 3, groups=widths.top)
        self.top_tap = Tap(layers, widths.top, widths.decoder)
        self.refine = layers(widths.decoder, widths.decoder, 3)
        self.heat = nn.Conv2d(widths.decoder, POINT_COUNT, 1)
        self.place = nn.Parameter(torch.randn(POINT_COUNT, widths.decoder) * 0.1)
        self.overview = nn.Linear(widths.top, widths.decoder)
        self.doubt = nn.Sequential(nn.Linear(widths.decoder + 3, 48), nn.ReLU(), nn.Linear(48, 1))
        self.visible = nn.Sequential(nn.Linear(widths.decoder + 3, 48), nn.ReLU(), nn.Linear(48, 1))
        self.present = nn.Linear(widths.top, 1)

    def forward(self, x: Tensor) -> Answer:
        """Return points, spreads and what is seen."""
        with torch.set_grad_enabled(torch.is_grad_enabled() and not self.frozen):
            x = self.stem_narrow(F.relu6(self.stem_filter(F.relu6(self.stem(x)))))
        levels = []
        for i, block in enumerate(self.blocks):
            if i in self.tap_at:
                levels.append(x)
            with torch.set_grad_enabled(torch.is_grad_enabled() and i >= self.frozen):
                x = block(x)
        top = F.relu6(self.top_filter(F.relu6(self.top(x))))
        y = self.top_tap(top)
        for level, tap in zip(reversed(levels), reversed(list(self.taps)), strict=True):
            y = F.interpolate(y, scale_factor=2, mode="bilinear", align_corners=False) + tap(level)
        y = y + F.relu6(self.refine(y))
        return self._read(y, top.mean((2, 3)))

    def _read(self, features: Tensor, overview: Tensor) -> Answer:
        """Return the answer from the decoder's features and the mean of the trunk's top."""
        heat = self.heat(features)
        n, k, height, width = heat.shape
        share = heat.flatten(2).softmax(-1)
        grid = share.view(n, k, height, width)
        at = (torch.arange(width, device=heat.device, dtype=torch.float32) + 0.5) / width
        across, down = grid.sum(2), grid.sum(3)
        x, y = (across * at).sum(-1), (down * at).sum(-1)
        spread = (across * (at - x[..., None]) ** 2).sum(-1) + (down * (at - y[..., None]) ** 2).sum(-1)
        local = share @ features.flatten(2).transpose(1, 2)
        context = local + self.place + self.overview(overview)[:, None]
        peak = torch.log(share.amax(-1) + 1e-6)
        shape = torch.stack([0.5 * torch.log(spread + 1e-6) + 4.0, peak, 10.0 * spread], -1)
        facts = torch.cat([context, shape], -1)
        # The doubt learns from the features and does not bend them: points come first.
        doubt = self.doubt(facts.detach())[..., 0]
        return Answer(
            points=torch.stack([x, y], -1),
            log_spread=doubt - 4.5,
            visible=self.visible(facts)[..., 0],
            present=self.present(overview)[:, 0],
            heat=heat.flatten(2),
        )


def start_from_blazepose(net: FootNet, pictures: Tensor) -> None:
    """Give trunk and decoder the weights of BlazePose's landmark network of the same widths.

    Its file has the norms folded into the convolutions. Where `net` has norms they are laid out again, so that each
    gives on `pictures` what the folded convolution would: without them the weights bear only a small learning rate.
    """
    for layer, (weight, bias) in zip(_blazepose_order(net), convolution_weights(net.trunk), strict=False):
        filters, norm = layer
        assert isinstance(filters, nn.Conv2d)
        assert filters.weight.shape == weight.shape, (filters.weight.shape, weight.shape)
        with torch.no_grad():
            filters.weight.copy_(weight)
            shift = norm.bias if isinstance(norm, nn.BatchNorm2d) else filters.bias
            assert shift is not None
            shift.copy_(bias)
    _lay_out_norms(net, pictures)


def _lay_out_norms(net: FootNet, pictures: Tensor) -> None:
    """Set every norm behind a convolution of BlazePose's so that it changes nothing on `pictures` but for its bias."""

    def lay_out(norm: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        assert isinstance(norm, nn.BatchNorm2d)
        assert norm.running_mean is not None
        assert norm.running_var is not None
        norm.running_var.copy_(inputs[0].var((0, 2, 3), unbiased=False))
        norm.running_mean.copy_(inputs[0].mean((0, 2, 3)))
        norm.weight.copy_((norm.running_var + norm.eps).sqrt())
        norm.bias.add_(norm.running_mean)

    norms = [layer[1] for layer in _blazepose_order(net) if isinstance(layer[1], nn.BatchNorm2d)]
    # Layer by layer as the pictures pass: each norm is laid out before it answers.
    hooks = [norm.register_forward_pre_hook(lay_out) for norm in norms]
    training = net.training
    with torch.no_grad():
        net.eval()(pictures)
    net.train(training)
    for hook in hooks:
        hook.remove()


def _blazepose_order(net: FootNet) -> list[nn.Sequential]:
    """Return the convolutions that come from BlazePose, in the order in which its file has them."""
    found: list[nn.Sequential] = [net.stem, net.stem_filter, net.stem_narrow]
    taps = dict(zip(net.tap_at, net.taps, strict=True))
    for i, block in enumerate(net.blocks):
        assert isinstance(block, InvertedResidual)
        found.append(block.widen)
        if i in taps:
            tap = taps[i]
            assert isinstance(tap, Tap)
            found += [tap.filter, tap.narrow]
        found += [block.filter, block.narrow]
    return [*found, net.top, net.top_filter, net.top_tap.filter, net.top_tap.narrow]
