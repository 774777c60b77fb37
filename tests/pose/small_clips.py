"""How large the clips of the pose tests are."""

HALF_PX = (360, 640)
