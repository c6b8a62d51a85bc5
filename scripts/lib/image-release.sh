# What goes with an image: sums, what is in it, and the list that Raspberry Pi Imager reads. Sourced, never run; needs
# steps.sh and the project as working directory.

# bill_of_materials ROOT OUT: Debian's packages with versions, licences' places, and npm's list.
bill_of_materials() {
  in_root "$1" dpkg-query -W -f '${Package}\t${Version}\t${Architecture}\t${source:Package}\t${source:Version}\n' \
    >"$2.debian.tsv" && npm run --silent sbom >"$2.npm.cdx.json"
}

# compress FILE xz|zstd|none: prints the name of what is to be flashed.
compress() {
  case $2 in
    xz) xz --keep --force -6 --threads=0 "$1" && printf '%s.xz\n' "$1" ;;
    zstd) zstd --quiet --force -15 --threads=0 "$1" -o "$1.zst" && printf '%s.zst\n' "$1" ;;
    none) printf '%s\n' "$1" ;;
  esac
}

# imager_list IMAGE FLASHED URL: https://github.com/raspberrypi/rpi-imager has the form. Imager asks nothing of its own:
# what is to be set stands in sotto-setup.toml.
imager_list() {
  node --input-type=module --eval '
    const [image, imageSize, imageSum, flashedSize, flashedSum, url, date, version] = process.argv.slice(1);
    const entry = {
      name: `Sotto ${version}`,
      description: "The private ear of a voice assistant, for Pi 3, 4, 400 and Zero 2 W. Before the first start edit sotto-setup.toml on the card.",
      icon: `${url.slice(0, url.lastIndexOf("/"))}/sotto.svg`,
      url,
      extract_size: Number(imageSize),
      extract_sha256: imageSum,
      image_download_size: Number(flashedSize),
      image_download_sha256: flashedSum,
      release_date: date,
      devices: ["pi4-64bit", "pi3-64bit"],
      init_format: "none",
    };
    process.stdout.write(`${JSON.stringify({ os_list: [entry] }, null, 2)}\n`);' \
    "$1" "$(stat -c %s "$1")" "$(sum_of "$1")" "$(stat -c %s "$2")" "$(sum_of "$2")" "$3" \
    "$(date --utc --date="@$SOURCE_DATE_EPOCH" +%F)" "$version"
}

sum_of() { sha256sum "$1" | cut -d ' ' -f 1; }
