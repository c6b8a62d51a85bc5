# Partitions of the image and the file that is flashed, without loop devices or mounts. Sourced, never run; needs steps.sh
# and the project as working directory. Sizes in MiB.

boot_size=256 data_size=64 first_partition=4
# The same for every image, so that the same root gives the same bytes, and of no other disk. The image's fstab and
# prepare-data have it too.
disk_id=7c3e91d5
file_system_id() { printf '50770000-0000-4000-8000-%012x\n' "$1"; }

# boot_files ROOT OVERLAYS: what the firmware reads and what a person edits.
boot_files() {
  local firmware=$1/boot/firmware overlay name
  cat >"$firmware/cmdline.txt" <<'TEXT'
console=tty1 root=PARTUUID=@DISK@-02 ro rootwait fsck.repair=yes net.ifnames=0 panic=10 quiet loglevel=3 systemd.swap=0
TEXT
  sed -i "s/@DISK@/$disk_id/" "$firmware/cmdline.txt"
  {
    sed '/^\[all\]$/,$d; /^enable_uart/d; /^#/d' "$firmware/config.txt"
    printf '[all]\n# No screen: its memory is the recogniser'"'"'s.\ngpu_mem=16\ndisable_splash=1\ninclude sotto-board.txt\n'
  } >"$firmware/config.new"
  mv "$firmware/config.new" "$firmware/config.txt"
  cp hardware/image/sotto-setup.toml "$firmware/"
  # As the set-up writes it for the board that sotto-setup.toml names at first, so that the first boot is the only one.
  printf '# Made from sotto-setup.toml: what the board needs.\ngpio=17=pu\n' >"$firmware/sotto-board.txt"
  mkdir -p "$firmware/overlays"
  for overlay in hardware/overlays/*.dts; do
    [ -e "$overlay" ] || continue
    name=$(basename "$overlay" .dts)
    dtc -q -@ -I dts -O dtb -o "$firmware/overlays/$name.dtbo" "$overlay" || return 1
  done
}

fat_partition() {
  local folder=$1 out=$2
  truncate -s "${boot_size}M" "$out"
  mkfs.vfat -F 32 -n BOOT -i 50770702 --invariant "$out" >/dev/null || return 1
  find "$folder" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
  mcopy -i "$out" -s -Q -m "$folder"/* ::
}

# ext4_partition FOLDER OUT SIZE LABEL NUMBER
ext4_partition() {
  truncate -s "${3}M" "$2"
  E2FSPROGS_FAKE_TIME=$SOURCE_DATE_EPOCH mkfs.ext4 -q -F -b 4096 -I 256 -m 1 -L "$4" -U "$(file_system_id "$5")" \
    -E "hash_seed=$(file_system_id "$5"),lazy_itable_init=0,lazy_journal_init=0" -d "$1" "$2"
}

# write_image ROOT OUT WORK
write_image() {
  local folder=$1 out=$2 work=$3 root_size at
  mv "$folder/boot/firmware" "$work/firmware"
  mkdir "$folder/boot/firmware" "$work/data"
  chmod 0700 "$work/data"
  find "$folder" -newermt "@$SOURCE_DATE_EPOCH" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
  # Inodes and tables, and a little room for nothing: it is never written to.
  root_size=$(($(du -sm "$folder" | cut -f 1) * 108 / 100 + 48))
  root_size=$(((root_size + 3) / 4 * 4))
  fat_partition "$work/firmware" "$work/boot.fat" || return 1
  ext4_partition "$folder" "$work/root.ext4" "$root_size" rootfs 2 || return 1
  ext4_partition "$work/data" "$work/data.ext4" "$data_size" data 3 || return 1
  at=$((first_partition + boot_size + root_size))
  rm -f "$out"
  truncate -s $((at + data_size))M "$out"
  sfdisk --quiet "$out" <<TABLE || return 1
label: dos
label-id: 0x$disk_id
start=${first_partition}MiB, size=${boot_size}MiB, type=c, bootable
start=$((first_partition + boot_size))MiB, size=${root_size}MiB, type=83
start=${at}MiB, size=${data_size}MiB, type=83
TABLE
  place() { dd if="$1" of="$out" bs=1M seek="$2" conv=notrunc,sparse status=none; }
  place "$work/boot.fat" $first_partition && place "$work/root.ext4" $((first_partition + boot_size)) &&
    place "$work/data.ext4" $at
}
