"""The tests of the storage port by subject (存储符合性). `StorageConformance` joins them all."""
