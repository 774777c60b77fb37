"""Shows the `#:` comment of a field as its description on the reference pages (zensical.toml)."""

import ast
from typing import Any

import griffe


class FieldComments(griffe.Extension):
    """Reads what stands behind `#:` in the line of a field."""

    def on_attribute_instance(self, *, node: ast.AST | griffe.ObjectNode, attr: griffe.Attribute, **_: Any) -> None:  # noqa: ANN401 - given by griffe
        """Give a field that has no docstring its comment."""
        if attr.docstring is not None or not isinstance(node, ast.AnnAssign | ast.Assign) or attr.lines == []:
            return
        comments = [line.partition("#:")[2].strip() for line in attr.lines]
        told = " ".join(comment for comment in comments if comment)
        if told:
            attr.docstring = griffe.Docstring(told[0].upper() + told[1:] + ".", lineno=attr.lineno, parent=attr)
