"""Scenarios: a database filled from a file by performing the real acts.

read(path) -> Scenario          raises DocumentInvalid, with every problem and its path
load(scenario) -> dict          {key: {"id", "url", "pdf_url"}} of the evaluations
"""

from evaluations.scenarios.checking import read
from evaluations.scenarios.loading import ScenarioRefused, load

__all__ = ["ScenarioRefused", "load", "read"]
