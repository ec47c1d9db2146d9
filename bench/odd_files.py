"""Writes COUNT small PNG files (Fashion-MNIST's test images) into FOLDER, and among them odd ones of many kinds.

    odd_files.py FOLDER COUNT        needs the standard library and Debian's dataset-fashion-mnist
"""
import base64
import gzip
import os
import struct
import sys
import zlib

DATA = "/usr/share/datasets/fashion-mnist/t10k-images-idx3-ubyte.gz"
SIDE = 28


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width, height, depth, colour, rows, extra=b""):
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")


def grey(pixels):
    rows = b"".join(b"\0" + pixels[i * SIDE:(i + 1) * SIDE] for i in range(SIDE))
    return png(SIDE, SIDE, 8, 0, rows)


def odd(pixels):
    """Name -> bytes, or a callable that makes the entry at a path."""
    good = grey(pixels)
    rgba = b"".join(b"\0" + bytes(v for p in pixels[i * SIDE:(i + 1) * SIDE] for v in (p, p, p, 128)) for i in range(SIDE))
    deep = b"".join(b"\0" + bytes(v for p in pixels[i * SIDE:(i + 1) * SIDE] for v in (p, 7)) for i in range(SIDE))
    palette = chunk(b"PLTE", bytes(v for i in range(256) for v in (i, 255 - i, i)))
    indexed = b"".join(b"\0" + pixels[i * SIDE:(i + 1) * SIDE] for i in range(SIDE))
    return {
        "empty.png": b"",
        "empty.jpg": b"",
        "one-byte.png": b"\x89",
        "text-named.png": b"this is no image\n",
        "html-named.jpg": b"<!doctype html><title>404</title>",
        "truncated-half.png": good[:len(good) // 2],
        "truncated-tail.png": good[:-20],
        "header-only.png": good[:33],
        "bad-checksum.png": good[:50] + bytes([good[50] ^ 255]) + good[51:],
        "bad-compression.png": png(SIDE, SIDE, 8, 0, b"")[:41] + chunk(b"IDAT", b"\x78\x01garbage!") + chunk(b"IEND", b""),
        "too-few-rows.png": png(SIDE, SIDE, 8, 0, (b"\0" + pixels[:SIDE]) * 3),
        "bomb-60000x60000.png": png(60000, 60000, 8, 0, b"\0" * 1000),
        "zero-width.png": png(0, SIDE, 8, 0, b""),
        "impossible-depth.png": png(SIDE, SIDE, 3, 0, b"\0" * 100),
        "truncated.jpg": JPEG[:len(JPEG) // 2],
        "only-the-begin.jpg": JPEG[:4],
        "truncated.webp": b"RIFF\x40\0\0\0WEBPVP8 \x30\0\0\0" + b"\0" * 8,
        "animation.gif": b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\0\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;",
        "scan.tif": b"II*\0\x08\0\0\0\0\0\0\0\0\0",
        "phone.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        "truncated.bmp": b"BM" + struct.pack("<IHHIIiiHHIIiiII", 1000, 0, 0, 54, 40, 16, 16, 1, 24, 0, 0, 0, 0, 0, 0) + b"\0" * 40,
        "truncated.ppm": b"P6\n16 16\n255\n" + b"\0" * 10,
        "dangling-link.png": lambda path: os.symlink("nowhere.png", path),
        "looping-link.png": lambda path: os.symlink("looping-link.png", path),
        "a-pipe.png": os.mkfifo,
        "sparse-2-gib.png": lambda path: sparse(path, 2 << 30),
        # These four are unusual and fine.
        "good-transparent.png": png(SIDE, SIDE, 8, 6, rgba),
        "good-16-bit.png": png(SIDE, SIDE, 16, 0, deep),
        "good, \"quoted\"\u00fc\u56fe.png": png(SIDE, SIDE, 8, 3, indexed, palette),
        "good-png-named.jpg": good,
    }


def sparse(path, size):
    with open(path, "wb") as file:
        file.truncate(size)


# A grey gradient of 16 x 16 pixels.
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgy"
    "PC4zNDL/wAALCAAQABABAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEG"
    "E1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJ"
    "ipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/APP/APhDv+mf"
    "6Uf8Id/0z/SvoD/hD/8Apn+lH/CH/wDTP9K//9k=")


def main(folder, count):
    with gzip.open(DATA) as file:
        data = file.read()[16:]
    entries = odd(data[:SIDE * SIDE])
    os.makedirs(folder, exist_ok=True)
    for name, content in entries.items():
        path = os.path.join(folder, name)
        if os.path.lexists(path):
            continue
        if callable(content):
            content(path)
        else:
            with open(path, "wb") as file:
                file.write(content)
    for i in range(count - len(entries)):
        path = os.path.join(folder, f"{i:05d}.png")
        if not os.path.exists(path):
            with open(path, "wb") as file:
                file.write(grey(data[i * SIDE * SIDE:(i + 1) * SIDE * SIDE]))
    print(f"{folder}: {count} files, {len(entries)} of them odd")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
