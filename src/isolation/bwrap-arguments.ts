import type { Sandbox } from "./sandbox.js";

/** Numbers of the handles that bubblewrap is given. */
export const SECCOMP_HANDLE = 3;
export const STATUS_HANDLE = 4;
/** Handles from this number on are nobody's. */
export const HANDLES = 5;

interface Mount {
  readonly path: string;
  readonly option: readonly string[];
}

function mountsOf(sandbox: Sandbox): readonly Mount[] {
  const same = (option: string) => (path: string) => ({ path, option: [option, path, path] });
  return [
    { path: "/dev", option: ["--dev", "/dev"] },
    sandbox.processes === "own"
      ? // Root without a capability still owns /proc/sys, and with it the kernel's choice of core dump program.
        { path: "/proc", option: ["--proc", "/proc", "--remount-ro", "/proc"] }
      : { path: "/proc", option: ["--ro-bind", "/proc", "/proc"] },
    { path: "/tmp", option: ["--perms", "1777", "--tmpfs", "/tmp"] },
    ...sandbox.readable.map(same("--ro-bind-try")),
    ...sandbox.writable.map(same("--bind-try")),
    ...sandbox.devices.map(same("--dev-bind-try")),
    ...sandbox.links.map(({ path, target }) => ({ path, option: ["--symlink", target, path] })),
  ];
}

/** An outer folder before what lies in it, so that nothing is mounted over. */
function byPath(a: Mount, b: Mount): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/**
 * The arguments of bubblewrap for a sandbox, up to the command: new user, mount, IPC, UTS and cgroup namespaces always,
 * network and processes as the sandbox says, no capabilities, no terminal, an environment of listed variables.
 * Nothing can be written but what is listed and a /tmp of its own. Paths inside are those outside.
 */
export function bwrapArguments(sandbox: Sandbox): readonly string[] {
  return [
    ...["--unshare-user", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"],
    ...(sandbox.network === "none" ? ["--unshare-net"] : []),
    ...(sandbox.processes === "own" ? ["--unshare-pid"] : []),
    ...["--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv"],
    ...Object.entries(sandbox.environment).flatMap(([name, value]) => ["--setenv", name, value]),
    ...[...mountsOf(sandbox)].sort(byPath).flatMap(({ option }) => option),
    ...["--dir", sandbox.workFolder, "--remount-ro", "/", "--chdir", sandbox.workFolder],
    ...["--seccomp", String(SECCOMP_HANDLE), "--json-status-fd", String(STATUS_HANDLE), "--"],
  ];
}
