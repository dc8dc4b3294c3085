#!/usr/bin/env bash
# Measures a built Deskbell: intake, pages, memory and start-up, on SQLite and (where it is installed) PostgreSQL, with
# an empty database and with one of 200,000 tickets. Prints one report in Markdown; everything else goes to stderr.
#
#   benchmarks/run.sh .build/release/deskbell [--tickets N] [--mails N] [--engines sqlite,postgres] [--keep FOLDER]
#
# Needs no root and leaves nothing behind. An idle machine, please: wall times suffer from company, CPU times hardly.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
binary=${1:-}
if [ ! -x "$binary" ]; then
    sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
    exit 64
fi
shift
exec python3 -B "$here/measure.py" --binary "$(realpath "$binary")" "$@"
