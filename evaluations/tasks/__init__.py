"""What somebody has to do now: computed from where their dossiers stand, never stored, so that it cleans itself.

A constant number of queries, however many dossiers there are: each kind of task is one query over what the person may
see, and what hinders a task is asked of the rows already read (``readiness``). A room for each capacity.
"""

from evalprog import clock
from evalprog.accounts.models import User
from evaluations.enums import AgencyRole
from evaluations.standing import agency_roles
from evaluations.tasks.agency import as_officer, as_publisher
from evaluations.tasks.committee import on_committees
from evaluations.tasks.institution import for_institutions
from evaluations.tasks.task import AT_MOST, Section, Task, seen_by

__all__ = ["AT_MOST", "Section", "Task", "tasks_for"]


def tasks_for(user: User) -> list[Task]:
    """What this person has to do now, oldest deadline first, then what has none."""
    roles = agency_roles(user)
    tasks = list(on_committees(user))
    if AgencyRole.OFFICER in roles:
        tasks += as_officer(seen_by(user), user)
    if AgencyRole.PUBLISHER in roles:
        tasks += as_publisher(seen_by(user))
    tasks += for_institutions(user)
    return sorted(tasks, key=lambda task: (task.due is None, task.due or clock.now()))
