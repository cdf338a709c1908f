"""REST API of exchange: imports of monuments and estimate lines, evidence bundles."""

from assessments.exchange.api.bundles import BundleDetail, BundleFile, BundleList, bundle_response
from assessments.exchange.api.imports import ImportEstimateLines, ImportMonuments

__all__ = ["BundleDetail", "BundleFile", "BundleList", "ImportEstimateLines", "ImportMonuments", "bundle_response"]
