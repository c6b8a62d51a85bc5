# Debian packages unpacked into the cache: nothing is installed, no service is started, no script of a
# package runs. Sourced, never run; needs steps.sh, and $cache from project.sh.

debian=$cache/debian

# apt's own state where it has lists, else a state of our own, which needs no root.
apt_state=()
private_apt_state() {
  mkdir -p "$cache/apt/lists/partial" "$cache/apt/archives/partial"
  apt_state=(
    -o "Dir::State::Lists=$cache/apt/lists"
    -o "Dir::Cache=$cache/apt"
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
  local names=() downloads=$cache/apt/downloads package
  mapfile -t names < <(packages_to_unpack "$@")
  [ ${#names[@]} -gt 0 ] || return 1
  rm -rf "$downloads" && mkdir -p "$downloads" "$debian"
  (cd "$downloads" && apt-get "${apt_state[@]}" -o APT::Sandbox::User= --quiet=2 download "${names[@]}") || return 1
  for package in "$downloads"/*.deb; do dpkg-deb --extract "$package" "$debian" || return 1; done
  rm -rf "$downloads"
}

# unpack_debian NAME...: unpacks the packages; lists that are absent or old are fetched for this only.
unpack_debian() {
  command -v apt-get >/dev/null || { say "   no apt here"; return 1; }
  unpack_packages "$@" && return 0
  private_apt_state && unpack_packages "$@"
}

# A Mosquitto for the tests, where they look for it: the machine's own, else $debian/usr/sbin/mosquitto with the
# libraries unpacked beside it. `mosquitto -h` leaves with 3; a missing library would give 127.
runs_mosquitto() {
  local triplet status=0
  case $(uname -m) in aarch64) triplet=aarch64-linux-gnu ;; *) triplet=x86_64-linux-gnu ;; esac
  LD_LIBRARY_PATH=$debian/usr/lib/$triplet:$debian/lib/$triplet "$1" -h >/dev/null 2>&1 || status=$?
  [ "$status" = 0 ] || [ "$status" = 3 ]
}

require_mosquitto() {
  local own=/usr/sbin/mosquitto unpacked=$debian/usr/sbin/mosquitto
  if [ -x "$unpacked" ]; then
    runs_mosquitto "$unpacked" && return 0
    # It was unpacked beside libraries that the machine has lost since.
    rm -rf "$debian"
  elif [ -x "$own" ]; then
    return 0
  fi
  unpack_debian mosquitto && runs_mosquitto "$unpacked"
}

# libfaketime for the tests, which gives one process a wrong wall clock; the machine's own or unpacked beside Mosquitto.
require_faketime() {
  local triplet place
  case $(uname -m) in aarch64) triplet=aarch64-linux-gnu ;; *) triplet=x86_64-linux-gnu ;; esac
  place=usr/lib/$triplet/faketime/libfaketimeMT.so.1
  [ -e "$debian/$place" ] || [ -e "/$place" ] || { unpack_debian libfaketime && [ -e "$debian/$place" ]; }
}
