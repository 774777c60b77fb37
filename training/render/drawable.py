"""Meshes on the graphics card, and values for its programs."""

import moderngl
import numpy as np

from training.render.geometry import Array, Indices


class Drawable:
    """Buffers of one mesh: moving positions and normals, still rest positions, numbers and colours."""

    def __init__(
        self,
        context: moderngl.Context,
        programs: tuple[moderngl.Program, moderngl.Program, moderngl.Program],
        static: Array,
        groups: list[tuple[int, Indices]],
    ) -> None:
        """Take the programs for colours, shadows and numbers, (V, 7) still values, and triangles by material."""
        c, count = context, len(static)
        self._moving = c.buffer(reserve=count * 24, dynamic=True)
        still = c.buffer(static.astype("f4").tobytes())
        everything = c.buffer(np.vstack([faces for _, faces in groups]).astype("i4").tobytes())
        content = [
            (self._moving, "3f 3f", "position", "normal"),
            (still, "3f 1f 3f", "rest", "leg", "colour"),
        ]
        program, depth, identity = programs
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


def write(program: moderngl.Program, name: str, value: Array) -> None:
    """Set a uniform, if the compiler kept it."""
    if name in program:
        uniform = program[name]
        assert isinstance(uniform, moderngl.Uniform)
        uniform.write(np.asarray(value, "f4").tobytes())


def write_index(program: moderngl.Program, name: str, value: int) -> None:
    """Set a uniform that counts or names a texture."""
    uniform = program[name]
    assert isinstance(uniform, moderngl.Uniform)
    uniform.value = value
