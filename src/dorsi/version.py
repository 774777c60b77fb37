"""The version of dorsi: a leaf, so that nothing has to import the package to know it."""

__version__ = "0.1.0"
