"""Prints charset-digests.txt, from glibc's iconv (through libc): python3 make_digests.py > charset-digests.txt

A digest is FNV-1a, 64 bits, over a line for each code: the code, a space, the code points joined by + or -.
"""

import ctypes

libc = ctypes.CDLL(None)
libc.iconv_open.restype = ctypes.c_void_p
libc.iconv.argtypes = [ctypes.c_void_p] * 5
libc.iconv.restype = ctypes.c_size_t


def glibc(source):
    descriptor = libc.iconv_open(b"UTF-16LE", source.encode())

    def convert(data):
        libc.iconv(descriptor, None, None, None, None)
        given, room = ctypes.create_string_buffer(data, len(data)), ctypes.create_string_buffer(16)
        a, b = ctypes.c_void_p(ctypes.addressof(given)), ctypes.c_void_p(ctypes.addressof(room))
        n, m = ctypes.c_size_t(len(data)), ctypes.c_size_t(16)
        failed = libc.iconv(descriptor, *map(ctypes.byref, (a, n, b, m))) == ctypes.c_size_t(-1).value
        if not failed and not n.value:
            libc.iconv(descriptor, None, None, ctypes.byref(b), ctypes.byref(m))  # what it holds back for か゚
        text = "" if failed or n.value else room.raw[: 16 - m.value].decode("utf-16le")
        return "+".join("%04X" % ord(c) for c in text) or "-"

    return convert


HIGH = range(0xA1, 0xFF)
LEADS = [*range(0x81, 0xA0), *range(0xE0, 0xFD)]
SHIFT = [bytes([b]) for b in range(256) if b not in LEADS] + [bytes([a, b]) for a in LEADS for b in range(0x40, 0xFD)]
EXTENDED = [bytes([b]) for b in range(256) if b not in HIGH and b not in (0x8E, 0x8F)]
EXTENDED += [bytes([0x8E, b]) for b in HIGH] + [bytes([a, b]) for a in HIGH for b in HIGH]
EXTENDED += [bytes([0x8F, a, b]) for a in HIGH for b in HIGH]

print("# What glibc 2.36 reads: its name of the charset, how many codes are characters, digest. Made by make_digests.py.")
for name, codes in (("SJIS", SHIFT), ("SHIFT_JISX0213", SHIFT), ("EUC-JP", EXTENDED), ("EUC-JP-MS", EXTENDED)):
    read, digest, cells = glibc(name), 0xCBF29CE484222325, 0
    for code in codes:
        made = read(code)
        cells += made != "-"
        for byte in f"{code.hex().upper()} {made}\n".encode():
            digest = ((digest ^ byte) * 0x100000001B3) & (1 << 64) - 1
    print(f"{name} {cells} {digest:016X}")
