"""Read by the process that waits to be copied (``press``): from then on it is ready to print, and so are its copies."""

from evaluations.reports.printer import prepare

prepare()
