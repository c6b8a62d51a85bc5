# The root file system of the image without Sotto: Debian's packages alone, for arm64. Sourced, never run; needs
# steps.sh, and $cache from project.sh. Kept in the cache under a hash of all that it is made of.

debian_suite=trixie

# What the device needs beside the kernel. No shell server, no name server for others, no package that fetches anything.
base_packages=(
  systemd-sysv systemd-timesyncd systemd-resolved udev kmod dbus procps iproute2 ca-certificates tzdata
  alsa-utils libatomic1 libstdc++6 initramfs-tools zstd fdisk e2fsprogs dosfstools
  wpasupplicant wireless-regdb firmware-brcm80211
  bubblewrap perl-base
)

# What the initial RAM disk needs to find the root on the card of each board, on a USB stick, and in QEMU. A Pi 4's card
# has two regulators before it, of which Debian's kernel has the drivers as modules, `fixed` and `gpio_regulator`.
initrd_modules=(
  bcm2835 sdhci_iproc fixed gpio_regulator reset_raspberrypi
  xhci_pci phy_generic dwc2 usb_storage uas sd_mod virtio_blk virtio_pci virtio_mmio ext4
)

# Parts of the kernel that no supported board can use: 200 MB less on the card, and less to attack.
excluded_paths=(
  '/usr/share/man/*' '/usr/share/info/*' '/usr/share/locale/*' '/usr/share/doc/*' '/usr/share/lintian/*'
  '/usr/lib/modules/*/kernel/drivers/gpu/*' '/usr/lib/modules/*/kernel/drivers/infiniband/*'
  '/usr/lib/modules/*/kernel/drivers/net/ethernet/*' '/usr/lib/modules/*/kernel/drivers/iio/*'
  '/usr/lib/modules/*/kernel/drivers/md/*' '/usr/lib/modules/*/kernel/drivers/crypto/*'
  '/usr/lib/modules/*/kernel/drivers/staging/*' '/usr/lib/modules/*/kernel/fs/xfs/*'
  '/usr/lib/modules/*/kernel/fs/btrfs/*' '/usr/lib/modules/*/kernel/fs/ocfs2/*' '/usr/lib/modules/*/kernel/fs/ceph/*'
  '/usr/lib/modules/*/kernel/fs/nfs*/*' '/usr/lib/modules/*/kernel/fs/smb/*' '/usr/lib/modules/*/kernel/fs/gfs2/*'
)
included_paths=(
  '/usr/share/doc/*/copyright' '/usr/lib/modules/*/kernel/drivers/net/ethernet/broadcom/*'
)

# The mirror of Debian that this machine's own apt uses; $1 is the label of the archive.
mirror_of_this_machine() {
  apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(REPO_URI)' 'Created-By: Packages' |
    sed -n "s/^Debian|$1|//p" | head -n 1
}

# Lines for apt: the suite, its updates, and security where this machine has a mirror of it.
debian_sources() {
  local main security components='main non-free-firmware'
  main=$(mirror_of_this_machine Debian)
  security=$(mirror_of_this_machine Debian-Security)
  [ -n "$main" ] || return 1
  printf 'deb %s %s %s\ndeb %s %s-updates %s\n' \
    "$main" "$debian_suite" "$components" "$main" "$debian_suite" "$components"
  [ -z "$security" ] || printf 'deb %s %s-security %s\n' "$security" "$debian_suite" "$components"
}

# Programs of arm64 run here by qemu-user. The flag F in Debian's line keeps the interpreter open, so none is copied.
require_arm64_programs() {
  local registry=/proc/sys/fs/binfmt_misc
  [ "$(uname -m)" = aarch64 ] && return 0
  [ -e $registry/register ] || mount -t binfmt_misc binfmt_misc $registry || return 1
  [ -e $registry/qemu-aarch64 ] && return 0
  cat /usr/lib/binfmt.d/qemu-aarch64.conf >$registry/register
}

base_made_of() {
  sha256sum scripts/lib/image-base.sh | cut -c 1-16
}

# The initial RAM disk is made once, at the end: under emulation each run of it takes most of a minute.
build_base() {
  local out=$1 options=() path
  for path in "${excluded_paths[@]}"; do options+=("--dpkgopt=path-exclude=$path"); done
  for path in "${included_paths[@]}"; do options+=("--dpkgopt=path-include=$path"); done
  debian_sources >"$out.list" || { say '   apt on this machine knows no mirror of Debian'; return 1; }
  printf '%s\n' "${initrd_modules[@]}" >"$out.modules"
  printf 'ROOTPART=LABEL=rootfs\nCMA=0\n' >"$out.firmware"
  INITRD=No nice mmdebstrap --quiet --variant=minbase --arch=arm64 --mode=root \
    --include="$(IFS=,; printf '%s' "${base_packages[*]}")" \
    --aptopt='APT::Install-Recommends "false"' "${options[@]}" \
    --customize-hook="mkdir -p \"\$1/boot/firmware\" && cp '$out.firmware' \"\$1/etc/default/raspi-firmware\"" \
    --customize-hook="cp '$out.modules' \"\$1/etc/initramfs-tools/modules\"" \
    --customize-hook='sed -i "s/^MODULES=.*/MODULES=list/" "$1/etc/initramfs-tools/initramfs.conf"' \
    --customize-hook='sed -i "s/^update_initramfs=.*/update_initramfs=no/" "$1/etc/initramfs-tools/update-initramfs.conf"' \
    --customize-hook='printf "LABEL=rootfs / ext4 ro,noatime 0 1\n" >"$1/etc/fstab"' \
    --customize-hook='chroot "$1" apt-get install --quiet=2 --yes --no-install-recommends -o Dpkg::Options::=--force-confold linux-image-arm64 raspi-firmware' \
    --customize-hook='sed -i "s/^update_initramfs=.*/update_initramfs=yes/" "$1/etc/initramfs-tools/update-initramfs.conf"' \
    --customize-hook='unset INITRD; chroot "$1" sh -c "update-initramfs -c -k \$(ls /lib/modules)"' \
    "$debian_suite" "$out" "$out.list"
}

# require_base: prints nothing and leaves $base_root_tar.
require_base() {
  local folder=$cache/image
  base_root_tar=$folder/base-$(base_made_of).tar
  [ -f "$base_root_tar" ] && return 0
  mkdir -p "$folder"
  rm -f "$folder"/base-*.tar
  build_base "$folder/building.tar" || return 1
  rm -f "$folder"/building.tar.*
  mv "$folder/building.tar" "$base_root_tar"
}
