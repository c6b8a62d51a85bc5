# Where this machine's own apt takes Debian from: images and test machines are built from there too, and no address of
# a mirror is written down anywhere. Sourced, never run.

# Prints the address of the mirror. Security and updates have others; the first of the main archive is taken.
debian_mirror() {
  local address
  address=$(apt-get indextargets --format '$(LABEL)|$(CODENAME)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    awk -F '|' '$1 == "Debian" && $2 !~ /-/ { print $3; exit }')
  [ -n "$address" ] && printf '%s\n' "$address"
}

# One option of mmdebstrap a line: a proxy that this machine's apt goes through.
mirror_options() {
  local scheme proxy
  for scheme in http https; do
    proxy=$(apt-config shell proxy "Acquire::$scheme::Proxy" | sed -n "s/^proxy='\(.*\)'$/\1/p")
    [ -z "$proxy" ] || printf -- '--aptopt=Acquire::%s::Proxy "%s"\n' "$scheme" "$proxy"
  done
}

# bootstrap ARCHITECTURE ARGUMENT...: mmdebstrap of a small Debian from this machine's mirror.
bootstrap() {
  local architecture=$1 options=()
  shift
  mapfile -t options < <(mirror_options)
  mmdebstrap --quiet --variant=minbase --arch="$architecture" --mode=root --components=main \
    --keyring=/usr/share/keyrings --aptopt='APT::Install-Recommends "false"' "${options[@]}" "$@" "$(debian_mirror)"
}
