"""Tables as people send them: CSV in its many dialects, and spreadsheets. No Django.

`opened` gives the header and the rows of either; what the columns mean is the caller's.
"""

from assessments.exchange.table_reading.csv_text import cleaned, csv_table
from assessments.exchange.table_reading.geojson import NotGeoJSON, features
from assessments.exchange.table_reading.spreadsheets import spreadsheet_table
from assessments.exchange.table_reading.table import BadRow, NotATable, Table

__all__ = ["BadRow", "NotATable", "NotGeoJSON", "Table", "cleaned", "features", "opened"]


def opened(data: bytes) -> Table:
    """The table in a file: the first sheet of a spreadsheet (XLSX or ODS), else CSV. Raises `NotATable`."""
    return spreadsheet_table(data) if data.startswith(b"PK\x03\x04") else csv_table(data)
