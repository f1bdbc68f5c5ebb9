# shellcheck shell=bash
# Installing what scripts need from apt, PyPI and npm; sourced after lib.sh by the scripts that do.

# Where it all goes. Two runs at the same time share it: one installs, the other waits for it.
tools_folder() { # root of the repository
  tools=${CARGO_TARGET_DIR:-$1/target}/tools
  mkdir -p "$tools"
  tools=$(cd "$tools" && pwd)
  exec 9>"$tools/lock"
  flock 9
}

missing=()
need() { # package, then a command that succeeds where it is there
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || missing+=("$package")
}

install_missing() {
  [ ${#missing[@]} -gt 0 ] || return 0
  if ! command -v apt-get >/dev/null; then
    fail "this system has no apt; please install what these Debian packages hold: ${missing[*]}"
  fi
  local sudo=() apt
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  apt=("${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=600)
  echo "install: apt: ${missing[*]}" >&2
  {
    "${apt[@]}" update
    "${apt[@]}" install -y --no-install-recommends "${missing[@]}"
    # A package may start a service, which must not inherit the lock.
  } </dev/null >&2 9>&-
}

# A folder for every state of the pins: a change of them installs anew, and a run under way keeps its own.
# It gets its `complete` mark last, so that an interrupted installation is never used.
key() {
  cat "$@" | sha256sum | cut -c1-12
}

# Sets `python` to an environment with the packages of that list.
python_packages() { # requirements.txt
  python=$tools/python-$({ python3 -VV; cat "$1"; } | key)
  [ ! -e "$python/complete" ] || return 0
  echo 'install: pip' >&2
  rm -rf "$python"
  python3 -m venv "$python" >&2
  "$python/bin/pip" install --quiet --disable-pip-version-check -r "$1" >&2
  touch "$python/complete"
}

# Sets `node` to a folder with the packages of that folder's lock file.
node_packages() { # folder with package.json
  node=$tools/node-$(key "$1/package-lock.json")
  [ ! -e "$node/complete" ] || return 0
  echo 'install: npm' >&2
  rm -rf "$node"
  mkdir -p "$node"
  cp "$1/package.json" "$1/package-lock.json" "$1/.npmrc" "$node"
  # No package here needs its install script: they only report that they were installed, or build what they
  # hold already built.
  (cd "$node" && npm ci --silent --ignore-scripts --no-audit --no-fund) </dev/null >&2
  touch "$node/complete"
}
