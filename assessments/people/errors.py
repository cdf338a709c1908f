"""The refusals of sign-in."""

from django.utils.translation import gettext_noop

from assessments.kit.errors import Forbidden, NotSignedIn


class WrongCredentials(NotSignedIn):
    code = "wrong_credentials"
    title = gettext_noop("This e-mail and password do not belong together.")
    help = gettext_noop("Check both; the password can be reset from the sign-in page.")


class SecondFactorNeeded(Forbidden):
    code = "second_factor_needed"
    title = gettext_noop("This needs your second factor, given in the last 15 minutes.")
    help = gettext_noop("Confirm it, then do this again; your words are kept.")
    way_out = "prove"
    way_out_label = gettext_noop("Confirm with your second factor")


class OneTimeCodeNeeded(NotSignedIn):
    code = "otp_needed"
    title = gettext_noop("This account has a second factor.")
    help = gettext_noop("Send the six digits of your authenticator as 'otp'.")
