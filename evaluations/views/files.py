"""How a file that somebody sent is handed out again: one way for all of them."""

import io

from django.http import FileResponse

from evaluations.enums import FileKind


def as_attachment(data: bytes, name: str, kind: FileKind) -> FileResponse:
    """To be kept and never shown in place: whatever the file holds does not act on our pages.

    Who may have it is for the view to ask; a browser may keep it, and asks again each time.
    """
    response = FileResponse(io.BytesIO(data), as_attachment=True, filename=name, content_type=kind.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    response["Cache-Control"] = "private, no-cache"
    return response
