# shellcheck shell=bash
# Functions that install packages from apt, PyPI, npm and crates.io. Scripts source this file after lib.sh.

# Sets `tools` to the folder of all installed tools. Concurrent runs share it: one installs, the other waits.
tools_folder() { # root of the repository
  tools=${CARGO_TARGET_DIR:-$1/target}/tools
  mkdir -p "$tools"
  tools=$(cd "$tools" && pwd)
  exec 9>"$tools/lock"
  flock 9
}

missing=()
need() { # package, then a command that succeeds if the package is installed
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || missing+=("$package")
}

install_missing() {
  [ ${#missing[@]} -gt 0 ] || return 0
  if ! command -v apt-get >/dev/null; then
    fail "this system has no apt; please install the equivalents of these Debian packages: ${missing[*]}"
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

# Every state of the pins has its own folder: a change of the pins installs again, and a current run keeps its folder.
# The `complete` mark is written last, so that an interrupted installation is never used.
key() {
  cat "$@" | sha256sum | cut -c1-12
}

# Sets `python` to an environment with the packages of the given list.
python_packages() { # requirements.txt
  python=$tools/python-$({ python3 -VV; cat "$1"; } | key)
  [ ! -e "$python/complete" ] || return 0
  echo 'install: pip' >&2
  rm -rf "$python"
  python3 -m venv "$python" >&2
  "$python/bin/pip" install --quiet --disable-pip-version-check -r "$1" >&2
  touch "$python/complete"
}

# Sets `node` to a folder with the packages of the given folder's lock file.
node_packages() { # folder with package.json
  node=$tools/node-$(key "$1/package-lock.json")
  [ ! -e "$node/complete" ] || return 0
  echo 'install: npm' >&2
  rm -rf "$node"
  mkdir -p "$node"
  cp "$1/package.json" "$1/package-lock.json" "$1/.npmrc" "$node"
  # No package needs its install script: the scripts only report the installation, or build something that the
  # package already contains in built form.
  (cd "$node" && npm ci --silent --ignore-scripts --no-audit --no-fund) </dev/null >&2
  touch "$node/complete"
}

# Sets `crates` to a folder with the programs of the given list.
cargo_packages() { # list of crates, each with its version
  crates=$tools/cargo-$({ rustc --version; cat "$1"; } | key)
  [ ! -e "$crates/complete" ] || return 0
  echo 'install: cargo' >&2
  rm -rf "$crates"
  mkdir -p "$crates"
  # shellcheck disable=SC2046 # each line is an argument
  cargo install --quiet --locked --root "$crates" $(grep -v '^#' "$1") </dev/null >&2
  touch "$crates/complete"
}
