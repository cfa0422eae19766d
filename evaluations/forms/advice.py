"""Why a remark of the quality reading is set aside."""

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.forms.gestures import Line


class DismissForm(forms.Form):
    reason = Line(
        error_messages={
            "required": _("Dites en quelques mots pourquoi la remarque est écartée."),
            "max_length": _("La raison a %(show_value)d caractères ; il en faut %(limit_value)d au plus."),
        }
    )
