"""Who runs a programme: the entity and those above it, the head, the jury, whom to ask."""

import re
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from evalprog.text import folded
from programmes.description import Contact, Entity, JuryMember, Management
from programmes.enums import EntityKind, JuryRole
from programmes.imports.prospectus.lines import Account
from programmes.imports.prospectus.markup import Block, blocks_of, plain
from programmes.imports.prospectus.sections import Section

_PATH = re.compile(r"[A-Z0-9]{2,12}(?:/[A-Z0-9]{2,12}){1,6}")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9]{1,11}")
_ENTITY = re.compile(r"(?P<name>[^()]{3,300}?)\s?\((?P<acronym>[A-Z][A-Z0-9/]{1,11})\)")
_KINDS = {
    "secteur": EntityKind.SECTOR,
    "faculte": EntityKind.FACULTY,
    "departement": EntityKind.DEPARTMENT,
    "ecole": EntityKind.ENTITY,
    "institut": EntityKind.ENTITY,
    "commission": EntityKind.ENTITY,
    "centre": EntityKind.ENTITY,
    "ufr": EntityKind.FACULTY,
}
# Labels whose values stand elsewhere: the cells of a table that lost its shape.
_LABELS = {
    "entite", "entite de la structure", "denomination", "faculte", "secteur", "sigle", "adresse de l entite",
    "adresse", "site web", "jury", "personne s de contact", "personnes de contact", "personne de contact", "contact",
    "contacts", "gestion du programme", "departement",
}  # fmt: skip
_LABELLED = re.compile(r"(?P<label>[^:()]{2,60}?)\s?:\s*(?P<value>\S.*)")
_PHONE = re.compile(r"(?:t[ée]l(?:éphone)?\.?)\s?:?\s?(?P<number>[+\d][\d\s().+/-]{5,30}\d)", re.IGNORECASE)
_FAX = re.compile(r"fax\.?\s?:?\s?(?P<number>[+\d][\d\s().+/-]{5,30}\d)", re.IGNORECASE)
_WEBSITE = re.compile(r"https?://[^\s<>()]{3,300}|www\.[^\s<>()]{3,300}")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}")
_LONGEST, _LONGEST_NAME = 1_000, 80
_HEAD = ("responsable academique", "responsable du programme", "responsable de la formation", "directeur", "directrice")


@dataclass(slots=True)
class _Draft:
    path: str = ""
    entities: list[Entity] = field(default_factory=list)
    own: str = ""  # the acronym of the entity that the address is of
    address: list[str] = field(default_factory=list)
    phone: str = ""
    fax: str = ""
    website: str = ""
    head: str = ""
    jury: list[JuryMember] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)


class Contacts:
    """Takes the sections about management; gives back the prose."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self._draft = _Draft()
        self._in_address = False
        self._people = False  # below « Personnes de contact »
        self.first_line: int | None = None

    def take(self, section: Section) -> list[Block]:
        self._in_address = self._people = False
        if "contact" in folded(section.title) and "gestion" not in folded(section.title):
            self._people = True
        prose = []
        for block in blocks_of(section.lines, begins_one=lambda line: True):
            text = plain(block.text) if len(block.text) <= _LONGEST else ""
            if text and self._take(text, block.is_item):
                self.account.place(*block.lines)
                self.first_line = self.first_line or block.lines[0].number
            else:
                prose.append(block)
        return prose

    def _take(self, text: str, is_item: bool) -> bool:
        """Each kind of line in turn, the most certain first."""
        if folded(text) in _LABELS:
            self._people = folded(text).startswith(("personne", "contact")) or (self._people and is_item)
            return True
        return (
            self._jury(text)
            or self._labelled_head(text)
            or ((self._people or is_item) and self._contact(text))
            or self._numbers(text)
            or self._of_entity(text)
            or self._in_the_address(text)
        )

    def _jury(self, text: str) -> bool:
        found = _LABELLED.fullmatch(text)
        words = folded(found["label"]) if found else ""
        if found is None or not words.endswith(("jury", "du jury")):
            return False
        beginnings = (
            ("president", JuryRole.PRESIDENT),
            ("secretaire", JuryRole.SECRETARY),
            ("membre", JuryRole.MEMBER),
        )
        role = next((role for beginning, role in beginnings if words.startswith(beginning)), None)
        if role is None:
            return False
        names = re.split(r"\s*[,;]\s*", found["value"]) if role == JuryRole.MEMBER else [found["value"]]
        self._draft.jury += [JuryMember(name=name.strip(), role=role) for name in names if name.strip()]
        self._in_address = False
        return True

    def _labelled_head(self, text: str) -> bool:
        found = _LABELLED.fullmatch(text)
        if found is None or not folded(found["label"]).startswith(_HEAD) or self._draft.head:
            return False
        self._draft.head, self._in_address = found["value"].strip(), False
        return True

    def _contact(self, text: str) -> bool:
        """« Role (Name - tél. …): address »; any part but one may be missing."""
        email, phone = _EMAIL.search(text), _PHONE.search(text)
        if not (email or phone or (self._people and (":" in text or len(text) < _LONGEST_NAME))):
            return False
        bare = _EMAIL.sub("", _PHONE.sub("", text))
        role, _colon, value = bare.partition(":") if ":" in bare else ("", "", bare)
        within = re.search(r"\(([^()]{0,200})\)", role)
        name, rest = _name(within[1]) if within else "", _name(value)
        role = role.replace(within[0], " ") if within else role
        if name and rest:
            role = f"{role} ({rest})"
        self._draft.contacts.append(
            Contact(
                role=" ".join(role.split()),
                name=name or rest,
                email=email[0] if email else "",
                phone=phone["number"].strip() if phone else "",
            )
        )
        return True

    def _numbers(self, text: str) -> bool:
        """Telephone, fax, address on the web: of the entity, as long as it has none; anything else beside is prose."""
        phone, fax, website = _PHONE.search(text), _FAX.search(text), _WEBSITE.search(text)
        rest = _WEBSITE.sub("", _FAX.sub("", _PHONE.sub("", text)))
        if not (phone or fax or website) or folded(rest) not in {"", "site web", "site", "web"}:
            return False
        draft = self._draft
        if (phone and draft.phone) or (fax and draft.fax) or (website and draft.website):
            return False
        draft.phone = phone["number"] if phone else draft.phone
        draft.fax = fax["number"] if fax else draft.fax
        draft.website = website[0] if website else draft.website
        return True

    def _of_entity(self, text: str) -> bool:
        labelled = _LABELLED.fullmatch(text)
        label = folded(labelled["label"]) if labelled else ""
        value = labelled["value"].strip() if labelled and label in _LABELS else text
        if label in {"adresse", "adresse de l entite"}:
            self._draft.address.append(value)
            self._in_address = True
            return True
        if _PATH.fullmatch(value):
            self._draft.path = value
            return True
        found = _ENTITY.fullmatch(value)
        kind = _KINDS.get(folded(value).partition(" ")[0]) or _KINDS.get(label)
        if found and (kind or label in _LABELS):
            entity = Entity(name=found["name"], kind=kind or EntityKind.ENTITY, acronym=found["acronym"])
            self._draft.entities.append(entity)
            return True
        known = {entity.acronym for entity in self._draft.entities} | set(self._draft.path.split("/"))
        if _ACRONYM.fullmatch(value) and value in known:
            self._draft.own, self._in_address = value, True
            return True
        return False

    def _in_the_address(self, text: str) -> bool:
        """Below the acronym of an entity: short lines, up to the telephone."""
        draft = self._draft
        if not self._in_address or draft.phone or draft.website or len(text) > 120 or len(draft.address) >= 6:
            return False
        draft.address.append(text)
        return True

    def management(self) -> Management | None:
        """Nothing where nothing was found. The address is that of the entity it stands below, or of the first."""
        draft = self._draft
        if not draft.entities and (draft.address or draft.phone or draft.fax or draft.website):
            nameless = draft.own or draft.path.rpartition("/")[2] or _("Entité de gestion")
            draft.entities.append(Entity(name=nameless, kind=EntityKind.ENTITY))
        own = next((at for at, entity in enumerate(draft.entities) if entity.acronym == draft.own), 0)
        said = {"phone": draft.phone, "fax": draft.fax, "website": draft.website}
        entities = [
            replace(entity, address="\n".join(draft.address), **said) if at == own else entity
            for at, entity in enumerate(draft.entities)
        ]
        found = Management(
            path=draft.path,
            entities=tuple(entities),
            head=draft.head,
            jury=tuple(draft.jury),
            contacts=tuple(draft.contacts),
        )
        return None if found == Management() else found


def _name(text: str) -> str:
    return " ".join(text.split()).strip(" -–—,;:()")
