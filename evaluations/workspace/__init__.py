"""The evaluators' workspace: what a committee writes together, and how none of it is lost."""
