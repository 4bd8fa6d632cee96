"""Between records and text (编解码): strict, canonical, and the only user of cattrs.

`encode` gives the one canonical text of a value; `decode` and `structure` accept nothing but
what the classes say, and report every problem with its path.
"""

from supervision.codec.changes import decode_change, encode_change
from supervision.codec.lines import line_fields, read_lines
from supervision.codec.text import decode, encode, normal, plain, read_back, structure

__all__ = [
    "decode",
    "decode_change",
    "encode",
    "encode_change",
    "line_fields",
    "normal",
    "plain",
    "read_back",
    "read_lines",
    "structure",
]
