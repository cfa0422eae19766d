"""What each database keeps of the register's words, and the questions that are asked of it in its own tongue.

The databases keep their indexes themselves, by triggers. Whoever writes a row of ``RegisterText`` or ``RegisterWord``
has written the index, in the same transaction. Both are given stems, made here: the same words are found on either, and
one database can be filled from the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections

from evaluations.register.words import Query, errors_in, stem, stems_of

LONGEST = 400_000  # bytes of words indexed of one report: PostgreSQL holds a megabyte, positions included
_CANDIDATES = 40
_INDEXES = frozenset({"evaluations_registerindex", "evaluations_registerletters"})  # on SQLite

# The content stays in our own tables. A migration that changes one of them makes it anew, without its triggers:
# ``restore`` puts them back at its end.
SQLITE = """
CREATE VIRTUAL TABLE evaluations_registerindex USING fts5(
  heading, body, content='evaluations_registertext', content_rowid='entry_id', tokenize='unicode61');
CREATE TRIGGER evaluations_registertext_added AFTER INSERT ON evaluations_registertext BEGIN
  INSERT INTO evaluations_registerindex(rowid, heading, body) VALUES (new.entry_id, new.heading, new.body);
END;
CREATE TRIGGER evaluations_registertext_removed AFTER DELETE ON evaluations_registertext BEGIN
  INSERT INTO evaluations_registerindex(evaluations_registerindex, rowid, heading, body)
  VALUES ('delete', old.entry_id, old.heading, old.body);
END;
CREATE TRIGGER evaluations_registertext_changed AFTER UPDATE ON evaluations_registertext BEGIN
  INSERT INTO evaluations_registerindex(evaluations_registerindex, rowid, heading, body)
  VALUES ('delete', old.entry_id, old.heading, old.body);
  INSERT INTO evaluations_registerindex(rowid, heading, body) VALUES (new.entry_id, new.heading, new.body);
END;
CREATE VIRTUAL TABLE evaluations_registerletters USING fts5(
  padded, content='evaluations_registerword', content_rowid='id', tokenize='trigram', detail='none');
CREATE TRIGGER evaluations_registerword_added AFTER INSERT ON evaluations_registerword BEGIN
  INSERT INTO evaluations_registerletters(rowid, padded) VALUES (new.id, new.padded);
END;
CREATE TRIGGER evaluations_registerword_removed AFTER DELETE ON evaluations_registerword BEGIN
  INSERT INTO evaluations_registerletters(evaluations_registerletters, rowid, padded)
  VALUES ('delete', old.id, old.padded);
END
"""

POSTGRESQL = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
ALTER TABLE evaluations_registertext
  ADD COLUMN heading_words tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, heading)) STORED,
  ADD COLUMN words tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple'::regconfig, heading), 'A')
    || setweight(to_tsvector('simple'::regconfig, body), 'D')) STORED;
CREATE INDEX evaluations_registertext_words ON evaluations_registertext USING gin (words);
CREATE INDEX evaluations_registerword_letters ON evaluations_registerword USING gin (padded gin_trgm_ops)
"""

# The words of an entry beside what is counted of it: found by the index, counted at once.
POSTGRESQL_BESIDE = """
ALTER TABLE evaluations_registerentry ADD COLUMN words tsvector, ADD COLUMN heading_words tsvector;
UPDATE evaluations_registerentry e SET words = t.words, heading_words = t.heading_words
  FROM evaluations_registertext t WHERE t.entry_id = e.id;
ALTER TABLE evaluations_registertext DROP COLUMN words, DROP COLUMN heading_words;
CREATE FUNCTION evaluations_register_words() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE evaluations_registerentry SET heading_words = to_tsvector('simple'::regconfig, NEW.heading),
    words = setweight(to_tsvector('simple'::regconfig, NEW.heading), 'A')
      || setweight(to_tsvector('simple'::regconfig, NEW.body), 'D') WHERE id = NEW.entry_id; RETURN NULL; END $$;
CREATE TRIGGER evaluations_registertext_kept AFTER INSERT OR UPDATE ON evaluations_registertext
  FOR EACH ROW EXECUTE FUNCTION evaluations_register_words();
CREATE FUNCTION evaluations_register_no_words() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE evaluations_registerentry SET heading_words = NULL, words = NULL WHERE id = OLD.entry_id; RETURN NULL; END $$;
CREATE TRIGGER evaluations_registertext_removed AFTER DELETE ON evaluations_registertext
  FOR EACH ROW EXECUTE FUNCTION evaluations_register_no_words();
CREATE INDEX evaluations_registerentry_words ON evaluations_registerentry USING gin (words);
CREATE INDEX evaluations_registerentry_heading_words ON evaluations_registerentry USING gin (heading_words)
"""

SQLITE_AWAY = """
DROP TRIGGER evaluations_registertext_added;
DROP TRIGGER evaluations_registertext_removed;
DROP TRIGGER evaluations_registertext_changed;
DROP TRIGGER evaluations_registerword_added;
DROP TRIGGER evaluations_registerword_removed;
DROP TABLE evaluations_registerindex;
DROP TABLE evaluations_registerletters
"""
POSTGRESQL_AWAY = """
ALTER TABLE evaluations_registertext DROP COLUMN words, DROP COLUMN heading_words
"""
POSTGRESQL_BESIDE_AWAY = """
DROP TRIGGER evaluations_registertext_kept ON evaluations_registertext;
DROP TRIGGER evaluations_registertext_removed ON evaluations_registertext;
DROP FUNCTION evaluations_register_words();
DROP FUNCTION evaluations_register_no_words();
ALTER TABLE evaluations_registerentry DROP COLUMN words, DROP COLUMN heading_words;
ALTER TABLE evaluations_registertext
  ADD COLUMN heading_words tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, heading)) STORED,
  ADD COLUMN words tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple'::regconfig, heading), 'A')
    || setweight(to_tsvector('simple'::regconfig, body), 'D')) STORED;
CREATE INDEX evaluations_registertext_words ON evaluations_registertext USING gin (words)
"""


@dataclass(frozen=True, slots=True)
class Matching:
    """SQL that leaves, of the entries « e », those that match: what to join, and a condition, with their parameters."""

    join: str
    condition: str
    parameters: tuple[str, ...]


def indexed_form(text: str) -> str:
    """The words as they are written in the index."""
    words = stems_of(text).encode()
    return words.decode() if len(words) <= LONGEST else words[:LONGEST].rpartition(b" ")[0].decode()


def matching(query: Query) -> Matching:
    words, parameters = wanted(query)
    if connection.vendor == "postgresql":
        return Matching("", f"e.words @@ {words}", parameters)
    join = "JOIN evaluations_registerindex ON evaluations_registerindex.rowid = e.id"
    return Matching(join, f"evaluations_registerindex MATCH {words}", parameters)


def wanted(query: Query) -> tuple[str, tuple[str, ...]]:
    """The query as this database's index is asked: an expression, and its parameters."""
    terms = [" ".join(map(stem, term)) for term in query.terms]
    if connection.vendor == "postgresql":
        return "(" + " && ".join(["phraseto_tsquery('simple', %s)"] * len(terms)) + ")", tuple(terms)
    # Stems are letters and digits: between quotation marks nothing of them is FTS5's own language.
    return "%s", (" AND ".join(f'"{term}"' for term in terms),)


def unknown(words: Sequence[str]) -> list[str]:
    """Those of which no published report has any form, whatever the filters."""
    if not words:
        return []
    matched = [matching(Query(((word,),))) for word in words]
    there = ", ".join(
        f"EXISTS (SELECT 1 FROM evaluations_registerentry e {m.join} WHERE {m.condition})" for m in matched
    )
    (known,) = asked(f"SELECT {there}", [value for m in matched for value in m.parameters], by_index=True)
    return [word for word, is_known in zip(words, known, strict=True) if not is_known]


def asked(sql: str, parameters: Sequence[Any], *, by_index: bool) -> list[tuple]:
    """The rows that answer a question; ``by_index``: about words.

    Where a word stands in most reports, PostgreSQL would rather read every entry than the index: it does not count what
    it costs to unpack their words, forty times more. For the time of the question it may not.
    """
    if by_index and connection.vendor == "postgresql":
        sql = f"SET LOCAL enable_seqscan = off; {sql}"
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def resembling(word: str) -> list[tuple[str, str]]:
    """Words of published reports that have most of the letters of this one, by threes: (folded, accented)."""
    padded = f"  {word} "
    threes = list(dict.fromkeys(padded[at : at + 3] for at in range(len(padded) - 2)))
    bounds = [len(word) - 2, len(word) + 2]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # One error in a short word leaves less in common than « % » asks for.
            is_short = errors_in(word) == 1
            common = "padded LIKE ANY (%s)" if is_short else "padded %% %s"
            wanted = [f"%{three}%" for three in threes] if is_short else padded
            cursor.execute(_RESEMBLING_POSTGRESQL.format(common), [wanted, *bounds, padded, _CANDIDATES])
        else:
            fewest = max(1, len(threes) - 4 * errors_in(word))  # an error touches four groups at most
            have = " UNION ALL ".join([_HAVE_SQLITE] * len(threes))
            wanted = [f'"{three}"' for three in threes]
            cursor.execute(_RESEMBLING_SQLITE.format(have), [*wanted, fewest, *bounds, _CANDIDATES])
        return cursor.fetchall()


_RESEMBLING_POSTGRESQL = (
    "SELECT word, shown FROM evaluations_registerword WHERE {} AND length(word) BETWEEN %s AND %s"
    " ORDER BY similarity(padded, %s) DESC, word LIMIT %s"
)
# Counted here: to rank words, FTS5 would read each of them again.
_RESEMBLING_SQLITE = (
    "SELECT word, shown FROM evaluations_registerword w"
    " JOIN (SELECT rowid AS id, count(*) AS shared FROM ({}) GROUP BY 1 HAVING count(*) >= %s) near ON near.id = w.id"
    " WHERE length(word) BETWEEN %s AND %s ORDER BY shared DESC, word LIMIT %s"
)
_HAVE_SQLITE = "SELECT rowid FROM evaluations_registerletters WHERE evaluations_registerletters MATCH %s"


def restore(using: str = DEFAULT_DB_ALIAS) -> None:
    """On SQLite, give the tables back the triggers that they have lost, and make the indexes anew from them."""
    database = connections[using]
    if database.vendor != "sqlite":
        return
    with database.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')")
        there = {name for (name,) in cursor.fetchall()}
        lost = [] if _INDEXES.isdisjoint(there) else [s for s in _triggers() if s.split()[2] not in there]
        for statement in lost:
            cursor.execute(statement)
        for index in _INDEXES if lost else ():
            cursor.execute(f"INSERT INTO {index}({index}) VALUES ('rebuild')")


def _triggers() -> list[str]:
    return [statement for statement in _statements(SQLITE) if statement.startswith("CREATE TRIGGER")]


def execute(statements: str, vendor: str, schema_editor: Any) -> None:
    """The statements, where the database is of that kind: for migrations."""
    if schema_editor.connection.vendor != vendor:
        return
    for statement in _statements(statements):
        schema_editor.execute(statement)


def _statements(text: str) -> Sequence[str]:
    """Cut at the end of each; a trigger of SQLite holds others, and ends with « END »."""
    found, held = [], ""
    for piece in text.split(";\n"):
        held = f"{held};\n{piece}" if held else piece
        if "CREATE TRIGGER" not in held or "EXECUTE FUNCTION" in held or held.rstrip().endswith("END"):
            found.append(held.strip())
            held = ""
    return [statement for statement in found if statement]
