"""What is told of a file: what is wrong with it, or whom it names."""

LONGEST = 300  # letters of a value that is quoted
MOST = 20  # values of one sort

Found = list[tuple[str, str]]  # (what it tells, the value)


class Wrong(Exception):
    """``code``: of a sentence of the application; ``where``: a place in the file, when there is one."""

    def __init__(self, code: str, where: str = "") -> None:
        super().__init__(code, where)
        self.code, self.where = code, where[:LONGEST]


def bounded(found: Found) -> dict[str, list[str]]:
    """Each value once, in the order of the file; no file makes the answer long."""
    told: dict[str, list[str]] = {}
    for code, value in found:
        values = told.setdefault(code, [])
        value = " ".join(value.split())[:LONGEST]
        if value and value not in values and len(values) < MOST:
            values.append(value)
    return {code: values for code, values in told.items() if values}
