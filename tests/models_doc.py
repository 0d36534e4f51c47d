#!/usr/bin/env python3
"""models_doc.py CHAMING: docs/models is what `chaming model page` writes now. --write renews it."""
import filecmp
import pathlib
import shutil
import subprocess
import sys
import tempfile

DOCS = pathlib.Path(__file__).resolve().parent.parent / 'docs/models'


def main(args):
    write = args[:1] == ['--write']
    program = args[-1]
    with tempfile.TemporaryDirectory() as folder:
        made = pathlib.Path(folder) / 'models'
        subprocess.run([program, '-w', folder + '/none', 'model', 'page', '-o', made], check=True, stdout=subprocess.DEVNULL)
        if write:
            shutil.rmtree(DOCS, ignore_errors=True)
            shutil.copytree(made, DOCS)
            return 0
        names = sorted({p.name for p in made.iterdir()} | {p.name for p in DOCS.iterdir()})
        _, differ, missing = filecmp.cmpfiles(made, DOCS, names, shallow=False)
        for name in differ + missing:
            print(f'docs/models/{name}: not what the program writes; python3 tests/models_doc.py --write CHAMING')
        return 1 if differ or missing else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
