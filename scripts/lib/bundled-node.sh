# The Node that the device's package brings. Sourced, never run; needs steps.sh, and $cache from project.sh.

bundled_node_version=22.23.3

# The hash of npm's package of it, so that the same commit always bundles the same bytes.
bundled_node_integrity() {
  case $1 in
    arm64) echo sha512-l3DAHZreylo+p9QXDtsOrjG2JXJqVzYXnAGmIQNOUNARcMppTO2cmewVQP+36tjJnSE+dzpMNtgW+c3oiDvXtA== ;;
    x64) echo sha512-qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng== ;;
  esac
}

# require_bundled_node x64|arm64: bin/node, include and LICENSE, in $bundled_node.
require_bundled_node() {
  local arch=$1 work found
  bundled_node=$cache/node-$bundled_node_version-$arch
  [ -f "$bundled_node/.whole" ] && return 0
  mkdir -p "$cache"
  work=$(mktemp -d "$cache/node.XXXXXX")
  (cd "$work" && npm pack --silent --ignore-scripts "node-linux-$arch@$bundled_node_version" >/dev/null) ||
    { rm -rf "$work"; return 1; }
  found=sha512-$(openssl dgst -sha512 -binary "$work"/*.tgz | base64 --wrap=0)
  if [ "$found" != "$(bundled_node_integrity "$arch")" ]; then
    say "   node-linux-$arch $bundled_node_version is not what this project was written with: $found"
    rm -rf "$work"
    return 1
  fi
  tar -xzf "$work"/*.tgz -C "$work" package/bin/node package/include package/LICENSE &&
    touch "$work/package/.whole" && rm -rf "$bundled_node" && mv -T "$work/package" "$bundled_node"
  rm -rf "$work"
  [ -f "$bundled_node/.whole" ]
}
