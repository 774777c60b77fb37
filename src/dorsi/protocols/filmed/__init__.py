"""The movements that dorsi measures: one file each, named as the movement, with its `Protocol` as `MOVEMENT`.

Nothing else lists them. `vocabulary` takes the names from the files here, `protocols.known` takes what is in them.
"""
