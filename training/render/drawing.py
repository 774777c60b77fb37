"""Drawing with OpenGL (moderngl on EGL; Mesa's software renderer is enough)."""

import ctypes.util
from dataclasses import dataclass

import moderngl
import numpy as np
import numpy.typing as npt

from dorsi.errors import DataError
from training.render import shaders
from training.render.camera import Window
from training.render.geometry import FORWARD, UP, Array, Indices, Mesh, cross, joined, unit, vertex_normals
from training.render.paint import MAX_LAYERS, Paint
from training.render.person import CLOTH, Person
from training.render.rooms import Light, Prop, Room

Picture = npt.NDArray[np.uint8]
SHADOW_PX = 512
SHADOW_RADIUS_M = 1.5
PROP_NUMBER, ROOM_NUMBER = 4.0, 5.0


@dataclass(frozen=True)
class Surface:
    """Floor or wall: a rectangle, its texture, and the 4-vectors that give texture coordinates from (x, y, z, 1)."""

    corners: Array
    texture: Picture
    map_u: Array
    map_v: Array


@dataclass(frozen=True)
class Scene:
    """All that a picture shows. `person` is None for an empty room."""

    window: Window
    room: Room
    surfaces: tuple[Surface, ...]
    props: tuple[Prop, ...]
    light: Light
    centre: Array
    vertices: Array | None = None
    normals: Array | None = None
    paints: tuple[Paint, ...] = ()


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
    """A graphics context with its programs and buffers, for pictures of one size."""

    def __init__(self, size_px: int) -> None:
        self.size_px = size_px
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
        size = (size_px, size_px)
        self._smooth = c.framebuffer([c.renderbuffer(size, 4, samples=4)], c.depth_renderbuffer(size, samples=4))
        self._flat = c.framebuffer([c.renderbuffer(size, 4)])
        self._found = c.framebuffer([c.texture(size, 2, dtype="f4")], c.depth_renderbuffer(size))
        self._shadow_map = c.depth_texture((SHADOW_PX, SHADOW_PX))
        self._shadow_map.compare_func = "<="
        self._shadow_map.repeat_x = self._shadow_map.repeat_y = False
        self._shadow = c.framebuffer(depth_attachment=self._shadow_map)
        c.enable(moderngl.DEPTH_TEST)
        c.disable(moderngl.CULL_FACE)
        self._dressed: _Drawable | None = None
        self._textures: dict[int, tuple[Picture, moderngl.Texture]] = {}

    def invite(self, person: Person) -> None:
        """Make ready to draw a person."""
        if self._dressed:
            self._dressed.release()
        of_face = person.material[person.faces[:, 0]]
        groups = [(int(m), person.faces[of_face == m]) for m in np.unique(of_face)]
        static = np.column_stack([person.vertices, person.leg_of_vertex, np.zeros_like(person.vertices)])
        self._dressed = _Drawable(self, self._painted, len(person.vertices), static, groups)

    def draw(self, scene: Scene) -> Drawing:
        """Return the picture of a scene, before lens distortion."""
        self._set_frame(scene)
        drawn = [self._prepare_surface(surface) for surface in scene.surfaces]
        if scene.props:
            drawn.append(self._prepare_props(scene.props))
        person = self._dressed if scene.vertices is not None else None
        if person and scene.vertices is not None and scene.normals is not None:
            person.move(scene.vertices, scene.normals)
        everything = [*drawn, person] if person else drawn
        self._shadow.use()
        self._shadow.clear(depth=1.0)
        self._fill_depth(everything, _sun_projection(scene.light, scene.centre))
        self._smooth.use()
        self._smooth.clear(0.6, 0.6, 0.6, 1.0)
        self._shadow_map.use(0)
        if person:
            for material, array in person.shaded:
                self._set_paint(scene.paints[material])
                self._cull(off=material == CLOTH)  # trousers are seen from inside at the hem
                array.render()
            self._cull(off=True)
        for item, surface in zip(drawn, [*scene.surfaces, None], strict=False):
            if surface is not None:
                self._set_surface(surface, on_screen=scene.room.on_screen)
            for _, array in item.shaded:
                array.render()
        picture = self._read_picture()
        found = self._identify(everything)
        for item in drawn:
            item.release()
        return Drawing(picture, found[:, :, 0], found[:, :, 1])

    def _cull(self, *, off: bool) -> None:
        """Leave out the faces that point away, or draw them too."""
        (self.context.disable if off else self.context.enable)(moderngl.CULL_FACE)

    def _fill_depth(self, items: "list[_Drawable]", projection: Array) -> None:
        _write(self._depth, "projection", projection.T)
        for item in items:
            item.silhouette.render()

    def _read_picture(self) -> Picture:
        self.context.copy_framebuffer(self._flat, self._smooth)
        pixels = np.frombuffer(self._flat.read(components=3, alignment=1), np.uint8)
        return pixels.reshape(self.size_px, self.size_px, 3)[::-1].copy()

    def _identify(self, items: "list[_Drawable]") -> npt.NDArray[np.float32]:
        self._found.use()
        self._found.clear(0.0, 99.0, 0.0, 0.0)
        for item in items:
            item.identified.render()
        found = np.frombuffer(self._found.read(components=2, dtype="f4"), np.float32)
        return found.reshape(self.size_px, self.size_px, 2)[::-1]

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
        }
        for program in (self._painted, self._room, self._prop, self._depth, self._identity):
            for name, value in values.items():
                _write(program, name, value)

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
            _write(self._painted, name, field)
        _write(self._painted, "base", np.array(paint.rgb))
        _write(self._painted, "grain", np.array([*paint.grain, paint.gloss, paint.folds]))
        _write(self._painted, "blotch", np.array(paint.blotch))
        _write_index(self._painted, "layers", len(layers))

    def _set_surface(self, surface: Surface, *, on_screen: bool) -> None:
        _write(self._room, "map_u", surface.map_u)
        _write(self._room, "map_v", surface.map_v)
        _write(self._room, "on_screen", np.array(float(on_screen)))
        self._texture(surface.texture).use(1)
        _write_index(self._room, "room_texture", 1)

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

    def _prepare_surface(self, surface: Surface) -> "_Drawable":
        mesh = Mesh(surface.corners, np.array([[0, 1, 2], [0, 2, 3]], np.int32))
        return self._still(self._room, mesh, np.full((4, 3), 0.5), ROOM_NUMBER)

    def _prepare_props(self, props: tuple[Prop, ...]) -> "_Drawable":
        colours = np.vstack([np.tile(p.rgb, (len(p.mesh.vertices), 1)) for p in props])
        return self._still(self._prop, joined([p.mesh for p in props]), colours, PROP_NUMBER)

    def _still(self, program: moderngl.Program, mesh: Mesh, colours: Array, number: float) -> "_Drawable":
        static = np.column_stack([mesh.vertices, np.full(len(colours), number), colours])
        item = _Drawable(self, program, len(colours), static, [(0, mesh.faces)])
        item.move(mesh.vertices, vertex_normals(mesh))
        return item

    def programs(self) -> tuple[moderngl.Program, moderngl.Program]:
        """Return the programs for shadows and for what is seen where."""
        return self._depth, self._identity


class _Drawable:
    """Buffers of one mesh: moving positions and normals, still rest positions, numbers and colours."""

    def __init__(
        self,
        studio: Studio,
        program: moderngl.Program,
        count: int,
        static: Array,
        groups: list[tuple[int, Indices]],
    ) -> None:
        c = studio.context
        self._moving = c.buffer(reserve=count * 24, dynamic=True)
        still = c.buffer(static.astype("f4").tobytes())
        everything = c.buffer(np.vstack([faces for _, faces in groups]).astype("i4").tobytes())
        content = [
            (self._moving, "3f 3f", "position", "normal"),
            (still, "3f 1f 3f", "rest", "leg", "colour"),
        ]
        depth, identity = studio.programs()
        indices = [(material, c.buffer(faces.astype("i4").tobytes())) for material, faces in groups]
        self.shaded = [(m, c.vertex_array(program, content, i, skip_errors=True)) for m, i in indices]
        self.silhouette = c.vertex_array(depth, content, everything, skip_errors=True)
        self.identified = c.vertex_array(identity, content, everything, skip_errors=True)
        self._owned = [self._moving, still, everything, *(i for _, i in indices)]

    def move(self, vertices: Array, normals: Array) -> None:
        """Put the mesh into a pose."""
        self._moving.write(np.hstack([vertices, normals]).astype("f4").tobytes())

    def release(self) -> None:
        """Give the memory back."""
        for array in (*(a for _, a in self.shaded), self.silhouette, self.identified):
            array.release()
        for buffer in self._owned:
            buffer.release()


def _write(program: moderngl.Program, name: str, value: Array) -> None:
    """Set a uniform, if the compiler kept it."""
    if name in program:
        uniform = program[name]
        assert isinstance(uniform, moderngl.Uniform)
        uniform.write(np.asarray(value, "f4").tobytes())


def _write_index(program: moderngl.Program, name: str, value: int) -> None:
    """Set a uniform that counts or names a texture."""
    uniform = program[name]
    assert isinstance(uniform, moderngl.Uniform)
    uniform.value = value
