"""The register: sites, monuments and their parts, who belongs where, and where one may set foot.

Sites nest components and zones; monuments nest parts; things move and keep their locations. Memberships, hazard
zones, clearances, access changes, visits, incidents, authorities and statements live here because they name places.
What was found at a place (reports) and what is planned for it live above.
"""
