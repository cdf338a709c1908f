"""Argon2id with the memory that OWASP recommends as a minimum: 19 MiB, two passes, one lane.

The library's default of 100 MiB would let a few sign-ins at once push a small web worker over its bound.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2idHasher(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
