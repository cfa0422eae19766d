"""From a description to a file that the imports read again, and what a form cannot carry, told before."""

from programmes.exports.forms import FORMS, Form, losses, write
from programmes.exports.losses import Lost

__all__ = ["FORMS", "Form", "Lost", "losses", "write"]
