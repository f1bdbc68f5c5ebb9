# shellcheck shell=bash
# What the run scripts of the languages share; sourced by them in a fresh folder, with `language` set.
clients=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$clients/../..
page=$root/docs/clients/${language:?has to name the client}.md
# shellcheck source=tests/tools/lib.sh
. "$root/tests/tools/lib.sh"
# shellcheck source=tests/tools/packages.sh
. "$root/tests/tools/packages.sh"
tools_folder "$root"

# Ends what tools_folder begins: what is started from here on neither needs nor holds the lock.
installed() {
  exec 9>&-
}

# Prints the fenced blocks of that language on the page.
block() { # LANGUAGE, as the fence names it
  awk -v fence="\`\`\`$1" '
    /^```/ { inside = !inside && $0 == fence; found += inside; next }
    inside
    END { exit !found }
  ' "$page" || fail "$page has no block of $1"
}

# Runs a command and shows what it printed only where it fails.
quietly() {
  local log=$PWD/.log
  "$@" >"$log" 2>&1 </dev/null || { cat "$log" >&2; fail "$language: failed: $*"; }
}

generate() {
  block sh >.generate
  quietly bash -euo pipefail .generate
}

# Runs what was made of the page's example on the demo organization, as new, and checks what it has done.
try() { # COMMAND…
  python3 "$clients/demo.py" reset
  local printed
  printed=$("$@" </dev/null) || fail "$language: the example failed: $printed"
  [[ $printed == *'Acme Corp'* ]] || fail "$language: the example does not print the name: $printed"
  python3 "$clients/demo.py" check || fail "$language: the example has not done what its page says"
}

# Runs the same with a key that is none, and checks that it prints the status and the kind of the typed error.
refuse() { # COMMAND…
  local printed
  printed=$(ORGD_KEY=bd_key_unknown "$@" 2>&1 </dev/null) || true
  [[ $printed == *'401 AUTHENTICATION_ERROR'* ]] || fail "$language: the example does not print the error: $printed"
}
