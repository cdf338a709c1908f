"""People and how they come in: users, organisations, devices and their tokens, sign-in, kept e-mails.

Who may do what where is not here: memberships name sites and so belong to the register.
"""
