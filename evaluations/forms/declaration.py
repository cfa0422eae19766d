"""A declaration of interests: lines, or « nothing to declare »."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evalprog.text import folded
from evaluations.forms.gestures import Line
from programmes.models import Institution

LINES_AT_MOST = 60
LINE = ("description", "organisation", "since", "until")


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **options) -> None:
        super().__init__(format="%Y-%m-%d", **options)


class InterestForm(forms.Form):
    description = Line(label=gettext_lazy("Fonction, mandat ou lien"))
    organisation = Line(label=gettext_lazy("Organisme"))
    since = forms.DateField(label=gettext_lazy("Depuis"), widget=DayInput())
    until = forms.DateField(label=gettext_lazy("Jusqu’au"), required=False, widget=DayInput())

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"].widget.attrs["list"] = "etablissements"
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"

    def clean(self) -> dict:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("La fin précède le début."))
        return self.cleaned_data


class BaseInterestFormSet(forms.BaseFormSet):
    """The lines of a declaration, and « nothing to declare ». Every line may be left blank, the prefilled ones too.

    An organisation named like an institution known here is that institution.
    """

    def initial_form_count(self) -> int:
        return 0

    def total_form_count(self) -> int:
        return super().total_form_count() if self.is_bound else min(len(self.initial or ()) + 1, LINES_AT_MOST)

    @property
    def nothing_to_declare(self) -> bool:
        return self.is_bound and "nothing" in self.data

    def clean(self) -> None:
        if any(self.errors):
            return
        if self.nothing_to_declare and self._filled():
            raise forms.ValidationError(_("Retirez les lignes, ou décochez « Rien à déclarer »."))
        if not self.nothing_to_declare and not self._filled():
            raise forms.ValidationError(_("Remplissez au moins une ligne, ou cochez « Rien à déclarer »."))

    def interests(self, institutions: list[Institution]) -> list[dict]:
        """What ``declare_interests`` takes, once the lines are valid."""
        known = {folded(name): i for i in institutions for name in (i.name, i.full_name)}
        return [
            {key: line[key] for key in LINE} | {"institution": known.get(folded(line["organisation"]))}
            for line in self._filled()
        ]

    def _filled(self) -> list[dict]:
        return [f.cleaned_data for f in self.forms if f.has_changed() and not f.cleaned_data.get("DELETE")]


InterestFormSet = forms.formset_factory(
    InterestForm,
    formset=BaseInterestFormSet,
    max_num=LINES_AT_MOST,
    validate_max=True,
    absolute_max=LINES_AT_MOST + 10,
    can_delete=True,
)


def typed_lines(data: QueryDict) -> list[dict]:
    """What stands in the lines of a page that asks for one line more, judged by nobody yet."""
    count = data.get("form-TOTAL_FORMS", "")
    lines = range(min(int(count), LINES_AT_MOST) if count.isdecimal() else 0)
    typed = [{key: data.get(f"form-{n}-{key}", "") for key in LINE} for n in lines if f"form-{n}-DELETE" not in data]
    return [line for line in typed if any(line.values())]
