"""An evaluation: one programme read through one framework, from the list of a campaign to publication."""

import datetime as dt

from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evalprog.public_id import new_public_id
from evaluations.enums import AgencyRole, State
from evaluations.models.agency import READING_ROLES, Mandate
from evaluations.models.committee import CommitteeMember, Conflict
from evaluations.models.journal import Event
from evaluations.models.proceedings import Window
from evaluations.models.report import Report
from programmes.models import Membership


def has_published_report() -> Exists:
    return Exists(Report.objects.published().filter(evaluation=OuterRef("pk")))


class EvaluationQuerySet(models.QuerySet):
    def in_progress(self) -> "EvaluationQuerySet":
        return self.filter(state__lt=State.PUBLISHED)

    def published(self) -> "EvaluationQuerySet":
        """Those of which everybody may read a report: while it is being corrected, too."""
        return self.filter(has_published_report())

    def with_deadline(self, dossiers_due_at: dt.datetime | None) -> "EvaluationQuerySet":
        """``deadline``: the instant by which the institution is awaited, or null; in one campaign, whose dossiers are
        due at that instant."""
        due_at = Value(dossiers_due_at, models.DateTimeField())
        if dossiers_due_at is not None:
            due_at = ExpressionWrapper(due_at + F("dossier_postponed_by"), models.DateTimeField())
        return self.with_window_end().annotate(
            deadline=Case(When(state=State.DOSSIER_EXPECTED, then=due_at), default=F("closes_at"))
        )

    def with_window_end(self) -> "EvaluationQuerySet":
        """``closes_at``: the end of the window in which the institution is awaited now, or null."""
        window = Window.objects.awaited().filter(evaluation=OuterRef("pk"))
        return self.annotate(closes_at=Subquery(window.values("closes_at")[:1]))

    def visible_to(self, user) -> "EvaluationQuerySet":
        """The evaluations that a person may know of, by the relations that hold now; never one with a conflict.

        The agency: all. An expert: from the appointment of the committee. An institution: from the opening of the
        campaign. The college: from the close of the observations.
        """
        if not (user.is_authenticated and user.is_active):
            return self.none()
        mandates = Mandate.objects.current().filter(user=user)
        reading = mandates.filter(role__in=READING_ROLES)

        def reached(state: State) -> Q:
            """Whether it has come so far; of what is suspended or withdrawn, the journal says."""
            once = Event.objects.filter(evaluation=OuterRef("pk"), after__range=(state, State.PUBLISHED))
            return Q(state__range=(state, State.PUBLISHED)) | Q(Exists(once), state__gt=State.PUBLISHED)

        member = CommitteeMember.objects.current().filter(evaluation=OuterRef("pk"), user=user)
        attached = Membership.objects.current().filter(institution=OuterRef("programme__institution"), user=user)
        return self.filter(
            Q(Exists(reading))
            | (Q(Exists(member)) & reached(State.COMMITTEE_APPOINTED))
            | (Q(Exists(attached)) & reached(State.DOSSIER_EXPECTED))
            | Q(
                Exists(mandates.filter(role=AgencyRole.COLLEGE)),
                state__in=(State.OBSERVATIONS_CLOSED, State.COUNTERSIGNED, State.PUBLISHED),
            )
        ).exclude(Exists(Conflict.objects.filter(evaluation=OuterRef("pk"), user=user)))

    def of_institutions_of(self, user) -> "EvaluationQuerySet":
        """Those of the institutions to which somebody is attached now; of which they may know, ``visible_to`` says."""
        attached = Membership.objects.current().filter(institution=OuterRef("programme__institution"), user=user)
        return self.filter(Exists(attached))

    def under_way_first(self) -> "EvaluationQuerySet":
        """Then those that have ended; the latest first. It says nothing of how far a committee has got."""
        ended = Case(When(state__lt=State.PUBLISHED, then=Value(0)), default=Value(1))
        return self.order_by(ended, "-created_at", "pk")


class Evaluation(models.Model):
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    programme = models.ForeignKey(
        "programmes.Programme", models.PROTECT, related_name="evaluations", verbose_name=_("formation")
    )
    campaign = models.ForeignKey(
        "evaluations.Campaign", models.PROTECT, related_name="evaluations", verbose_name=_("campagne")
    )
    framework = models.ForeignKey(
        "evaluations.Framework", models.PROTECT, related_name="evaluations", verbose_name=_("référentiel")
    )
    state = models.PositiveSmallIntegerField(_("étape"), choices=State, default=State.PLANNED, editable=False)
    version = models.PositiveSmallIntegerField(_("version"), default=1)  # counts up with each erratum
    deposited_on = models.DateField(_("dossier déposé le"), null=True, blank=True)
    # By suspensions: the day that the campaign gives is that of all its programmes.
    dossier_postponed_by = models.DurationField(_("dépôt reporté de"), default=dt.timedelta, editable=False)
    file_reference = models.CharField(_("référence du dossier"), max_length=100, blank=True)
    hal_id = models.CharField(_("identifiant HAL"), max_length=40, blank=True)
    # Answers to the lines of the framework's metadata block that no other record holds, by key.
    particulars = models.JSONField(_("mentions particulières"), default=dict, blank=True)
    # The evaluation (of a field, of a school) whose report gathers the sheet of this one, once both are published.
    gathered_in = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="gathered", verbose_name=_("fiche du rapport")
    )
    created_at = models.DateTimeField(_("créée le"), auto_now_add=True)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("évaluation")
        verbose_name_plural = _("évaluations")
        ordering = ("-created_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "campaign"),
                condition=models.Q(state__lt=State.PUBLISHED),
                name="evaluation_one_in_progress_per_campaign",
                violation_error_message=_("Cette formation est déjà en cours d’évaluation dans cette campagne."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="evaluation_state_is_one_of_the_graph"
            ),
        )

    def __str__(self) -> str:
        return f"{self.programme} ({self.campaign})"

    def get_absolute_url(self) -> str:
        return reverse("evaluations:evaluation-detail", args=[self.public_id])

    @property
    def state_name(self) -> str:
        return State(self.state).name

    @property
    def dossier_due_at(self) -> dt.datetime | None:
        """The first instant at which this dossier is late: that of the campaign, later by the suspensions."""
        due_at = self.campaign.dossiers_due_at
        return due_at + self.dossier_postponed_by if due_at else None

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED
