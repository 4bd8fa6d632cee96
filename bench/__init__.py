"""Measurements (测量). `python -m bench` runs all rows; each names its peer and its bound."""
