#!/usr/bin/env python3
"""Command tests: x.test is a shell script, x.expected what it prints.

run.py [--accept] CHAMING X.test...

In a script, `chaming ...` prints the call, its output (both streams) and its exit code. It runs in an
empty directory that is removed afterwards and stands as TMP in the output; $DATA is tests/cli/data.
--accept writes what came out as what is expected: read the difference before you commit it.
"""
import difflib
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PRELUDE = """
exec 2>&1
chaming() { echo "\\$ chaming $*"; "$CHAMING" "$@"; echo "exit $?"; }
ndjson() { python3 "$HERE/ndjson.py" "$@"; }
"""


def verify_of(program):
    """The other program: named by the build, or beside this one in its build tree."""
    beside = pathlib.Path(program).parent.parent / "verify" / "chaming-verify"
    return os.environ.get("CHAMING_VERIFY", str(beside))


def output_of(test, program):
    with tempfile.TemporaryDirectory() as folder:
        env = dict(os.environ, CHAMING=program, VERIFY=verify_of(program), HERE=str(HERE), DATA=str(HERE / "data"),
                   LC_ALL="C.UTF-8", CHAMING_KEYS=folder + "/keys")
        env.pop("CHAMING_WORKSPACE", None)
        done = subprocess.run(["bash", "-c", PRELUDE + test.read_text(encoding="utf-8")],
                              cwd=folder, env=env, stdout=subprocess.PIPE, check=False, timeout=300)
        text = done.stdout.decode("utf-8", "backslashreplace")
        return text.replace(str(HERE.parent.parent), "REPO").replace(folder, "TMP")


def main(args):
    accept = args[:1] == ["--accept"]
    args = args[1:] if accept else args
    program, tests = os.path.abspath(args[0]), [pathlib.Path(a) for a in args[1:]]
    bad = 0
    for test in tests:
        expected_path = test.with_suffix(".expected")
        got = output_of(test, program)
        if accept:
            expected_path.write_bytes(got.encode())
            continue
        expected = expected_path.read_bytes().decode()
        if got != expected:
            bad += 1
            print(f"--- {test.name}")
            sys.stdout.writelines(difflib.unified_diff(
                expected.splitlines(True), got.splitlines(True), "expected", "got"))
    return 1 if bad or not tests else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
