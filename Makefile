# Everything one does with a checkout. `make` alone lists it.
# What is built lands in .build and is kept, so only the first build is long.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup demo dev test bench format lint release clean

# Flags for `deskbell demo` and `swift test`: make demo ARGS="--port 9000", make test ARGS="--filter Mailroom"
ARGS ?=
SWIFT_FOLDERS := Package.swift $(wildcard Sources Tests Plugins)

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

bench: setup release ## measure intake, pages, memory and start-up (about 20 minutes; PostgreSQL too where it is installed)
	@benchmarks/run.sh .build/release/deskbell $(ARGS)

format: ## format all Swift
	@swift format --in-place --parallel --recursive $(SWIFT_FOLDERS)

lint: ## complain about what is not formatted
	@swift format lint --strict --parallel --recursive $(SWIFT_FOLDERS)
	@for script in bin/setup bin/dev .ci/run benchmarks/*.sh; do bash -n $$script || exit 1; done

release: setup ## the optimised binary, .build/release/deskbell (first build: about 10 minutes on two cores)
	@echo "release: building; the first time takes about 10 minutes on two cores"
	@swift build --configuration release --product deskbell

clean: ## forget what was built; data/ and .env stay
	@rm -rf .build .venv
