# Device trees of Raspberry Pis as Debian's kernel has them, and the compiler for our own overlays. Sourced, never run;
# needs steps.sh and $cache from project.sh, and $debian from debian.sh.

device_trees=$cache/device-trees
# The suite that the image is made of.
device_trees_suite=trixie

# An apt of its own for arm64, which takes Debian from where this machine's apt takes it.
device_trees_apt() {
  local program=$1 work=$2
  shift 2
  "$program" -o "Dir::Etc::SourceList=$work/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o "Dir::State=$work/state" -o Dir::State::status=/dev/null -o "Dir::Cache=$work/cache" \
    -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o Debug::NoLocking=1 -o APT::Sandbox::User= "$@"
}

fetch_device_trees() {
  local work=$1 address keys=/usr/share/keyrings/debian-archive-keyring.gpg kernel
  address=$(apt-get indextargets --format '$(LABEL)|$(CODENAME)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    awk -F '|' '$1 == "Debian" && $2 !~ /-/ { print $3; exit }')
  [ -n "$address" ] && [ -e "$keys" ] || return 1
  mkdir -p "$work/state/lists/partial" "$work/cache/archives/partial"
  echo "deb [signed-by=$keys] $address $device_trees_suite main" >"$work/sources.list"
  device_trees_apt apt-get "$work" update --quiet=2 || return 1
  kernel=$(device_trees_apt apt-cache "$work" depends linux-image-arm64 |
    sed -n 's/^ *Depends: \(linux-image-[0-9].*\)/\1/p' | head -n 1)
  [ -n "$kernel" ] && (cd "$work" && device_trees_apt apt-get "$work" --quiet=2 download "$kernel") || return 1
  # 93 MB, of which 250 kB are wanted.
  dpkg-deb --fsys-tarfile "$work"/linux-image-*.deb |
    tar -x -C "$work" --strip-components=5 --wildcards './usr/lib/linux-image-*/broadcom/*.dtb' &&
    rm -rf "$device_trees" && mkdir "$device_trees" && mv "$work"/*.dtb "$device_trees"
}

has_device_trees() { [ -e "$device_trees/bcm2837-rpi-3-b.dtb" ]; }

# Kept in the cache: asked for once.
require_device_trees() {
  local work status=0
  has_device_trees && return 0
  command -v apt-get >/dev/null || return 1
  mkdir -p "$cache"
  work=$(mktemp -d "$cache/device-trees.XXXXXX")
  fetch_device_trees "$work" || status=$?
  rm -rf "$work"
  return "$status"
}

# dtc and fdtoverlay: the machine's own, else unpacked.
runs_dtc() { runs_unpacked 0 "$debian/usr/bin/dtc" --version; }
require_dtc() {
  command -v dtc >/dev/null || runs_dtc || { unpack_debian device-tree-compiler && runs_dtc; }
}
