"""One writer of an evaluation's state: who else assigns, updates, creates or saves it."""

import ast
import re

STATE = "state"
_WRITES = {
    *("update", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update"),
    *("aupdate", "acreate", "aget_or_create", "aupdate_or_create", "abulk_create", "abulk_update"),
}
_BY_NAMED_COLUMNS = {"bulk_update", "abulk_update"}
_SQL = re.compile(r"\bupdate\b.*\bset\b.*\bstate\s*=", re.IGNORECASE | re.DOTALL)


def state_writers(source: str) -> list[str]:
    """Each place of a module that writes a `state`, as "line 7: what stands there"."""
    found = {
        (node.lineno, ast.unparse(node).split("\n")[0][:100])
        for node in ast.walk(ast.parse(source))
        if _writes(node)
    }
    return [f"line {line}: {text}" for line, text in sorted(found)]


def _writes(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        # However it is a target: alone, in a tuple, annotated, augmented, of a loop or a `with`.
        return node.attr == STATE and not isinstance(node.ctx, ast.Load)
    if isinstance(node, ast.Subscript):
        return not isinstance(node.ctx, ast.Load) and _is_attributes_of_a_row(node)
    if isinstance(node, ast.Call):
        return _call_writes(node)
    if isinstance(node, ast.Assign):
        return _is_a_forms_fields(node)
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return is_text and _SQL.search(node.value) is not None


def _call_writes(call: ast.Call) -> bool:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name in {"setattr", "__setattr__", "delattr", "__delattr__"}:
        return any(_is_state(argument) for argument in call.args)
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    columns = given if name in _BY_NAMED_COLUMNS else [named.get("update_fields")]
    if any(_lists_state(value) for value in columns):
        return True
    if name == "Evaluasi":
        return STATE in named
    # The dictionaries are `**{...}` and `defaults={...}`.
    return name in _WRITES and (STATE in named or any(map(_has_state_key, given)))


def _is_state(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == STATE


def _lists_state(node: ast.expr | None) -> bool:
    return isinstance(node, ast.List | ast.Tuple | ast.Set) and any(map(_is_state, node.elts))


def _has_state_key(node: ast.expr) -> bool:
    if isinstance(node, ast.Dict):
        return any(key is not None and _is_state(key) for key in node.keys)
    is_dict = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "dict"
    return is_dict and any(keyword.arg == STATE for keyword in node.keywords)


def _is_attributes_of_a_row(node: ast.Subscript) -> bool:
    """`row.__dict__["state"]` and `vars(row)["state"]`."""
    holder = node.value
    is_dict = isinstance(holder, ast.Attribute) and holder.attr == "__dict__"
    is_vars = isinstance(holder, ast.Call) and getattr(holder.func, "id", "") == "vars"
    return (is_dict or is_vars) and _is_state(node.slice)


def _is_a_forms_fields(node: ast.Assign) -> bool:
    """`fields = [..., "state"]`, as a form's Meta has it."""
    names = {getattr(target, "id", "") for target in node.targets}
    return "fields" in names and _lists_state(node.value)
