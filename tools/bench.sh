#!/bin/sh
# tools/bench.sh BUILD [FILE.ndjson]: what bench/README.md describes.
set -eu
cd "$(dirname "$0")/.."
build=$1
file=${2:-samples/judgments.ndjson}
work=$build/bench-data

"$build/bench/bench_reader" data "$file"

mkdir -p "$work"
: >"$work/ten.ndjson"
for _ in 1 2 3 4 5 6 7 8 9 10; do
    cat "$file" >>"$work/ten.ndjson"
done
python3 - "$build/src/cli/chaming" "$file" "$work/ten.ndjson" <<'PYTHON'
import json
import os
import subprocess
import sys
import time

program, once, ten = sys.argv[1:]
size = 0
with open(once, encoding='utf-8') as file:
    for line in file:
        record = json.loads(line)
        size += len((record.get('full_text') or record.get('text') or '').encode())


def run(path):
    """Seconds and largest memory (MB) of one `chaming extract` on one core. Exit code 1: not all was read."""
    start = time.monotonic()
    with open(path, 'rb') as source, open(os.devnull, 'wb') as sink:
        child = subprocess.Popen([program, 'extract'], stdin=source, stdout=sink, stderr=sink,
                                 preexec_fn=lambda: os.sched_setaffinity(0, {0}))
        _, status, usage = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f'chaming extract failed on {path}')
    return time.monotonic() - start, usage.ru_maxrss / 1024


seconds_once, memory_once = run(once)
seconds_ten, memory_ten = run(ten)
print(f'chaming extract, one core: {10 * size / 1e6 / seconds_ten:.1f} MB/s; largest memory '
      f'{memory_once:.0f} MB, {memory_ten:.0f} MB for ten times the input')
PYTHON
rm -r "$work"
