# What the machine must have. Sourced, never run; needs steps.sh.

# Refuses a Node that is absent or too old. The floor is package.json's `engines`.
require_node() {
  local way_out='Install Node 20, 22 or 24 (https://nodejs.org), then run this again.' have major minor
  command -v node >/dev/null || refuse "Node is not installed. $way_out"
  command -v npm >/dev/null || refuse "npm is not installed; it comes with Node. $way_out"
  have=$(node -p 'process.versions.node') || refuse "node does not run. $way_out"
  IFS=. read -r major minor _ <<<"$have"
  if ((major < 20 || (major == 20 && minor < 19))); then
    refuse "Node $have is too old: Sotto needs 20.19 or newer. $way_out"
  fi
}

# What a package is wanted for; a program of one's own, outside Debian's packages, is as good.
has_package() {
  case $1 in
    alsa-utils) command -v arecord >/dev/null ;;
    bubblewrap) command -v bwrap >/dev/null ;;
    ca-certificates) [ -s /etc/ssl/certs/ca-certificates.crt ] ;;
    openssl | python3 | g++ | make | unzip) command -v "$1" >/dev/null ;;
    python3-pip) python3 -c 'import importlib.util as u, sys; sys.exit(u.find_spec("pip") is None)' 2>/dev/null ;;
    *) dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed ;;
  esac
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif [ -t 0 ]; then
    sudo "$@"
  else
    sudo --non-interactive "$@"
  fi
}

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet \
    --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"
}

# require_packages NAME...: installs what is missing and nothing else. When all is there, apt is not asked.
require_packages() {
  local name missing=()
  for name in "$@"; do has_package "$name" || missing+=("$name"); done
  [ ${#missing[@]} = 0 ] && return 0
  say "   installing: ${missing[*]}"
  command -v apt-get >/dev/null ||
    refuse "this is not a Debian system. Install what these packages hold, then run this again: ${missing[*]}"
  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    refuse "there is no sudo. As root, run: apt-get install ${missing[*]}"
  fi
  # Lists may be absent (a fresh image) or too old (their packages are gone): the second try is after an update.
  if ! compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null || ! apt_install "${missing[@]}"; then
    as_root apt-get update --quiet && apt_install "${missing[@]}" ||
      refuse "the packages could not be installed. As root, run: apt-get install ${missing[*]}"
  fi
}

# True when a sound card that records is there and this user may open it.
has_microphone() {
  LC_ALL=C arecord -l 2>/dev/null | grep -q '^card '
}

# True when the kernel has a recording device, whoever may open it.
kernel_has_microphone() {
  grep -qs 'capture [1-9]' /proc/asound/pcm
}

# give_back: what root has made in the project belongs to whoever called sudo, and not to root. For a trap: it keeps the status.
give_back() {
  [ "$(id -u)" = 0 ] && [ -n "${SUDO_UID:-}" ] && [ "$SUDO_UID" = "$(stat -c %u .)" ] || return 0
  find . -xdev -user 0 -exec chown --no-dereference "$SUDO_UID:$SUDO_GID" {} + || true
}
