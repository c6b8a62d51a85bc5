# Sotto in the image's root: the package, what makes the root read only, and nobody let in. Sourced, never run; needs
# steps.sh, image-base.sh and the project as working directory.

# in_root ROOT COMMAND...: with /proc and /dev, in a mount namespace of its own: what is mounted there ends with it, and no
# cleaning up can reach this machine's devices.
in_root() {
  # shellcheck disable=SC2016
  unshare --mount --fork sh -c '
    mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" &&
      exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 chroot "$0" "$@"' "$@"
}

# install_sotto ROOT DEB: what the package depends on beside the base comes from the same mirror as the base.
install_sotto() {
  local folder=$1 deb=$2 status=0
  # Unpacked by this machine's dpkg, which is many times as fast as an emulated one.
  dpkg --root="$folder" --force-architecture --force-depends --unpack "$deb" >/dev/null || return 1
  if ! in_root "$folder" dpkg --configure --pending >"$folder/../configure.log" 2>&1; then
    cp -L --remove-destination /etc/resolv.conf "$folder/etc/resolv.conf"
    in_root "$folder" apt-get --quiet=2 update &&
      in_root "$folder" apt-get --quiet=2 --yes --no-install-recommends --fix-broken install >/dev/null || status=1
    in_root "$folder" apt-get clean
    rm -rf "$folder"/var/lib/apt/lists/*
  fi
  [ "$status" = 0 ] && in_root "$folder" dpkg-query -W -f '${db:Status-Status}\n' sotto | grep -qx installed
}

# Nobody logs in: root is locked, no terminal asks, also where a console is named on the kernel's command line.
lock_root() {
  local folder=$1
  in_root "$folder" passwd --quiet --lock root
  ! in_root "$folder" awk -F: '$2 !~ /^[!*]/ { found = 1 } END { exit !found }' /etc/shadow || return 1
  in_root "$folder" systemctl --quiet mask getty@.service serial-getty@.service console-getty.service \
    container-getty@.service autovt@.service getty.target debug-shell.service
}

# A start that fails in part goes on without it: in an emergency systemd would wait for a person at a keyboard, and a
# factory reset that was broken off, whose partition cannot be mounted, would wait with it.
never_wait_for_a_person() {
  in_root "$1" systemctl --quiet mask emergency.target emergency.service rescue.target rescue.service
}

# What would write to the root, fetch something, swap, or wait for a network.
silence_services() {
  in_root "$1" systemctl --quiet mask apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer \
    e2scrub_reap.service fstrim.timer swap.target systemd-networkd-wait-online.service wpa_supplicant.service \
    systemd-machine-id-commit.service systemd-pcrphase.service systemd-logind.service
  in_root "$1" systemctl --quiet enable systemd-networkd.service systemd-resolved.service systemd-timesyncd.service \
    sotto-first-boot.service sotto-wifi.service
}

# Links from the root to what changes. An empty machine-id is another at each boot, and no boot is taken for the first.
link_to_data() {
  local folder=$1
  : >"$folder/etc/machine-id"
  rm -f "$folder/var/lib/dbus/machine-id"
  ln -sfn /run/systemd/resolve/stub-resolv.conf "$folder/etc/resolv.conf"
  ln -sfn /etc/sotto/hosts "$folder/etc/hosts"
  ln -sfn /etc/sotto/localtime "$folder/etc/localtime"
  rm -f "$folder/etc/timezone"
}

# The data partition's folders as they are at first, with their owners; what is bound there lies over empty folders.
plant_seed() {
  local folder=$1 seed=$1/usr/lib/sotto-image/seed name
  mkdir -p "$seed"
  in_root "$folder" systemd-tmpfiles --create sotto.conf >/dev/null 2>&1 || true
  mv "$folder/etc/sotto" "$seed/sotto"
  mkdir -p "$folder/etc/sotto" "$seed/sotto/"{secrets,wifi} "$folder/data"
  chmod 0700 "$seed/sotto/"{secrets,wifi}
  printf '127.0.0.1 localhost\n::1 localhost\n' >"$seed/sotto/hosts"
  ln -sfn /usr/share/zoneinfo/Etc/UTC "$seed/sotto/localtime"
  for name in ear words light uplink releases; do
    mkdir -p "$folder/var/lib/sotto-$name" "$seed/$name"
  done
  for name in ear light uplink; do
    in_root "$folder" chown "sotto-$name:sotto-$name" "/usr/lib/sotto-image/seed/$name" "/var/lib/sotto-$name"
    chmod 0700 "$seed/$name" "$folder/var/lib/sotto-$name"
  done
  cp -a "$folder/var/lib/systemd" "$seed/systemd"
  rm -f "$seed/systemd/random-seed"
}

# Folders that would be made at boot, where the root is read only by then.
make_folders() {
  in_root "$1" systemd-tmpfiles --create >/dev/null 2>&1 || true
  mkdir -p "$1/boot/firmware"
}

# The firmware reads its own copies, and a root that is never written to makes no others.
drop_second_kernel() {
  rm -f "$1"/boot/{vmlinuz,initrd.img,System.map}-* "$1"/{vmlinuz,initrd.img}{,.old}
}

# Files of one time, and nothing of the machine that built it: neither its mirror nor its resolver.
forget_builder() {
  local folder=$1
  rm -rf "$folder"/etc/apt/sources.list "$folder"/etc/apt/sources.list.d/* "$folder"/var/lib/apt/lists/* \
    "$folder"/var/cache/apt/*.bin "$folder"/var/cache/ldconfig/aux-cache "$folder"/var/log/* "$folder"/tmp/* \
    "$folder"/var/tmp/* "$folder"/run/* "$folder"/etc/.pwd.lock "$folder"/etc/*- "$folder"/var/lib/dpkg/*-old
  touch --date="@$SOURCE_DATE_EPOCH" "$folder/usr/lib/clock-epoch"
}

# prepare_root ROOT DEB KEY
prepare_root() {
  local folder=$1 deb=$2 key=$3
  install_sotto "$folder" "$deb" || { say '   the package could not be installed'; return 1; }
  cp -R --preserve=mode,links hardware/image/root/. "$folder/"
  chown -R root:root "$folder/usr/lib/sotto-image" "$folder/etc/systemd"
  install -m 0644 "$key" "$folder/opt/sotto/release.pub"
  lock_root "$folder" && never_wait_for_a_person "$folder" && silence_services "$folder" && link_to_data "$folder" && make_folders "$folder" &&
    plant_seed "$folder" && drop_second_kernel "$folder" && forget_builder "$folder"
}
