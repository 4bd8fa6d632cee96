"""The command line (命令行): `supervision`, written with click.

Only `main` and what it imports is loaded for `supervision --help`: click and the standard
library. A command's module is imported when the command is run.
"""
