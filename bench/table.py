#!/usr/bin/env python3
"""table.py CHAMING FILE.ndjson MEGABYTES WORK: time `extract` and two peers over the file repeated to that size, and print the
table with what bench_reader left in WORK/reader.tsv. Bench tool, called by tools/bench.sh."""
import json
import os
import subprocess
import sys
import time


def repeat(source, size, path, pick):
    """Write what pick() gives of each line of `source`, all lines again and again up to `size` bytes of text; bytes of text written."""
    with open(source, encoding='utf-8') as file:
        lines = [(pick(line).encode(), len(text_of(line).encode())) for line in file]
    once = sum(length for _, length in lines)
    times = max(1, -(-size // once))
    with open(path, 'wb') as out:
        for _ in range(times):
            out.writelines(line for line, _ in lines)
    return once * times


def text_of(line):
    record = json.loads(line)
    return record.get('full_text') or record.get('text') or ''


def run(command, path, fine=(0, 1)):
    """Seconds and largest memory (MB) of a command on one core, fed from a file. Exit code 1 of extract: not all was read."""
    start = time.monotonic()
    with open(path, 'rb') as source, open(os.devnull, 'wb') as sink:
        child = subprocess.Popen(command, stdin=source, stdout=sink, stderr=sink, env=dict(os.environ, LC_ALL='C.UTF-8'),
                                 preexec_fn=lambda: os.sched_setaffinity(0, {0}))
        _, status, usage = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status) not in fine:
        sys.exit(f'{command[0]} failed on {path}')
    return time.monotonic() - start, usage.ru_maxrss / 1024


def machine():
    with open('/proc/cpuinfo', encoding='utf-8') as info:
        for line in info:
            if line.startswith('model name'):
                return line.split(':', 1)[1].strip()
    return os.uname().machine


def json_alone(path):
    """MB/s of the same lines through Python's own JSON module, in and out, with no reading between."""
    size, start = 0, time.monotonic()
    with open(path, 'rb') as source, open(os.devnull, 'w', encoding='utf-8') as sink:
        for line in source:
            record = json.loads(line)
            size += len((record.get('full_text') or record.get('text') or '').encode())
            sink.write(json.dumps(record, ensure_ascii=False))
    return size / 1e6 / (time.monotonic() - start)


def main():
    program, file, megabytes, work = sys.argv[1], sys.argv[2], float(sys.argv[3]), sys.argv[4]
    rates = dict(line.rstrip('\n').split('\t') for line in open(f'{work}/reader.tsv', encoding='utf-8'))
    rates = {name: float(value) for name, value in rates.items()}
    lines, texts = f'{work}/lines.ndjson', f'{work}/texts.txt'
    size = repeat(file, int(megabytes * 1e6), lines, str) / 1e6
    _, memory_once = run([program, 'extract', '-j', '1'], file)
    seconds, memory = run([program, 'extract', '-j', '1'], lines)
    os.remove(lines)
    repeat(file, int(megabytes * 1e6), texts, text_of)
    wc = size / run(['wc', '-m'], texts)[0]
    os.remove(texts)
    extract, peer = size / seconds, json_alone(file)
    reader, phrases = rates['reader'], rates['phrases']
    print(f'{machine()}, {os.cpu_count()} cores; {file} repeated to {rates["reader_read"]:.0f} MB of text\n')
    print(f'{"what":38} {"MB/s":>8} {"memory MB":>10}  ratio')
    print(f'{"reader, one thread":38} {reader:8.1f} {rates["reader_memory"]:10.0f}  {reader / phrases:.2f} of phrases alone, {reader / wc:.2f} of wc -m')
    print(f'{"  its best pass":38} {rates["reader_best"]:8.1f}')
    print(f'{"extract, JSON at both ends, one core":38} {extract:8.1f} {memory:10.0f}  {extract / peer:.2f} of json alone in Python')
    print(f'{"  the input once":38} {"":8} {memory_once:10.0f}')
    print(f'{"yardstick: phrases alone (Vectorscan)":38} {phrases:8.1f}')
    print(f'{"yardstick: wc -m":38} {wc:8.1f}')
    print(f'{"limit: decoding each character":38} {rates["decoding"]:8.1f}')
    print(f'{"peer: json alone, Python":38} {peer:8.1f}')


if __name__ == '__main__':
    main()
