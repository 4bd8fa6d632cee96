"""The store in a database (数据库存储) through SQLAlchemy Core. Enable it as plugin `store-sql`."""
