# Dependencies, build and models of the project. Sourced, never run; needs steps.sh and the project
# as working directory. Everything here asks first whether there is anything to do, without the network.

cache=${SOTTO_CACHE:-$HOME/.cache/sotto}
export SOTTO_CACHE=$cache

# require_dependencies runtime|all: npm ci, only when what the lockfile wants is not there.
# `runtime` leaves out the peer, native TensorFlow and its 300 MB of JavaScript; the compilers come along.
# A fuller installation satisfies it, so a developer's is never pruned.
require_dependencies() {
  local omit=()
  [ "$1" = runtime ] && omit=(--omit=peer)
  if node scripts/lib/installed.mjs "$1"; then return 0; fi
  npm ci --no-audit --no-fund --loglevel=error "${omit[@]}" && node scripts/lib/installed.mjs "$1"
}

source_stamp() {
  find src tsconfig.json tsconfig.build.json package.json package-lock.json -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
}

# Builds when a source differs from those that the last complete build was made of.
require_build() {
  local stamp
  stamp=$(source_stamp) || return 1
  [ "$(cat dist/.made-of 2>/dev/null)" = "$stamp" ] && return 0
  rm -rf dist
  npm run --silent build && printf '%s\n' "$stamp" >dist/.made-of
}

require_models() {
  node dist/cli/main.js models fetch
}
