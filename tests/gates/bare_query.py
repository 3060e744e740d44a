"""No bare query where requests live: who asks a model itself, instead of what a user may see."""

import ast

MANAGERS = {"objects", "_default_manager", "_base_manager", "default_manager", "base_manager"}
SHORTCUTS = {
    *("get_object_or_404", "get_list_or_404", "aget_object_or_404", "aget_list_or_404"),
    *("get_model", "get_user_model"),
}
# Past every manager; and what writes rows, which services do.
METHODS = {
    *("raw", "cursor", "select_for_update"),
    *("bulk_create", "bulk_update", "get_or_create", "update_or_create"),
}
QUERYSETS = {"QuerySet", "RawQuerySet", "Manager"}
CONNECTIONS = {"connection", "connections", "apps"}
_BY_NAME = {"getattr", "attrgetter", "methodcaller"}


def bare_queries(source: str) -> list[str]:
    """Each place of a module that reaches rows by itself, as "line 7: what stands there"."""
    found = {
        (node.lineno, ast.unparse(node).split("\n")[0][:100])
        for node in ast.walk(ast.parse(source))
        if _is_bare(node)
    }
    return [f"line {line}: {text}" for line, text in sorted(found)]


def _is_bare(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in MANAGERS | SHORTCUTS
    if isinstance(node, ast.Name):
        return node.id in SHORTCUTS
    if isinstance(node, ast.ImportFrom):
        return _imports(node, "django.shortcuts", SHORTCUTS) or _imports(
            node, "django.", CONNECTIONS
        )
    return isinstance(node, ast.Call) and _call_is_bare(node)


def _imports(node: ast.ImportFrom, source: str, names: set[str]) -> bool:
    """Under whatever name it goes on."""
    from_there = (node.module or "").startswith(source)
    return from_there and any(alias.name in names for alias in node.names)


def _call_is_bare(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Attribute) and call.func.attr in METHODS:
        return True
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name in QUERYSETS:
        return True
    named = {getattr(argument, "value", None) for argument in call.args}
    return name in _BY_NAME and bool(named & (MANAGERS | METHODS))
