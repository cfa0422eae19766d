"""« orgUnit » and « habilitation »."""

from programmes.exports.cdm.names import COHABILITATION
from programmes.imports.cdm.elements import Element, Notes, children, facts, line, local, name_of, own
from programmes.imports.cdm.parts import Parts, Unit

_CODES = {
    "codeuai": "uai",
    "code uai": "uai",
    "code rne": "uai",
    "coderne": "uai",
    "ror": "ror",
    "siret": "siret",
    "code siret": "siret",
    "eter": "eter",
    "deqarinst": "deqar",
}
_NESTED = {"orgUnit", "program", "course", "person", "refProgram", "refCourse", "refPerson", "refOrgUnit"}
_ROLES = {word: role.value for role, word in COHABILITATION.items()}


def read_unit(element: Element, parts: Parts, notes: Notes) -> None:
    document: dict[str, str] = {}
    unit = Unit(document, element.sourceline)
    ids = [element.get("id"), element.get("ident")]
    for child in children(element):
        name = local(child)
        if name == "orgUnitID":
            ids.append(line(child))
        elif name == "orgUnitName":
            document.setdefault("name", name_of(child))
        elif name == "orgUnitAcronym":
            document["acronym"] = line(child)
        elif name == "orgUnitCode":
            _code(child, document, notes)
        elif name == "orgUnitKind":
            document["kind"] = line(child)
        elif name == "webLink":
            document["website"] = next((line(each) for each in child.iter() if local(each) == "href"), "") or line(
                child
            )
        elif name == "contacts":
            _contacts(child, document, notes)
        elif name == "orgUnit":
            unit.within.append(child.get("read"))
        elif name not in _NESTED:
            notes.ignored(child)
    for key in filter(None, ids):
        parts.units.setdefault(key, unit)
    for key in unit.within:
        if key in parts.units:
            parts.units[key].is_within = True
    if not any(ids):
        parts.units.setdefault(f"#{len(parts.units)}", unit)


def _code(element: Element, document: dict[str, str], notes: Notes) -> None:
    kind = _CODES.get((element.get("codeSet") or "").strip().lower())
    if kind:
        document.setdefault(kind, line(element))
    else:
        notes.ignored(element)


def _contacts(element: Element, document: dict[str, str], notes: Notes) -> None:
    for child in element.iter():
        name = local(child) if isinstance(child.tag, str) else ""
        if name == "extadr":
            document["address"] = own(child)
        elif name in ("street", "pcode", "locality", "country", "pobox"):
            document["address"] = "\n".join(filter(None, (document.get("address", ""), line(child))))
        elif name == "telephone":
            document.setdefault("phone", line(child))
        elif name == "fax":
            document.setdefault("fax", line(child))
        elif name not in ("contacts", "contactData", "adr", "br", ""):
            notes.ignored(child)


def read_habilitation(element: Element, parts: Parts, notes: Notes) -> None:
    """Its texts, and by identifier of a unit the role of a partner."""
    document: dict[str, object] = {"roles": {}}
    ids = [element.get("id")]
    for child in children(element):
        name = local(child)
        if name == "habiliId":
            ids.append(line(child))
        elif name in ("field", "speciality"):
            document[name] = line(child)
        elif name == "primaryDomainName":
            document["domain"] = line(child)
        elif name == "licProNatName":
            document["national_title"] = line(child)
        elif name == "coHabilitation":
            document["roles"] = _roles(child)
        elif name == "infoBlock":
            document |= facts(child, "mention", "track", "option")
        else:
            notes.ignored(child)
    for key in filter(None, ids):
        parts.habilitations.setdefault(key, document)


def _roles(element: Element) -> dict[str, str]:
    roles: dict[str, str] = {}
    for unit in element.iter():
        if isinstance(unit.tag, str) and local(unit) == "refOrgUnit":
            around = unit.getparent()
            word = (around.get("role") or unit.get("role") or "").strip().lower()
            roles[unit.get("ref") or unit.get("idRef") or ""] = _ROLES.get(word, "CO_ACCREDITED")
    return roles
