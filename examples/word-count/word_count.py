#!/usr/bin/env python3
"""Counts the words of a text or of a file: the program of the task type word_count.

Standard library only. What it shows of the exec pool: the payload comes as JSON on standard input, the result
leaves as JSON on standard output, progress and log lines as JSON lines on descriptor 3, SIGTERM asks it to stop,
and its exit code says whether a retry makes sense.
"""

import collections
import json
import os
import re
import signal
import sys

# A word: letters and digits of any script, with an apostrophe or hyphen inside.
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
CHUNK_CHARACTERS = 64 * 1024
EX_DATAERR = 65

stopping = False


def stop(_signal, _frame):
    """Asks the loop to end at its next look: what is counted by then is the result."""
    global stopping
    stopping = True


def open_reports():
    """Descriptor 3, or nothing when the program is run by hand."""
    try:
        return os.fdopen(3, "w", encoding="utf-8", buffering=1)
    except OSError:
        return open(os.devnull, "w", encoding="utf-8")


def report(reports, **line):
    print(json.dumps(line), file=reports)


def chunks_of(payload):
    """The text in pieces that end between words, each with how much of the whole has been read by then."""
    text = payload.get("text")
    if text is None:
        with open(payload["path"], encoding="utf-8", errors="replace") as file:
            text = file.read()
    start = 0
    while start < len(text):
        end = min(start + CHUNK_CHARACTERS, len(text))
        while end < len(text) and not text[end].isspace():
            end += 1
        yield text[start:end], end, len(text)
        start = end


def count(payload, reports):
    words = collections.Counter()
    done = total = 0
    for chunk, done, total in chunks_of(payload):
        words.update(word.lower() for word in WORD.findall(chunk))
        report(reports, progress={"done": done, "total": total, "message": f"{len(words)} different words"})
        if stopping:
            break
    return {
        "words": sum(words.values()),
        "different": len(words),
        # By frequency, then by the alphabet, so that the same text gives the same result.
        "top": sorted(words.items(), key=lambda item: (-item[1], item[0]))[: payload["top"]],
        "complete": done == total,
    }


def main():
    signal.signal(signal.SIGTERM, stop)
    payload = json.load(sys.stdin)
    reports = open_reports()
    report(
        reports,
        log={"level": "info", "message": "counting", "fields": {"attempt": os.environ.get("LONGSHORE_ATTEMPT")}},
    )
    try:
        result = count(payload, reports)
    except OSError as error:
        # A file that is not there will not be there for a retry either.
        print(f"{payload['path']}: {error.strerror}", file=sys.stderr)
        return EX_DATAERR
    json.dump(result, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
