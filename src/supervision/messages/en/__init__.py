"""Sentences in English (英文提示), by code. Same keys and placeholders as in `zh`.

See `supervision.messages.zh` for what a placeholder is.
"""

from supervision.messages.en import (
    accounts,
    cases,
    closed_files,
    command_line,
    following,
    items,
    ledgers,
    offices,
    people,
    policies,
    recusing,
    retention,
    scores,
    standards,
    stores,
    sweeping,
    values,
)

__all__ = ["TERMS", "TEXTS"]

TERMS: dict[str, str] = {
    "bool": "true or false",
    "choice": "one of the choices",
    "complete": "every declared field",
    "cursor": "a cursor that fits the order",
    "date": "a date (YYYY-MM-DD)",
    "decimal": "a decimal number",
    "department": "department",
    "fraction": "an exact number (an integer, or text such as 0.8 or 4/5)",
    "int": "an integer",
    "integer": "an integer",
    "limit": "a limit of at least 1",
    "list": "a list",
    "many": "different texts sorted by character",
    "person": "person",
    "table": "a table",
    "text": "text",
}
"""What the codec expected (值的类型), for the detail `expected`."""

TEXTS: dict[str, str] = {
    **values.TEXTS,
    **stores.TEXTS,
    **offices.TEXTS,
    **people.TEXTS,
    **accounts.TEXTS,
    **recusing.TEXTS,
    **policies.TEXTS,
    **cases.TEXTS,
    **closed_files.TEXTS,
    **sweeping.TEXTS,
    **following.TEXTS,
    **items.TEXTS,
    **standards.TEXTS,
    **ledgers.TEXTS,
    **scores.TEXTS,
    **retention.TEXTS,
    **command_line.TEXTS,
}
