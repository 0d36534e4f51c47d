#!/usr/bin/env python3
"""ndjson.py ID FILE...: each text file as one line of NDJSON, with the ids ID, ID-2, ID-3 ..."""
import json
import sys

for number, path in enumerate(sys.argv[2:], 1):
    name = sys.argv[1] if number == 1 else f"{sys.argv[1]}-{number}"
    with open(path, encoding="utf-8") as file:
        print(json.dumps({"id": name, "full_text": file.read()}, ensure_ascii=False))
