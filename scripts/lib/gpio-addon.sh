# The native part of onoff, `epoll`, built by node-gyp as npm brings it, against headers that are at hand, never by
# node-gyp's own download. Sourced, never run; needs steps.sh, and $cache from project.sh.

# node_version_of NODEDIR: the release whose headers lie there, as 22.1.0; nothing where there are none.
node_version_of() {
  awk '$2 ~ /^NODE_(MAJOR|MINOR|PATCH)_VERSION$/ { printf "%s%s", dot, $3; dot = "." }' \
    "$1/include/node/node_version.h" 2>/dev/null
}

# node_abi_of NODEDIR: the number that an addon has to share with the Node that loads it.
node_abi_of() { awk '$2 == "NODE_MODULE_VERSION" { print $3 }' "$1/include/node/node_version.h"; }

# npm's own node-gyp, wherever this npm lies.
node_gyp() {
  local npm_folder
  npm_folder=$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")
  [ -f "$npm_folder/node_modules/node-gyp/bin/node-gyp.js" ] ||
    npm_folder=$(npm root --global 2>/dev/null)/npm
  [ -f "$npm_folder/node_modules/node-gyp/bin/node-gyp.js" ] || return 1
  printf '%s\n' "$npm_folder/node_modules/node-gyp/bin/node-gyp.js"
}

# gpio_addon_stamp PACKAGE: all that the addon is made of but the headers.
gpio_addon_stamp() {
  { cat "$1"/src/* "$1/binding.gyp" "$1/../nan/package.json" scripts/lib/gpio-addon.sh
    "${CXX:-g++}" --version; } | sha256sum | cut -c 1-16
}

# build_gpio_addon PACKAGE NODEDIR ARCH: leaves PACKAGE/build/Release/epoll.node for a Node of that ARCH (x64, arm64),
# built by $CC and $CXX. Kept in the cache under a hash of all that it is made of, so that a second run costs a copy.
build_gpio_addon() {
  local package=$1 nodedir=$2 arch=$3 built=$1/build/Release/epoll.node addon gyp log
  addon=$cache/onoff-addon/$(gpio_addon_stamp "$package")-$arch-$(node_abi_of "$nodedir").node
  if [ ! -f "$addon" ]; then
    gyp=$(node_gyp) || { say "   this npm brings no node-gyp"; return 1; }
    mkdir -p "$cache/onoff-addon" || return 1
    log=$(mktemp "$cache/onoff-addon/log.XXXXXX")
    node "$gyp" rebuild --directory="$package" --nodedir="$nodedir" --arch="$arch" >"$log" 2>&1 ||
      { tail -n 30 "$log"; rm -f "$log"; return 1; }
    rm -f "$log"
    cp "$built" "$addon.new" && mv "$addon.new" "$addon" || return 1
    # Objects and makefiles name folders of this machine; the addon is all that is wanted.
    rm -rf "$package/build"
  fi
  cmp --quiet "$addon" "$built" && return 0
  mkdir -p "$(dirname "$built")" && cp --remove-destination "$addon" "$built"
}
