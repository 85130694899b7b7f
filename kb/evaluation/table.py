"""A TOML table read key by key; every fault is told with file, key and remedy. And the way back: values as TOML."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kb.errors import InputError


def read_toml(path: Path) -> dict[str, Any]:
    """What a TOML file says. Raises InputError where it cannot be read or is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})", "name a readable file") from error
    except UnicodeDecodeError as error:
        raise InputError(str(path), f"is not UTF-8 text (byte {error.start})", "save it again as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(str(path), f"is no TOML ({error})", "mend that line") from error


class Table:
    """The keys of one table. `close` tells of keys that nobody asked for."""

    def __init__(self, file: Path, values: Mapping[str, Any], name: str = "") -> None:
        self.file, self._name = file, name
        self._values = dict(values)
        self._asked: set[str] = set()

    def fault(self, key: str, problem: str, remedy: str) -> InputError:
        """The error that names a key of this table."""
        return InputError(f"{self.file}: {self._path(key)}", problem, remedy)

    def has(self, key: str) -> bool:
        """Whether the key is given."""
        return key in self._values

    def value(self, key: str, default: Any) -> Any:
        """A value of whatever kind, as it stands."""
        return self._take(key, default)

    def text(self, key: str, default: str = "") -> str:
        """A text."""
        value = self._take(key, default)
        if not isinstance(value, str):
            raise self.fault(key, f"is {_shown(value)} and no text", "write it between quotation marks")
        return value

    def number(self, key: str, default: int, least: int = 0) -> int:
        """A whole number."""
        value = self._take(key, default)
        if type(value) is not int or value < least:
            raise self.fault(key, f"is {_shown(value)}", f"write a whole number from {least}")
        return value

    def truth(self, key: str, default: bool) -> bool:
        """True or false."""
        value = self._take(key, default)
        if not isinstance(value, bool):
            raise self.fault(key, f"is {_shown(value)}", "write true or false")
        return value

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of texts."""
        value = self._take(key, list(default))
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.fault(key, f"is {_shown(value)}", "write a list of texts in square brackets")
        return tuple(value)

    def table(self, key: str) -> dict[str, Any]:
        """A table within."""
        value = self._take(key, {})
        if not isinstance(value, dict):
            raise self.fault(key, f"is {_shown(value)} and no table", f"write its keys below [{self._path(key)}]")
        return value

    def close(self) -> None:
        """Raises InputError for the first key that is none of those asked for."""
        for key in self._values:
            if key not in self._asked:
                raise self.fault(key, "is no key of a configuration", f"use one of {', '.join(sorted(self._asked))}")

    def _take(self, key: str, default: Any) -> Any:
        self._asked.add(key)
        return self._values.get(key, default)

    def _path(self, key: str) -> str:
        return f"{self._name}.{key}" if self._name else key


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def to_toml(values: Mapping[str, Any]) -> str:
    """Values as a TOML file, tables after plain keys; what is None is left out."""
    plain = {key: value for key, value in values.items() if not isinstance(value, Mapping) and value is not None}
    lines = [f"{_key(key)} = {_value(value)}" for key, value in plain.items()]
    return "\n".join([*lines, *_tables(values, "")]) + "\n"


def _tables(values: Mapping[str, Any], above: str) -> list[str]:
    lines: list[str] = []
    for key, value in values.items():
        if isinstance(value, Mapping):
            name = f"{above}{_key(key)}"
            inner = {k: v for k, v in value.items() if not isinstance(v, Mapping) and v is not None}
            lines += ["", f"[{name}]", *(f"{_key(k)} = {_value(v)}" for k, v in inner.items())]
            lines += _tables(value, f"{name}.")
    return lines


def _key(key: str) -> str:
    plain = key.isascii() and key.replace("-", "").replace("_", "").isalnum()
    return key if plain else json.dumps(key, ensure_ascii=False)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(each) for each in value)}]"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
