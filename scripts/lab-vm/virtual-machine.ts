import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface MachineImage {
  readonly kernel: string;
  readonly initrd: string;
  /** qcow2 */
  readonly disk: string;
}

/**
 * What becomes of what is written. `kept` takes no notice when the machine wants it on the platter, which the building
 * machine's own power cut alone would tell; `synced` does, so that nothing is on the disk that the machine did not put there.
 */
export type DiskWrites = "dropped" | "kept" | "synced";

const DRIVE: Readonly<Record<DiskWrites, string>> = {
  dropped: "snapshot=on",
  kept: "cache=unsafe",
  synced: "cache=writeback",
};

export interface BootOptions {
  readonly image: MachineImage;
  /** Folder that both machines see; the job lies in it and its results come out by it. */
  readonly share: string;
  /** A shell script, run as root in the machine when it has booted. */
  readonly job: string;
  readonly writes: DiskWrites;
  /** Seconds after which the machine is ended; nothing is left to hang. */
  readonly patienceS: number;
}

export interface BootResult {
  /** The job's own; undefined when the machine ended before it did. */
  readonly status: number | undefined;
  readonly tookMs: number;
}

const MEMORY_MB = 2048;

/** One run of the lab's machine, from power-on to power-off. */
export class VirtualMachine {
  readonly #child: ChildProcess;
  readonly #share: string;
  readonly #beganMs = performance.now();
  readonly #timer: NodeJS.Timeout;
  /** True when the machine was cut off or had run out of patience. */
  #wasCut = false;

  private constructor(child: ChildProcess, share: string, patienceS: number) {
    this.#child = child;
    this.#share = share;
    this.#timer = setTimeout(() => this.cutPower(), patienceS * 1000);
  }

  /** TCG on purpose: some hosts offer a /dev/kvm on which Debian's kernel hangs without an end. */
  static boot({ image, share, job, writes, patienceS }: BootOptions): VirtualMachine {
    mkdirSync(share, { recursive: true });
    for (const old of ["status", "job.log", "journal.log", "console.log"])
      rmSync(join(share, old), { force: true });
    writeFileSync(join(share, "job"), job);
    const child = spawn(
      "qemu-system-x86_64",
      [
        ...["-M", "q35", "-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2", "-m", String(MEMORY_MB)],
        ...["-nodefaults", "-display", "none", "-no-reboot", "-serial", `file:${join(share, "console.log")}`],
        ...["-kernel", image.kernel, "-initrd", image.initrd],
        ...["-append", "root=/dev/vda rw console=ttyS0 quiet panic=-1 mitigations=off systemd.show_status=0"],
        ...["-drive", `file=${image.disk},if=virtio,format=qcow2,${DRIVE[writes]}`],
        ...["-virtfs", `local,path=${share},mount_tag=lab,security_model=none,multidevs=remap`],
      ],
      { stdio: ["ignore", "ignore", "inherit"] },
    );
    return new VirtualMachine(child, share, patienceS);
  }

  /** As if the plug were pulled: nothing in the machine learns of it. */
  cutPower(): void {
    this.#wasCut = true;
    this.#child.kill("SIGKILL");
  }

  async ended(): Promise<BootResult> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, "exit");
    clearTimeout(this.#timer);
    const file = join(this.#share, "status");
    const status = this.#wasCut || !existsSync(file) ? undefined : Number(readFileSync(file, "utf8"));
    return { status, tookMs: performance.now() - this.#beganMs };
  }
}
