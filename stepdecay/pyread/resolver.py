"""What a name stands for at the place where it is used; the one answer that all readers of Python ask for.

A reader says how much it needs: the one expression that the text binds the name to (`Meaning.only`), the definition
that a call means (`Meaning.definition`), or every import that it may come from (`Meaning.imports`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from stepdecay.pyread.bindings import dotted
from stepdecay.pyread.scopes import Binding, Scope
from stepdecay.pyread.text import PythonText

_DEFINING = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_CHANGING = frozenset(("append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort", "update"))
"""Methods after which a list or a dict is no longer what it was bound as."""
_LONGEST_CHAIN = 20


@dataclass(frozen=True, eq=False)
class Meaning:
    """What the text says about a name at one place.

    Attributes:
        at: The character at which the name is used.
        bindings: Everything that binds it, in the file's order and in the scope that it belongs to; empty for a name of
            Python's own, and for one that the text doesn't bind.
    """

    at: int
    bindings: list[Binding]

    @property
    def only(self) -> Binding | None:
        """The binding of a name that is bound once, to an expression, above the place."""
        if len(self.bindings) != 1:
            return None
        (found,) = self.bindings
        is_told = found.value is not None and found.stop <= self.at and not found.scope.may_rebind(found)
        return found if is_told else None

    @property
    def definition(self) -> Binding | None:
        """The import, function or class that is meant: the last one above the place, else the first one below.

        An import in a branch (`except ImportError: optim = None`) counts more than what stands in for it.
        """
        definitions = [binding for binding in self.bindings if isinstance(binding.node, _DEFINING)]
        if not definitions and len(self.bindings) == 1:
            definitions = self.bindings
        return min(definitions, key=self._distance, default=None)

    @property
    def imports(self) -> list[Binding]:
        """All imports of the name, those in other branches too; the nearest above the place first."""
        return sorted((one for one in self.bindings if one.origin is not None), key=self._distance)

    def _distance(self, binding: Binding) -> tuple[bool, int]:
        return binding.start >= self.at, abs(binding.start - self.at)


def meaning(node: ast.Name | ast.Attribute, scope: Scope) -> Meaning:
    r"""Return what a name, or one such as `self.optimizer`, stands for where it is used in a scope.

    >>> text = "lr = 0.1\ndef f():\n    return lr\nlr = 0.2"
    >>> names = Resolver(PythonText(text, ast.parse(text)))
    >>> [use] = [node for node, _ in names.module.mentions("lr") if isinstance(node.ctx, ast.Load)]
    >>> [binding.value.value for binding in meaning(use, names.scope_of(use)).bindings]
    [0.1, 0.2]
    """
    if isinstance(node, ast.Name):
        holder = scope.holder(node.id)
        bindings = [] if holder is None else holder.bindings(node.id)
    else:
        name = dotted(node)
        bindings = scope.module.attributes(name) if name else []
    return Meaning(scope.source.span(node)[0], bindings)


class DottedPath(NamedTuple):
    """What a dotted name may stand for.

    Attributes:
        path: The dotted path.
        is_imported: Whether the text imports it; else it is the name as it is written.
    """

    path: str
    is_imported: bool


def paths(node: ast.expr, scope: Scope, *, nearest: bool = False, chain: int = 0) -> Iterator[DottedPath]:
    """Yield what a dotted name may stand for, through imports and other names for it.

    Args:
        node: The name; nothing is yielded for another expression, nor for a name that the text defines itself.
        scope: The scope that it is used in.
        nearest: Whether to go only by the definition that is meant at the place; else by every import of the name.
        chain: How many names have led to this one.
    """
    written, root = dotted(node), node
    while isinstance(root, ast.Attribute):
        root = root.value
    if not isinstance(root, ast.Name) or chain > _LONGEST_CHAIN:
        return
    rest = written.removeprefix(root.id)
    found = meaning(root, scope)
    if not found.bindings:
        yield DottedPath(written, is_imported=False)
    for binding in [found.definition] if nearest else [*found.imports, found.only]:
        if binding is None:
            continue
        if binding.origin is not None:
            yield DottedPath(binding.origin + rest, is_imported=True)
        elif isinstance(binding.value, ast.Name | ast.Attribute):
            inner = paths(binding.value, binding.scope, nearest=nearest, chain=chain + 1)
            yield from (DottedPath(path + rest, is_imported) for path, is_imported in inner)


def lines_that_name(words: Iterable[str], module: Scope) -> list[int]:
    r"""Return the lines on which functions may be called by some names, or by others that the text gives them.

    >>> text = "from mlx.optimizers import step_decay as sd\nprint()\nlr = sd(0.1, 0.9, 10)"
    >>> lines_that_name(["step_decay"], Resolver(PythonText(text, ast.parse(text))).module)
    [1, 3]
    """
    lines: set[int] = set()
    known: dict[str, None] = {}
    new = dict.fromkeys(words)
    while new:
        known |= new
        added = {line for word in new for line in module.source.lines_with(word)} - lines
        lines |= added
        statements = module.visited(added, lambda node, _: isinstance(node, ast.expr))
        new = {alias: None for node, _ in statements for alias in _aliases(node, known) if alias not in known}
    return sorted(lines)


def _aliases(node: ast.AST, words: Iterable[str]) -> Iterator[str]:
    """Yield the names that a statement gives to functions of some names."""
    match node:
        case ast.ImportFrom(names=names):
            yield from (alias.asname for alias in names if alias.asname and alias.name in words)
        case ast.Assign(value=value) | ast.AnnAssign(value=value):
            values = value.elts if isinstance(value, ast.Tuple | ast.List) else [value]
            if any(dotted(one).rpartition(".")[2] in words for one in values if one is not None):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                yield from (part.id for one in targets for part in ast.walk(one) if isinstance(part, ast.Name))


def accesses(binding: Binding) -> Iterator[ast.Attribute | ast.Subscript]:
    """Yield where an attribute of what a name is bound to is used, or an entry of it set or deleted."""
    for node, scope in binding.scope.module.visited(binding.scope.source.lines_with(binding.name)):
        match node:
            case (
                ast.Attribute(value=ast.Name(id=name))
                | ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del())
            ) if name == binding.name and scope.holder(name) is binding.scope:
                yield node


class Resolver:
    """Answers for expressions wherever they stand in a text: it finds the scope of each.

    Args:
        source: The text.
    """

    def __init__(self, source: PythonText) -> None:
        self.module = Scope(source, source.tree)
        self._scopes: dict[ast.AST, Scope] = {}
        self._changed: dict[Binding, bool] = {}

    def scope_of(self, node: ast.expr) -> Scope:
        """Return the scope that an expression of the text stands in."""
        if node not in self._scopes:
            for found, scope in self.module.visited([node.lineno], lambda node, _: isinstance(node, ast.expr)):
                if isinstance(found, ast.expr):
                    self._add(found, scope)
        return self._scopes[node]

    def _add(self, node: ast.expr, scope: Scope) -> None:
        """Note the scopes of all that is in an expression at once: it may be a list of a thousand lines."""
        lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        stack: list[tuple[ast.AST, Scope]] = [(node, scope)]
        while stack:
            one, scope = stack.pop()
            self._scopes[one] = scope
            stack += scope.parts(one, lines)

    def bound(self, node: ast.expr) -> Binding | None:
        r"""Return what a name, or one such as `self.optimizer`, is bound to: once, and above; None for all else."""
        return meaning(node, self.scope_of(node)).only if isinstance(node, ast.Name | ast.Attribute) else None

    def resolved(self, node: ast.expr) -> ast.expr:
        """Follow names to what they are bound to, or to the last name that the text says nothing about."""
        while (binding := self.bound(node)) is not None and binding.value is not None:
            node = binding.value
        return node

    def unchanged(self, node: ast.expr) -> ast.expr:
        """Follow names to a list or a dict that nothing changes in place, else stay at the name."""
        while isinstance(node, ast.Name):
            binding = self.bound(node)
            if binding is None or binding.value is None or self._is_changed(binding):
                break
            node = binding.value
        return node

    def _is_changed(self, binding: Binding) -> bool:
        if binding not in self._changed:
            self._changed[binding] = any(
                isinstance(node, ast.Subscript) or node.attr in _CHANGING for node in accesses(binding)
            )
        return self._changed[binding]

    def paths(self, node: ast.expr) -> Iterator[DottedPath]:
        """Yield what a function's name may stand for; nothing where the text defines it itself."""
        return paths(node, self.scope_of(node))
