# Everything one does with a checkout. `make` alone lists it.
# What is built lands in .build and is kept, so only the first build is long.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup demo dev test fuzz bench format lint release clean

# Flags for `deskbell demo` and `swift test`: make demo ARGS="--port 9000", make test ARGS="--filter Mailroom"
ARGS ?=
FUZZ_SECONDS ?= 600
FUZZ_TARGETS ?= message reply sanitizer imap
SWIFT_FOLDERS := Package.swift $(wildcard Sources Tests Plugins Fuzz)

help: ## this list
	@echo "Deskbell: an email-first help desk. What make can do:"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s%s\n", $$1, $$2 }' Makefile

setup: ## install what building needs (Debian, root or sudo)
	@bin/setup

demo: setup ## try Deskbell without any mail account (first build: about 6 minutes on two cores)
	@echo "demo: building; the first time takes about 6 minutes on two cores, afterwards seconds"
	@swift build --product deskbell
	@.build/debug/deskbell demo $(ARGS)

dev: setup ## serve with the settings of .env, built again and restarted on every change
	@bin/dev $(ARGS)

test: ## install what the tests need, build and run all of them (first build: about 8 minutes on two cores)
	@bin/setup --tests
	@echo "test: building; the first time takes about 8 minutes on two cores"
	@swift build --build-tests
	@swift test --skip-build --disable-xctest --no-parallel $(ARGS)

fuzz: setup ## feed the parsers bytes of libFuzzer's making, FUZZ_SECONDS=600 each; what it finds lands in .build-fuzz/found
	@echo "fuzz: building; the first time takes about 10 minutes on two cores"
	@DESKBELL_FUZZ=1 swift build --scratch-path .build-fuzz --product Fuzz --sanitize=address \
		-Xswiftc -sanitize=fuzzer -Xswiftc -use-ld=lld -Xlinker -lstdc++
	@mkdir -p .build-fuzz/found
	@for target in $(FUZZ_TARGETS); do echo "fuzz: $$target for $(FUZZ_SECONDS) seconds"; \
		mkdir -p .build-fuzz/inputs/$$target && cp Sources/Deskbell/Demo/Mails/*.eml .build-fuzz/inputs/$$target/ && \
		SWIFT_BACKTRACE=enable=no FUZZ_TARGET=$$target .build-fuzz/debug/Fuzz -max_total_time=$(FUZZ_SECONDS) -timeout=5 \
			-max_len=65536 -artifact_prefix=.build-fuzz/found/$$target- .build-fuzz/inputs/$$target || exit 1; done

bench: setup release ## measure intake, pages, memory and start-up (about 20 minutes; PostgreSQL too where it is installed)
	@benchmarks/run.sh .build/release/deskbell $(ARGS)

format: ## format all Swift
	@swift format --in-place --parallel --recursive $(SWIFT_FOLDERS)

lint: ## complain about what is not formatted
	@swift format lint --strict --parallel --recursive $(SWIFT_FOLDERS)
	@for script in bin/setup bin/dev .ci/run benchmarks/*.sh; do bash -n $$script || exit 1; done

# Swift's own libraries go into the binary: it runs on machines without Swift, and 5 % faster.
release: setup ## the optimised binary, .build/release/deskbell (first build: about 10 minutes on two cores)
	@echo "release: building; the first time takes about 10 minutes on two cores"
	@swift build --configuration release --static-swift-stdlib --product deskbell

clean: ## forget what was built; data/ and .env stay
	@rm -rf .build .venv
