"""The field itself (领域): records, changes, decisions. Pure: standard library and attrs only."""
