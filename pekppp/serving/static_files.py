"""Static files under names that tell their content, ES modules with all that they import.

A page names a module by its hashed address; what the module imports must be named so too, or a
new release would run beside old modules that a browser still keeps.
"""

import hashlib
import posixpath
import re
from collections.abc import Iterator
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORT = re.compile(r"""(?:\bfrom|\bimport|\bimport\()\s*["'](\.{1,2}/[^"']+)["']""")


class ReleaseStorage(CompressedManifestStaticFilesStorage):
    """Rewrites the imports of modules too, also where two of them import each other.

    Django takes a module's hash from its rewritten text, which never settles in a circle. Here it
    comes from the texts, as they were collected, of the module and all it imports.
    """

    support_js_module_import_aggregation = True

    def file_hash(self, name: str | None, content: Any = None) -> str | None:
        if content is None or not name or not name.endswith(".js") or not self.exists(name):
            return super().file_hash(name, content)
        modules = dict(self._modules(name))
        if len(modules) == 1:
            return super().file_hash(name, content)
        digest = hashlib.sha256()
        for path in sorted(modules, key=lambda path: (path != name, path)):
            digest.update(path.encode() + b"\0" + modules[path] + b"\0")
        return digest.hexdigest()[:12]

    def _modules(self, name: str) -> Iterator[tuple[str, bytes]]:
        """The module and everything it imports, at whatever distance."""
        seen, waiting = set(), [name]
        while waiting:
            path = waiting.pop()
            if path in seen or not self.exists(path):
                continue
            seen.add(path)
            with self.open(path) as file:
                text = file.read()
            yield path, text
            waiting += [
                posixpath.normpath(posixpath.join(posixpath.dirname(path), found))
                for found in _IMPORT.findall(text.decode("utf-8", "replace"))
            ]


__all__ = ["ReleaseStorage"]
