"""How files that were sent are handed out again."""

import pytest

from evaluations.enums import FileKind
from evaluations.views.files import as_attachment

OFFICE = "application/vnd.openxmlformats-officedocument."


@pytest.mark.parametrize(
    ("kind", "name", "content_type"),
    [
        (FileKind.PDF, "a.pdf", "application/pdf"),
        (FileKind.DOCX, "a.docx", OFFICE + "wordprocessingml.document"),
        (FileKind.XLSX, "a.xlsx", OFFICE + "spreadsheetml.sheet"),
        (FileKind.PNG, "a.png", "image/png"),
        (FileKind.JPEG, "a.jpg", "image/jpeg"),
    ],
)
def test_a_file_is_an_attachment_that_acts_on_nothing(kind, name, content_type):
    response = as_attachment(b"<script>", name, kind)

    assert response.getvalue() == b"<script>"
    assert kind.suffix == name.removeprefix("a")
    assert {key: value for key, value in response.items() if key != "Content-Length"} == {
        "Content-Type": content_type,
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox",
        "Cache-Control": "private, no-cache",
    }
