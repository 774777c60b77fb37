"""Drawing with OpenGL (moderngl on EGL; Mesa's software renderer is enough)."""

import ctypes.util
from dataclasses import dataclass

import moderngl
import numpy as np
import numpy.typing as npt

from dorsi.errors import DataError
from training.render import shaders
from training.render.camera import Lens
from training.render.drawable import Drawable, write, write_index
from training.render.geometry import FORWARD, UP, Array, Indices, Mesh, cross, joined, unit, vertex_normals
from training.render.paint import MAX_LAYERS, Paint
from training.render.person import CLOTH, HAIR, TOP, Person
from training.render.rooms import Light, Prop, Room

Picture = npt.NDArray[np.uint8]
SHADOW_PX = 512
SHADOW_RADIUS_M = 1.5
PROP_NUMBER, ROOM_NUMBER = 4.0, 5.0
TWO_SIDED = (CLOTH, TOP, HAIR)  # trousers are seen from inside at the hem


@dataclass(frozen=True)
class Surface:
    """Floor or wall: a rectangle, its texture, and the 4-vectors that give texture coordinates from (x, y, z, 1)."""

    corners: Array
    texture: Picture
    map_u: Array
    map_v: Array
    casts: bool = True  #: a shadow


@dataclass(frozen=True)
class Scene:
    """All that a picture shows. `person` is None for an empty room."""

    window: Lens
    room: Room
    surfaces: tuple[Surface, ...]
    props: tuple[Prop, ...]
    light: Light
    centre: Array
    vertices: Array | None = None
    normals: Array | None = None
    paints: tuple[Paint, ...] = ()
    mottle: float = 0.2  #: how much the colour of things varies


@dataclass(frozen=True)
class Drawing:
    """A picture (RGB), and per pixel what is seen there (1, 2 legs, 3 trunk, 4 things, 5 room) and how far away."""

    picture: Picture
    number: npt.NDArray[np.float32]
    depth_m: npt.NDArray[np.float32]


def _sun_projection(light: Light, centre: Array) -> Array:
    backward = unit(light.direction)
    right = unit(cross(UP if abs(backward[2]) < 0.95 else FORWARD, backward))
    axes = np.stack([right, cross(backward, right), backward])
    view = np.eye(4)
    view[:3, :3], view[:3, 3] = axes, -axes @ (centre + backward * 5)
    scale = np.diag([1 / SHADOW_RADIUS_M, 1 / SHADOW_RADIUS_M, -2 / 9.0, 1.0])
    scale[2, 3] = -(9.5 + 0.5) / 9.0
    return np.asarray(scale @ view)


class Studio:
    """A graphics context with its programs and buffers, for pictures of one size: square unless a height is given."""

    def __init__(self, size_px: int, height_px: int | None = None) -> None:
        self.size_px = size_px
        size = self._shape = (size_px, height_px or size_px)
        if ctypes.util.find_library("EGL") is None:
            raise DataError(
                "libEGL is not installed; rendering needs it: apt-get install libegl1 (or your system's EGL)"
            )
        c = self.context = moderngl.create_context(
            standalone=True,
            backend="egl",  # type: ignore[arg-type] # the stubs ask for a dict
            require=330,
        )
        self._painted = c.program(vertex_shader=shaders.VERTEX, fragment_shader=shaders.PAINTED)
        self._room = c.program(vertex_shader=shaders.VERTEX, fragment_shader=shaders.ROOM)
        self._prop = c.program(vertex_shader=shaders.VERTEX, fragment_shader=shaders.PROP)
        self._depth = c.program(vertex_shader=shaders.DEPTH_VERTEX, fragment_shader=shaders.DEPTH_FRAGMENT)
        self._identity = c.program(vertex_shader=shaders.IDENTITY_VERTEX, fragment_shader=shaders.IDENTITY_FRAGMENT)
        self._smooth = c.framebuffer([c.renderbuffer(size, 4, samples=4)], c.depth_renderbuffer(size, samples=4))
        self._flat = c.framebuffer([c.renderbuffer(size, 4)])
        self._found = c.framebuffer([c.texture(size, 2, dtype="f4")], c.depth_renderbuffer(size))
        self._shadow_map = c.depth_texture((SHADOW_PX, SHADOW_PX))
        self._shadow_map.compare_func = "<="
        self._shadow_map.repeat_x = self._shadow_map.repeat_y = False
        self._shadow = c.framebuffer(depth_attachment=self._shadow_map)
        c.enable(moderngl.DEPTH_TEST)
        c.disable(moderngl.CULL_FACE)
        self._dressed: Drawable | None = None
        self._staged: tuple[tuple[Surface, ...], tuple[Prop, ...], list[Drawable]] = ((), (), [])
        self._textures: dict[int, tuple[Picture, moderngl.Texture]] = {}

    def invite(self, person: Person) -> None:
        """Make ready to draw a person."""
        if self._dressed:
            self._dressed.release()
        of_face = person.material[person.faces[:, 0]]
        groups = [(int(m), person.faces[of_face == m]) for m in np.unique(of_face)]
        static = np.column_stack([person.vertices, person.leg_of_vertex, np.zeros_like(person.vertices)])
        self._dressed = self._drawable(self._painted, static, groups)

    def draw(self, scene: Scene) -> Drawing:
        """Return the picture of a scene, before lens distortion, and what is seen where."""
        picture, everything = self._shade(scene)
        found = self._identify(everything)
        return Drawing(picture, found[:, :, 0], found[:, :, 1])

    def photograph(self, scene: Scene) -> Picture:
        """Return the picture of a scene alone."""
        return self._shade(scene)[0]

    def _shade(self, scene: Scene) -> tuple[Picture, list[Drawable]]:
        """Return the picture, and all that is in it."""
        self._set_frame(scene)
        drawn = self._stage(scene)
        person = self._dressed if scene.vertices is not None else None
        if person and scene.vertices is not None and scene.normals is not None:
            person.move(scene.vertices, scene.normals)
        everything = [*drawn, person] if person else drawn
        self._shadow.use()
        self._shadow.clear(depth=1.0)
        dark = [d for d, s in zip(drawn, scene.surfaces, strict=False) if not s.casts]
        self._fill_depth([d for d in everything if d not in dark], _sun_projection(scene.light, scene.centre))
        self._smooth.use()
        self._smooth.clear(0.6, 0.6, 0.6, 1.0)
        self._shadow_map.use(0)
        if person:
            for material, array in person.shaded:
                self._set_paint(scene.paints[material])
                self._cull(off=material in TWO_SIDED)
                array.render()
            self._cull(off=True)
        for item, surface in zip(drawn, [*scene.surfaces, None], strict=False):
            if surface is not None:
                self._set_surface(surface, on_screen=scene.room.on_screen)
            for _, array in item.shaded:
                array.render()
        return self._read_picture(), everything

    def _stage(self, scene: Scene) -> list[Drawable]:
        """Return floor, walls and things; those of the last scene are kept while they stay the same."""
        surfaces, props, drawn = self._staged
        if not drawn or surfaces is not scene.surfaces or props is not scene.props:
            for item in drawn:
                item.release()
            drawn = [self._prepare_surface(surface) for surface in scene.surfaces]
            if scene.props:
                drawn.append(self._prepare_props(scene.props))
            self._staged = (scene.surfaces, scene.props, drawn)
        return drawn

    def _cull(self, *, off: bool) -> None:
        """Leave out the faces that point away, or draw them too."""
        (self.context.disable if off else self.context.enable)(moderngl.CULL_FACE)

    def _fill_depth(self, items: list[Drawable], projection: Array) -> None:
        write(self._depth, "projection", projection.T)
        for item in items:
            item.silhouette.render()

    def _read_picture(self) -> Picture:
        self.context.copy_framebuffer(self._flat, self._smooth)
        pixels = np.frombuffer(self._flat.read(components=3, alignment=1), np.uint8)
        return pixels.reshape(*self._shape[::-1], 3)[::-1].copy()

    def _identify(self, items: list[Drawable]) -> npt.NDArray[np.float32]:
        self._found.use()
        self._found.clear(0.0, 99.0, 0.0, 0.0)
        for item in items:
            item.identified.render()
        found = np.frombuffer(self._found.read(components=2, dtype="f4"), np.float32)
        return found.reshape(*self._shape[::-1], 2)[::-1]

    def _set_frame(self, scene: Scene) -> None:
        """Hand camera and light to the programs."""
        light = scene.light
        values = {
            "view_projection": scene.window.view_projection().T,
            "sun_projection": _sun_projection(light, scene.centre).T,
            "sun": unit(light.direction),
            "eye": scene.window.eye,
            "backward": scene.window.axes[2],
            "sun_rgb": light.sun_rgb,
            "sky_rgb": light.sky_rgb,
            "ground_rgb": light.ground_rgb,
            "exposure": np.array(light.exposure),
            "size_px": np.array(float(self.size_px)),
            "mottle": np.array(scene.mottle),
        }
        for program in (self._painted, self._room, self._prop, self._depth, self._identity):
            for name, value in values.items():
                write(program, name, value)

    def _set_paint(self, paint: Paint) -> None:
        fields = np.zeros((4, MAX_LAYERS, 4))
        layers = paint.layers[:MAX_LAYERS]
        for i, layer in enumerate(layers):
            fields[:, i] = (
                (*layer.along, layer.repeat),
                (*layer.across, 0.0),
                (*layer.between, *layer.within),
                (*layer.rgb, layer.alpha),
            )
        for name, field in zip(("along", "across", "bounds", "layer_rgb"), fields, strict=True):
            write(self._painted, name, field)
        write(self._painted, "base", np.array(paint.rgb))
        write(self._painted, "grain", np.array([*paint.grain, paint.gloss, paint.folds]))
        write(self._painted, "blotch", np.array(paint.blotch))
        write_index(self._painted, "layers", len(layers))

    def _set_surface(self, surface: Surface, *, on_screen: bool) -> None:
        write(self._room, "map_u", surface.map_u)
        write(self._room, "map_v", surface.map_v)
        write(self._room, "on_screen", np.array(float(on_screen)))
        self._texture(surface.texture).use(1)
        write_index(self._room, "room_texture", 1)

    def _texture(self, picture: Picture) -> moderngl.Texture:
        """Return the texture of a picture, from the last two dozen if it is among them."""
        if id(picture) not in self._textures:
            while len(self._textures) > 24:
                self._textures.pop(next(iter(self._textures)))[1].release()
            height, width = picture.shape[:2]
            texture = self.context.texture((width, height), 3, picture[::-1].tobytes(), alignment=1)
            texture.build_mipmaps()
            texture.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
            self._textures[id(picture)] = (picture, texture)
        return self._textures[id(picture)][1]

    def _prepare_surface(self, surface: Surface) -> Drawable:
        mesh = Mesh(surface.corners, np.array([[0, 1, 2], [0, 2, 3]], np.int32))
        return self._still(self._room, mesh, np.full((4, 3), 0.5), ROOM_NUMBER)

    def _prepare_props(self, props: tuple[Prop, ...]) -> Drawable:
        colours = np.vstack([np.tile(p.rgb, (len(p.mesh.vertices), 1)) for p in props])
        return self._still(self._prop, joined([p.mesh for p in props]), colours, PROP_NUMBER)

    def _still(self, program: moderngl.Program, mesh: Mesh, colours: Array, number: float) -> Drawable:
        static = np.column_stack([mesh.vertices, np.full(len(colours), number), colours])
        item = self._drawable(program, static, [(0, mesh.faces)])
        item.move(mesh.vertices, vertex_normals(mesh))
        return item

    def _drawable(self, program: moderngl.Program, static: Array, groups: list[tuple[int, Indices]]) -> Drawable:
        return Drawable(self.context, (program, self._depth, self._identity), static, groups)
