import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Claim } from "./guest/claim.js";
import { readClaims } from "./read-claims.js";
import { type BootResult, type DiskWrites, type MachineImage, VirtualMachine } from "./virtual-machine.js";

const HERE = fileURLToPath(new URL(".", import.meta.url));
/** Called in the machine; compiled by scripts/lab. */
const NODE = "/opt/sotto/node/bin/node";

export interface LabOptions {
  /** What build-machine has made. */
  readonly machine: string;
  /** The Debian package under test. */
  readonly debian: string;
  /** A folder of this run; compiled programs of the machine lie in `guest` in it. */
  readonly work: string;
}

export interface JobOptions {
  readonly job: string;
  readonly patienceS: number;
  readonly disk?: string;
  readonly writes?: DiskWrites;
  /** Further files for the shared folder: name there to path here. */
  readonly files?: Readonly<Record<string, string>>;
}

/** The machine that everything is tested in, and what was found. */
export class Lab {
  readonly #options: LabOptions;
  readonly #claims: Claim[] = [];
  readonly share: string;
  #installed: string | undefined;
  #boots = 0;

  constructor(options: LabOptions) {
    this.#options = options;
    this.share = join(options.work, "share");
    rmSync(this.share, { recursive: true, force: true });
    mkdirSync(this.share, { recursive: true });
    cpSync(join(options.work, "guest"), join(this.share, "guest"), { recursive: true });
    cpSync(join(HERE, "house"), join(this.share, "house"), { recursive: true });
    cpSync(options.debian, join(this.share, "sotto.deb"));
  }

  get claims(): readonly Claim[] {
    return this.#claims;
  }

  get work(): string {
    return this.#options.work;
  }

  get debian(): string {
    return this.#options.debian;
  }

  tell(claim: Claim): void {
    this.#claims.push(claim);
    process.stdout.write(
      `   ${claim.result === "fails" ? "FAILS" : claim.result}  ${claim.claim}: ${claim.figures}\n`,
    );
  }

  /** A disk that begins as another and takes what is written; gone before the next run. */
  overlay(name: string, base: string, form: "raw" | "qcow2"): string {
    const disk = join(this.#options.work, `${name}.qcow2`);
    rmSync(disk, { force: true });
    execFileSync("qemu-img", ["create", "-q", "-f", "qcow2", "-b", base, "-F", form, disk]);
    return disk;
  }

  /** The machine as Debian makes it, without the package. */
  bareDisk(): string {
    return this.overlay("bare", this.#bare(), "raw");
  }

  /** A machine in which the package is installed and a house is set up; made once for a package and kept beside the machine. */
  async installedDisk(): Promise<string> {
    if (this.#installed !== undefined) return this.#installed;
    const made = createHash("sha256");
    for (const path of [
      this.#options.debian,
      ...["install", "device.toml"].map((name) => join(HERE, "house", name)),
    ]) {
      made.update(readFileSync(path));
    }
    const kept = join(this.#options.machine, `installed-${made.digest("hex").slice(0, 16)}.qcow2`);
    if (!existsSync(kept)) await this.#install(kept);
    this.#installed = kept;
    return kept;
  }

  async #install(kept: string): Promise<void> {
    const disk = this.overlay("installing", this.#bare(), "raw");
    process.stdout.write(`   installing ${basename(this.#options.debian)} by apt in the machine\n`);
    const { status } = await this.boot({
      disk,
      writes: "kept",
      patienceS: 600,
      job: "bash /run/lab/house/install /run/lab/sotto.deb",
    });
    if (status !== 0) throw new Error(`the package could not be installed:\n${this.lastJob()}`);
    renameSync(disk, kept);
  }

  /** Starts an installed machine in which scenarios of `guest/` run. */
  startScenarios(
    scenarios: readonly string[],
    options: Omit<JobOptions, "job"> & { readonly disk: string },
  ): VirtualMachine {
    return this.start({ ...options, job: `exec ${NODE} /run/lab/guest/main.js ${scenarios.join(" ")}` });
  }

  /** Boots an installed machine and lets scenarios of `guest/` run in it; nothing of it stays unless `disk` is given. */
  async perform(scenarios: readonly string[], options: Omit<JobOptions, "job">): Promise<BootResult> {
    const disk = options.disk ?? (await this.installedDisk());
    const result = await this.startScenarios(scenarios, { ...options, disk }).ended();
    this.collect();
    if (result.status !== 0) {
      this.tell({
        claim: `the machine goes through ${scenarios.join(", ")}`,
        testedOn: "emulated machine",
        result: "fails",
        figures: `status ${result.status}, see ${this.share}/job.log`,
      });
    }
    return result;
  }

  /** One boot, to its end. What the job has found is told. */
  async boot(options: JobOptions & { readonly disk: string }): Promise<BootResult> {
    const machine = this.start(options);
    const result = await machine.ended();
    this.collect();
    return result;
  }

  start(options: JobOptions & { readonly disk: string }): VirtualMachine {
    for (const [name, path] of Object.entries(options.files ?? {})) cpSync(path, join(this.share, name));
    rmSync(join(this.share, "claims.jsonl"), { force: true });
    this.#boots++;
    const { disk, job, writes = "dropped", patienceS } = options;
    return VirtualMachine.boot({ image: this.#image(disk), share: this.share, job, writes, patienceS });
  }

  /** Takes the findings that the machine has left, and keeps the logs of this boot. */
  collect(): void {
    for (const claim of readClaims(join(this.share, "claims.jsonl"))) this.tell(claim);
    const kept = join(this.#options.work, `boot-${String(this.#boots).padStart(2, "0")}`);
    rmSync(kept, { recursive: true, force: true });
    mkdirSync(kept);
    for (const name of ["job", "job.log", "journal.log", "console.log"]) {
      const path = join(this.share, name);
      if (existsSync(path)) cpSync(path, join(kept, name));
    }
  }

  /** The end of what the last job said. */
  lastJob(): string {
    const path = join(this.share, "job.log");
    return existsSync(path) ? readFileSync(path, "utf8").slice(-3_000) : "it never began";
  }

  write(path: string): void {
    writeFileSync(path, `${JSON.stringify(this.#claims, null, 2)}\n`);
  }

  #bare(): string {
    return join(this.#options.machine, "root.ext4");
  }

  #image(disk: string): MachineImage {
    const { machine } = this.#options;
    return { kernel: join(machine, "vmlinuz"), initrd: join(machine, "initrd.img"), disk };
  }
}
