"""What a page of an act showed, as its form sends it back."""

import re


def seen_on(response) -> dict[str, str]:
    assert response.status_code in (200, 403, 409)
    return {"seen": re.search(r'name="seen" value="([0-9a-f]{64})"', response.content.decode())[1]}
