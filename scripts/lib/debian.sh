# shellcheck shell=bash
# Installs the Debian packages that are missing. Each argument is PACKAGE:PROGRAM, the program being the sign that it is there.
ensure_packages() {
  local missing=() pair package program
  for pair; do
    package=${pair%%:*} program=${pair##*:}
    command -v "$program" >/dev/null 2>&1 || compgen -G "/usr/lib/postgresql/*/bin/$program" >/dev/null || [ -x "/usr/sbin/$program" ] || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ -n "${NO_INSTALL:-}" ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "not installed: ${missing[*]}; the tests that need them are skipped by name" >&2
    return 0
  fi
  local become=()
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
      become=(sudo)
    else
      echo "not installed: ${missing[*]}; install them with: sudo apt-get install ${missing[*]}" >&2
      return 0
    fi
  fi
  echo "installing ${missing[*]}" >&2
  # The PostgreSQL package would start a cluster of its own; the tests start theirs.
  "${become[@]}" env DEBIAN_FRONTEND=noninteractive sh -c \
    'apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@" >/dev/null' sh "${missing[@]}" >&2 ||
    echo "the installation failed; the tests that need ${missing[*]} are skipped by name" >&2
}
