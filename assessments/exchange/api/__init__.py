"""REST API of exchange: imports of monuments, evidence bundles."""

from assessments.exchange.api.bundles import BundleDetail, BundleFile, BundleList, bundle_response
from assessments.exchange.api.imports import ImportMonuments

__all__ = ["BundleDetail", "BundleFile", "BundleList", "ImportMonuments", "bundle_response"]
