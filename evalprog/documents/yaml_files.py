"""Documents in YAML files: read with care, written to be read by people.

Of YAML only what plain data needs: no tags, no anchors, no aliases, no key twice, and of the bare words only
``true``, ``false``, ``null`` and numbers are anything else than text (``Non`` is a label, not a boolean).
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from evalprog.documents.problems import DocumentInvalid, Problem
from evalprog.system_errors import reason

MAX_BYTES = 1_000_000
# Twice as deep as any document of ours; without a limit, brackets within brackets exhaust the interpreter.
MAX_DEPTH = 20
# Long texts stay on one line: a fold in the middle of a sentence makes poor differences between versions.
_WIDTH = 10 * MAX_BYTES
_SHORT_LIST = 60


def read(path: Path, *, max_bytes: int = MAX_BYTES) -> object:
    """:raises DocumentInvalid: if the file cannot be read, is longer than ``max_bytes``, or is not YAML."""
    return loads(_text_of(path, max_bytes))


def dump(document: object) -> str:
    """The document as people would write it; ``loads(dump(document)) == document``."""
    return yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)


def _text_of(path: Path, max_bytes: int) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(max_bytes + 1)
    except FileNotFoundError as error:
        raise _refusal(_("le fichier %(path)s n’existe pas ; vérifiez son nom.") % {"path": path}) from error
    except OSError as error:
        raise _refusal(
            _("le fichier %(path)s ne peut pas être lu (%(reason)s) ; vérifiez son emplacement et ses droits.")
            % {"path": path, "reason": reason(error)}
        ) from error
    return decode(content, path, max_bytes=max_bytes)


def decode(content: bytes, name: Path | str, *, max_bytes: int = MAX_BYTES) -> str:
    """The text of a file of that name.

    :raises DocumentInvalid: if it is longer than ``max_bytes``, or not in UTF-8.
    """
    if len(content) > max_bytes:
        raise _refusal(
            _("le fichier %(path)s dépasse %(limit)d Mo ; donnez un fichier plus court.")
            % {"path": name, "limit": max_bytes // 1_000_000}
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _refusal(
            _("le fichier %(path)s n’est pas en UTF-8 (ligne %(line)s) ; enregistrez-le dans ce codage.")
            % {"path": name, "line": line}
        ) from error


def loads(text: str) -> object:
    """:raises DocumentInvalid: if the text is not YAML."""
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise _refusal(
            _("ligne %(line)s : ce caractère ne peut pas figurer dans un fichier YAML ; retirez-le.") % {"line": line}
        ) from error
    except yaml.MarkedYAMLError as error:
        raise _refusal_at(
            error.problem_mark,
            _("ce n’est pas du YAML ; vérifiez ici le retrait, les deux-points et les guillemets."),
        ) from error
    if root is None:
        raise _refusal(_("ce fichier est vide ; donnez-en un autre."))
    return _plain(root)


class _Loader(yaml.SafeLoader):
    """Refuses what could make a small file a large document, or a text a program."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise _refusal_at(
                event.start_mark,
                _("ancres (&) et renvois (*) ne sont pas admis ; écrivez la valeur en entier."),
            )
        if event.tag is not None:
            raise _refusal_at(event.start_mark, _("les types de YAML (!) ne sont pas admis ; retirez ce mot."))
        if self.depth == MAX_DEPTH:
            raise _refusal_at(event.start_mark, _("trop de niveaux ; il en faut moins de 20."))
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


# The bare words that are not text: tag, what the whole word looks like, how it may begin, and its value.
_WORDS: tuple[tuple[str, str, list[str], Callable[[str], object]], ...] = (
    ("tag:yaml.org,2002:null", r"(~|null|)\Z", ["~", "n", ""], lambda word: None),
    ("tag:yaml.org,2002:bool", r"(true|false)\Z", ["t", "f"], lambda word: word == "true"),
    ("tag:yaml.org,2002:int", r"-?[0-9]{1,9}\Z", list("-0123456789"), int),
    ("tag:yaml.org,2002:float", r"-?[0-9]{1,9}\.[0-9]{1,9}\Z", list("-0123456789"), float),
)
_VALUES = {tag: value for tag, _regex, _first, value in _WORDS}
_Loader.yaml_implicit_resolvers = {}
for _tag, _regex, _first, _value in _WORDS:
    _Loader.add_implicit_resolver(_tag, re.compile(_regex), _first)


def _plain(node: yaml.Node) -> object:
    """The dicts, lists and values that a tree of YAML nodes stands for."""
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node)
    return _VALUES.get(node.tag, str)(node.value)


def _mapping(node: yaml.MappingNode) -> dict[str, object]:
    document: dict[str, object] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _refusal_at(key.start_mark, _("une clé est un mot ; corrigez-la."))
        if key.value in document:
            raise _refusal_at(
                key.start_mark,
                _("la clé « %(key)s » est donnée deux fois ; gardez l’une des deux.") % {"key": key.value},
            )
        document[key.value] = _plain(value)
    return document


# A text of digits alone, « 060702494 »: the dumper takes it for an octal number written wrong, the loader for a number.
_NUMERAL = re.compile(r"-?[0-9]+(\.[0-9]+)?\Z")


class _Dumper(yaml.SafeDumper):
    """Lists set in from their key or, of a few words, on its line; texts of several lines as blocks."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:
        return True


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else "'" if _NUMERAL.match(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _represent_list(dumper: _Dumper, items: list[Any]) -> yaml.SequenceNode:
    words = all(isinstance(item, str) for item in items) and sum(map(len, items)) <= _SHORT_LIST
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=words)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(list, _represent_list)


def _refusal(sentence: str) -> DocumentInvalid:
    return DocumentInvalid([Problem("", sentence)])


def _refusal_at(mark: Any, sentence: str) -> DocumentInvalid:
    place = _("ligne %(line)s, colonne %(column)s") % {"line": mark.line + 1, "column": mark.column + 1}
    return _refusal(f"{place} : {sentence}")
