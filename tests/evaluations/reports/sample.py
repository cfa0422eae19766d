"""A rich report written by hand, of the size of a real one: every kind of content that a report may hold.

The programme, the institution and the persons are imaginary.
"""

from dataclasses import replace

from evalprog import richtext
from evaluations.content import (
    AttachmentReading,
    BlockReading,
    CommitteeReading,
    CoverReading,
    CriterionReading,
    Fact,
    FindingReading,
    ItemReading,
    MemberReading,
    ObservationsReading,
    Reference,
    ReportReading,
    SectionReading,
    SignatoryReading,
    SignatureReading,
    StanceReading,
)

TITLE = "Licence professionnelle Métiers de la mesure, de l’essai et de la qualité"
INSTITUTION = "Université de la Côte d’Albâtre - UCA"

# What the committee might write of any rubric; each criterion takes its own run of these sentences.
_SENTENCES = (
    "Le programme annoncé correspond aux métiers visés, et les compétences attendues sont décrites semestre par "
    "semestre.",
    "Les volumes horaires sont connus pour chaque unité : 612 heures au total, dont 148 heures de travaux pratiques.",
    "L’équipe réunit neuf enseignants titulaires et quatorze intervenants extérieurs, ce qui est satisfaisant.",
    "On s’étonne pourtant que le calendrier ne laisse que deux semaines entre la fin des cours et les soutenances ; "
    "les étudiants interrogés le regrettent eux aussi.",
    "Le dossier parle d’un « comité de pilotage » sans en donner ni la composition, ni le rythme, ni les décisions.",
    "Les effectifs vont de 18 à 27 inscrits sur la période, pour 30 places offertes.",
    "Le taux de réussite dépasse 90 % chaque année, <em>à l’exception de la première</em>, pour laquelle aucune "
    "explication n’est fournie.",
    "L’enquête menée à dix-huit mois touche 71 % des diplômés : <strong>huit sur dix occupent un emploi</strong> du "
    "niveau attendu.",
    "Les conventions signées avec trois entreprises du bassin donnent un cadre solide aux projets.",
    "La plate-forme de métrologie, partagée avec l’école d’ingénieurs voisine, est un atout réel pour les travaux "
    "pratiques.",
    "En revanche, l’anglais n’apparaît que dans une unité de 24 heures, sans certification à la sortie.",
    "Un supplément au diplôme est remis ; il reste toutefois très général et ne distingue pas les parcours.",
    "L’alternance, ouverte depuis deux ans, concerne aujourd’hui un tiers de la promotion.",
    "Les enseignements sont évalués en ligne chaque semestre : 64 % de réponses, résultats discutés en conseil.",
    "Le conseil de perfectionnement se réunit deux fois par an, étudiants compris, et ses relevés sont joints.",
    "La place du numérique se limite au dépôt de documents sur la plate-forme de l’université.",
    "Les stages durent seize semaines ; leur suivi repose sur deux visites et un carnet de bord.",
    "Aucune indication n’est donnée sur l’accueil d’étudiants en situation de handicap ou sportifs de haut niveau.",
    "Le lien avec la recherche tient à deux conférences et à la visite d’un laboratoire : c’est peu.",
    "Les règles de délivrance des crédits sont claires, publiées, et connues des étudiants.",
    "Le recrutement se fait sur dossier puis sur entretien ; 140 candidatures ont été reçues en 2016.",
    "Une remise à niveau de trente heures accueille les publics venus d’autres disciplines.",
    "Le partenariat avec le lycée Jean-Moulin est ancien, mais ses termes n’ont pas été revus depuis 2011.",
    "La part des professionnels du cœur de métier atteint 38 % des heures, au-dessus du seuil usuel.",
    "Peut-on parler d’une véritable approche par compétences ? Le portefeuille annoncé n’est pas encore en service.",
)

_CRITERIA = (
    ("objectifs", "Objectifs"),
    ("organisation", "Organisation"),
    ("environnement", "Positionnement dans l’environnement"),
    ("equipe", "Équipe pédagogique"),
    ("effectifs", "Effectifs, insertion professionnelle et poursuite d’études"),
    ("recherche", "Place de la recherche"),
    ("professionnalisation", "Place de la professionnalisation"),
    ("projets-et-stages", "Place des projets et des stages"),
    ("international", "Place de l’international"),
    ("recrutement", "Recrutement, passerelles et dispositifs d’aide à la réussite"),
    ("numerique", "Modalités d’enseignement et place du numérique"),
    ("evaluation-des-etudiants", "Évaluation des étudiants"),
    ("competences", "Suivi de l’acquisition de compétences"),
    ("diplomes", "Suivi des diplômés"),
    ("perfectionnement", "Conseil de perfectionnement et procédures d’autoévaluation"),
)

_RESULTS = (
    "<table><caption>Inscrits et diplômés par année</caption>"
    '<thead><tr><th scope="col">Année</th><th scope="col">2013</th><th scope="col">2014</th><th scope="col">2015</th>'
    '<th scope="col">2016</th></tr></thead>'
    '<tbody><tr><th scope="row">Inscrits</th><td>18</td><td>22</td><td>25</td><td>27</td></tr>'
    '<tr><th scope="row" data-level="1">dont alternants</th><td>0</td><td>0</td><td>7</td><td>9</td></tr>'
    '<tr><th scope="row">Diplômés</th><td>16</td><td>21</td><td>23</td><td>-</td></tr></tbody></table>'
)
_ORIGINS = (
    "<table><thead><tr>"
    '<th scope="col">Origine des candidats</th><th scope="col">2014-2015</th><th scope="col">2015-2016</th>'
    '<th scope="col">2016-2017</th></tr></thead><tbody>'
    '<tr><th scope="row">Candidatures reçues</th><td>104</td><td>118</td><td>140</td></tr>'
    '<tr><th scope="row" data-level="1">Région</th><td>52</td><td>61</td><td>70</td></tr>'
    '<tr><th scope="row" data-level="2">dont département</th><td>31</td><td>33</td><td>40</td></tr>'
    '<tr><th scope="row" data-level="1">Autres régions</th><td>40</td><td>42</td><td>52</td></tr>'
    '<tr><th scope="row" data-level="1">Étranger</th><td>12</td><td>15</td><td>18</td></tr></tbody></table>'
)
_HOURS = (
    "<table><caption>Répartition des heures entre intervenants</caption>"
    '<thead><tr><th scope="col" rowspan="2">Unité</th><th scope="colgroup" colspan="2">Heures</th>'
    '<th scope="col" rowspan="2">Part du total</th></tr>'
    '<tr><th scope="col">Titulaires</th><th scope="col">Professionnels</th></tr></thead><tbody>'
    '<tr><th scope="row">Métrologie</th><td>62</td><td>48</td><td>18 %</td></tr>'
    '<tr><th scope="row">Essais et fiabilité</th><td>70</td><td>66</td><td>22 %</td></tr>'
    '<tr><th scope="row">Qualité et normes</th><td>54</td><td>80</td><td>22 %</td></tr>'
    '<tr><th scope="row">Projet tuteuré</th><td>90</td><td>38</td><td>21 %</td></tr>'
    '<tr><th scope="row">Langue et communication</th><td>104</td><td>0</td><td>17 %</td></tr></tbody></table>'
)

_STRENGTHS = (
    ("Adéquation du programme aux métiers de la mesure, reconnue par les entreprises du bassin.", ("objectifs",)),
    ("Encadrement des projets et des stages, régulier et bien documenté.", ("projets-et-stages",)),
    ("Taux de réussite supérieur à 90 % et insertion au niveau attendu.", ("effectifs", "diplomes")),
    ("Évaluation des enseignements installée et suivie d’effets.", ()),
)
_WEAKNESSES = (
    ("Comité de pilotage dont ni la composition ni les décisions ne sont connues.", ("organisation",)),
    ("Calendrier de fin d’année trop serré pour les soutenances.", ("organisation",)),
    ("Adossement à la recherche réduit à quelques interventions.", ("recherche",)),
    ("Usages du numérique limités au dépôt de documents.", ("numerique",)),
    ("Ouverture internationale presque absente ; une seule unité de langue.", ("international",)),
    ("Portefeuille de compétences annoncé, mais non mis en service.", ("competences",)),
    ("Partenariat avec le lycée non revu depuis 2011.", ("environnement",)),
    ("Supplément au diplôme trop général.", ("competences", "diplomes")),
    ("Accueil des publics à besoins particuliers non décrit.", ("recrutement",)),
    ("Alternance proposée à un tiers seulement de la promotion.", ("professionnalisation",)),
)
_RECOMMENDATIONS = (
    ("Publier la composition du comité de pilotage et ses relevés de décisions.", (1, 2)),
    ("Mettre en service le portefeuille de compétences à la prochaine rentrée.", (6,)),
    ("Réviser la convention avec le lycée et y préciser les volumes horaires.", (7,)),
    ("Étendre l’alternance à l’ensemble de la promotion.", (10,)),
)


def _paragraphs(position: int, count: int) -> str:
    """``count`` paragraphs of four sentences, different for each position."""
    wanted = [_SENTENCES[(position * 7 + n) % len(_SENTENCES)] for n in range(4 * count)]
    return richtext.clean("".join(f"<p>{' '.join(wanted[n : n + 4])}</p>" for n in range(0, len(wanted), 4)))


def _findings(rows: tuple) -> tuple[FindingReading, ...]:
    labels = dict(_CRITERIA)
    return tuple(
        FindingReading(number, text, tuple(Reference(code, labels[code]) for code in codes))
        for number, (text, codes) in enumerate(rows, 1)
    )


def _criterion(position: int, code: str, label: str) -> CriterionReading:
    text = _paragraphs(position, 2 + position % 2)
    if code == "effectifs":
        text += richtext.clean(_RESULTS)
    if code == "recrutement":
        text += richtext.clean(
            "<p>Trois dispositifs coexistent :</p><ul><li>la remise à niveau ;</li><li>le tutorat, assuré par des "
            "étudiants<ol><li>de deuxième année,</li><li>de master ;</li></ol></li><li>l’entretien individuel.</li>"
            "</ul>"
        )
    return CriterionReading(code, label, "narrative", text)


def _item(target: str, answered: int | None, quote: str, text: str, **more: str) -> ItemReading:
    return ItemReading(target, answered, more.get("about", ""), quote, richtext.clean(text), more.get("heading", ""))


def _items() -> tuple[ItemReading, ...]:
    answer = "<p>Réponse : {}</p>".format
    weaknesses = [
        _item("WEAKNESS", n, _WEAKNESSES[n - 1][0], answer(_SENTENCES[(3 * n) % 25]) + _paragraphs(n, 1))
        for n in (1, 2, 3, 4, 5, 6, 7, 10)
    ]
    weaknesses[0] = replace(weaknesses[0], text=weaknesses[0].text + richtext.clean(_HOURS))
    weaknesses[4] = replace(weaknesses[4], text=weaknesses[4].text + richtext.clean(_ORIGINS + _RESULTS))
    for n, stance, day in (
        (0, StanceReading("AGREEMENT", "Accord"), None),
        (1, StanceReading("DISAGREEMENT", "Désaccord"), None),
        (2, StanceReading("ACTION_TAKEN", "Action engagée"), Fact("action_on", "le", "1er mars 2017", "2017-03-01")),
        (4, StanceReading("ACTION_PLANNED", "Action prévue"), Fact("action_on", "pour le", "4 mai 2018", "2018-05-04")),
    ):
        weaknesses[n] = replace(weaknesses[n], stance=stance, day=day)
    weaknesses[3] = replace(weaknesses[3], quote="un numérique « limité au dépôt »", text="")
    return (
        *weaknesses,
        _item("RECOMMENDATION", 1, _RECOMMENDATIONS[0][0], answer(_SENTENCES[14]), heading="Avis et recommandations"),
        _item("RECOMMENDATION", 4, _RECOMMENDATIONS[3][0], answer(_SENTENCES[12])),
        _item("REPORT", None, "la plate-forme de métrologie, partagée", answer(_SENTENCES[9]), about="environnement"),
        _item("REPORT", None, "les objectifs sont atteints", answer(_SENTENCES[7]), about="avis"),
        _item("FREE", None, "", answer("L’établissement remercie le comité de sa lecture attentive.")),
    )


def _observations() -> ObservationsReading:
    return ObservationsReading(
        label="Observations de l’établissement",
        waived=False,
        heading=richtext.clean(
            "<p>Campagne d’évaluation 2016-2017</p><p>Observations sur le rapport d’évaluation</p>"
            "<p>Référence : rapport B2017-EV-0760000X-LP</p>"
        ),
        general=richtext.clean(
            "<p>Monsieur le Président,</p><p>L’université a pris connaissance du rapport avec intérêt. Elle souhaite "
            "répondre aux points suivants, dans l’ordre où ils sont posés.</p>"
        ),
        items=_items(),
        signatory="Hélène Vasseur",
        office="Présidente de l’université",
        signed=Fact("signed_on", "Vu le", "20 mars 2017", "2017-03-20"),
        attachments=(
            AttachmentReading(
                "Convention avec le lycée", "convention.pdf", "document PDF", "1,2\u00a0Mo", "0123456789abcdef" * 4
            ),
            AttachmentReading(
                "effectifs.xlsx", "effectifs.xlsx", "classeur Excel", "48\u00a0ko", "fedcba9876543210" * 4
            ),
        ),
    )


def _signatures() -> tuple[SignatureReading, ...]:
    return (
        SignatureReading(
            role="AGENCY",
            heading="Pour l’Agence,",
            signatories=(
                SignatoryReading("Irène Aubertin", "présidente"),
                SignatoryReading("Marc Delorme", "président par intérim"),
            ),
            basis="En vertu du décret n° 2014-1365 du 14 novembre 2014,",
            note="La présidence de l’Agence contresigne les rapports établis par les comités d’experts.",
        ),
        SignatureReading(
            role="CHAIR",
            heading="Pour le comité d’experts,",
            signatories=(SignatoryReading("Paul Grandin", "président du comité"),),
            basis="",
            note="La signature vaut pour l’ensemble du comité.",
        ),
    )


def _sections() -> tuple[SectionReading, ...]:
    conclusion = (
        BlockReading("points-forts", "findings", "Points forts", "STRENGTH", findings=_findings(_STRENGTHS)),
        BlockReading("points-faibles", "findings", "Points faibles", "WEAKNESS", findings=_findings(_WEAKNESSES)),
        BlockReading(
            "avis-et-recommandations",
            "findings",
            "Avis global et recommandations",
            "RECOMMENDATION",
            opening=richtext.clean("<p>Dans l’ensemble, les objectifs sont atteints.</p>") + _paragraphs(3, 1),
            findings=tuple(
                FindingReading(n, text, (), addresses) for n, (text, addresses) in enumerate(_RECOMMENDATIONS, 1)
            ),
            closing=richtext.clean("<p>La prochaine autoévaluation devra en rendre compte.</p>"),
        ),
        BlockReading("avis-formel", "opinion", "Avis du comité", answer="Favorable avec réserves", value="reserves"),
    )
    grades = (
        CriterionReading("note-pilotage", "Pilotage de la formation", "scale", "", "B", "B"),
        CriterionReading("note-insertion", "Insertion des diplômés", "scale", _paragraphs(5, 1), "A+", "A+"),
        CriterionReading("conseil-reuni", "Conseil réuni chaque année", "yes_no", "", "Oui", "yes"),
    )
    return (
        SectionReading("presentation", "text", "Présentation de la formation", text=_paragraphs(1, 3)),
        SectionReading(
            "analyse", "criteria", "Analyse", criteria=tuple(_criterion(n, *c) for n, c in enumerate(_CRITERIA))
        ),
        SectionReading("notation", "criteria", "Notation", criteria=grades),
        SectionReading("conclusion", "conclusion", "Conclusion de l’évaluation", blocks=conclusion),
    )


def sample_reading() -> ReportReading:
    """A final, published report of about fifteen pages."""
    return ReportReading(
        kind="FINAL",
        language="fr",
        cover=CoverReading(
            agency="AQF",
            agency_name="Agence pour la qualité des formations",
            department="Département des formations",
            document="Rapport d’évaluation",
            title=TITLE,
            institution=INSTITUTION,
            campaign="Campagne d’évaluation 2016-2017 (Vague C)",
            published=Fact("published_on", "Rapport publié le", "14/06/2017", "2017-06-14"),
        ),
        head=(
            Fact("period", "Évaluation réalisée en", "2016-2017"),
            Fact("deposited_on", "sur la base d’un dossier déposé le", "13 octobre 2016", "2016-10-13"),
            Fact("field", "Champ(s) de formations", "Matériaux, mesure et procédés"),
            Fact("institution", "Établissement déposant", INSTITUTION),
            Fact("partners", "Établissement(s) cohabilité(s)", "/"),
        ),
        signatures=_signatures(),
        committee=CommitteeReading(
            "Comité d’experts",
            (
                MemberReading("Président", "Paul Grandin", "Université de Basse-Loire"),
                MemberReading("Experte", "Sonia Keller", "École supérieure de métrologie"),
                MemberReading("Expert", "Yann Le Goff", ""),
                MemberReading("Experte étudiante", "Aïcha Benali", "Université du Littoral"),
            ),
        ),
        sections=_sections(),
        observations=_observations(),
        annex=("Page de garde de l’archive ouverte.", "Version déposée le 20 février 2019."),
        colophon=(
            Fact("framework", "Référentiel", "Évaluation des formations, version 1", "formations-2016"),
            Fact("programme_kind", "Nature de la formation", "Licence professionnelle", "LP"),
            Fact("file_reference", "Référence du dossier", "B2017-EV-0760000X-LP"),
        ),
    )
