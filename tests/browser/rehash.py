"""Renew the script hashes in the Content-Security-Policy of the pages: run it after a change to a
script in data/templates. With --check it only says whether they are right."""

import base64
import hashlib
import pathlib
import re
import sys

TEMPLATES = pathlib.Path(__file__).resolve().parents[2] / "data" / "templates"


def renewed(page):
    scripts = re.findall(r'<script id="\w+">(.*?)</script>', page, re.S)
    hashes = ["'sha256-%s'" % base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts]
    return re.sub(r"script-src [^;]*;", lambda _: "script-src %s;" % " ".join(hashes), page, count=1)


def main():
    for path in sorted(TEMPLATES.glob("*.html")):
        page = path.read_text(encoding="utf-8")
        new = renewed(page)
        if "--check" not in sys.argv:
            path.write_text(new, encoding="utf-8")
        elif new != page:
            sys.exit("data/templates/%s: script hashes are out of date: python3 tests/browser/rehash.py" % path.name)


if __name__ == "__main__":
    main()
