# The front door. `make help` lists what can be done; meson.build is the build itself.

BUILD ?= build/main
SANITIZE_BUILD ?= build/sanitize
FUZZ_BUILD ?= build/fuzz
FUZZ_SECONDS ?= 60

.DEFAULT_GOAL := help
.PHONY: help setup build run test accuracy plant bench bench-server fuzz check format sanitize clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

setup: ## install what the build needs (Debian 12), fetch the pinned DuckDB
	@tools/setup.sh

build: setup ## compile the program into build/main, and the workbench into data/web
	@tools/build.sh $(BUILD) -Dbuildtype=debugoptimized
	@tools/web.sh

run: build ## judge the bundled sample, write a report, serve the workbench till Ctrl-C (SERVE=0: only the report)
	@tools/demo.sh $(BUILD) build/demo

test: build ## run all tests
	@meson test -C $(BUILD) --no-rebuild --print-errorlogs

accuracy: build ## score the reader on the sample's gold records; facts gained and lost
	@python3 tests/gold/run.py $(BUILD)/src/cli/chaming --show

plant: build ## plant errors in the sample judgments and count those that are found
	@python3 tests/plant/run.py $(BUILD)/src/cli/chaming

bench: build ## measure the reader on the bundled sample (BENCH_ARGS="FILE MEGABYTES" for another)
	@tools/bench.sh $(BUILD) $(BENCH_ARGS)

bench-server: ## the server under 200 users over 100,000 clues (BENCH_ARGS="CLUES USERS SECONDS THINK_MS")
	@tools/setup.sh --dev
	@tools/build.sh $(BUILD) -Dbuildtype=debugoptimized
	@python3 bench/server.py $(BUILD)/src/cli/chaming $(BUILD)/bench/bench_server $(BUILD)/bench-server $(BENCH_ARGS)

fuzz: ## run every fuzz target for FUZZ_SECONDS (60), with clang
	@tools/setup.sh --dev
	@tools/fuzz.sh $(FUZZ_BUILD) $(FUZZ_SECONDS)

check: ## format, lint, layers, sizes, text rules
	@tools/setup.sh --dev
	@tools/check.sh $(BUILD)

format: ## rewrite the sources in the house style
	@git ls-files -co --exclude-standard 'src/*.[ch]' 'include/*.h' 'tests/*.[ch]' 'bench/*.[ch]' | xargs -r clang-format -i

sanitize: ## all tests under AddressSanitizer and UBSan
	@tools/setup.sh
	@tools/sanitize.sh $(SANITIZE_BUILD)

clean: ## remove everything that was built
	rm -rf build data/web
