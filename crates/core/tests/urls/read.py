"""Answers each line, a URL as JSON, by what Python's urllib.parse finds in it."""

import json
import sys
from urllib.parse import urlsplit


def parts(text):
    try:
        url = urlsplit(text)
        port = "" if url.port is None else str(url.port)
    except ValueError:
        return None
    rest = (url.username or "") + (url.password or "") + url.fragment
    return [url.scheme, url.hostname or "", port, url.path, url.query, rest, url.geturl()]


sys.stdin.reconfigure(encoding="utf-8", newline="\n")
sys.stdout.reconfigure(encoding="utf-8", newline="\n")
for line in sys.stdin:
    print(json.dumps(parts(json.loads(line))))
