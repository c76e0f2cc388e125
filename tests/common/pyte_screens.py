"""Plays frames on pyte and tells what it shows: one JSON frame a line in, one JSON screen a line out.

In: {"size": [columns, rows], "bytes": [..]}. Out: {"cursor": [x, y], "hidden": bool, "cells": [[[text, fg, bg, weights] ..] ..]}.
"""
import json
import sys

import pyte

screen, stream = None, None
for line in sys.stdin:
    frame = json.loads(line)
    columns, rows = frame["size"]
    if screen is None:
        screen = pyte.Screen(columns, rows)
        stream = pyte.ByteStream(screen)
    elif (screen.columns, screen.lines) != (columns, rows):
        screen.resize(rows, columns)
    stream.feed(bytes(frame["bytes"]))

    def cell(x, y):
        char = screen.buffer[y][x]
        weights = [char.bold, char.italics, char.underscore, char.reverse]
        return [char.data, char.fg, char.bg, weights]

    cells = [[cell(x, y) for x in range(columns)] for y in range(rows)]
    cursor = [min(screen.cursor.x, columns - 1), screen.cursor.y]
    print(json.dumps({"cursor": cursor, "hidden": screen.cursor.hidden, "cells": cells}), flush=True)
