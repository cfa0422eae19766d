"""How allauth is bent to our rules."""

from allauth.account.adapter import DefaultAccountAdapter


class ClosedRegistration(DefaultAccountAdapter):
    """Accounts are given by the agency: nobody makes their own."""

    def is_open_for_signup(self, request) -> bool:
        return False
