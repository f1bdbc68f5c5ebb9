# shellcheck shell=bash
# Functions that the run scripts of the languages share. They source this file in a fresh folder, with `language` set.
clients=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$clients/../..
page=$root/docs/clients/${language:?must name the client}.md
# shellcheck source=tests/tools/lib.sh
. "$root/tests/tools/lib.sh"
# shellcheck source=tests/tools/packages.sh
. "$root/tests/tools/packages.sh"
tools_folder "$root"

# Releases the lock that tools_folder takes: the commands that follow do not need it.
installed() {
  exec 9>&-
}

# Prints the page's fenced blocks of the given language.
block() { # LANGUAGE, as the fence names it
  awk -v fence="\`\`\`$1" '
    /^```/ { inside = !inside && $0 == fence; found += inside; next }
    inside
    END { exit !found }
  ' "$page" || fail "$page has no block of $1"
}

# Runs a command, and prints its output only if it fails.
quietly() {
  local log=$PWD/.log
  "$@" >"$log" 2>&1 </dev/null || { cat "$log" >&2; fail "$language: failed: $*"; }
}

generate() {
  block sh >.generate
  quietly bash -euo pipefail .generate
}

# Runs the built example on the reset demo organization, and checks the result.
try() { # COMMAND…
  python3 "$clients/demo.py" reset
  local printed
  printed=$("$@" </dev/null) || fail "$language: the example failed: $printed"
  [[ $printed == *'Acme Corp'* ]] || fail "$language: the example does not print the name: $printed"
  python3 "$clients/demo.py" check || fail "$language: the example does not do what its page says"
}

# Runs the example with an unknown key, and checks that it prints the status and the kind of the typed error.
refuse() { # COMMAND…
  local printed
  printed=$(ORGD_KEY=bd_key_unknown "$@" 2>&1 </dev/null) || true
  [[ $printed == *'401 AUTHENTICATION_ERROR'* ]] || fail "$language: the example does not print the error: $printed"
}
