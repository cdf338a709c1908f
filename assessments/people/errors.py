"""Errors of sign-in."""

from django.utils.translation import gettext_noop

from assessments.kit.errors import Forbidden, NotSignedIn, TooFast


class WrongCredentials(NotSignedIn):
    code = "wrong_credentials"
    title = gettext_noop("This e-mail and password do not belong together.")
    help = gettext_noop("Check both; the password can be reset from the sign-in page.")


class DeviceRevoked(NotSignedIn):
    code = "device_revoked"
    title = gettext_noop("This device was revoked.")
    help = gettext_noop("Its copy of the data is to be wiped. Sign in again if it is yours.")

    def as_json(self) -> dict[str, object]:
        return super().as_json() | {"wipe": True}


class SecondFactorNeeded(Forbidden):
    code = "second_factor_needed"
    title = gettext_noop("This needs your second factor, given in the last 15 minutes.")
    help = gettext_noop("Confirm it, then do this again; your words are kept.")
    help_page = "reauthenticate"
    help_page_label = gettext_noop("Confirm with your second factor")


class OneTimeCodeNeeded(NotSignedIn):
    code = "otp_needed"
    title = gettext_noop("This account has a second factor.")
    help = gettext_noop("Send the six digits of your authenticator as 'otp'.")


class SignInTooFast(TooFast):
    code = "sign_in_too_fast"
    title = gettext_noop("Too many wrong passwords were tried for this account.")
    help = gettext_noop(
        "Wait %(seconds)s seconds, or choose a new password by e-mail. On a device where you signed in before, other "
        "people's attempts do not count. An administrator can lift this."
    )
    help_page = "account_reset_password"
    help_page_label = gettext_noop("Choose a new password")


class AddressTooFast(SignInTooFast):
    code = "address_too_fast"
    title = gettext_noop("Too many wrong passwords were tried from this network.")
    help = gettext_noop(
        "Wait %(seconds)s seconds, or sign in on a device where you signed in before. Tell an administrator: somebody "
        "may be guessing passwords here."
    )
