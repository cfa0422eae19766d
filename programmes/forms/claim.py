"""A figure that a text says, and the two rows that it is a share of: « 95 % des inscrits sont diplômés »."""

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from evalprog.numbers import number
from programmes.indicators import IndicatorTable
from programmes.indicators.cells import Line

LONGEST = 10  # years of a share


class ClaimForm(forms.Form):
    """``cleaned_data["part"]`` and ``["total"]``: rows. ``years``: over how many columns; one is each of them."""

    dit = forms.CharField(label=_("Chiffre du texte"), max_length=40, help_text=_("Par exemple : 95 %."))
    part = forms.ChoiceField(label=_("Part des"))
    total = forms.ChoiceField(label=_("parmi les"))
    ans = forms.IntegerField(
        label=_("Sur combien d’années"),
        min_value=1,
        max_value=LONGEST,
        initial=1,
        help_text=_("1 : chaque année ; 4 : quatre années de suite, ensemble."),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, lines: Mapping[str, Line]) -> None:
        super().__init__(data, auto_id="chiffre-%s")
        self.lines = lines
        for name in ("part", "total"):
            self.fields[name].choices = _choices(lines)
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.form_action = "#verifier"
        self.helper.disable_csrf = True
        self.helper.attrs = {"data-form": "claim-check"}
        self.helper.layout = Layout(
            Div(*self.fields, css_class="indicator-claim"),
            StrictButton(_("Vérifier"), type="submit", css_class="btn-primary"),
        )

    def clean_dit(self) -> str:
        said: str = self.cleaned_data["dit"]
        if number(said) is None:
            raise forms.ValidationError(_("Écrivez un nombre, par exemple 95 % ou 12,5."))
        return said

    def clean_part(self) -> Line:
        return self.lines[self.cleaned_data["part"]]

    def clean_total(self) -> Line:
        return self.lines[self.cleaned_data["total"]]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("part") is not None and given.get("part") == given.get("total"):
            self.add_error("total", _("Choisissez une autre ligne que la part."))
        return given


def lines_counted(tables: Sequence[IndicatorTable]) -> dict[str, Line]:
    """The rows that count something, by « table.row »: of percentages no share is computed."""
    lines = (Line(table, row) for table in tables for row in table.rows)
    return {f"{line.table.code}.{line.row.code}": line for line in lines if _counts(line)}


def _counts(line: Line) -> bool:
    spots = [spot for spot in line.spots() if spot.number is not None]
    return bool(spots) and not any(spot.is_percentage for spot in spots)


def _choices(lines: Mapping[str, Line]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Grouped by table."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, line in lines.items():
        groups.setdefault(line.table.title, []).append((key, line.row.label))
    return list(groups.items())
