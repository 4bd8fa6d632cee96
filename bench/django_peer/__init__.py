"""The Django application of the peer (Django 对照应用)."""
