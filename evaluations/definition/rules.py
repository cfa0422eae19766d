"""What the texts peculiar to a framework must look like; those of every document are in ``evalprog.documents``."""

import re
from typing import Annotated, get_args

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from evalprog.documents import Label, Rule

# As long as the column in which lists find it.
Title = Annotated[
    str,
    Rule(
        rf"(?=.{{1,300}}\Z){get_args(Label)[1].regex}",
        _("donnez un intitulé d’une ligne, de 300 caractères au plus, sans espace au début ni à la fin."),
    ),
]
HeadKey = Annotated[
    str,
    Rule(
        r"[a-z]+(_[a-z]+)*",
        _("cette clé s’écrit en minuscules sans accent et tirets bas ; corrigez-la."),
    ),
]
# The report is printed in this language, dates included: it must be one that Django can write.
Language = Annotated[
    str,
    Rule(
        "|".join(re.escape(code) for code in LANG_INFO),
        _("cette langue n’est pas connue ; donnez un code tel que fr ou en."),
    ),
]
Standard = Annotated[
    str, Rule(r"[1-3]\.(10|[1-9])", _("donnez le numéro d’une norme européenne (ESG), par exemple 1.2."))
]
