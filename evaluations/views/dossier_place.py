"""Where the dossier is read and written, and who sits there: what its pages share."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from evaluations import permissions
from evaluations.definition import DossierForm
from evaluations.views.house_place import HousePlace

PAGE = "evaluations:dossier"


class DossierPlace(HousePlace):
    __slots__ = ()

    @property
    def form(self) -> DossierForm | None:
        return self.evaluation.framework.definition.dossier

    @property
    def prepares(self) -> bool:
        return permissions.prepares_dossier(self.standing, self.evaluation)

    @property
    def writes(self) -> bool:
        """The texts and pieces of the framework's form: before the deposit, and as proposals after."""
        return self.form is not None and permissions.writes_dossier(self.standing, self.evaluation)


def place(request: HttpRequest, public_id: str, *, house: bool = False) -> DossierPlace:
    """``house``: the institution's own business.

    :raises Http404: for whoever may not open the dossier.
    :raises PermissionDenied: with ``house``, for readers who are not of the institution.
    """
    here = DossierPlace.found(request, public_id, permissions.reads_dossier)
    if house:
        permissions.allow(here.standing.contributes, _("Le dossier est préparé par l’établissement."))
    return here


def number_in(request: HttpRequest, name: str) -> int | None:
    """A number of the address, or none."""
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else None
