"""REST API of exchange: imports of monuments, evidence bundles."""

from assessments.exchange.api.bundles import BundleFile, Bundles, OneBundle, bundle_response
from assessments.exchange.api.imports import ImportMonuments

__all__ = ["BundleFile", "Bundles", "ImportMonuments", "OneBundle", "bundle_response"]
