"""Which files may be kept as evidence (证据材料的类型): an allow-list, as data.

What is not named is refused. A file must fit its extension: its first bytes, or that it is plain
text, and for packed formats the part that makes it one. Nothing is unpacked or run.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

import attrs

from supervision.errors import Refused

__all__ = ["ATTACHMENT_RULES", "FILE_TYPES", "AttachmentRules", "FileType", "check_content"]

_ZIP = b"PK\x03\x04"
_PACKED = "504b0304"
_COMPOUND = "d0cf11e0a1b11ae1"


@attrs.frozen(kw_only=True)
class FileType:
    """A type of file that may be kept (文件类型).

    Attributes:
        extension: as written after the last dot, lower-case letters and digits.
        magic: possible first bytes, in hexadecimal; none for plain text.
        part: for a packed file, the part it must hold, such as `word/document.xml`.
        largest: bytes one such file may have; `None`: as for all.

    Example:
        >>> FileType(extension="pdf", magic=("255044462d",)).fits(b"%PDF-1.7")
        True
    """

    extension: str
    magic: tuple[str, ...] = ()
    part: str = ""
    largest: int | None = None

    def fits(self, content: bytes) -> bool:
        """Say whether the content is of this type."""
        if not self.magic:
            return _is_text(content)
        if not any(content.startswith(bytes.fromhex(one)) for one in self.magic):
            return False
        return not self.part or self.part in _parts(content)


def _is_text(content: bytes) -> bool:
    if b"\x00" in content:
        return False
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _parts(content: bytes) -> Iterable[str]:
    """Return the names of the parts of a packed file; only its list is read."""
    if not content.startswith(_ZIP):
        return ()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return packed.namelist()
    except (zipfile.BadZipFile, UnicodeDecodeError, NotImplementedError):
        return ()


FILE_TYPES: tuple[FileType, ...] = (
    FileType(extension="pdf", magic=("255044462d",)),
    FileType(extension="ofd", magic=(_PACKED,), part="OFD.xml"),
    FileType(extension="docx", magic=(_PACKED,), part="word/document.xml"),
    FileType(extension="xlsx", magic=(_PACKED,), part="xl/workbook.xml"),
    FileType(extension="wps", magic=(_COMPOUND,)),
    FileType(extension="et", magic=(_COMPOUND,)),
    FileType(extension="jpg", magic=("ffd8ff",)),
    FileType(extension="jpeg", magic=("ffd8ff",)),
    FileType(extension="png", magic=("89504e470d0a1a0a",)),
    FileType(extension="txt"),
)
"""The types that ship. OFD is GB/T 33190; the first bytes of each are those of its format."""


@attrs.frozen(kw_only=True)
class AttachmentRules:
    """What may be kept as evidence (证据材料规则), from the office's TOML.

    Attributes:
        types: the allow-list.
        largest: bytes one file may have.
        most: attachments one record may have, voided ones not counted.
    """

    types: tuple[FileType, ...] = FILE_TYPES
    largest: int = 20 * 1024 * 1024
    most: int = 200


ATTACHMENT_RULES = AttachmentRules()
"""What holds where the TOML says nothing."""


def check_content(file_name: str, content: bytes, rules: AttachmentRules) -> FileType:
    """Return the type of a file, if it may be kept (检查文件类型和大小).

    Raises:
        Refused: `attachment.type` with the types there are, `attachment.empty`,
            `attachment.too_large` in bytes, `attachment.content` when the content is not what
            the extension says.
    """
    extension = file_name.rpartition(".")[2].strip().lower() if "." in file_name else ""
    known = {one.extension: one for one in rules.types}
    if extension not in known:
        raise Refused("attachment.type", found=extension, known=tuple(known))
    if not content:
        raise Refused("attachment.empty")
    kind = known[extension]
    largest = rules.largest if kind.largest is None else kind.largest
    if len(content) > largest:
        raise Refused("attachment.too_large", size=len(content), largest=largest)
    if not kind.fits(content):
        raise Refused("attachment.content", extension=extension)
    return kind
