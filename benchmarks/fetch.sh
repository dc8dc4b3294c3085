#!/usr/bin/env bash
# Fills a mailbox of a real Dovecot and lets Deskbell read it into SQLite and into PostgreSQL, killed three times on the
# way. Fails unless each mail has become exactly one ticket; prints seconds and peak memory.
#
#   benchmarks/fetch.sh [MAILS]        50,000 where none are named
#
# Needs what the tests need (bin/setup --tests), and tests that are built (swift build --build-tests).
set -euo pipefail

cd "$(dirname "$0")/.."
DESKBELL_FETCH_MAILS=${1:-50000} swift test --skip-build --disable-xctest --no-parallel --filter 'full mailbox'
