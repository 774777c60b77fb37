"""Which exercises, at which level and for which leg: the rules carried out on the facts."""
