"""One sender of notices about evaluations, cycles and documents: who else tells somebody."""

import ast

_SENDING = {"notify", "notify_each", "mail_stranger"}
_MODULE = "pekppp.accounts.notices"
_CREATING = {
    "create",
    "bulk_create",
    "get_or_create",
    "update_or_create",
    "acreate",
    "abulk_create",
}


def notice_senders(source: str) -> list[str]:
    """Each place of a module that tells somebody past the table, as "line 7: what stands there"."""
    tree = ast.parse(source)
    found = {
        (node.lineno, ast.unparse(node).split("\n")[0][:100])
        for node in ast.walk(tree)
        if _imports(node) or _sends(node)
    }
    return [f"line {line}: {text}" for line, text in sorted(found)]


def _imports(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module == _MODULE and bool(_SENDING & {name.name for name in node.names})
    return False


def _sends(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = ast.unparse(node.func)
    name = called.rpartition(".")[2]
    if name in _SENDING:
        return True
    makes = called.startswith("Notice.objects") and name in _CREATING
    return called == "Notice" or called.endswith(".Notice") or makes
