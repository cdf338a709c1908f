"""People and authentication: users, organisations, devices and their tokens, sign-in, stored e-mails.

Who may do what where is not here: memberships name sites and so belong to the register.
"""
