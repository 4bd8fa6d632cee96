"""The proof (日志): hash-chained entries, their verification, and checkpoints."""
