"""Configurations in a text: Python code, or what Python prints of a configuration.

The code is never run. Names, numbers and simple calculations are read; what else stands for a value
(a device, a tokenizer) is kept as its text, which means nothing to a figure.
"""

from __future__ import annotations

import ast
import operator
import os
import re
from typing import Any, Callable, Dict, List, Mapping, Optional, Type

from .activations import is_activation, usual_name
from .errors import Error

_EXTENSIONS = (".json", ".yaml", ".yml", ".gguf", ".safetensors")
_CONSTANTS = {"true": True, "false": False, "null": None, "nan": None, "inf": float("inf")}
_OPERATIONS: Dict[Type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv, ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod}
# What a configuration object prints of a function, a class, a dtype or a device.
_PRINTED = re.compile(r"<(?:(?:function|class|built-in function|bound method) '?)?([\w.]*)[^<>]*>")
_CALLED = re.compile(r"(?:[Cc]onfig|[Cc]fg|[Aa]rgs|[Nn]amespace|^dict)$")
# What TransformerLens takes where the code says nothing.
_OF_TRANSFORMER_LENS = {"normalization_type": "LN", "positional_embedding_type": "standard"}


def is_pasted(text: str) -> bool:
    """Whether a text is a configuration, not the name of a model or file."""
    if not any(mark in text for mark in "({\n") or text.lower().endswith(_EXTENSIONS):
        return False
    return not os.path.exists(text)


def pasted_config(text: str) -> Optional[Mapping[str, Any]]:
    """The configuration in Python code, or None if the text is no such code. Raises Error if it is
    code that cannot be read.
    """
    tree = _parsed(text)
    if tree is None:
        return None
    reader = _Reader()
    for statement in tree.body:
        reader.read(statement)
    return reader.found or (reader.names if len(reader.names) > 1 else None)


def _parsed(text: str) -> Optional[ast.Module]:
    text = text.strip()
    # What transformers and TransformerLens print: "GPT2Config {" and "HookedTransformerConfig:".
    printed = re.sub(r"^(\w+\s*=\s*)?\w+\s*:?\s*(?=\{)", r"\1", _PRINTED.sub(r"'\1'", text))
    for code in (text, printed):
        try:
            return ast.parse(code)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            problem = error
    if re.match(r"[\w.]+\s*(=|\(|:?\s*\{)", text) and isinstance(problem, SyntaxError):
        raise Error.of(f"cannot read the code: {problem.msg}", f"text:{problem.lineno}",
                       "give the whole call, as 'cfg = HookedTransformerConfig(n_layers=2, ...)'")
    return None


class _Reader:
    """Reads statements one by one; the last configuration counts."""

    def __init__(self, known: Mapping[str, Any] = {}) -> None:
        self.known = known
        self.names: Dict[str, Any] = {}
        self.found: Optional[Mapping[str, Any]] = None

    def read(self, statement: ast.stmt) -> None:
        if isinstance(statement, ast.ClassDef):
            inner = _Reader(self.names)
            for each in statement.body:
                inner.read(each)
            if inner.names:
                self.found = self.names[statement.name] = inner.names
            return
        if not isinstance(statement, (ast.Assign, ast.AnnAssign, ast.Expr)):
            return
        if statement.value is None:
            return
        targets: List[ast.expr] = []
        if isinstance(statement, ast.Assign):
            targets = statement.targets
        elif isinstance(statement, ast.AnnAssign):
            targets = [statement.target]
        name = targets[0].id if targets and isinstance(targets[0], ast.Name) else ""
        value = self.field(name, statement.value)
        config = value if isinstance(value, Mapping) else self.inside(statement.value)
        if name:
            self.names[name] = value
        if config:
            self.found = config

    def inside(self, node: ast.expr) -> Optional[Mapping[str, Any]]:
        """A configuration somewhere in a call: HookedTransformer(HookedTransformerConfig(...))."""
        for inner in ast.walk(node):
            if inner is not node and isinstance(inner, (ast.Call, ast.Dict)):
                value = self.value(inner)
                if isinstance(value, Mapping) and value:
                    return value
        return None

    def field(self, key: str, node: ast.expr) -> Any:
        """The value under a key."""
        value = node.value if isinstance(node, ast.Constant) else None
        if isinstance(value, str) and is_activation(key) and "." in value:
            return usual_name(value.rpartition(".")[2])  # "torch.nn.modules.activation.ReLU"
        if is_activation(key) and not isinstance(node, ast.Constant):
            return self.activation(key, node)
        return self.value(node)

    def value(self, node: ast.expr) -> Any:
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name):
            constant = _CONSTANTS.get(node.id.lower(), node.id)
            return self.names.get(node.id, self.known.get(node.id, constant))
        if isinstance(node, ast.Dict):
            return self.mapping(node)
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            return [self.value(item) for item in node.elts]
        if isinstance(node, ast.Call):
            return self.call(node)
        number = self.calculated(node)
        return ast.unparse(node) if number is None else number

    def mapping(self, node: ast.Dict) -> Mapping[str, Any]:
        found: Dict[str, Any] = {}
        for key, value in zip(node.keys, node.values):
            if key is None:
                self.add_all(found, value)
            elif isinstance(key, ast.Constant):
                found[str(key.value)] = self.field(str(key.value), value)
        return found

    def call(self, node: ast.Call) -> Any:
        name = ast.unparse(node.func).split(".")[-1]
        if not _CALLED.search(name):
            return ast.unparse(node)
        found: Dict[str, Any] = {}
        for argument in node.args:
            self.add_all(found, argument)
        for keyword in node.keywords:
            if keyword.arg is None:
                self.add_all(found, keyword.value)
            else:
                found[keyword.arg] = self.field(keyword.arg, keyword.value)
        if name == "HookedTransformerConfig":
            return {**_OF_TRANSFORMER_LENS, **found}
        return found

    def add_all(self, found: Dict[str, Any], node: ast.expr) -> None:
        """Adds what stands after two asterisks, if it is known."""
        value = self.value(node)
        if isinstance(value, Mapping):
            found.update(value)

    def calculated(self, node: ast.expr) -> Any:
        """The number of a calculation such as `4 * d_model`; None if it is no such thing."""
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            number = self.value(node.operand)
            return -number if isinstance(number, (int, float)) else None
        if not isinstance(node, ast.BinOp) or type(node.op) not in _OPERATIONS:
            return None
        left, right = self.value(node.left), self.value(node.right)
        if not isinstance(left, (int, float)) or not isinstance(right, (int, float)):
            return None
        try:
            return _OPERATIONS[type(node.op)](left, right)
        except ArithmeticError:
            return None

    def activation(self, key: str, node: ast.expr) -> Any:
        """The name of an activation: "relu" of `F.relu`, `nn.ReLU()`, `partial(F.relu, ...)`."""
        if isinstance(node, ast.Name) and (node.id in self.names or node.id in self.known):
            return self.value(node)
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            return node.slice.value
        approximation: Any = ""
        while isinstance(node, ast.Call):
            for keyword in node.keywords:
                if keyword.arg == "approximate" and isinstance(keyword.value, ast.Constant):
                    approximation = keyword.value.value
            is_partial = ast.unparse(node.func).split(".")[-1] == "partial"
            node = node.args[0] if is_partial and node.args else node.func
        if not isinstance(node, (ast.Name, ast.Attribute)):
            raise Error.of(f"cannot name the activation {ast.unparse(node)}", key,
                           "give its name, such as 'relu'")
        name = usual_name(node.id if isinstance(node, ast.Name) else node.attr)
        return "gelu_pytorch_tanh" if name == "gelu" and approximation == "tanh" else name
