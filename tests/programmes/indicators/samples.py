"""Tables of indicators for tests, in as few words as they need."""

from programmes.indicators import parse

YEARS = ("2011-2012", "2012-2013", "2013-2014", "2014-2015", "2015-2016", "2016-2017")


def row(code, values, *, label="", **more):
    return {"code": code, "label": label or code.capitalize(), "values": values.split()} | more


def table(code, rows, *, kind="ENROLLED", title="", years=YEARS, **more):
    """``rows``: made by ``row``; their values are parted by spaces."""
    plain = {"code": code, "kind": kind, "title": title or code.capitalize(), "years": list(years), "rows": rows}
    return parse(plain | more)


def origins():
    """Of document 000, as its institution would type it."""
    return table(
        "origines",
        [
            row("inscrits", "13 23 18 14 21 23", measure="ENROLLED"),
            row("diplomes", "11 23 18 13 20 -", label="Diplômés", measure="GRADUATES"),
            row("l2", "1 0 0 1 0 -", label="L2", part_of="inscrits"),
            row("dut", "1 1 5 2 3 3", label="DUT", part_of="inscrits"),
            row("bts", "9 22 12 10 14 18", label="BTS - BTSA", part_of="inscrits"),
            row("autres", "2 0 1 1 4 1", label="Autres formations", part_of="inscrits"),
            row("vae", "0 0 0 0 1 1", label="VAE ou VAP", part_of="inscrits", outside_total=True),
        ],
        kind="ORIGINS",
        title="Origine des étudiants",
    )


def regions():
    return table(
        "regions",
        [
            row("inscrits", "18 14 20 23", measure="ENROLLED"),
            row("picardie", "5 9 9 17", part_of="inscrits"),
            row("paris", "5 1 3 1", label="Région parisienne", part_of="inscrits"),
            row("autres", "6 3 4 1", label="Autres régions", part_of="inscrits"),
            row("drom-tom", "0 0 0 1", label="DROM-TOM", part_of="inscrits"),
            row("etranger", "2 1 4 3", label="Étranger", part_of="inscrits"),
        ],
        title="Inscrits par région",
        years=YEARS[2:],
    )
