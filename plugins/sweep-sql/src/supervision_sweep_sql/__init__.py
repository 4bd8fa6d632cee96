"""Sweep engines in SQL (SQL 监控引擎): rules run inside SQLite, DuckDB and PostgreSQL."""
