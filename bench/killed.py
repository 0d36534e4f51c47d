#!/usr/bin/env python3
"""An import that is killed at random moments and run again ends as one that was left alone.

killed.py CHAMING [--kills N] [--copies N] [--seed N]

Takes the judgments of samples/ in N copies of their own numbers, as NDJSON, as text files and in an archive;
imports them once in one go, and once with kill -9 in between; then deletes facts.duckdb of the second and
rebuilds it. What is compared: the sources, and every result of every model over every document.
"""
import argparse
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import time
import zipfile

SAMPLES = pathlib.Path(__file__).resolve().parents[1] / "samples" / "judgments.ndjson"
OUTCOMES = ("命中", "无法判断", "未命中")


def make_input(folder, copies):
    lines = [json.loads(line) for line in SAMPLES.read_text(encoding="utf-8").splitlines()]
    folder.mkdir()
    with (open(folder / "lines.ndjson", "w", encoding="utf-8") as out, zipfile.ZipFile(folder / "more.zip", "w") as archive):
        for copy in range(copies):
            for n, doc in enumerate(lines):
                text = doc.get("full_text") or doc.get("text")
                text = re.sub(r"(\d+)号", lambda m, c=copy: f"{int(m[1]) + 100000 * c}号", text)
                name = f"{copy}-{n}"
                if n % 8 == 0:
                    (folder / f"{name}.txt").write_text(text, encoding="gb18030" if n % 16 else "utf-8", errors="replace")
                elif n % 8 == 1:
                    archive.writestr(f"{name}.txt", text)
                else:
                    out.write(json.dumps({"id": name, "full_text": text if n % 50 else ""}, ensure_ascii=False) + "\n")


class Workspace:
    def __init__(self, chaming, folder):
        self.command = [chaming, "-w", str(folder / "ws")]
        self.folder = folder
        self.env = dict(os.environ, CHAMING_KEYS=str(folder / "keys"))
        folder.mkdir()
        self.call("init")

    def call(self, *words, codes=(0, 1)):
        done = subprocess.run([*self.command, *words], env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if done.returncode not in codes:
            sys.exit(f"{words}: exit {done.returncode}: {done.stderr.decode()}")
        return done.stdout.decode()

    def import_words(self, source):
        return ["import", "judgments", "--label", "all", "-j", "2", str(source)]

    def import_killed(self, source, seconds):
        """True when it was killed, False when it came to its end before that."""
        child = subprocess.Popen([*self.command, *self.import_words(source)], env=self.env,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            child.wait(seconds)
            return False
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            return True

    def tell(self):
        """Everything that can be compared, in one text."""
        self.call("run")
        sources = [json.loads(line) for line in self.call("source", "list", "--json").splitlines()]
        for source in sources:
            del source["key"]
        results = [self.call("clues", "--json", "--outcome", outcome) for outcome in OUTCOMES]
        return json.dumps(sources) + "\n" + "".join(results)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("chaming")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--copies", type=int, default=80)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    args = parser.parse_args()
    random.seed(args.seed)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        make_input(folder / "in", args.copies)
        whole, killed = Workspace(args.chaming, folder / "whole"), Workspace(args.chaming, folder / "killed")
        begun = time.monotonic()
        whole.call(*whole.import_words(folder / "in"))
        seconds = time.monotonic() - begun
        expected = whole.tell()
        kills = 0
        for _ in range(args.kills):
            kills += killed.import_killed(folder / "in", random.uniform(0.05, 0.6) * seconds)
        killed.call(*killed.import_words(folder / "in"))
        same = killed.tell() == expected
        (killed.folder / "ws" / "facts.duckdb").unlink()
        killed.call("rebuild")
        rebuilt = killed.tell() == expected
        print(f"seed {args.seed}: {seconds:.1f} s in one go, killed {kills} times, {len(expected.splitlines())} results:",
              "the same" if same else "DIFFERENT", "and rebuilt", "the same" if rebuilt else "DIFFERENT")
        return 0 if same and rebuilt and kills > 0 and len(expected) > 1000 else 1


if __name__ == "__main__":
    sys.exit(main())
