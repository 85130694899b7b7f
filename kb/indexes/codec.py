"""Records to JSON and back: each record is a list of its fields' values, in the order of its class.

Names of fields are not written, so `layout` sums up what the classes look like: readers compare it before they decode.
"""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

Record = TypeVar("Record")
Decode = Callable[[Any], Any]


def dump(records: Iterable[object]) -> bytes:
    """Records as JSON; equal records give equal bytes."""
    return json.dumps([plain(record) for record in records], separators=(",", ":")).encode("ascii")


def load(kind: type[Record], data: bytes) -> tuple[Record, ...]:
    """The records that `dump` wrote."""
    decode = _record_decoder(kind)
    with _no_collection():
        return tuple(map(decode, json.loads(data)))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Nothing that is being loaded can be garbage, and looking for it doubles the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def layout(*kinds: type) -> str:
    """SHA-256 over names and types of all fields of these classes and of the classes inside them."""
    return hashlib.sha256("\n".join(_shape(kind) for kind in kinds).encode()).hexdigest()


def plain(value: object) -> Any:
    """A value as JSON knows it: records and tuples as lists, mappings as objects."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    kind: Any = type(value)
    return [plain(getattr(value, name)) for name in _names(kind)]


@cache
def _names(kind: Any) -> tuple[str, ...]:
    if not is_dataclass(kind):
        raise TypeError(f"{kind.__name__} is no record")
    return tuple(field.name for field in fields(kind))


def _field_types(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {name: hints[name] for name in _names(kind)}


@cache
def _decoder(kind: Any) -> Decode | None:
    """How to decode a value of this type; None where JSON's value is already it."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _optional_decoder(tuple(part for part in arguments if part is not NoneType))
    if origin is tuple:
        return _tuple_decoder(_decoder(arguments[0]))
    if isinstance(kind, type) and is_dataclass(kind):
        return _record_decoder(kind)
    if origin in (Literal, Mapping) or kind in (str, int, float, bool) or issubclass(origin or kind, Mapping):
        return None
    raise TypeError(f"no way to read {kind!r} back")


def _optional_decoder(kinds: tuple[Any, ...]) -> Decode | None:
    decoders = [_decoder(kind) for kind in kinds]
    if not any(decoders):
        return None
    (decode,) = decoders
    return lambda value: None if value is None else decode(value)  # type: ignore[misc]


def _tuple_decoder(decode: Decode | None) -> Decode:
    if decode is None:
        return tuple
    return lambda values: tuple(map(decode, values)) if values else ()


def _record_decoder(kind: Any) -> Decode:
    nested = [(at, d) for at, d in enumerate(map(_decoder, _field_types(kind).values())) if d is not None]
    if not nested:
        return lambda values: kind(*values)

    def decode(values: list[Any]) -> Any:
        for at, part in nested:
            values[at] = part(values[at])
        return kind(*values)

    return decode


def _shape(kind: Any) -> str:
    """A type as text, records spelled out to their last field."""
    if isinstance(kind, type) and is_dataclass(kind):
        inside = ", ".join(f"{name}: {_shape(part)}" for name, part in _field_types(kind).items())
        return f"{kind.__name__}({inside})"
    arguments = ", ".join("..." if part is ... else _shape(part) for part in get_args(kind))
    name = getattr(kind, "__name__", str(kind))
    return f"{name}[{arguments}]" if arguments else str(name)
