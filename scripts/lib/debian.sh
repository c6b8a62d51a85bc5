# Debian packages unpacked into the cache: nothing is installed, no service is started, no script of a
# package runs. Sourced, never run; needs steps.sh, and $cache from project.sh.

debian=$cache/debian

# apt's own state where it has lists, else a state of our own, which needs no root.
apt_state=()
private_apt_state() {
  mkdir -p "$debian/apt/lists/partial" "$debian/apt/archives/partial"
  apt_state=(
    -o "Dir::State::Lists=$debian/apt/lists"
    -o "Dir::Cache=$debian/apt"
    -o Debug::NoLocking=1
    -o APT::Sandbox::User=
  )
  apt-get "${apt_state[@]}" update --quiet=2
}

# The packages and those they depend on that this machine has not, by apt's own reckoning.
packages_to_unpack() {
  LC_ALL=C apt-get "${apt_state[@]}" --simulate -o Debug::NoLocking=1 --no-install-recommends install "$@" |
    sed -n 's/^Inst \([^ ]*\) .*/\1/p'
}

unpack_packages() {
  local names=() downloads=$debian/downloads package
  mapfile -t names < <(packages_to_unpack "$@")
  [ ${#names[@]} -gt 0 ] || return 1
  rm -rf "$downloads" && mkdir -p "$downloads" "$debian/root"
  (cd "$downloads" && apt-get "${apt_state[@]}" -o APT::Sandbox::User= --quiet=2 download "${names[@]}") || return 1
  for package in "$downloads"/*.deb; do dpkg-deb --extract "$package" "$debian/root" || return 1; done
  rm -rf "$downloads"
}

# unpack_debian NAME...: unpacks the packages; lists that are absent or old are fetched for this only.
unpack_debian() {
  command -v apt-get >/dev/null || { say "   no apt here"; return 1; }
  unpack_packages "$@" && return 0
  private_apt_state && unpack_packages "$@"
}

# A program of an unpacked package, started with the libraries that were unpacked beside it.
write_launcher() {
  local name=$1 program=$2 libraries
  libraries=$debian/root/usr/lib/$(gcc_triplet):$debian/root/lib/$(gcc_triplet):$debian/root/usr/lib
  mkdir -p "$debian/bin"
  printf '#!/bin/sh\nLD_LIBRARY_PATH=%s exec %s "$@"\n' "'$libraries'" "'$debian/root$program'" >"$debian/bin/$name"
  chmod 755 "$debian/bin/$name"
}

gcc_triplet() {
  case $(dpkg --print-architecture) in
    amd64) echo x86_64-linux-gnu ;;
    arm64) echo aarch64-linux-gnu ;;
    *) echo "$(uname -m)-linux-gnu" ;;
  esac
}

# A Mosquitto for the tests: the machine's own where there is one, else $cache/debian/bin/mosquitto.
# `mosquitto -h` prints its version and leaves with 3; a missing library would give 127.
runs_mosquitto() {
  local program status=0
  program=$(PATH=$debian/bin:$PATH:/usr/sbin command -v mosquitto) || return 1
  "$program" -h >/dev/null 2>&1 || status=$?
  [ "$status" = 0 ] || [ "$status" = 3 ]
}

require_mosquitto() {
  runs_mosquitto && return 0
  unpack_debian mosquitto || return 1
  write_launcher mosquitto /usr/sbin/mosquitto
  write_launcher mosquitto_passwd /usr/bin/mosquitto_passwd
  runs_mosquitto
}
