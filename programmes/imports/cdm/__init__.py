"""CDM-fr files: the three namespaces, read element by element; what is not understood is noted with its line."""

from programmes.imports.cdm.file import read

__all__ = ["read"]
