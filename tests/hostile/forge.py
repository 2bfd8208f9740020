"""Bundles as no collector writes them, made byte by byte.

Each has the seal that fits its bytes, so that what refuses it is the rule that
it breaks and not the seal.  Headers of tar and frames of zstd are written here
by hand: a library would refuse to write most of them.
"""

import hashlib
import zlib
from xml.sax.saxutils import escape

ID = "acc-hostile-20260102T030405Z"
MIB = 1 << 20


def sha256(content):
    return hashlib.sha256(content).hexdigest()


# ------------------------------------------------------------------- manifest


def quoted(value):
    value = escape(str(value), {'"': "&quot;", "\t": "&#9;", "\n": "&#10;",
                                "\r": "&#13;"})
    return f'"{value}"'


def entry(path, content=None, status="collected", **more):
    """A line of the manifest; what CONTENT says may be overruled by MORE."""
    fields = {"path": path, "status": status}
    if content is not None:
        fields["size"] = len(content)
        fields["sha256"] = sha256(content)
    order = ("path", "status", "size", "sha256", "origin", "mode", "mtime",
             "target", "argv", "account", "exit", "duration", "reason", "mend",
             "why")
    fields.update(more)
    names = [n for n in order if n in fields]
    names += [n for n in fields if n not in order]
    return "  <entry" + "".join(f" {n}={quoted(fields[n])}" for n in names) + "/>"


def manifest(entries, host="hostile", top=ID, format="1", before="",
             options=()):
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>' + before,
        f'<manifest format="{format}" id="{top}" collector="0.1.0">',
        f'  <host name="{host}" os="linux"/>',
        '  <run stage="before" started="2026-01-02T03:04:05Z" '
        'ended="2026-01-02T03:04:05Z" redaction="basic"/>',
    ]
    lines += [f'  <option name="{n}" value={quoted(v)}/>' for n, v in options]
    lines += entries
    lines += ["</manifest>", ""]
    return "\n".join(lines).encode()


# ------------------------------------------------------------------------ tar


def header(name, size, kind=b"0", link=b"", octal=None):
    """One header block; OCTAL stands where the size does."""
    name = name.encode() if isinstance(name, str) else name
    block = bytearray(512)
    block[0:min(len(name), 100)] = name[:100]
    block[100:108] = b"0000600\0"
    block[108:124] = b"0000000\0" * 2
    block[124:136] = octal or b"%011o\0" % size
    block[136:148] = b"00000000000\0"
    block[148:156] = b" " * 8
    block[156:157] = kind
    block[157:157 + len(link)] = link
    block[257:265] = b"ustar\00000"
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def padded(content):
    return content + b"\0" * (-len(content) % 512)


def pax(**records):
    body = b""
    for key, value in records.items():
        value = value if isinstance(value, bytes) else str(value).encode()
        rest = b" " + key.replace("__", ".").encode() + b"=" + value + b"\n"
        length = len(rest) + 1
        while len(str(length)) + len(rest) != length:
            length += 1
        body += str(length).encode() + rest
    return header("pax", len(body), b"x") + padded(body)


def member(name, content=b"", kind=b"0", link=b""):
    raw = name.encode() if isinstance(name, str) else name
    long = pax(path=raw) if len(raw) > 100 else b""
    return long + header(raw, len(content), kind, link) + padded(content)


END = b"\0" * 1024


def tar(files, text=None, top=ID, extra=b"", end=END, **how):
    """The usual shape: manifest, entries in order, EXTRA members, the end."""
    files = sorted(files, key=lambda f: f[0].encode())
    if text is None:
        text = manifest([entry(p, c) for p, c in files], top=top, **how)
    return b"".join(
        [member(f"{top}/manifest.xml", text)]
        + [member(f"{top}/{p}", c) for p, c in files]
        + [extra, end]
    )


# ---------------------------------------------------------------- compression


def gzip(content, level=6):
    """CONTENT is bytes, or an iterator of pieces."""
    pieces = [content] if isinstance(content, bytes) else content
    packer = zlib.compressobj(level, zlib.DEFLATED, 31)
    return b"".join([packer.compress(p) for p in pieces] + [packer.flush()])


def zstd(runs):
    """RUNS are bytes as they are, or (byte, count): a block of four bytes for
    every 128 KiB."""
    blocks = []
    for run in runs:
        if isinstance(run, bytes):
            for at in range(0, len(run), 128 << 10):
                piece = run[at:at + (128 << 10)]
                blocks.append((0, len(piece), piece))
        else:
            byte, count = run
            for at in range(0, count, 128 << 10):
                blocks.append((1, min(128 << 10, count - at), byte))
    out = [b"\x28\xB5\x2F\xFD\x00\x38"]
    for i, (kind, size, piece) in enumerate(blocks):
        word = (i == len(blocks) - 1) | kind << 1 | size << 3
        out += [word.to_bytes(3, "little"), piece]
    return b"".join(out)


def sealed(packed):
    """PACKED with the seal that it should have."""
    text = b"sha256:" + sha256(packed).encode()
    if packed[:2] == b"\x1f\x8b":
        return (packed + b"\x1f\x8b\x08\x10\0\0\0\0\0\xff" + text +
                b"\0\x03\0\0\0\0\0\0\0\0\0")
    return packed + b"\x50\x2a\x4d\x18" + len(text).to_bytes(4, "little") + text


def bundle(*arguments, **more):
    return sealed(gzip(tar(*arguments, **more)))
