"""The invented case system of the reference office (参考单位的虚拟业务系统), see `generate.py`."""
