# What lies in /opt/sotto on a device. Sourced, never run; needs steps.sh, project.sh, gpio-addon.sh, bundled-node.sh
# and the project as working directory.

# require_device_modules x64|arm64: the production dependencies for that machine, in $device_modules; kept in the cache
# under a hash of the lockfile, of this file and of the compiler. No script of a package runs.
require_device_modules() {
  local arch=$1 stamp work
  stamp=$(cat package.json package-lock.json .npmrc scripts/lib/device-tree.sh scripts/lib/gpio-addon.sh |
    cat - <("${CXX:-g++}" --version) <(echo "$bundled_node_version") | sha256sum | cut -c 1-16)
  device_modules=$cache/device-modules/$arch-$stamp
  [ -d "$device_modules" ] && return 0
  mkdir -p "$cache/device-modules"
  work=$(mktemp -d "$cache/device-modules/new.XXXXXX")
  cp package.json package-lock.json .npmrc "$work"
  if (cd "$work" && npm ci --no-audit --no-fund --loglevel=error --ignore-scripts --omit=dev --omit=peer \
    --cpu="$arch" --os=linux --libc=glibc) &&
    build_gpio_addon "$work/node_modules/epoll" "$bundled_node" "$arch" &&
    prune_modules "$work/node_modules" "$arch"; then
    # Those of other lockfiles are not asked for again.
    find "$cache/device-modules" -mindepth 1 -maxdepth 1 -name "$arch-*" -exec rm -rf {} +
    mv -T "$work/node_modules" "$device_modules"
  fi
  rm -rf "$work"
  [ -d "$device_modules" ]
}

# prune_modules FOLDER x64|arm64: takes away what no process of a device loads. Licences and package.json stay.
prune_modules() {
  local modules=$1 arch=$2
  find "$modules/onnxruntime-node/bin" -mindepth 2 -maxdepth 2 ! -name linux -exec rm -rf {} + &&
    find "$modules/onnxruntime-node/bin" -mindepth 3 -maxdepth 3 ! -name "$arch" -exec rm -rf {} + &&
    find "$modules/@evan/opus/node" "$modules/@libsql" -mindepth 1 -maxdepth 1 \
      ! -name "$arch-linux.node" ! -name "linux-$arch-gnu" ! -name '*.js' ! -name package.json -exec rm -rf {} + &&
    # TensorFlow comes bundled for Node in one file a package, and in pieces and for browsers beside it.
    find "$modules/@tensorflow"/tfjs-{core,backend-cpu,backend-wasm}/dist -mindepth 1 \
      ! -name 'tf-*.node.js' ! -name '*.wasm' ! -type d -delete &&
    rm -rf "$modules"/@tensorflow/*/{src,scripts} "$modules"/{@types,.package-lock.json,.bin} \
      "$modules"/epoll/{example,test,src,binding.gyp} "$modules/nan" "$modules"/onoff/{examples,integration-test} \
      "$modules"/libphonenumber-js/{bundle,source,es6-modern} &&
    find "$modules" -type f \( -name '*.map' -o -name '*.ts' -o -name '*.mts' -o -name '*.cts' -o -name '*.flow' -o \
      -name '*.gyp' -o -iname 'readme*' -o -iname 'changelog*' -o -iname 'history.md' \) -delete &&
    find "$modules" -type d \( -name test -o -name tests -o -name examples -o -name example -o -name .github \) \
      -prune -exec rm -rf {} + &&
    find "$modules" -mindepth 1 -type d -empty -delete
}

# device_tree FOLDER x64|arm64: lays it out; wants require_build, require_models and the two above done.
device_tree() {
  local tree=$1 arch=$2 file
  mkdir -p "$tree/node/bin" "$tree/cache/models" "$tree/scripts/demo" &&
    cp package.json LICENSE README.md SECURITY.md "$tree" &&
    cp -R dist models docs hardware "$tree" &&
    mv "$tree/hardware/bin" "$tree/bin" &&
    rm -rf "$tree/hardware/debian" "$tree/hardware/image/root" "$tree/dist/.made-of" &&
    find "$tree/dist" -name '*.map' -delete &&
    cp -R scripts/demo/recordings "$tree/scripts/demo" &&
    cp -R "$device_modules" "$tree/node_modules" &&
    cp "$bundled_node/bin/node" "$tree/node/bin/node" &&
    cp "$bundled_node/LICENSE" "$tree/node" || return 1
  while read -r file; do
    mkdir -p "$(dirname "$tree/cache/models/$file")" &&
      cp "$cache/models/$file" "$tree/cache/models/$file" || return 1
  done < <(node -p 'JSON.parse(fs.readFileSync("models/manifest.json")).models.map(({ file }) => file).join("\n")')
}
