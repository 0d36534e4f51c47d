#!/usr/bin/env python3
"""Compile each header of src/ and include/ alone, with all warnings as errors.

Usage: headers.py COMPILER [FLAG…]; prints each header that does not stand on its own.
"""

import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def main():
    folders = [ROOT / 'src', ROOT / 'include']
    headers = [(folder, header) for folder in folders for header in sorted(folder.rglob('*.h'))]
    failed = 0
    for folder, header in headers:
        name = header.relative_to(folder)
        source = f'#include "{name}"\n#include "{name}"\nint cm_header_test;\n'
        command = sys.argv[1:] + ['-std=c17', '-fsyntax-only', '-Wall', '-Wextra', '-Wpedantic',
                                  '-Werror', f'-I{folder}', '-x', 'c', '-']
        done = subprocess.run(command, input=source, text=True, capture_output=True, check=False)
        if done.returncode != 0:
            failed += 1
            print(f'{name}:\n{done.stderr}')
    print(f'{len(headers)} headers, {failed} failed')
    return 1 if failed or not headers else 0


if __name__ == '__main__':
    sys.exit(main())
