#!/usr/bin/env python3
"""tools/run_tidy.py BUILD: run clang-tidy over the files named on stdin, one process per core.

A file that was clean and has not changed since, nor any header, nor .clang-tidy, is not read again:
BUILD/tidy.json remembers digests.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def digest(paths):
    sums = hashlib.sha256()
    for path in paths:
        sums.update(str(path).encode() + b'\0' + (ROOT / path).read_bytes())
    return sums.hexdigest()


def run(build, path):
    done = subprocess.run(['clang-tidy', '--quiet', '-p', build, path], cwd=ROOT, text=True,
                          capture_output=True, check=False)
    return path, done.returncode == 0, done.stdout


def main():
    build = sys.argv[1]
    with open(pathlib.Path(build) / 'compile_commands.json', encoding='utf-8') as file:
        built = {os.path.relpath(os.path.join(row['directory'], row['file']), ROOT)
                 for row in json.load(file)}
    files = [path for path in sys.stdin.read().split() if path in built]
    memory_path = pathlib.Path(build) / 'tidy.json'
    memory = json.loads(memory_path.read_text('utf-8')) if memory_path.is_file() else {}
    headers = sorted(path.relative_to(ROOT) for path in (ROOT / 'src').rglob('*.h'))
    common = digest([pathlib.Path('.clang-tidy'), pathlib.Path('tests/unit/harness.h')] + headers)
    sums = {path: common + digest([pathlib.Path(path)]) for path in files}
    todo = [path for path in files if memory.get(path) != sums[path]]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, clean, output in pool.map(lambda path: run(build, path), todo):
            if clean:
                memory[path] = sums[path]
            else:
                failed += 1
                print(output)
    memory_path.write_text(json.dumps(memory), 'utf-8')
    print(f'tidy: {len(files)} files, {len(todo)} read, {failed} with findings')
    return 1 if failed or not files else 0


if __name__ == '__main__':
    sys.exit(main())
