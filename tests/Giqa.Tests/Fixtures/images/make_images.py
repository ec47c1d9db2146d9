"""Makes the image files of this folder and expected.npz, the RGB bytes that PIL reads from them.

Run with a Pillow built against libjpeg-turbo 2.1 and libwebp 1.2 (Debian 12's python3-pil):

    apt-get install libjpeg-turbo-progs     # cjpeg, for what Pillow cannot write
    /usr/bin/python3 make_images.py

Keys of expected.npz: NAME (alpha dropped, not turned), NAME@white (only if it has alpha: composited on white by the integer formula
(v a + 255 (255 - a) + 127) / 255), NAME@upright (turned as EXIF says).
"""
import ctypes
import io
import pathlib
import struct
import subprocess
import zlib

import numpy as np
from PIL import Image, ImageOps

HERE = pathlib.Path(__file__).parent
W, H = 23, 17
rng = np.random.default_rng(5)
y, x = np.mgrid[0:H, 0:W]
RGB = np.stack([x * 11, y * 15, (x * y) % 256], -1) % 256
RGB = np.clip(RGB + rng.integers(-20, 20, RGB.shape), 0, 255).astype(np.uint8)
ALPHA = ((x * 13 + y * 7) % 256).astype(np.uint8)
ALPHA[:4] = 0
ALPHA[-4:] = 255
GREY = RGB[..., 0]
RGBA = np.dstack([RGB, ALPHA])
WIDE = rng.integers(0, 65536, (H, W, 4), dtype=np.uint16)
WIDE[:5, :, 3] = [[0], [65535], [255], [256], [32768]]
expected = {}


def on_white(rgb, alpha):
    v, a = rgb.astype(np.int64), alpha.astype(np.int64)[..., None]
    return ((v * a + 255 * (255 - a) + 127) // 255).astype(np.uint8)


def keep(name, data, white=None, rgb=None, upright=False):
    (HERE / name).write_bytes(data)
    image = Image.open(io.BytesIO(data))
    plain = np.asarray(image.convert("RGB")) if rgb is None else rgb
    expected[name] = plain
    if white is not None:
        expected[f"{name}@white"] = white
    if upright:
        expected[f"{name}@upright"] = np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB"))


def saved(image, **options):
    buffer = io.BytesIO()
    image.save(buffer, **options)
    return buffer.getvalue()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def packed(samples, depth):
    """Rows of samples (H x W x C) as PNG packs them, each behind filter byte 0."""
    rows = []
    for row in samples:
        flat = row.reshape(-1)
        if depth == 16:
            data = flat.astype(">u2").tobytes()
        elif depth == 8:
            data = flat.astype(np.uint8).tobytes()
        else:
            bits = ((flat[:, None] >> np.arange(depth - 1, -1, -1)) & 1).astype(np.uint8)
            data = np.packbits(bits.reshape(-1)).tobytes()
        rows.append(b"\0" + data)
    return b"".join(rows)


def png(samples, depth, colour, extra=b"", interlaced=False):
    samples = samples.reshape(H, W, -1)
    if interlaced:
        passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
        raw = b"".join(packed(samples[b::d, a::c], depth) for a, b, c, d in passes if samples[b::d, a::c].size)
    else:
        raw = packed(samples, depth)
    header = struct.pack(">IIBBBBB", W, H, depth, colour, 0, 0, int(interlaced))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")


def make_png():
    for filtered in ("rgb", "grey"):
        keep(f"{filtered}.png", saved(Image.fromarray(RGB if filtered == "rgb" else GREY), format="PNG"))
    keep("rgba.png", saved(Image.fromarray(RGBA), format="PNG"), on_white(RGB, ALPHA))
    grey3 = np.dstack([GREY] * 3)
    keep("grey-alpha.png", saved(Image.fromarray(np.dstack([GREY, ALPHA])), format="PNG"), on_white(grey3, ALPHA))
    for depth in (1, 2, 4):
        keep(f"grey{depth}.png", png(GREY >> (8 - depth), depth, 0))
    high = (WIDE >> 8).astype(np.uint8)
    keep("rgb16.png", png(WIDE[..., :3], 16, 2))
    keep("rgba16.png", png(WIDE, 16, 6), on_white(high[..., :3], high[..., 3]))
    keep("grey-alpha16.png", png(WIDE[..., 2:], 16, 4), on_white(np.dstack([high[..., 2]] * 3), high[..., 3]))
    # PIL clips 16-bit grey at 255; the high byte is what every other depth does.
    keep("grey16.png", png(WIDE[..., 0], 16, 0), rgb=np.dstack([high[..., 0]] * 3))
    for depth in (1, 2, 4, 8):
        colours = 2 ** depth
        palette = rng.integers(0, 256, (colours, 3), dtype=np.uint8)
        alpha = np.full(colours, 255, np.uint8)
        alpha[: max(1, colours // 2)] = np.linspace(0, 200, max(1, colours // 2)).astype(np.uint8)
        index = (x + 2 * y) % colours
        plain = chunk(b"PLTE", palette.tobytes())
        keep(f"palette{depth}.png", png(index, depth, 3, plain))
        transparent = plain + chunk(b"tRNS", alpha[: max(1, colours // 2)].tobytes())
        keep(f"palette{depth}-trns.png", png(index, depth, 3, transparent), on_white(palette[index], alpha[index]))
    key = RGB[3, 4].astype(int)
    opaque = np.where((RGB == key).all(-1), 0, 255)
    keep("rgb-trns.png", png(RGB, 8, 2, chunk(b"tRNS", struct.pack(">HHH", *key))), on_white(RGB, opaque))
    opaque = np.where(GREY == GREY[5, 6], 0, 255)
    keep("grey-trns.png", png(GREY, 8, 0, chunk(b"tRNS", struct.pack(">H", GREY[5, 6]))), on_white(grey3, opaque))
    # Only the low byte differs from the key in some pixels: they stay opaque.
    near = WIDE[..., :3].copy()
    near[8] = near[7] ^ 1
    opaque = np.where((near == near[7, 7]).all(-1), 0, 255)
    near8 = (near >> 8).astype(np.uint8)
    keep("rgb16-trns.png", png(near, 16, 2, chunk(b"tRNS", struct.pack(">HHH", *near[7, 7]))), on_white(near8, opaque))
    keep("interlaced.png", png(RGB, 8, 2, interlaced=True))
    keep("interlaced-grey2.png", png(GREY >> 6, 2, 0, interlaced=True))
    keep("interlaced-rgba16.png", png(WIDE, 16, 6, interlaced=True), on_white(high[..., :3], high[..., 3]))
    keep("gamma.png", png(RGB, 8, 2, chunk(b"gAMA", struct.pack(">I", 100000))))
    exif = Image.Exif()
    exif[0x0112] = 6
    keep("exif6.png", saved(Image.fromarray(RGB), format="PNG", exif=exif), upright=True)


def turbo(pixels, pixel_format, subsampling):
    library = ctypes.CDLL("libturbojpeg.so.0")
    library.tjInitCompress.restype = ctypes.c_void_p
    handle, out, size = ctypes.c_void_p(library.tjInitCompress()), ctypes.c_void_p(), ctypes.c_ulong()
    source = np.ascontiguousarray(pixels)
    status = library.tjCompress2(handle, source.ctypes.data_as(ctypes.c_void_p), W, 0, H, pixel_format,
                                 ctypes.byref(out), ctypes.byref(size), subsampling, 88, 0)
    assert status == 0
    return ctypes.string_at(out, size.value)


def cjpeg(*options):
    return subprocess.run(["cjpeg", *options], input=saved(Image.fromarray(RGB), format="PPM"), capture_output=True, check=True).stdout


def make_jpeg():
    keep("restarts.jpg", cjpeg("-restart", "1"))
    keep("arithmetic.jpg", cjpeg("-arithmetic"))
    keep("arithmetic-progressive.jpg", cjpeg("-arithmetic", "-progressive"))
    keep("rgb.jpg", cjpeg("-rgb"))
    # Samplings that TurboJPEG's header function has no name for.
    keep("sampling3x1.jpg", cjpeg("-sample", "3x1"))
    keep("sampling-mixed.jpg", cjpeg("-sample", "2x2,2x1,1x2"))
    image = Image.fromarray(RGB)
    for name, subsampling in (("444", 0), ("422", 1), ("420", 2)):
        keep(f"{name}.jpg", saved(image, format="JPEG", quality=85, subsampling=subsampling))
        keep(f"progressive{name}.jpg", saved(image, format="JPEG", quality=60, subsampling=subsampling, progressive=True))
    keep("440.jpg", turbo(RGB, 0, 4))
    keep("411.jpg", turbo(RGB, 0, 5))
    keep("grey.jpg", saved(Image.fromarray(GREY), format="JPEG", quality=90))
    keep("optimized.jpg", saved(image, format="JPEG", quality=95, optimize=True))
    cmyk = Image.fromarray(RGB).convert("CMYK")
    ink = np.asarray(cmyk).copy()
    ink[..., 3] = (x * 9) % 200
    keep("cmyk.jpg", saved(Image.fromarray(ink, "CMYK"), format="JPEG", quality=90, subsampling=0))
    keep("ycck.jpg", turbo(255 - ink, 11, 0))
    keep("ycck420.jpg", turbo(255 - ink, 11, 2))
    plain = saved(image, format="JPEG", quality=90, subsampling=0)
    adobe = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00"
    keep("adobe-rgb.jpg", plain[:2] + adobe + plain[20:])
    tail = plain[:-2] + b"\0\0\0" + plain[-2:]
    keep("padded.jpg", tail)
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        keep(f"exif{orientation}.jpg", saved(image, format="JPEG", quality=80, exif=exif), upright=True)


def make_webp():
    image, alpha = Image.fromarray(RGB), Image.fromarray(RGBA)
    keep("lossy.webp", saved(image, format="WEBP", quality=80))
    keep("lossless.webp", saved(image, format="WEBP", lossless=True))
    for name, options in (("lossy-alpha", {"quality": 70}), ("lossless-alpha", {"lossless": True, "exact": True})):
        data = saved(alpha, format="WEBP", **options)
        read = np.asarray(Image.open(io.BytesIO(data)).convert("RGBA"))
        keep(f"{name}.webp", data, on_white(read[..., :3], read[..., 3]))
    exif = Image.Exif()
    exif[0x0112] = 8
    keep("exif8.webp", saved(image, format="WEBP", quality=80, exif=exif), upright=True)
    (HERE / "animated.webp").write_bytes(
        saved(image, format="WEBP", save_all=True, append_images=[image.rotate(180)], duration=50))


def bmp(rows, bits, palette=b"", core=False, top_down=False, masks=b"", compression=0):
    stride = (W * bits + 31) // 32 * 4
    body = b"".join(row.ljust(stride, b"\0") for row in (rows if top_down else rows[::-1]))
    if core:
        info = struct.pack("<IHHHH", 12, W, H, 1, bits)
    else:
        size = 108 if masks else 40
        info = struct.pack("<IiiHHIIiiII", size, W, -H if top_down else H, 1, bits, compression, 0, 0, 0, len(palette) // 4, 0)
        info = (info + masks).ljust(size, b"\0")
    offset = 14 + len(info) + len(palette)
    return b"BM" + struct.pack("<IHHI", offset + len(body), 0, 0, offset) + info + palette + body


def make_bmp():
    keep("rgb.bmp", saved(Image.fromarray(RGB), format="BMP"))
    keep("grey.bmp", saved(Image.fromarray(GREY), format="BMP"))
    keep("bilevel.bmp", saved(Image.fromarray(GREY).convert("1"), format="BMP"))
    keep("palette.bmp", saved(Image.fromarray(RGB).quantize(40), format="BMP"))
    bgr = [row[:, ::-1].tobytes() for row in RGB]
    keep("top-down.bmp", bmp(bgr, 24, top_down=True))
    keep("core.bmp", bmp(bgr, 24, core=True))
    colours = rng.integers(0, 256, (16, 4), dtype=np.uint8)
    index = (x + 3 * y) % 16
    nibbles = [bytes((a << 4) | b for a, b in zip(row[::2], np.append(row[1::2], 0))) for row in index]
    keep("palette4.bmp", bmp(nibbles, 4, colours.tobytes()))
    bgra = [row[:, [2, 1, 0, 3]].tobytes() for row in RGBA]
    keep("rgbx.bmp", bmp(bgra, 32))
    masks = struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    keep("rgba-fields.bmp", bmp(bgra, 32, masks=masks, compression=3), on_white(RGB, ALPHA))


def make_pnm():
    keep("rgb.ppm", saved(Image.fromarray(RGB), format="PPM"))
    keep("grey.pgm", saved(Image.fromarray(GREY), format="PPM"))
    keep("comment.ppm", b"P6 # a comment\n#another\n%d\t%d\n255\n" % (W, H) + RGB.tobytes())
    keep("max200.ppm", b"P6\n%d %d\n200\n" % (W, H) + np.minimum(RGB, 200).tobytes())
    keep("max100.pgm", b"P5\n%d %d\n100\n" % (W, H) + (GREY % 101).tobytes())
    keep("wide.ppm", b"P6\n%d %d\n65535\n" % (W, H) + WIDE[..., :3].astype(">u2").tobytes())
    keep("max1000.ppm", b"P6\n%d %d\n1000\n" % (W, H) + (WIDE[..., :3] % 1001).astype(">u2").tobytes())
    # PIL clips 16-bit grey at 255; here it is scaled as colour is.
    scaled = np.round(WIDE[..., 0] / 65535 * 255).astype(np.uint8)
    keep("wide.pgm", b"P5\n%d %d\n65535\n" % (W, H) + WIDE[..., 0].astype(">u2").tobytes(), rgb=np.dstack([scaled] * 3))


def make_gif():
    palette = Image.fromarray(RGB).quantize(40)
    keep("palette.gif", saved(palette, format="GIF", interlace=0))
    keep("interlaced.gif", saved(palette, format="GIF", interlace=1))
    keep("bilevel.gif", saved(Image.fromarray(GREY).convert("1"), format="GIF"))
    keep("grey.gif", saved(Image.fromarray(GREY), format="GIF"))
    frames = [palette.rotate(180), palette.rotate(90)]
    keep("animated.gif", saved(palette, format="GIF", save_all=True, append_images=frames, duration=40, loop=0))
    index = np.asarray(palette)
    clear = int(index[0, 0])
    data = saved(palette, format="GIF", transparency=clear)
    rgb, alpha = np.asarray(palette.convert("RGB")), np.where(index == clear, 0, 255).astype(np.uint8)
    # PIL knows what colour a clear pixel would have; Skia forgets it.
    keep("transparent.gif", data, on_white(rgb, alpha), rgb=rgb * (alpha > 0)[..., None])


def run_lengths(row):
    """One row of RLE8: runs, and a stretch of single values where there are four."""
    out, at = b"", 0
    while at < len(row):
        end = at
        while end < len(row) and row[end] == row[at] and end - at < 255:
            end += 1
        if end - at == 1 and at + 4 <= len(row):
            out += bytes([0, 4]) + bytes(row[at:at + 4])
            end = at + 4
        else:
            out += bytes([end - at, row[at]])
        at = end
    return out + b"\0\0"


def make_odd_bmp():
    # None of 16 bits: PIL cuts where five bits become eight, Skia rounds.
    colours = bytes(value for k in range(256) for value in ((k * 7) % 256, (k * 13) % 256, (k * 29) % 256, 0))
    rows = [bytes(int(v) for v in (np.arange(W) // 3 + r) % 11) for r in range(H)]
    body = b"".join(run_lengths(row) for row in rows[::-1]) + b"\0\1"
    head = struct.pack("<IiiHHIIiiII", 40, W, H, 1, 8, 1, len(body), 0, 0, 256, 0)
    keep("rle8.bmp", b"BM" + struct.pack("<IHHI", 54 + 1024 + len(body), 0, 0, 54 + 1024) + head + colours + body)
    bits = [np.packbits((np.arange(W) + r) % 3 == 0).tobytes() for r in range(H)]
    keep("palette1.bmp", bmp(bits, 1, bytes([10, 200, 30, 0, 250, 20, 90, 0])))
    plain = bmp([row[:, ::-1].tobytes() for row in RGB], 24)
    keep("gap.bmp", plain[:10] + struct.pack("<I", 54 + 20) + plain[14:54] + b"\7" * 20 + plain[54:])


make_png()
make_jpeg()
make_webp()
make_bmp()
make_pnm()
make_gif()
make_odd_bmp()
np.savez_compressed(HERE / "expected.npz", **expected)
