"""Row history's context, told to the database once a transaction instead of before every write.

pghistory puts `SELECT set_config(...)`, with everything it knows of the request, in front of each
statement that might write. Both settings last as long as the transaction, so one telling is
enough: of the others the front is cut off. What is not recognised is left as it is.
"""

from collections.abc import Callable, Sequence
from typing import Any

from psycopg.pq import TransactionStatus

_FRONT = (
    "SELECT set_config('pghistory.context_id', %s, true), "
    "set_config('pghistory.context_metadata', %s, true); "
)


class ToldOnce:
    """An execute wrapper of one connection, to be entered inside the one of pghistory."""

    def __init__(self) -> None:
        self._told: Sequence[Any] | None = None

    def __call__(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any
    ) -> Any:
        session = context["connection"].connection
        if session.info.transaction_status == TransactionStatus.IDLE:
            self._told = None  # a transaction begins, or there is none
        if not isinstance(sql, str):
            return execute(sql, params, many, context)
        # A savepoint takes back what was set behind it.
        back = "ROLLBACK TO" in sql[:400].upper()
        told = tuple(params[:2]) if sql.startswith(_FRONT) and isinstance(params, tuple) else None
        if told is not None and told == self._told:
            sql, params = sql.removeprefix(_FRONT), params[2:] or None
        found = execute(sql, params, many, context)
        if back:
            self._told = None
        elif told is not None:
            self._told = told
        return found
