"""CDM-fr as its readers expect it: the namespace of 2011, and within each element the order of the schema."""

import pytest
from lxml import etree

from programmes import exports
from programmes.imports.reading import read
from tests.programmes.everything import everything

# Copied by hand from the schema, not from the code.
ORDER = {
    "CDM": "habilitation properties orgUnit program course person",
    "program": (
        "programID programName programCode webLink programIntroduction programDescription aip qualification"
        " ppalTeachingLanguage level levelCode learningObjectives admissionInfo recommendedPrerequisites"
        " formalPrerequisites teachingPlace targetGroup formOfTeaching formOfAssessment instructionLanguage"
        " programDuration programStructure regulations studyAbroad expenses universalAdjustment contacts infoBlock"
        " subProgram refProgram refHabilitation searchword"
    ),
    "course": (
        "courseID courseName courseCode webLink courseIntroduction courseDescription level levelCode teachingTerm"
        " credits learningObjectives admissionInfo recommendedPrerequisites formalPrerequisites teachingPlace"
        " targetGroup formOfTeaching formOfAssessment benefits instructionLanguage overlap syllabus expenses"
        " universalAdjustment exam teachingActivity contacts infoBlock searchword"
    ),
    "qualification": "qualificationName qualificationDescription credits degree profession studyQualification",
    "admissionInfo": "admissionDescription studentStatus ectsRequired studentPlaces teachingStart",
    "person": "personID name title role affiliation activities contactData infoBlock",
    "name": "given family",
    "contactData": "contactName adr visitHour telephone fax email webLink infoBlock",
    "orgUnit": (
        "orgUnitID orgUnitName orgUnitSecondName orgUnitAcronym orgUnitCode orgUnitKind webLink orgUnitIntroduction"
        " orgUnitDescription contacts orgUnit"
    ),
}
NEEDED = {
    "program": {"programName", "ppalTeachingLanguage", "level", "formOfAssessment"},
    "course": {"courseName", "courseCode", "courseDescription", "formalPrerequisites"},
    "person": {"name", "title", "affiliation"},
    "orgUnit": {"orgUnitName", "orgUnitKind"},
}
ONE_LANGUAGE = {"year": "2024-2025", "institution": {"name": "U"}, "kind": "MASTER", "title": "T"}


def local(element):
    return etree.QName(element).localname


def tree(description):
    return etree.fromstring(exports.write("cdm-fr", description))


@pytest.mark.parametrize("parent", ORDER)
def test_children_stand_in_the_order_of_the_schema(parent):
    order = ORDER[parent].split()
    found = [element for element in tree(everything()).iter() if local(element) == parent]

    assert found
    for element in found:
        places = [order.index(local(child)) for child in element]
        assert places == sorted(places)
        assert NEEDED.get(parent, set()) <= {local(child) for child in element}


def test_the_root_says_the_version_and_the_namespace():
    root = tree(everything())

    assert root.tag == "{http://cdm-fr.fr/2011/CDM}CDM"
    assert dict(root.attrib) == {"language": "fr-FR", "version": "2.0.9", "profile": "CDM-fr"}


def test_identifiers_are_used_once_and_every_reference_is_followed():
    root = tree(everything())
    ids = [element.get("id") for element in root.iter() if element.get("id")]

    assert len(ids) == len(set(ids))
    assert {element.get("ref") for element in root.iter() if element.get("ref")} <= set(ids)


def test_words_of_the_schema_are_those_of_its_lists():
    root = tree(everything())
    terms = {e.get("term") for e in root.iter() if local(e) == "teachingTerm"} - {None}
    forms = {e.get("org") or e.get("method") for e in root.iter() if local(e) == "formOfTeaching"} - {None}

    assert terms == {"automne", "un an sur deux"}
    assert forms == {"formInit", "formAppr", "hybride"}
    assert [e.get("timeOfDay") for e in root.iter() if local(e) == "programDuration"] == ["cours du soir"]


def test_several_programmes_stand_in_one_file():
    other = everything(title="Autre", codes=["X"])

    back = read("x.xml", exports.write("cdm-fr", everything(), other))

    assert [each.content.title for each in back.programmes] == ["Administration des territoires", "Autre"]
    assert [len(list(each.content.all_courses())) for each in back.programmes] == [5, 5]


@pytest.mark.parametrize("year", [2006, 2011, 2012])
def test_the_three_namespaces_are_read(year):
    data = exports.write("cdm-fr", everything()).replace(b"cdm-fr.fr/2011/", f"cdm-fr.fr/{year}/".encode())

    assert read("x.xml", data).programmes[0].content.title == "Administration des territoires"


FOREIGN = """<?xml version="1.0" encoding="ISO-8859-1"?>
<CDM xmlns="http://cdm-fr.fr/2012/CDM" xmlns:cdmfr="http://cdm-fr.fr/2012/CDM-frSchema" language="fr-FR">
  <properties><datasource>Apogée</datasource><datetime date="2012-10-04"/></properties>
  <orgUnit id="FR_RNE_0673021V_OR">
    <orgUnitName><text language="fr-FR">Université de l’Est</text></orgUnitName>
    <orgUnitCode codeSet="codeUAI">0673021V</orgUnitCode>
    <orgUnitKind/>
  </orgUnit>
  <program id="P1">
    <cdmfr:programName><text>Licence   de
      droit</text></cdmfr:programName>
    <cdmfr:programCode>DRT3</cdmfr:programCode>
    <cdmfr:ppalTeachingLanguage>fr-FR</cdmfr:ppalTeachingLanguage>
    <level level="L"/>
    <targetGroup><p>Bacheliers</p></targetGroup>
    <programStructure><subBlock><header>Semestre 1</header><refCourse ref="C1"/><refCourse ref="C9"/></subBlock>
    </programStructure>
    <regulations><p>Deux <bold>sessions</bold></p></regulations>
  </program>
  <course id="C1">
    <courseName><text>Droit civil</text></courseName><courseCode codeSet="UE">DC1</courseCode>
    <courseDescription><p>Les personnes</p></courseDescription>
    <teachingTerm term="un an sur deux"/>
    <cdmfr:credits ECTScredits="6"/>
    <formalPrerequisites><p>Le bac</p></formalPrerequisites>
  </course>
</CDM>""".replace("’", "'").encode("iso-8859-1")


def test_a_file_of_another_house_is_read_and_what_is_not_understood_is_told_with_its_line():
    read_one = read("bordeaux.xml", FOREIGN).programmes[0]
    content, (course,) = read_one.content, list(read_one.content.all_courses())

    assert (content.title, content.kind, content.year, content.languages) == (
        "Licence de droit", "LICENCE", "2012-2013", ("fr",),
    )  # fmt: skip
    assert (content.institution.uai, content.groups[0].title) == ("0673021V", "Semestre 1")
    assert (course.code, course.credits, course.with_prerequisites) == ("DC1", 6, True)
    assert course.description == "<p>Les personnes</p><p>Le bac</p>"
    assert content.narratives[0].text == "<p>Deux <strong>sessions</strong></p>"
    assert [(noted.code, noted.line) for noted in read_one.noted] == [
        ("cdm-ignored", 15), ("cdm-kind", 9), ("cdm-every-other-year", 23), ("cdm-year", 9), ("cdm-course-missing", 16),
    ]  # fmt: skip


def test_a_language_that_a_file_names_in_words_is_read_as_everywhere():
    english = FOREIGN.replace(b">fr-FR</cdmfr:ppalTeachingLanguage>", b">Anglais</cdmfr:ppalTeachingLanguage>")
    english = english.replace(b"<teachingTerm", b"<instructionLanguage>Allemand</instructionLanguage><teachingTerm")

    content = read("x.xml", english).programmes[0].content

    assert (content.languages, [course.language for course in content.all_courses()]) == (("en",), ["de"])
