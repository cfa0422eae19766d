"""Somebody signed in by ``force_login`` who has confirmed who they are, as the page that asks for it leaves it."""

import time

from allauth.account.internal.flows import login


def confirmed(client, seconds_ago: float = 0) -> None:
    session = client.session
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = session["_auth_user_id"]
    record = {"method": "password", "at": time.time() - seconds_ago, "reauthenticated": True}
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [record]
    session.save()
