import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { admitDevice, createKeeper, loadKeeper } from "../../src/keys/edge/keeper-keys.js";
import { createOwner, showOwner, trustDevice } from "../../src/keys/edge/owner-keys.js";
import { pinKeeper } from "../../src/keys/edge/pinned-keepers.js";
import { type Mosquitto, startMosquitto } from "../../test/support/mosquitto.js";

/** As QEMU shows this machine's loopback to its guest. */
export const HOST_SEEN_BY_GUEST = "10.0.2.2";
export const BROKER_PASSWORD = "battery staple";

/** Broker, keeper and reader of the trial, on this machine. */
export class TrialHouse {
  readonly #children: ChildProcess[] = [];

  private constructor(
    private readonly folder: string,
    private readonly broker: Mosquitto,
  ) {}

  static async open(folder: string): Promise<TrialHouse> {
    for (const name of ["broker", "owner", "keeper"]) mkdirSync(join(folder, name), { mode: 0o700 });
    const users = { device: BROKER_PASSWORD, keeper: "keeper", reader: "reader" };
    const broker = await startMosquitto({
      ...{ folder: join(folder, "broker"), users, tls: "server" },
      certificateFor: `IP:127.0.0.1,IP:${HOST_SEEN_BY_GUEST}`,
    });
    createOwner(join(folder, "owner"));
    createKeeper(join(folder, "keeper"));
    return new TrialHouse(folder, broker);
  }

  get url(): string {
    return `mqtts://${HOST_SEEN_BY_GUEST}:${this.broker.port}`;
  }

  get authority(): string {
    return readFileSync(this.broker.authority?.cert ?? "", "utf8");
  }

  get ownerPem(): string {
    return showOwner(join(this.folder, "owner")).pem;
  }

  get keeperPem(): string {
    return loadKeeper(join(this.folder, "keeper")).identity.pem;
  }

  /** What a person carries from the card to keeper and reader; then both run. */
  welcome(devicePem: string, onLine: (line: string) => void): void {
    admitDevice(join(this.folder, "keeper"), { devicePem, ownerPem: this.ownerPem });
    trustDevice(join(this.folder, "owner"), devicePem);
    pinKeeper(join(this.folder, "owner"), this.keeperPem);
    this.#run("keeper", ["keep"], onLine);
    this.#run("reader", ["read", "watch"], onLine);
  }

  /** The reader's commands, such as `read list`. */
  reader(...words: readonly string[]): Promise<string> {
    return new Promise((resolve) => {
      let said = "";
      const child = spawn(process.execPath, [
        "dist/cli/main.js",
        "--config",
        this.#config("reader"),
        ...words,
      ]);
      child.stdout.on("data", (bytes: Buffer) => {
        said += bytes.toString();
      });
      child.on("close", () => resolve(said));
    });
  }

  async close(): Promise<void> {
    for (const child of this.#children) child.kill("SIGTERM");
    await this.broker.stop();
  }

  #run(user: string, words: readonly string[], onLine: (line: string) => void): void {
    const child = spawn(process.execPath, ["dist/cli/main.js", "--config", this.#config(user), ...words], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#children.push(child);
    createInterface({ input: child.stdout }).on("line", (line) => onLine(`${user}: ${line}`));
  }

  #config(user: string): string {
    const password = join(this.folder, `${user}.password`);
    writeFileSync(password, user, { mode: 0o600 });
    const path = join(this.folder, `${user}.toml`);
    writeFileSync(
      path,
      [
        "[broker]",
        `url = "mqtts://127.0.0.1:${this.broker.port}"`,
        `userName = "${user}"`,
        `passwordFile = "${password}"`,
        `caFile = "${this.broker.authority?.cert ?? ""}"`,
        "[folders]",
        `owner = "${join(this.folder, "owner")}"`,
        `keeper = "${join(this.folder, "keeper")}"`,
        "",
      ].join("\n"),
    );
    return path;
  }
}
