"""What everybody may read, without signing in: the register, the reports, programmes, institutions, open data."""

from evaluations.views.public.feeds import report_feed, robots, sitemap, sitemap_part
from evaluations.views.public.institution import institution_detail
from evaluations.views.public.list import home, report_facet, report_list
from evaluations.views.public.open_data import report_csv, report_json
from evaluations.views.public.programme import programme_detail, programme_pdf
from evaluations.views.public.report import report_citation, report_detail, report_pdf

__all__ = (
    "home",
    "institution_detail",
    "programme_detail",
    "programme_pdf",
    "report_citation",
    "report_csv",
    "report_detail",
    "report_facet",
    "report_feed",
    "report_json",
    "report_list",
    "report_pdf",
    "robots",
    "sitemap",
    "sitemap_part",
)
