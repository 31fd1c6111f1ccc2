"""Makes the tables beside it, from glibc's iconv (through libc) and Python's codec: python3 make.py

Run it only to look at a newer oracle; a change in the tables is a fact to be understood, not a file to be refreshed.
"""

import ctypes, pathlib, platform, unicodedata

libc = ctypes.CDLL(None)
libc.iconv_open.restype = ctypes.c_void_p
libc.iconv.argtypes = [ctypes.c_void_p] * 5
libc.iconv.restype = ctypes.c_size_t


def glibc(to, source):
    descriptor = libc.iconv_open(to, source)

    def convert(data):
        libc.iconv(descriptor, None, None, None, None)
        given, room = ctypes.create_string_buffer(data, len(data)), ctypes.create_string_buffer(16)
        a, b = ctypes.c_void_p(ctypes.addressof(given)), ctypes.c_void_p(ctypes.addressof(room))
        n, m = ctypes.c_size_t(len(data)), ctypes.c_size_t(16)
        failed = libc.iconv(descriptor, *map(ctypes.byref, (a, n, b, m))) == ctypes.c_size_t(-1).value
        return None if failed or n.value else room.raw[: 16 - m.value]

    return convert


def python(convert):
    def attempt(data):
        try:
            return convert(data)
        except UnicodeError:
            return None

    return attempt


LEADS = [*range(0x81, 0xA0), *range(0xE0, 0xFD)]
SINGLES = [bytes([b]) for b in range(256) if b not in LEADS]
PAIRS = [bytes([lead, trail]) for lead in LEADS for trail in range(256)]

to_utf16, from_utf16 = glibc(b"UTF-16LE", b"CP932"), glibc(b"CP932", b"UTF-16LE")


def one(text):
    return text if text is not None and len(text) == 1 else None


def glibc_decode(data):
    units = to_utf16(data)
    return one(units.decode("utf-16le") if units else None)


decoders = {"glibc": glibc_decode, "python": lambda data: one(python(lambda d: d.decode("cp932"))(data))}
encoders = {
    "glibc": lambda c: from_utf16(c.encode("utf-16le")),
    "python": python(lambda c: c.encode("cp932")),
}
read = {name: {cell: decode(cell) for cell in SINGLES + PAIRS} for name, decode in decoders.items()}
plane = [chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000]
written = {name: {c: encode(c) for c in plane} for name, encode in encoders.items()}

codes = {}
for cell, character in read["glibc"].items():
    if character is not None:
        codes.setdefault(character, []).append(cell)

here = pathlib.Path(__file__).parent
versions = f"glibc {platform.libc_ver()[1]}, Python {platform.python_version()}"


def write(name, heading, lines):
    text = "".join(f"# {line}\n" for line in [*heading, f"Made by make.py with {versions}."])
    (here / name).write_text(text + "".join(line + "\n" for line in lines), encoding="utf-8", newline="\n")


for table in read.values():
    assert not any(table[cell] for cell in PAIRS if not 0x40 <= cell[1] <= 0xFC), "a trail byte beyond 40-FC"
rows = []
for lead in LEADS:
    row = "".join(read["glibc"][bytes([lead, trail])] or "\ufffd" for trail in range(0x40, 0xFD))
    rows.append(f"{lead:02X} {row}")
write(
    "cp932-cells.txt",
    ["What glibc reads in the pairs of cp932: a line for each lead byte, then a character for each trail byte 40-FC.",
     "U+FFFD stands for none. No other trail byte is read. What Python reads differently is in cp932-differences.txt."],
    rows,
)

several = sorted((c, cells) for c, cells in codes.items() if len(cells) > 1)
write(
    "cp932-duplicates.txt",
    ["The characters that have several codes in cp932: the character, what glibc writes, what Python writes, all codes."],
    [" ".join([f"U+{ord(c):04X}", c, written["glibc"][c].hex().upper(), written["python"][c].hex().upper(),
               ",".join(cell.hex().upper() for cell in cells)]) for c, cells in several],
)

# Against what a strict reader does: 80 is U+0080, no other single byte beyond ASCII and kana, pairs as glibc has them.
ours = dict(read["glibc"])
ours[b"\x80"] = "\x80"
back = {c for c in ours.values() if c is not None}
lines = []
for name, table in read.items():
    for cell, character in table.items():
        if character != ours[cell]:
            told = "none" if character is None else f"U+{ord(character):04X}"
            lines.append(f"{name} reads {cell.hex().upper()} {told}")
for name, table in written.items():
    for character, cell in table.items():
        if cell is None and character in back or cell is not None and character not in back:
            told = "none" if cell is None else cell.hex().upper()
            lines.append(f"{name} writes U+{ord(character):04X} {told}")
write(
    "cp932-differences.txt",
    ["Where glibc and Python part from utsushi over cp932, apart from the choice among several codes.",
     "Who, whether reading a code or writing a character, and what they make of it."],
    lines,
)
