import { HANDLES } from "../bwrap-arguments.js";
import type { Sandbox } from "../sandbox.js";
import { type Machine, PRCTL } from "../system-calls.js";

/**
 * No core dump may hold sound: no dump at all, and nothing of the memory in one that is piped to a program. Then Perl
 * where there is one, for what no shell can do.
 */
const SHELL = `ulimit -c 0
echo 0 2>/dev/null >/proc/self/coredump_filter
script=$1 handles=$2 scope=$3 prctl=$4
shift 4
command -v perl >/dev/null 2>&1 && exec perl -e "$script" "$handles" "$scope" "$prctl" "$@"
exec "$@"`;

/**
 * Closes handles that whoever started us left open by mistake. Where the network is shared, its abstract sockets (an X
 * server's, a session bus's) are shared with it, and only Landlock keeps them apart: it scopes them from Linux 6.12 on
 * (ABI 6; LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET, after PR_SET_NO_NEW_PRIVS).
 */
const PERL = `use strict; use POSIX ();
my ($handles, $scope, $prctl) = splice(@ARGV, 0, 3);
opendir(my $folder, "/proc/self/fd"); my @open = grep { /^\\d+$/ && $_ >= $handles } readdir($folder); closedir($folder);
POSIX::close($_) for @open;
if ($scope && syscall(444, 0, 0, 1) >= 6) {
  my $attributes = pack("QQQ", 0, 0, 1);
  my $ruleset = syscall(444, $attributes, length($attributes), 0);
  syscall($prctl + 0, 38, 1, 0, 0, 0);
  syscall(446, $ruleset, 0) == 0 or exit 126;
  POSIX::close($ruleset);
}
exec { $ARGV[0] } @ARGV or exit 127;`;

/** The arguments of /bin/sh that start a command with what bubblewrap leaves open closed. */
export function launcherArguments(
  sandbox: Sandbox,
  machine: Machine,
  command: readonly string[],
): readonly string[] {
  const scope = sandbox.network === "host" ? "1" : "0";
  return ["-c", SHELL, "sh", PERL, String(HANDLES), scope, String(PRCTL[machine]), ...command];
}
