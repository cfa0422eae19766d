"""« orgUnit » and « habilitation »: the institution, its entities, its partners, and what it is accredited for."""

from programmes.description import Entity, Partner, ProgrammeDescription
from programmes.exports.cdm.blocks import Element, add, facts, named
from programmes.exports.cdm.names import COHABILITATION
from programmes.exports.cdm.references import References

_CODES = (("uai", "codeUAI"), ("ror", "ROR"), ("siret", "SIRET"), ("eter", "ETER"), ("deqar", "DEQARINST"))


def add_habilitation(root: Element, description: ProgrammeDescription, references: References) -> None:
    """Only where there is something to say."""
    accredited = [
        (partner, ref)
        for partner, ref in zip(description.partners, references.partners, strict=True)
        if partner.role in COHABILITATION
    ]
    said = [description.field, description.speciality, description.domain, description.national_title]
    said += [description.mention, description.track, description.option]
    if not (accredited or any(said)):
        return
    references.habilitation = references.named("HA")
    element = add(root, "habilitation", id=references.habilitation)
    _extension(element, "habiliId", references.habilitation)
    for name, text in (
        ("field", description.field),
        ("speciality", description.speciality),
    ):
        if text:
            _extension(element, name, text)
    cohabilitation = _extension(element, "coHabilitation", exists="true" if accredited else "false")
    _partners(cohabilitation, accredited)
    for name, text in (
        ("primaryDomainName", description.domain),
        ("licProNatName", description.national_title),
    ):
        if text:
            _extension(element, name, text)
    if description.mention or description.track or description.option:
        facts(
            add(element, "infoBlock"), mention=description.mention, track=description.track, option=description.option
        )


def _partners(cohabilitation: Element, accredited: list[tuple[Partner, str]]) -> None:
    if accredited:
        units = _extension(cohabilitation, "listOfOrgUnit")
        for partner, ref in accredited:
            unit = _extension(units, "habOrgUnit", role=COHABILITATION[partner.role])
            _extension(unit, "refOrgUnit", ref=ref)


def _extension(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
    return add(parent, name, text, extension=True, **attributes)


def add_units(root: Element, description: ProgrammeDescription, references: References) -> None:
    institution = description.institution
    unit = _unit(root, references.institution, institution.name, institution.acronym)
    for name, code_set in _CODES:
        if code := getattr(institution, name):
            add(unit, "orgUnitCode", code, codeSet=code_set)
    add(unit, "orgUnitKind")
    entities = description.management.entities if description.management else ()
    for entity, ref in zip(entities, references.entities, strict=True):
        _entity(unit, entity, ref)
    for partner, ref in zip(description.partners, references.partners, strict=True):
        other = _unit(root, ref, partner.name, "")
        for name, code_set in _CODES[:2]:
            if code := getattr(partner, name):
                add(other, "orgUnitCode", code, codeSet=code_set)
        add(other, "orgUnitKind")


def _unit(parent: Element, ref: str, name: str, acronym: str) -> Element:
    unit = add(parent, "orgUnit", id=ref)
    add(unit, "orgUnitID", ref)
    named(unit, "orgUnitName", name)
    if acronym:
        add(unit, "orgUnitAcronym", acronym)
    return unit


def _entity(parent: Element, entity: Entity, ref: str) -> None:
    unit = _unit(parent, ref, entity.name, entity.acronym)
    add(unit, "orgUnitKind", entity.kind.value)
    if entity.website:
        add(add(unit, "webLink", extension=True), "href", entity.website, extension=True)
    if not (entity.address or entity.phone or entity.fax):
        return
    data = add(add(unit, "contacts"), "contactData")
    if entity.address:
        add(add(data, "adr"), "extadr", entity.address)
    if entity.phone:
        add(data, "telephone", entity.phone)
    if entity.fax:
        add(data, "fax", entity.fax)
