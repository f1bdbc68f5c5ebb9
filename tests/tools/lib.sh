# shellcheck shell=bash
# Functions that the test scripts share; they source this file.

fail() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}

# Says that a test is skipped, also in the summary of tests/run.
skip() { # what, and why
  echo "SKIPPED: $*" >&2
  [ -z "${SKIPPED:-}" ] || echo "$*" >>"$SKIPPED"
}

# Prints a port that nothing listens on. Another process may take it before the caller does, so callers retry.
free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Prints the folder of PostgreSQL's server programs, which Debian does not add to PATH. The newest version wins.
postgres_bin() {
  local candidate
  for candidate in /usr/lib/postgresql/*/bin "$(pg_config --bindir 2>/dev/null || true)"; do
    [ ! -x "$candidate/initdb" ] || echo "$candidate"
  done | sort --version-sort | tail -n 1 | grep .
}

# Prints the program to test: $ORGD_BIN, or the debug build, which is built if it does not exist.
orgd_program() {
  local root orgd
  root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
  orgd=${ORGD_BIN:-${CARGO_TARGET_DIR:-$root/target}/debug/orgd}
  [ -x "$orgd" ] || (cd "$root" && cargo build --quiet)
  realpath "$orgd"
}

child=

# Runs a command in its own process group, so that stop_child reaches all its processes. Signals interrupt the wait:
# bash defers traps while a command runs in the foreground.
supervise() {
  local status=0
  set -m
  "$@" </dev/null &
  child=$!
  set +m
  wait "$child" || status=$?
  child=
  return "$status"
}

stop_child() {
  [ -n "$child" ] || return 0
  kill -TERM -- "-$child" 2>/dev/null || true
  wait "$child" 2>/dev/null || true
  child=
}

# Stops the supervised command and calls the given function, however the script ends.
on_exit() {
  cleanup=$1
  trap 'trap "" INT TERM HUP; stop_child; "$cleanup"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}
