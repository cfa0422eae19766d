"""Reports of other generations: other labels, ratings, two signatures, letters, parts that are missing."""

from evaluations.content import Fact, MemberReading, SignatoryReading
from evaluations.tables import read_tables
from tests.evaluations.imports import reports


def texts(findings):
    return [finding.text for finding in findings]


def test_aeres_first_pages(parsed):
    report = parsed(reports.AERES)
    reading = report.reading

    assert report.framework.code == "aeres-licence-professionnelle"
    assert reading.cover.title == "Métiers de la lumière de l'Université du Lac"
    assert (reading.cover.campaign, reading.cover.published) == (
        "Vague D 2014-2018 Campagne d'évaluation 2012-2013",
        None,
    )
    assert [(fact.key, fact.text) for fact in reading.head] == [
        ("academy", "Grenoble"),
        ("institution", "Université du Lac"),
        ("partners", "/"),
        ("speciality", "Métiers de la lumière"),
        ("national_title", "SP2-Production et transformations"),
        ("file_reference", "S3LP130004915"),
        ("sites", "Annecy"),
    ]
    assert [(s.role, s.signatories) for s in reading.signatures] == [
        ("AGENCY", (SignatoryReading("Anne Dupré", ""),)),
        ("SECTION", (SignatoryReading("Jean-Marc Petit", "Directeur de la section"),)),
    ]
    assert reading.fact("programme_kind").value == "LP"
    assert reading.fact("institution_code") is None


def test_aeres_ratings_and_texts(parsed):
    reading = parsed(reports.AERES).reading

    assert [(c.code, c.value, c.text) for c in reading.criteria] == [
        ("projet-pedagogique", "A", "<p>Le projet est lisible et tient ses promesses.</p>"),
        ("insertion", "A+", "<p>Neuf diplômés sur dix travaillent au bout de six mois.</p>"),
        ("milieux-professionnels", "B", "<p>Des théâtres accueillent les stagiaires.</p>"),
        ("pilotage", "", "<p>Le conseil se réunit une fois par an.</p>"),
    ]
    assert [section.code for section in reading.sections] == ["presentation", "conclusion", "criteres"]
    assert reading.sections[0].text.count("<p>") == 1
    assert reading.blocks[0].opening == "<p>Une formation courte et bien conduite.</p>"


def test_aeres_findings_and_letter(parsed):
    report = parsed(reports.AERES)
    reading = report.reading

    assert texts(reading.strengths) == [
        "Un plateau technique rare.",
        "Des anciens élèves présents dans les jurys.",
    ]
    assert texts(reading.weaknesses) == ["Peu de candidates."]
    assert texts(reading.recommendations) == ["Il faudrait ouvrir le recrutement aux bacheliers professionnels."]
    letter = reading.observations
    assert (letter.items, letter.heading, letter.waived) == ((), "", False)
    assert letter.general == (
        "<p>Annecy, le 3 mai 2013</p><p>Madame la présidente,</p>"
        "<p>L'université remercie les experts et prendra en compte leurs remarques.</p>"
    )
    assert (letter.signatory, letter.office, letter.signed) == ("Paul Martin", "Le Président de l'université", None)
    assert (report.unplaced, report.coverage) == ([], 1.0)


def test_wave_a_with_numbered_headings_and_missing_parts(parsed):
    report = parsed(reports.WAVE_A)
    reading = report.reading

    assert report.framework.code == "hceres-formations-2014"
    assert reading.cover.title == "Master Histoire des paysages"
    assert reading.cover.institution == "Université du Lac – UL"
    assert [(fact.key, fact.text) for fact in reading.head] == [
        ("period", "2014-2015"),
        ("field", "Sciences humaines"),
        ("institution", "Université du Lac – UL"),
        ("partners", "École du Jardin"),
    ]
    assert reading.signatures[0].basis == ""
    assert [section.text for section in reading.sections[:2]] == [
        "<p>Le master compte deux parcours.</p>",
        "<p>Le comité apprécie la place du terrain.</p><p>Le second paragraphe est court.</p>",
    ]
    assert [(c.code, c.text) for c in reading.criteria] == [
        ("recherche", "<p>Les étudiants suivent</p><ol><li>un séminaire ;</li><li>un atelier.</li></ol>"),
        ("projets-et-stages", "<p>Un stage est prévu.</p>"),
        ("suivi-des-diplomes", "<p>Aucune enquête.</p>"),
    ]
    assert texts(reading.strengths) == ["Un terrain varié", "Des partenaires nombreux"]
    assert reading.blocks[2].opening == "<p>Le comité conseille :</p>"
    assert texts(reading.recommendations) == ["d'ouvrir une enquête", "de la publier"]
    assert (reading.observations.waived, report.coverage) == (True, 1.0)
    assert report.warnings[1] == "La rubrique «\u00a0Place de l’international\u00a0» n’a pas été trouvée."
    assert len(report.warnings) == 7


def test_doctoral_school_with_two_signatures_and_its_committee(parsed):
    report = parsed(reports.DOCTORAL_SCHOOL)
    reading = report.reading

    assert report.framework.code == "hceres-ecoles-doctorales-2017"
    assert reading.cover.published == Fact("published_on", "Rapport publié le", "1er juillet 2020", "2020-07-01")
    assert [(s.role, s.signatories) for s in reading.signatures] == [
        ("AGENCY", (SignatoryReading("Claire Bon", "Présidente par intérim"),)),
        (
            "CHAIR",
            (
                SignatoryReading("Marc Le Goff", "Président du comité"),
                SignatoryReading("Irène Blanc", "Présidente du comité"),
            ),
        ),
    ]
    assert reading.committee.members == (
        MemberReading("Présidence", "M. Marc Le Goff", "Université des Îles"),
        MemberReading("Experts", "Mme Irène Blanc", "Université de la Plaine"),
        MemberReading("Experts", "M. Omar Sy", ""),
    )
    assert [(fact.key, fact.text, fact.value) for fact in reading.head if fact.key != "doctoral_school_number"] == [
        ("period", "2019-2020", ""),
        ("deposited_on", "12 septembre 2019", "2019-09-12"),
        ("partners", "Université du Lac, École du Jardin", ""),
    ]


def test_doctoral_school_texts_in_markdown(parsed):
    reading = parsed(reports.DOCTORAL_SCHOOL).reading
    first, second, third = reading.criteria

    assert reading.sections[0].text == (
        "<p>Elle réunit <strong>neuf</strong> laboratoires &amp; <em>deux</em> écoles.</p>"
    )
    assert second.text == "<p>Le suivi est régulier.</p>"
    assert third.text == "<p>Une enquête &amp; un annuaire.</p><p>Taux de réponse : 80 %.</p>"
    [table] = read_tables(first.text)
    assert (table.caption, table.columns) == ("Tableau 1 – Thèses soutenues", ("Thèses", "Abandons"))
    assert [(row.label, [str(cell) for cell in row.cells]) for row in table.rows] == [
        ("2018", ["41", "None"]),
        ("2019", ["1250", "2.5"]),
    ]
    assert texts(reading.strengths) == ["Des comités de suivi", "Une école d'été : - en juin - en mer"]
    assert texts(reading.weaknesses) == ["Des durées longues", "Un site à refaire"]


def test_doctoral_school_answers(parsed):
    observations = parsed(reports.DOCTORAL_SCHOOL).reading.observations

    assert [(i.target, i.number, i.heading, i.text) for i in observations.items] == [
        ("WEAKNESS", 1, "Réponse commune des établissements", "<p>Les durées baissent depuis deux ans.</p>"),
        ("WEAKNESS", 2, "", "<p>le site est refait.</p>"),
        ("FREE", None, "Remarques diverses", "<p>cela n'a pas nui à la visite.</p>"),
    ]
    assert observations.signed == Fact("signed_on", "Fait à Vannes, le", "2 juin 2020", "2020-06-02")
    assert (observations.signatory, observations.office) == ("Yann Kerdoncuff", "Directeur de l’école doctorale")


def test_by_cycle_without_a_blank_line(parsed):
    report = parsed(reports.BY_CYCLE)
    reading = report.reading

    assert report.framework.code == "hceres-formations-2022"
    assert reading.cover.title == "Bachelor universitaire de technologie Chimie"
    assert (reading.cover.campaign, reading.signatures, reading.observations) == ("", (), None)
    assert len(reading.criteria) == 4
    assert [(b.code, b.opening, texts(b.findings), b.value) for b in reading.blocks] == [
        ("points-forts", "", ["L'alternance"], ""),
        ("points-faibles", "", ["Le taux de passage"], ""),
        ("recommandations", "", ["Suivre les étudiants en difficulté dès octobre."], ""),
        ("points-d-attention", "<p>Le nombre d'enseignants baisse.</p>", [], ""),
        ("avis-formel", "", [], "favorable"),
    ]
    assert (reading.blocks[4].answer, report.coverage) == ("Favorable", 1.0)
