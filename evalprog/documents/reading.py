"""The walk through a document (what YAML or JSON gives): every record read, every problem met.

The keys, types and kinds come from the fields of the parts; nothing here knows one part from another.
"""

from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, cast, get_args, get_origin, get_type_hints

from django.utils.translation import gettext as _

from evalprog.documents.problems import DocumentInvalid, Problem
from evalprog.documents.rules import Rule

_INVALID = object()
# Records within records: more than any document of ours; each takes frames of the interpreter, which has a thousand.
MAX_DEPTH = 24
LARGEST = 1_000_000  # of a decimal number: no credits, hours or years come near
MOST_PROBLEMS = 1_000  # more than anybody corrects one by one: the file is of another kind
_QUOTED_LENGTH = 40


def only_for(*kinds: str, needed: bool = False) -> dict[str, Any]:
    """Metadata of a field that only these kinds have; ``needed`` if they cannot do without."""
    return {"kinds": kinds, "needed": needed}


# Metadata of a list of texts that may come twice: the cells of a row.
REPEATABLE = {"repeatable": True}


def unique(by: str) -> dict[str, Any]:
    """Metadata of a list whose items must differ by this key."""
    return {"unique": by}


@dataclass(frozen=True, slots=True)
class Place:
    """One record of the document: where it stands, what it is, and those of its values that could be read."""

    path: str
    part: type
    values: dict[str, Any]


class Reader:
    """One walk through a document. Goes on after a problem, so that all of them are told at once.

    :raises DocumentInvalid: as soon as there are ``MOST_PROBLEMS`` of them.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.places: list[Place] = []

    def record(self, part: type, document: object, path: str = "") -> Any:
        """An instance of ``part``; meaningless as soon as there is one problem."""
        if not isinstance(document, dict):
            return self._wrong_type(path, _("un ensemble de clés"), document)
        if path.count(".") >= MAX_DEPTH:
            sentence = _("trop de niveaux ; il en faut %(most)d au plus.")
            return self._refuse(path, sentence % {"most": MAX_DEPTH})
        values: dict[str, Any] = {}
        self.places.append(Place(path, part, values))
        for name, key_field, hint in keys_of(part):
            if name in document:
                value = self._value(hint, key_field, document[name], _join(path, name))
                if value is not _INVALID:
                    values[name] = value
            elif _is_needed(key_field):
                self._refuse(_join(path, name), _("cette clé manque ; ajoutez-la."), _("à remplir."))
        self._check_kind(part, document, values, path)
        self._check_unknown_keys(part, document, path)
        return _INVALID if self.problems else part(**values)

    def _value(self, hint: Any, key_field: Field[Any], value: object, path: str) -> Any:
        if get_origin(hint) is tuple:
            return self._items(get_args(hint)[0], key_field, value, path)
        if get_origin(hint) is dict:
            return self._named(get_args(hint), value, path)
        return self._single(hint, value, path)

    def _named(self, hints: tuple[Any, ...], value: object, path: str) -> Any:
        """Values by a name that the document chooses."""
        if not isinstance(value, dict):
            return self._wrong_type(path, _("un ensemble de clés"), value)
        read: dict[str, Any] = {}
        for name, item in value.items():
            if self._single(hints[0], name, _join(path, quoted(str(name)))) is not _INVALID:
                read[name] = self._single(hints[1], item, _join(path, name))
        return read

    def _single(self, hint: Any, value: object, path: str) -> Any:
        if get_origin(hint) is Annotated:
            return self._text(get_args(hint)[1], value, path)
        if is_dataclass(hint):
            return self.record(cast(type, hint), value, path)
        if issubclass(hint, Enum):
            return self._word(hint, value, path)
        if hint is bool:
            return value if isinstance(value, bool) else self._wrong_type(path, _("true ou false"), value)
        if hint is Decimal:
            return self._decimal(value, path)
        return self._number(value, path)

    def _text(self, rule: Rule, value: object, path: str) -> Any:
        if isinstance(value, (bool, int, float)):
            return self._refuse(
                path,
                _("il faut un texte, et non %(found)s ; mettez la valeur entre guillemets.")
                % {"found": _described(value)},
            )
        if not isinstance(value, str):
            return self._wrong_type(path, _("un texte"), value)
        if not rule.allows(value):
            return self._refuse(path, f"« {quoted(value)} » : {rule.sentence}")
        return value

    def _word(self, words: type[Enum], value: object, path: str) -> Any:
        known = [str(word.value) for word in words]
        if isinstance(value, str) and value in known:
            return words(value)
        if not isinstance(value, str):
            return self._wrong_type(path, _("un mot parmi %(words)s") % {"words": ", ".join(known)}, value)
        return self._refuse(
            path,
            _("« %(value)s » n’est pas prévu ; choisissez parmi %(words)s.")
            % {"value": quoted(value), "words": ", ".join(known)},
        )

    def _number(self, value: object, path: str) -> Any:
        if isinstance(value, int) and not isinstance(value, bool):
            return value if value >= 1 else self._refuse(path, _("donnez un nombre à partir de 1."))
        return self._wrong_type(path, _("un nombre entier"), value)

    def _decimal(self, value: object, path: str) -> Any:
        """A number from 0, with two decimals at most: « 2.5 » in the file is exactly that."""
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return self._wrong_type(path, _("un nombre"), value)
        number = Decimal(str(value))
        if not number.is_finite() or not 0 <= number <= LARGEST or number != round(number, 2):
            sentence = _("donnez un nombre de 0 à %(most)d, avec deux décimales au plus.")
            return self._refuse(path, sentence % {"most": LARGEST})
        return number

    def _items(self, hint: Any, key_field: Field[Any], value: object, path: str) -> Any:
        if not isinstance(value, list):
            return self._wrong_type(path, _("une liste"), value)
        if _is_needed(key_field) and not value:
            sentence = _("cette liste est vide ; donnez au moins un élément.")
            return self._refuse(path, sentence, _("cette liste est vide ; ajoutez-y au moins un élément."))
        if "repeatable" not in key_field.metadata:
            self._check_repeated(value, path, key_field.metadata.get("unique"))
        read = [self._single(hint, item, f"{path}[{index}]") for index, item in enumerate(value)]
        return tuple(item for item in read if item is not _INVALID)

    def _check_repeated(self, items: list[object], path: str, unique: str | None) -> None:
        """Words, or the ``unique`` key of records, may not come twice in a list."""
        seen: dict[str, int] = {}
        for index, item in enumerate(items):
            word = item.get(unique) if unique and isinstance(item, dict) else item
            if not isinstance(word, str):
                continue
            where = f"{path}[{index}]"
            first = seen.setdefault(word, index)
            if first != index:
                self._refuse(
                    _join(where, unique) if unique else where,
                    _("« %(word)s » figure déjà dans cette liste (%(first)s) ; retirez l’un des deux.")
                    % {"word": quoted(word), "first": f"{path}[{first}]"},
                )

    def _check_kind(self, part: type, document: dict[Any, Any], values: dict[str, Any], path: str) -> None:
        """Keys that belong to other kinds are refused, those that the kind needs are asked for."""
        kind = values.get("kind")
        if kind is None:
            return
        for name, key_field, _hint in keys_of(part):
            kinds = key_field.metadata.get("kinds")
            if kinds is None:
                continue
            if name in document and kind not in kinds:
                self._refuse(
                    _join(path, name),
                    _("cette clé ne va pas avec kind : %(kind)s ; retirez-la ou changez kind.") % {"kind": kind.value},
                    _("ne va pas avec le type choisi ; retirez ce qui s’y trouve ou changez le type."),
                )
            if kind in kinds and key_field.metadata["needed"] and document.get(name, []) == []:
                self._refuse(
                    _join(path, name),
                    _("kind : %(kind)s demande cette clé ; donnez-lui au moins une valeur.") % {"kind": kind.value},
                    _("le type choisi le demande ; donnez au moins une valeur."),
                )

    def _check_unknown_keys(self, part: type, document: dict[Any, Any], path: str) -> None:
        known = [name for name, _field, _hint in keys_of(part)]
        for key in document:
            if key not in known:
                self._refuse(
                    _join(path, quoted(str(key))),
                    _("cette clé n’existe pas ici ; retirez-la, ou choisissez parmi %(keys)s.")
                    % {"keys": ", ".join(known)},
                )

    def _wrong_type(self, path: str, expected: str, value: object) -> Any:
        return self._refuse(
            path,
            _("il faut %(expected)s, et non %(found)s ; corrigez cette valeur.")
            % {"expected": expected, "found": _described(value)},
        )

    def _refuse(self, path: str, sentence: str, on_page: str = "") -> Any:
        self.problems.append(Problem(path, sentence, on_page))
        if len(self.problems) == MOST_PROBLEMS:
            raise DocumentInvalid(self.problems)
        return _INVALID


@cache
def keys_of(part: type) -> tuple[tuple[str, Field[Any], Any], ...]:
    """The keys of a part in canonical order: name, field, and type without its ``| None``."""
    hints = get_type_hints(part, include_extras=True)
    return tuple((key.name, key, _without_none(hints[key.name])) for key in fields(part))


def is_rich(part: type, name: str) -> bool:
    """Whether this key of the part holds a rich text."""
    return any(key == name and key_field.metadata.get("rich") for key, key_field, _hint in keys_of(part))


def _is_needed(key_field: Field[Any]) -> bool:
    return key_field.default is MISSING and key_field.default_factory is MISSING


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in (UnionType, Union):
        return next(member for member in get_args(hint) if member is not NoneType)
    return hint


def quoted(text: str) -> str:
    """A text of the document as a sentence may quote it: on one line, printable, not too long."""
    shown = "".join(character if character.isprintable() else "\ufffd" for character in text)
    return shown if len(shown) <= _QUOTED_LENGTH else f"{shown[:_QUOTED_LENGTH]}…"


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _described(value: object) -> str:
    """What was found instead of what was expected, in the words of whoever writes the file."""
    if value is None:
        return _("une valeur vide")
    if isinstance(value, bool):
        return _("true ou false")
    if isinstance(value, (int, float)):
        return _("un nombre")
    if isinstance(value, str):
        return _("un texte")
    return _("une liste") if isinstance(value, list) else _("un ensemble de clés")
