# The Debian package around a device's tree, and a folder that apt takes as a source. Sourced, never run; needs steps.sh
# and the project as working directory.

# debian_root ROOT x64|arm64 VERSION: everything around $ROOT/opt/sotto, and the control files.
debian_root() {
  local root=$1 arch=$2 version=$3 units=$1/opt/sotto/hardware/systemd
  mkdir -p "$root"/{DEBIAN,usr/bin} "$root/usr/share/doc/sotto" &&
    mkdir -p "$root"/usr/lib/{systemd/system,systemd/journald.conf.d,sysusers.d,tmpfiles.d,udev/rules.d} &&
    ln -s /opt/sotto/bin/sotto "$root/usr/bin/sotto" &&
    units_in "$units" | xargs cp --target-directory="$root/usr/lib/systemd/system" &&
    cp "$units/journald.conf" "$root/usr/lib/systemd/journald.conf.d/sotto.conf" &&
    cp "$units/sotto.sysusers.conf" "$root/usr/lib/sysusers.d/sotto.conf" &&
    cp "$units/sotto.tmpfiles.conf" "$root/usr/lib/tmpfiles.d/sotto.conf" &&
    cp "$units"/*.rules "$root/usr/lib/udev/rules.d" &&
    node scripts/lib/licences.mjs "$root/opt/sotto" "$bundled_node_version" >"$root/usr/share/doc/sotto/copyright" &&
    maintainer_scripts "$root" "$units" &&
    (cd "$root" && find opt usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums" &&
    sed -e "s/@VERSION@/$version/" -e "s/@ARCH@/$(debian_arch "$arch")/" \
      -e "s/@SIZE@/$(du --apparent-size -sk "$root" | cut -f 1)/" hardware/debian/control >"$root/DEBIAN/control" &&
    chmod -R u=rwX,go=rX "$root" &&
    find "$root" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
}

# compress ROOT DEB: by zstd, which a small board unpacks several times faster than xz, for a tenth more bytes.
compress() {
  dpkg-deb --root-owner-group -Zzstd -z9 --build "$1" "$2.new" >/dev/null && mv "$2.new" "$2"
}

# units_in FOLDER [PATTERN]: its units, with a line that matches where one is asked for.
units_in() {
  find "$1" -maxdepth 1 -regex '.*\.\(service\|path\|timer\)' -print0 | LC_ALL=C sort -z |
    xargs -0 grep -lE "${2:-^\[Unit\]}"
}

# maintainer_scripts ROOT UNITS: every unit that says where it belongs is enabled. On an installation the services and
# whatever watches are started; the rest is for the next start of the machine.
maintainer_scripts() {
  local root=$1 enabled watching name
  enabled=$(units_in "$2" '^\[Install\]' | xargs -n 1 basename | paste -sd ' ')
  watching=$(tr ' ' '\n' <<<"$enabled" | grep -E '\.(path|timer)$' | paste -sd ' ')
  for name in postinst prerm postrm; do
    sed -e "s/@ENABLED@/$enabled/" -e "s/@WATCHING@/$watching/" \
      -e "s/@STARTED@/sotto-key.service sotto-light.service sotto-uplink.service sotto-ear.service $watching/" \
      "hardware/debian/$name" >"$root/DEBIAN/$name" && chmod 755 "$root/DEBIAN/$name" || return 1
  done
}

debian_arch() { case $1 in x64) echo amd64 ;; *) echo "$1" ;; esac; }

# apt_folder FOLDER DEB...: packages and their index, to be named as `deb [trusted=yes] file:FOLDER ./`, or served and
# signed by who publishes it.
apt_folder() {
  local folder=$1 deb file
  shift
  rm -rf "$folder" && mkdir -p "$folder"
  for deb in "$@"; do
    ln "$deb" "$folder/" 2>/dev/null || cp "$deb" "$folder/"
    dpkg-deb --field "$deb"
    printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' \
      "$(basename "$deb")" "$(stat -c %s "$deb")" "$(sha256sum "$deb" | cut -d ' ' -f 1)"
  done >"$folder/Packages"
  gzip --no-name --best --keep "$folder/Packages"
  {
    printf 'Origin: Sotto\nLabel: Sotto\nSuite: stable\nArchitectures: amd64 arm64\nDate: %s\nSHA256:\n' \
      "$(LC_ALL=C date --utc --date="@$SOURCE_DATE_EPOCH" '+%a, %d %b %Y %H:%M:%S UTC')"
    for file in Packages Packages.gz; do
      printf ' %s %s %s\n' "$(sha256sum "$folder/$file" | cut -d ' ' -f 1)" "$(stat -c %s "$folder/$file")" "$file"
    done
  } >"$folder/Release"
}
