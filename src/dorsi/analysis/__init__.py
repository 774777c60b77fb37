"""Pure mathematics on arrays: from Landmarks to cleaned tracks, angles, repetitions and steps."""
