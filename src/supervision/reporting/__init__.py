"""Reporting (统计与报告): pure content models; whoever draws them decides how they look."""
