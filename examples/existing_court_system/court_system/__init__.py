"""A case system that was there before (已有的业务系统), with tables of its own."""
