#!/bin/sh
# tools/bench.sh BUILD [FILE.ndjson]: what bench/README.md describes.
set -eu
cd "$(dirname "$0")/.."
build=$1
file=${2:-samples/judgments.ndjson}
work=$build/bench-data

mkdir -p "$work"
"$build/bench/bench_reader" data "$file" >"$work/reader.tsv"
: >"$work/ten.ndjson"
for _ in 1 2 3 4 5 6 7 8 9 10; do
    cat "$file" >>"$work/ten.ndjson"
done
python3 - "$build/src/cli/chaming" "$file" "$work/ten.ndjson" "$work/reader.tsv" <<'PYTHON'
import json
import os
import subprocess
import sys
import time

program, once, ten, reader_rates = sys.argv[1:]
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


def machine():
    with open('/proc/cpuinfo', encoding='utf-8') as info:
        for line in info:
            if line.startswith('model name'):
                return line.split(':', 1)[1].strip()
    return os.uname().machine


def json_alone(path):
    """MB/s of the same lines through Python's own JSON module, in and out, with no reading between."""
    start = time.monotonic()
    with open(path, 'rb') as source, open(os.devnull, 'w', encoding='utf-8') as sink:
        for line in source:
            try:
                sink.write(json.dumps(json.loads(line), ensure_ascii=False))
            except ValueError:
                pass
    return size / 1e6 / (time.monotonic() - start)


rates = dict(line.rstrip('\n').split('\t') for line in open(reader_rates, encoding='utf-8'))
reader, decoding = float(rates['reader']), float(rates['decoding'])
_, memory_once = run(once)
seconds_ten, memory_ten = run(ten)
extract = 10 * size / 1e6 / seconds_ten
peer = json_alone(once)
print(f'{machine()}, {os.cpu_count()} cores; {size / 1e6:.1f} MB of text\n')
print(f'{"what":34} {"MB/s":>8} {"memory MB":>10}  ratio')
print(f'{"reader, one thread":34} {reader:8.1f} {"":>10}  {reader / decoding:.2f} of decoding each character once')
print(f'{"extract, JSON at both ends, one core":34} {extract:6.1f} {memory_once:10.0f}  {extract / peer:.2f} of json alone in Python')
print(f'{"the same, ten times the input":34} {"":8} {memory_ten:10.0f}')
print(f'{"limit: decoding":34} {decoding:8.1f}')
print(f'{"peer: json alone, Python":34} {peer:8.1f}')
PYTHON
rm -r "$work"
