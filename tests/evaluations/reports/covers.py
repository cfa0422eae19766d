"""One short report for each kind of cover that agencies print: imaginary programmes, persons and sentences.

Each reading is built by hand, whole, as a framework and a record would give it; ``COVERS`` names them all.
"""

from dataclasses import replace

from evalprog import richtext
from evaluations.content import (
    BlockReading,
    CommitteeReading,
    CoverReading,
    CriterionReading,
    ErratumReading,
    Fact,
    FigureReading,
    FindingReading,
    ItemReading,
    MemberReading,
    ObservationsReading,
    Reference,
    ReportReading,
    ScaleReading,
    ScaleValueReading,
    SectionReading,
    SeriesReading,
    SheetReading,
    SignatoryReading,
    SignatureReading,
)

SAID = (
    "Le comité a lu le dossier, rencontré les étudiants et comparé les années entre elles.",
    "Les objectifs sont connus de tous et affichés dès l’inscription.",
    "L’encadrement est régulier ; les relevés de décisions sont communiqués aux équipes.",
    "Le suivi des diplômés reste partiel, faute d’une enquête commune aux sites.",
)


def text(*sentences: int) -> str:
    return richtext.clean(f"<p>{' '.join(SAID[n] for n in sentences or range(4))}</p>")


def findings(*texts: str) -> tuple[FindingReading, ...]:
    return tuple(FindingReading(number, words) for number, words in enumerate(texts, 1))


def conclusion() -> SectionReading:
    return SectionReading(
        "conclusion",
        "conclusion",
        "Conclusion",
        blocks=(
            BlockReading(
                "points-forts",
                "findings",
                "Points forts",
                "STRENGTH",
                findings=findings("Une équipe stable et connue."),
            ),
            BlockReading(
                "points-faibles",
                "findings",
                "Points faibles",
                "WEAKNESS",
                findings=(
                    FindingReading(
                        1, "Un suivi des diplômés qui s’arrête à six mois.", (Reference("pilotage", "Pilotage"),)
                    ),
                ),
            ),
            BlockReading(
                "recommandations",
                "findings",
                "Recommandations",
                "RECOMMENDATION",
                findings=(FindingReading(1, "Mener l’enquête à trente mois.", (), (1,)),),
            ),
        ),
    )


def criterion(code: str, label: str, *sentences: int, **more) -> CriterionReading:
    return CriterionReading(code, label, more.pop("kind", "narrative"), text(*sentences), **more)


ANALYSIS = SectionReading(
    "analyse",
    "criteria",
    "Analyse",
    criteria=(
        criterion("finalite", "Finalité", 0, 1),
        criterion("environnement", "Positionnement dans l’environnement", 1, 2),
        criterion("pilotage", "Pilotage", 2, 3),
    ),
)
COLOPHON = (
    Fact("framework", "Référentiel", "formations-2017, version 2", "formations-2017@2"),
    Fact("programme_kind", "Nature de la formation", "Master", "MASTER"),
)


def plain() -> ReportReading:
    """A programme, signed by both, without anything that is not always there."""
    return ReportReading(
        kind="FINAL",
        language="fr",
        cover=CoverReading(
            agency="AQF",
            agency_name="Agence pour la qualité des formations",
            department="Évaluation des formations",
            document="Rapport d’évaluation",
            title="Master Sciences du bois",
            institution="Université de Haute-Marche - UHM",
            campaign="Campagne d’évaluation 2017-2018 (Vague D)",
            published=Fact("published_on", "Rapport publié le", "03/05/2018", "2018-05-03"),
        ),
        head=(
            Fact("period", "Évaluation réalisée en", "2017-2018"),
            Fact("deposited_on", "sur la base d’un dossier déposé le", "12 octobre 2017", "2017-10-12"),
            Fact("institution", "Établissement déposant", "Université de Haute-Marche - UHM"),
        ),
        signatures=(
            SignatureReading("AGENCY", "Pour l’Agence :", (SignatoryReading("Ivan Morel", "président"),), "", ""),
            SignatureReading("CHAIR", "Au nom du comité :", (SignatoryReading("Lise Roc", "présidente"),), "", ""),
        ),
        committee=None,
        sections=(SectionReading("presentation", "text", "Présentation", text=text(0, 1)), ANALYSIS, conclusion()),
        observations=None,
        annex=(),
        colophon=COLOPHON,
    )


def _covered(**changes) -> ReportReading:
    reading = plain()
    return replace(reading, cover=replace(reading.cover, **changes))


def co_presidents() -> ReportReading:
    """Two preside, both sign under a formula in the plural; the agency's officer is listed."""
    reading = plain()
    agency, chair = reading.signatures
    both = (SignatoryReading("Lise Roc", "coprésidente"), SignatoryReading("Théo Vidal", "coprésident"))
    committee = CommitteeReading(
        "Comité d’experts",
        (
            MemberReading("Coprésidente", "Lise Roc", "Université des Trois-Vallées"),
            MemberReading("Coprésident", "Théo Vidal", "École du bois de Guéret"),
            MemberReading("Experte", "Nina Alos", "Université de Vendôme"),
            MemberReading("Expert étudiant", "Karim Benz", "Université de Vendôme"),
            MemberReading("Représentante de l’Agence", "Odile Fabre", "conseillère scientifique"),
        ),
    )
    heading = "Au nom du comité, les coprésidents :"
    return replace(reading, signatures=(agency, replace(chair, heading=heading, signatories=both)), committee=committee)


def interim() -> ReportReading:
    """Whoever signs for the agency holds another office, and this one only meanwhile."""
    reading = plain()
    office = "directrice du département des formations et présidente par intérim"
    agency = replace(
        reading.signatures[0],
        signatories=(SignatoryReading("Jeanne Aubry", office),),
        basis="En vertu du décret n° 2014-1365 du 14 novembre 2014,",
        note="La présidence de l’Agence contresigne les rapports d’évaluation.",
    )
    return replace(reading, signatures=(agency, reading.signatures[1]))


INSTITUTIONS = tuple(
    f"Université de {name}"
    for name in (
        "Haute-Marche", "Vendôme", "Trois-Vallées", "Basse-Loire", "Rives-de-Seine", "Nivernais", "Quercy", "Thiérache",
        "Bigorre", "Cornouaille", "Bresse", "Velay", "Saintonge", "Argonne",
    )
)  # fmt: skip


def doctoral_school() -> ReportReading:
    """Fourteen institutions, a visit, members of whom one has no academic post."""
    reading = plain()
    partners = Fact("partners", "Établissements coaccrédités", " ; ".join(INSTITUTIONS[1:]), items=INSTITUTIONS[1:])
    cover = replace(
        reading.cover,
        department="Évaluation des écoles doctorales",
        document="École doctorale",
        title="École doctorale n° 599 – Forêts, matériaux et territoires (FMT)",
        institution=INSTITUTIONS[0],
        lines=(partners,),
    )
    head = (
        Fact("doctoral_school_number", "École doctorale n°", "599"),
        reading.head[0],
        Fact("deposited_on", "sur la base d’un dossier déposé en", "octobre 2017"),
        Fact("visit", "et d’une visite", "les 6 et 7 février 2018"),
        Fact("institution", "Établissements", " ; ".join(INSTITUTIONS), items=INSTITUTIONS),
    )
    members = (
        MemberReading("Présidence", "Lise Roc", "Université des Trois-Vallées"),
        *(
            MemberReading("Expert", f"Anselme Du{n}" if n % 2 else f"Édith Mo{n}", name)
            for n, name in enumerate(INSTITUTIONS[1:7])
        ),
        MemberReading("Experte", "Marthe Colin", ""),
        MemberReading("Représentante de l’Agence", "Odile Fabre", "conseillère scientifique"),
    )
    kind = Fact("programme_kind", "Nature de la formation", "École doctorale", "DOCTORAL_SCHOOL")
    return replace(
        reading,
        cover=cover,
        head=head,
        committee=CommitteeReading("Membres du comité d’experts", members),
        colophon=(COLOPHON[0], kind),
    )


def several_programmes() -> ReportReading:
    """One text on many programmes of one school: all of them on the cover."""
    names = ("Licence Histoire", "Licence Géographie et aménagement", "Licence professionnelle Guide conférencier",
             "Master Archives", "Master Patrimoine")  # fmt: skip
    listed = Fact("programmes", "Formations évaluées", " ; ".join(names), items=names)
    return _covered(title="Formations de la faculté d’histoire et de géographie", lines=(listed,))


def sheet(number: int, title: str) -> SheetReading:
    return SheetReading(
        code=f"fiche{number}",
        title=title,
        head=(Fact("mention", "Mention", title.removeprefix("Master ")),),
        scales=(),
        sections=(ANALYSIS, conclusion()),
        colophon=(
            *COLOPHON,
            Fact("report", "Rapport publié", "version 1, publiée le 2 mai 2018", f"{number}" * 64),
        ),
    )


def champ() -> ReportReading:
    """A field of programmes and the sheet of each: every sheet has its own head, criteria and findings."""
    reading = _covered(title="Champ de formations Bois, forêts et territoires")
    return replace(
        reading,
        sheets=(sheet(1, "Master Chimie du bois"), sheet(2, "Master Économie forestière")),
        sheets_label="Fiches d’évaluation des formations",
        colophon=(COLOPHON[0], Fact("programme_kind", "Nature de la formation", "Champ de formations", "FIELD")),
    )


def grade_of_master() -> ReportReading:
    """A diploma of health studies that confers the grade of a master."""
    reading = _covered(
        title="Certificat de capacité d’audioprothésiste", document="Rapport d’évaluation (grade de master)"
    )
    head = (*reading.head, Fact("grade", "Grade conféré", "grade de master"))
    return replace(
        reading,
        head=head,
        colophon=(COLOPHON[0], Fact("programme_kind", "Nature de la formation", "Diplôme", "DIPLOMA")),
    )


LETTERS = ScaleReading(
    "lettres",
    "Notation en quatre lettres",
    (
        ScaleValueReading("A+", "A+", "Projet remarquable, sans réserve."),
        ScaleValueReading("A", "A", "Projet solide ; les remarques sont de détail."),
        ScaleValueReading("B", "B", "Projet satisfaisant, que les recommandations doivent consolider."),
        ScaleValueReading("C", "C", "Projet à reprendre."),
    ),
)


def letter_grades() -> ReportReading:
    """Marks from A+ to C, at a glance before the text, with what the letters mean."""
    reading = _covered(title="Licence professionnelle Construction bois", campaign="Vague C 2013-2017")
    marks = (
        ("projet", "Projet pédagogique", "A"),
        ("insertion", "Insertion professionnelle et poursuite d’études", "A+"),
        ("lien", "Lien avec les milieux professionnels", "B"),
        ("note-pilotage", "Pilotage de la licence", "C"),
    )
    graded = tuple(
        criterion(code, label, n % 4, kind="scale", answer=mark, value=mark)
        for n, (code, label, mark) in enumerate(marks)
    )
    section = SectionReading("evaluation", "criteria", "Évaluation par critère", criteria=graded)
    return replace(reading, sections=(reading.sections[0], section), scales=(LETTERS,))


def opinion() -> ReportReading:
    """A formal opinion, its reasons before, its conditions after."""
    reading = plain()
    block = BlockReading(
        "avis",
        "opinion",
        "Avis du comité sur l’accréditation",
        opening=text(1, 3),
        answer="Favorable avec réserve",
        value="reserve",
        closing=richtext.clean(
            "<ul><li>Publier les résultats de l’enquête d’insertion.</li>"
            "<li>Réunir le conseil deux fois l’an.</li></ul>"
        ),
        closing_label="Conditions",
    )
    return replace(
        reading, sections=(*reading.sections, SectionReading("avis-final", "conclusion", "Avis", blocks=(block,)))
    )


def _counts(row: int) -> str:
    return "".join(f"<td>{(row * 7 + column * 3) % 11 or '-'}</td>" for column in range(8))


def matrix_of_counts() -> ReportReading:
    """A preamble that counts programmes by sector, SP1 to SP8, and by institution."""
    sectors = "".join(f'<th scope="col">SP{n}</th>' for n in range(1, 9))
    rows = "".join(
        f'<tr><th scope="row">{name}</th>{_counts(n)}<td>{40 + n}</td></tr>' for n, name in enumerate(INSTITUTIONS[:5])
    )
    table = (
        f"<table><caption>Licences professionnelles par secteur et par établissement</caption><thead><tr>"
        f'<th scope="col">Établissement</th>{sectors}<th scope="col">Total</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )
    reading = plain()
    preamble = SectionReading("preambule", "text", "Préambule", text=text(0) + richtext.clean(table))
    return replace(reading, sections=(preamble, *reading.sections))


def contract_period() -> ReportReading:
    """The years of the contract beside the wave, the title another than the mention, two spellings of a label."""
    reading = _covered(
        title="Master Métiers de la forêt",
        campaign="Vague C",
        lines=(Fact("contract", "Contrat", "2013-2017"),),
    )
    head = (
        *reading.head,
        Fact("mention", "Mention", "Gestion des territoires", heading="Périmètre de la formation"),
        Fact("field", "Champ(s) de formation", "Bois et territoires"),
        Fact("partners", "Établissement(s) cohabilités", "/"),
    )
    return replace(reading, head=head)


def no_deposit_date() -> ReportReading:
    """Nobody noted when the dossier came."""
    reading = plain()
    return replace(reading, head=tuple(fact for fact in reading.head if fact.key != "deposited_on"))


def institution_level() -> ReportReading:
    """A report on an institution's whole offer: parts with numbers, and its president answers."""
    reading = _covered(title="Offre de formation de l’université", document="Rapport sur l’offre de formation")
    labels = ("I – Préambule", "II – Politique de formation", "III – Qualité et pilotage")
    parts = tuple(
        SectionReading(f"partie-{n}", "text", label, text=text(n % 4, (n + 1) % 4)) for n, label in enumerate(labels, 1)
    )
    answer = ObservationsReading(
        label="Réponse du président",
        waived=False,
        heading="",
        general=text(1),
        items=(ItemReading("FREE", None, "", "", text(2)),),
        signatory="Colette Aubin",
        office="Présidente de l’université",
        signed=Fact("signed_on", "Fait le", "9 avril 2018", "2018-04-09"),
    )
    return replace(reading, sections=(*parts, replace(conclusion(), label="IV – Conclusion")), observations=answer)


def erratum() -> ReportReading:
    """A second version: which one it replaces, since when, and why."""
    reading = _covered(
        erratum=ErratumReading(
            2,
            "Erratum, version 2",
            "remplace la version 1, publiée le 3 mai 2018",
            "L’effectif de la deuxième année était celui d’un autre parcours.",
        )
    )
    replaces = Fact("replaces", "Remplace", "version 1, publiée le 3 mai 2018", "ab" * 32)
    return replace(reading, colophon=(*reading.colophon, replaces))


YEARS = ("2012", "2013", "2014", "2015", "2016")
SOURCE = "Dossier d’autoévaluation"


def charts() -> ReportReading:
    """Series: enrolment as lines, success as bars, employment as stacked bars; one year is not known."""

    def figure(code: str, kind: str, title: str, unit: str, **series: tuple[str, ...]) -> FigureReading:
        lines = tuple(SeriesReading(label.replace("_", " "), values) for label, values in series.items())
        return FigureReading(code, kind, title, unit, SOURCE, "Année", YEARS, lines)

    enrolled = figure("effectifs", "line", "Effectifs inscrits", "étudiants",
                      Première_année=("118", "131", "-", "140", "152"),
                      Deuxième_année=("84", "90", "101", "97", "110"))  # fmt: skip
    success = figure("reussite", "bar", "Taux de réussite", "%", Réussite=("71", "74,5", "78", "-", "81"))
    employed = figure("emploi", "stacked", "Situation à trente mois", "diplômés",
                      En_emploi=("38", "41", "40", "45", "50"), En_études=("12", "10", "14", "9", "11"),
                      En_recherche=("6", "5", "4", "4", "2"))  # fmt: skip
    followed = criterion("suivi", "Effectifs, réussite et insertion", 3, figures=(enrolled, success, employed))
    reading = plain()
    section = replace(ANALYSIS, criteria=(*ANALYSIS.criteria, followed))
    return replace(reading, sections=(reading.sections[0], section, conclusion()))


COVERS = {
    cover.__name__: cover
    for cover in (
        plain, co_presidents, interim, doctoral_school, several_programmes, champ, grade_of_master, letter_grades,
        opinion,
        matrix_of_counts, contract_period, no_deposit_date, institution_level, erratum, charts,
    )
}  # fmt: skip
