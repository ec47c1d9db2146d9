#!/usr/bin/env python3
"""Writes the emoji of a colour bitmap font as PNG files: emoji.py OUT [FONT].

Every eighth goes to OUT/test, the others to OUT/train. FONT is where Debian's fonts-noto-color-emoji has Google's; only the first 3,000
pictures are taken, before flags' many variants. It needs nothing beside Python.
"""
import pathlib
import sys

BEGIN, END, MOST = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82", 3000


def main(out, font="/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"):
    data, at = pathlib.Path(font).read_bytes(), 0
    for number in range(MOST):
        begin = data.find(BEGIN, at)
        if begin < 0:
            break
        at = data.index(END, begin) + len(END)
        folder = pathlib.Path(out, "test" if number % 8 == 0 else "train")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number:05d}.png").write_bytes(data[begin:at])
    else:
        number += 1
    if number < 500:
        sys.exit(f"{font} holds {number} pictures; a bitmap font with colour emoji holds thousands")
    print(f"{out}: {number} pictures")


if __name__ == "__main__":
    main(*sys.argv[1:]) if len(sys.argv) > 1 else sys.exit(__doc__)
