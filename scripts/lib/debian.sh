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

# runs_unpacked STATUSES PROGRAM ARGUMENT...: whether the program, with the libraries unpacked beside it, ends with one
# of these statuses. A missing library would give 127.
runs_unpacked() {
  local triplet statuses=$1 status=0
  shift
  case $(uname -m) in aarch64) triplet=aarch64-linux-gnu ;; *) triplet=x86_64-linux-gnu ;; esac
  LD_LIBRARY_PATH=$debian/usr/lib/$triplet:$debian/lib/$triplet "$@" >/dev/null 2>&1 || status=$?
  [[ " $statuses " == *" $status "* ]]
}

# A strace for the test that watches sockets.
runs_strace() { runs_unpacked 0 "$debian/usr/bin/strace" -V; }
require_strace() {
  runs_strace || [ -x /usr/bin/strace ] || { unpack_debian strace && runs_strace; }
}

# The servers of the tests are looked for where they look: unpacked below $debian, else the machine's own. One that was
# unpacked and does not run has lost a library that the machine had then: it is unpacked again, with that.

# `mosquitto -h` leaves with 3.
runs_mosquitto() { runs_unpacked "0 3" "$debian/usr/sbin/mosquitto" -h; }
require_mosquitto() {
  runs_mosquitto || [ -x /usr/sbin/mosquitto ] || { unpack_debian mosquitto && runs_mosquitto; }
}

runs_postgres() {
  local program
  program=$(compgen -G "$debian/usr/lib/postgresql/*/bin/postgres" | head -n 1)
  [ -n "$program" ] && runs_unpacked 0 "$program" --version
}
require_postgres() {
  runs_postgres || compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null ||
    { unpack_debian postgresql && runs_postgres; }
}

# `erl` has the path of its installation written into it; what it would call takes it from the environment.
runs_rabbitmq() {
  local erts
  erts=$(compgen -G "$debian/usr/lib/erlang/erts-*" | head -n 1)
  compgen -G "$debian/usr/lib/rabbitmq/lib/rabbitmq_server-*" >/dev/null && [ -n "$erts" ] &&
    ROOTDIR=$debian/usr/lib/erlang BINDIR=$erts/bin EMU=beam PROGNAME=erl \
      runs_unpacked 0 "$erts/bin/erlexec" -noinput -boot no_dot_erlang -s erlang halt
}
require_rabbitmq() {
  runs_rabbitmq || [ -x /usr/sbin/rabbitmq-server ] || { unpack_debian rabbitmq-server && runs_rabbitmq; }
}

# libfaketime for the tests, which gives one process a wrong wall clock; the machine's own or unpacked beside Mosquitto.
require_faketime() {
  local triplet place
  case $(uname -m) in aarch64) triplet=aarch64-linux-gnu ;; *) triplet=x86_64-linux-gnu ;; esac
  place=usr/lib/$triplet/faketime/libfaketimeMT.so.1
  [ -e "$debian/$place" ] || [ -e "/$place" ] || { unpack_debian libfaketime && [ -e "$debian/$place" ]; }
}
