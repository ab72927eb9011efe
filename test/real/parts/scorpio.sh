# Scorpio NGSI-LD broker (BSD-3-Clause), all in one, messages in memory. No registry of packages has it: the part is a
# `quarkus-app` folder, in the cache or where CITYKIT_SCORPIO says. Where a container engine is present it is copied out of
# the official image that platforms run (constructs/waist/images.ts).
# shellcheck shell=bash disable=SC2154
scorpio_home() { echo "${CITYKIT_SCORPIO:-$PARTS/scorpio}"; }
missing() { [ -f "$(scorpio_home)/quarkus-run.jar" ] || echo "no quarkus-app of Scorpio in $(scorpio_home)"; }

# The image as images.ts names it: `name:tag`, with the digest where that is known.
scorpio_image() {
  node -r tsx/cjs -p "const { imageReference, images } = require('./constructs/waist/images'); imageReference(images.scorpio)"
}

install() {
  local engine image container
  [ -z "${CITYKIT_SCORPIO:-}" ] || die "$part: CITYKIT_SCORPIO names $CITYKIT_SCORPIO, which has no quarkus-run.jar"
  for engine in docker podman; do
    command -v "$engine" >/dev/null && "$engine" info >/dev/null 2>&1 || continue
    image=$(cd "$PARTS_HERE/../../.." && scorpio_image)
    "$engine" pull --quiet "$image"
    container=$("$engine" create "$image")
    mkdir -p "$PARTS/scorpio"
    "$engine" cp "$container:/usr/src/scorpio/." "$PARTS/scorpio"
    "$engine" rm "$container" >/dev/null
    return
  done
  die "$part: no registry of packages has it, and no container engine runs here; CITYKIT_SCORPIO names a quarkus-app folder"
}
