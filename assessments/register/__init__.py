"""The register: sites, monuments and their parts, memberships, and which ground may be entered.

Sites contain components; monuments contain parts; movable objects have locations over time. Memberships, hazard
zones, clearances, access changes, visits, incidents, authorities and statements live here because they name places.
Damage reports and restoration plans are in higher layers.
"""
