# Steps that say what they do and how long it took. Sourced, never run.

if [ -t 1 ]; then bold=$'\e[1m' plain=$'\e[0m'; else bold='' plain=''; fi

# say WORDS...: one line for the person at the terminal.
say() { printf '%s\n' "$*"; }

# refuse WORDS...: the reason and the way out, then the end.
refuse() {
  printf 'sotto: %s\n' "$*" >&2
  exit 1
}

# step TITLE COMMAND...: runs the command under a headline, prints its time, returns its status.
step() {
  local title=$1 began=$EPOCHREALTIME status=0 ms
  shift
  say "$bold== $title$plain"
  "$@" || status=$?
  ms=$(((${EPOCHREALTIME/[.,]/} - ${began/[.,]/}) / 1000))
  printf '   %s: %s in %d.%01d s\n' "$title" \
    "$([ "$status" = 0 ] && echo done || echo "FAILED ($status)")" $((ms / 1000)) $((ms % 1000 / 100))
  return "$status"
}
