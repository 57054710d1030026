# SPDX-License-Identifier: GPL-3.0-or-later
# The front door. Meson and Ninja do the work; `make help` says what there is.

MAKEFLAGS += --no-print-directory
export PATH := $(CURDIR)/build/node/bin:$(PATH)
listen ?= 127.0.0.1:7373
seconds ?= 60

.PHONY: build run demo check check-build torture bench fuzz soak format tidy clean help
build:
	@packaging/deps build
	@[ -f build/release/build.ninja ] || meson setup build/release --buildtype=release -Db_lto=true -Dtests=false
	@ninja -C build/release rapport
	@ln -sfn release/rapport build/rapport

run: build
	@packaging/deps run
	@exec build/rapport serve --listen=$(listen)

demo: build
	@packaging/deps run
	@tools/demo $(listen)

check-build: build
	@packaging/deps run test
	@[ -f build/sanitize/build.ninja ] || meson setup build/sanitize --buildtype=debugoptimized \
	    -Db_sanitize=address,undefined -Db_lundef=false -Dtests=true
	@ninja -C build/sanitize

# Every suite; what each said stays in build/check/NAME.tap. The last line counts.
check: check-build
	@rm -rf build/check && mkdir -p build/check
	@meson test -C build/sanitize --no-rebuild --print-errorlogs --num-processes 2 || true
	@tools/tap --sum

# Every fault point of the store, not a sample.
torture: build
	@packaging/deps run test
	@RAPPORT=$(CURDIR)/build/rapport RAPPORT_TORTURE=full tools/tap crash \
	    node --test --test-reporter=./tools/tap-reporter.mjs tests/crash/test_crash.mjs

bench: build
	@packaging/deps run bench
	@tests/bench/run

fuzz:
	@packaging/deps build test
	@[ -f build/fuzz/build.ninja ] || CC=clang meson setup build/fuzz -Dfuzz=true -Dtests=true
	@ninja -C build/fuzz
	@for target in tests/fuzz/fuzz_*.c; do \
	    name=$$(basename $$target .c); tests/fuzz/run $${name#fuzz_} $(seconds) || exit 1; done

# A tenth of the time for the server, the rest in equal shares for the parsers: seconds=3600 before a release.
soak: build
	@packaging/deps run bench
	@tests/bench/soak $$(($(seconds) / 10))
	@$(MAKE) fuzz seconds=$$(($(seconds) * 9 / 10 / $$(ls tests/fuzz/fuzz_*.c | wc -l) + 1))

format:
	@git ls-files 'src/*.[ch]' 'tools/*.[ch]' 'tests/*.[ch]' ':!tests/house/wrong' | xargs clang-format -i

tidy: check-build
	@tools/shape --analyze

clean:
	@rm -rf build

help:
	@echo 'make            build the program: build/rapport'
	@echo 'make run        serve your own store on http://$(listen) (listen=ADDRESS:PORT changes it)'
	@echo 'make demo       serve a store with a made-up story, open to look at'
	@echo 'make check      build with sanitizers and run every test'
	@echo 'make torture    fail and kill at every write (long)'
	@echo 'make bench      compare with the bare minimum, as ratios'
	@echo 'make fuzz       fuzz every parser, seconds=$(seconds) each'
	@echo 'make soak       hold the server under load and fuzz every parser, seconds=$(seconds) in all'
	@echo 'make format     format the sources'
	@echo 'make tidy       static analysis of every source file (some minutes)'
	@echo 'make clean      remove build/'
