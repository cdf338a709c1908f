"""Forms of allauth with our own limits."""

from __future__ import annotations

from allauth.account import forms
from allauth.account.adapter import get_adapter


class ChangePasswordForm(forms.ChangePasswordForm):  # type: ignore[misc,unused-ignore]
    """The present password counts like one at sign-in, so that nobody can guess it from a session left open."""

    def clean_oldpassword(self) -> str:
        password: str = self.cleaned_data.get("oldpassword", "")
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password
