"""Reports in PDF: lines, columns and paragraphs found again; running lines and page numbers dropped."""

import html

import pytest
from weasyprint import HTML

from evaluations.content import SignatoryReading
from evaluations.imports import parse_report, source_from_bytes
from evaluations.tables import read_tables
from tests.evaluations.imports import reports

STYLE = """
@page { size: 16cm 14cm; margin: 2cm; @top-center { content: "Rapport – Université du Lac" }
        @bottom-center { content: "Page " counter(page) " / " counter(pages) } }
body { font: 9pt sans-serif } p { margin: 0 0 1em } td { width: 6cm; padding: 0 }
"""


def a_pdf(body):
    return HTML(string=f"<html lang=fr><style>{STYLE}</style><body>{body}</body></html>").write_pdf()


def paragraphs(text):
    """Every run of lines as a paragraph, the lines broken as in the text."""
    runs = html.escape(text, quote=False).strip().split("\n\n")
    return "".join(f"<p>{run.replace(chr(10), '<br>')}</p>" for run in runs)


@pytest.mark.parametrize("text", [reports.AERES, reports.WAVE_A, reports.BY_CYCLE])
def test_the_same_report_in_pdf_and_in_text(text, frameworks):
    in_text = parse_report(source_from_bytes("rapport.txt", text.encode()), frameworks)

    in_pdf = parse_report(source_from_bytes("rapport.pdf", a_pdf(paragraphs(text))), frameworks)

    assert in_pdf.reading == in_text.reading
    assert in_pdf.unplaced == []


def test_signatures_side_by_side_and_a_table(frameworks):
    front = """<p>Évaluation des écoles doctorales</p><p>École doctorale Sciences du littoral</p>
    <table><tr><td>Pour le Hcéres :<td>Au nom du comité d’experts :
    <tr><td>Claire Bon, Présidente<td>Marc Le Goff, Président</table>"""
    figures = """<table><tr><td><td>2018<td>2019<tr><td>Thèses<td>41<td>-<tr><td>- en mer<td>3<td>0</table>"""
    body = f"""{front}<p>Présentation de l’école doctorale</p><p>Elle est ancienne.</p><p>Analyse</p>
    <p>Encadrement et formation des doctorants</p><p>Le suivi est régulier.</p>{figures}
    <p>Conclusion</p><p>Points forts</p><ul><li>Un lieu</ul><p>Points faibles</p><ul><li>Un autre</ul>"""

    report = parse_report(source_from_bytes("rapport.pdf", a_pdf(body)), frameworks)

    assert [(s.role, s.signatories) for s in report.reading.signatures] == [
        ("AGENCY", (SignatoryReading("Claire Bon", "Présidente"),)),
        ("CHAIR", (SignatoryReading("Marc Le Goff", "Président"),)),
    ]
    [table] = read_tables(report.reading.criteria[0].text)
    assert table.columns == ("2018", "2019")
    assert [(row.label, row.level) for row in table.rows] == [("Thèses", 0), ("en mer", 1)]
    assert [row.cells for row in table.rows] == [(41, None), (3, 0)]
    assert [finding.text for finding in report.reading.strengths] == ["Un lieu"]


def test_a_paragraph_that_goes_on_over_the_page(frameworks):
    long = "Les étudiants suivent des cours et des ateliers dans trois villes du bord de mer " * 40
    body = paragraphs(reports.WAVE_A).replace("Un stage est prévu.", f"{long}puis un stage.")

    report = parse_report(source_from_bytes("rapport.pdf", a_pdf(body)), frameworks)

    assert report.reading.criteria[1].text == f"<p>{long}puis un stage.</p>"
