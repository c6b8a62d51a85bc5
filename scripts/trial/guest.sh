# Runs in a booted image, as root, from the FAT partition, started by a unit on the emulator's command line. Prints one line
# a check, `CHECK ok|FAILED NAME: DETAIL`, and `MEMORY`, `TIME` and `FACT` lines; the last line is `TRIAL DONE`.
#   guest.sh [speech]: with speech.wav beside it, plays it into the loopback card until the keeper has signed for a clip
here=/boot/firmware
speech=${1:-no}

check() {
  name=$1
  shift
  if detail=$("$@" 2>&1); then echo "CHECK ok $name: $(echo "$detail" | tail -n 1)"; else echo "CHECK FAILED $name: $(echo "$detail" | tail -n 3 | tr '\n' ' ')"; fi
}
fact() { echo "FACT $1: $(shift; "$@" 2>&1 | tr '\n' ' ')"; }

# Not waited for by its own start: the unit of this script counts as started.
started() {
  systemctl is-system-running --wait
  systemctl --failed --no-legend --plain | grep . && return 1
  return 0
}
active() { systemctl is-active "$1"; }
root_is_read_only() { ! touch /x 2>/dev/null && findmnt -no OPTIONS / | cut -d, -f 1 | grep -x ro; }
data_is_grown() {
  size=$(df --output=size -BM /data | tail -n 1 | tr -dc 0-9)
  echo "$size MB" && [ "$size" -gt 1800 ] && [ "$size" -le 2048 ]
}
# The resolver's own stub on the loopback, and the DHCP client's answers, are all that may be there.
nobody_listens() {
  ! ss -Hlntu | awk '{ print $1, $5 }' | grep -Ev '127\.0\.0\.5[34](%lo)?:53$|:68$|:546$' && ss -Hlntu | wc -l
}
no_password() { ! awk -F: '$2 !~ /^[!*]/' /etc/shadow | grep . ; }
no_login() { ! systemctl list-units --no-legend --plain '*getty*' 'ssh*' | grep -w active; }
no_swap() { ! tail -n +2 /proc/swaps | grep . ; }
no_dumps() { grep -x '|/bin/false' /proc/sys/kernel/core_pattern; }
no_telemetry() { ! find / -xdev \( -iname '*onnxruntime.db' -o -iname deviceid -o -iname 'DeveloperTools' \) 2>/dev/null | grep . &&
  ! find /data /tmp /run /var \( -iname '*onnxruntime.db' -o -iname deviceid \) 2>/dev/null | grep . ; }
card_is_clean() { ! grep -rlE 'correct horse|battery staple' $here --include='sotto*' | grep . ; }
card_is_read_only() { findmnt -no OPTIONS $here | cut -d, -f 1 | grep -x ro; }
clock_is_kept() { [ -e /var/lib/systemd/timesync/clock ] && date +%F; }
log_is_in_memory() { [ ! -d /var/log/journal ] && journalctl --header | grep -c /run/log/journal; }
lamp_is_exported() { ls -d /sys/class/gpio/gpio[0-9]* | xargs -n 1 basename | xargs; }

memory() {
  for status in /proc/[0-9]*/smaps_rollup; do
    pid=${status#/proc/} pid=${pid%/smaps_rollup}
    line=$(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | cut -c 1-70)
    [ -n "$line" ] || continue
    awk -v line="$line" '/^Rss:/ { r = $2 } /^Pss:/ { p = $2 } END { if (p) printf "MEMORY %d MB PSS, %d MB RSS: %s\n", p / 1024, r / 1024, line }' "$status"
  done | sort -t ' ' -k 2 -rn | head -n 12
  echo "MEMORY $(free -m | awk '/^Mem:/ { printf "of %d MB: %d MB used, %d MB available", $2, $3, $7 }')"
  fact 'out of memory' sh -c 'dmesg | grep -ci "out of memory\|oom-kill"'
}

ledger() { sotto ledger --json 2>/dev/null | tr -d ' \n' | sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p"; }
receipted() {
  for turn in 1 2 3 4 5 6; do
    aplay -q -D plughw:CARD=Array,DEV=0 $here/speech.wav
    for wait in 1 2 3 4 5 6 7 8 9 10 11 12; do
      sleep 5
      [ "$(ledger receipted)" -gt 0 ] 2>/dev/null && echo "turn $turn, $(sotto ledger --json | tr -d ' \n')" && return 0
    done
  done
  sotto ledger --json
  journalctl --no-pager -o cat -u sotto-ear -u sotto-uplink -u sotto-light | tail -n 40
  return 1
}

echo "TRIAL on $(tr -d '\0' </proc/device-tree/model), $(uname -r), $(free -m | awk '/^Mem:/ { print $2 }') MB"
check 'started, nothing failed' started
for unit in sotto-light sotto-ear sotto-uplink; do check "$unit" active $unit; done
echo "DEVICE $(base64 -w 0 $here/device.pub)"
check 'root read only' root_is_read_only
check 'card read only' card_is_read_only
check 'no password on the card' card_is_clean
check 'data grown, 2 GiB at most' data_is_grown
check 'nobody listens' nobody_listens
check 'no account with a password' no_password
check 'no login' no_login
check 'no swap' no_swap
check 'no core dumps' no_dumps
check 'log in memory' log_is_in_memory
check 'clock kept on the data partition' clock_is_kept
sed 's/^/REPORT /' $here/sotto-setup-report.txt
fact 'time of boot' systemd-analyze time
fact 'chips' sh -c 'cat /sys/class/gpio/gpiochip*/label'
check 'pins' lamp_is_exported
fact 'lines' sh -c 'for g in /sys/class/gpio/gpio[0-9]*; do echo "$(basename $g) $(cat $g/direction) $(cat $g/value);"; done'
fact 'sound' cat /proc/asound/cards
# Before anything is recognised, too: on a small board this may be all that is told.
memory
[ "$speech" = no ] || check 'a sentence is heard, cut, sealed, delivered and signed for' receipted
memory
check 'no telemetry' no_telemetry
fact 'units' systemctl show -P NRestarts sotto-light sotto-ear sotto-uplink
fact 'wall' systemctl show -P IPAddressAllow sotto-uplink
echo "DOCTOR"
timeout 300 sotto doctor 2>&1 | sed 's/^/DOCTOR /'
for unit in sotto-ear sotto-light sotto-uplink sotto-first-boot; do
  journalctl --no-pager -o cat -u $unit | tail -n 15 | sed "s/^/LOG $unit /"
done
echo 'TRIAL DONE'
