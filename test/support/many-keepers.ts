import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { SottoError } from "../../src/domain/errors.js";
import { toHex } from "../../src/seal/canonical-cbor.js";
import { parseEnvelope } from "../../src/seal/envelope.js";
import { KeeperProcess } from "./keeper-process.js";
import { type KeptHouse, keptHouse, secondDevice } from "./kept-house.js";
import { OutboxDevice } from "./outbox-device.js";
import { type Postgres, startPostgres } from "./postgres.js";
import { type RabbitCluster, startRabbitCluster } from "./rabbitmq-cluster.js";

/** Clips that the devices accept before the network is heard again. */
const BURST = 100;

export interface ManyKeepersOptions {
  /** An empty folder; everything lies there. */
  readonly folder: string;
  readonly clips: number;
  readonly devices: number;
  readonly keepers: number;
  /** Nothing ends well for ever: the run gives up after so long. */
  readonly deadlineMs: number;
  readonly say: (line: string) => void;
}

export interface ManyKeepersReport {
  /** Clips that the devices' outboxes accepted, and those of them with a keeper's receipt. */
  readonly accepted: number;
  readonly receipted: number;
  /** Publishes of devices, repeated ones included. */
  readonly published: number;
  /** Entries that readers are given, and different clips among them. */
  readonly kept: number;
  readonly distinct: number;
  readonly lost: number;
  /** Entries of a clip that is there already. */
  readonly visibleDuplicates: number;
  /** Messages that came to keepers again, by the keepers' own logs. */
  readonly repeated: number;
  /** From the first clip to the last receipt. */
  readonly ms: number;
}

/** What is killed when so much of all has a receipt. */
type Blow = readonly [share: number, what: string, strike: () => Promise<unknown>];

/**
 * Devices publish by MQTT to a cluster of three RabbitMQ nodes, keepers take by AMQP and keep in one PostgreSQL. On the
 * way a keeper, a node and the database die, each at once and without warning; the database comes back.
 */
export async function runManyKeepers(options: ManyKeepersOptions): Promise<ManyKeepersReport> {
  const world = await ManyKeepers.start(options);
  try {
    return await world.run();
  } finally {
    await world.end();
  }
}

class ManyKeepers {
  readonly #options: ManyKeepersOptions;
  readonly #endings: (() => Promise<unknown>)[];
  readonly #postgres: Postgres;
  readonly #cluster: RabbitCluster;
  readonly #houses: readonly KeptHouse[];
  readonly #devices: readonly OutboxDevice[];
  readonly #keepers: readonly KeeperProcess[];

  static async start(options: ManyKeepersOptions): Promise<ManyKeepers> {
    const { folder, say } = options;
    const endings: (() => Promise<unknown>)[] = [];
    try {
      say("PostgreSQL and three nodes of RabbitMQ start");
      const later = <T extends { stop(): Promise<unknown> }>(started: T): T => {
        endings.push(() => started.stop());
        return started;
      };
      const postgres = later(await startPostgres(join(folder, "postgres")));
      const cluster = later(await startRabbitCluster(join(folder, "rabbit"), 3));
      const house = await keptHouse(makeFolder(folder, "house"));
      const houses = [house];
      for (let at = 1; at < options.devices; at += 1) {
        houses.push(await secondDevice(house, makeFolder(folder, `device-${at}`)));
      }
      const amqp = cluster.nodes.map(({ amqpUrl }) => amqpUrl);
      const keepers = Array.from({ length: options.keepers }, (_, at) => {
        const keeper = new KeeperProcess({
          house,
          args: ["--broker", turned(amqp, at).join(",")],
          storeConfig: [`url = "${postgres.url}"`, `passwordFile = "${postgres.passwordFile}"`],
        });
        endings.push(() => keeper.kill());
        return keeper;
      });
      await Promise.all(keepers.map((keeper) => keeper.line("broker-connected")));
      const mqtt = cluster.nodes.map(({ mqttUrl }) => mqttUrl);
      const devices = houses.map((each, at) => {
        const device = new OutboxDevice(each, turned(mqtt, at).join(","));
        endings.push(() => device.close());
        return device;
      });
      await Promise.all(devices.map((device) => device.ready(AbortSignal.timeout(60_000))));
      return new ManyKeepers({ options, endings, postgres, cluster, houses, devices, keepers });
    } catch (error) {
      await endAll(endings);
      throw error;
    }
  }

  private constructor(parts: {
    readonly options: ManyKeepersOptions;
    readonly endings: (() => Promise<unknown>)[];
    readonly postgres: Postgres;
    readonly cluster: RabbitCluster;
    readonly houses: readonly KeptHouse[];
    readonly devices: readonly OutboxDevice[];
    readonly keepers: readonly KeeperProcess[];
  }) {
    this.#options = parts.options;
    this.#endings = parts.endings;
    this.#postgres = parts.postgres;
    this.#cluster = parts.cluster;
    this.#houses = parts.houses;
    this.#devices = parts.devices;
    this.#keepers = parts.keepers;
  }

  async run(): Promise<ManyKeepersReport> {
    const { clips, say } = this.#options;
    const accepted = new Set<string>();
    const began = performance.now();
    const blows: Blow[] = [
      [0.2, "a keeper", () => this.#keepers[0]?.kill() ?? Promise.resolve()],
      [0.4, "a node of the broker", () => this.#cluster.nodes[0]?.kill() ?? Promise.resolve()],
      [0.6, "the database", async () => this.#postgres.crash().then(() => this.#postgres.start())],
    ];
    const feeding = this.#feed(accepted);
    await this.#until(async () => {
      const receipted = this.#sum("receipted");
      const [next] = blows;
      if (next !== undefined && receipted >= next[0] * clips) {
        blows.shift();
        say(`${receipted} receipts: ${next[1]} dies`);
        await next[2]();
      }
      return receipted >= clips;
    });
    await feeding;
    const ms = performance.now() - began;
    if (blows.length > 0) throw new SottoError("INTERNAL", "it was done before everything had died");
    return { ...(await this.#account(accepted)), ms };
  }

  end(): Promise<void> {
    return endAll(this.#endings);
  }

  /** Every device gets its share, in bursts, so that much is under way whenever something dies. */
  async #feed(accepted: Set<string>): Promise<void> {
    for (let at = 0; at < this.#options.clips; at += 1) {
      const house = this.#houses[at % this.#houses.length];
      const clip = await house?.clip();
      if (clip === undefined) return;
      accepted.add(clip.messageId);
      this.#devices[at % this.#houses.length]?.accept(clip);
      if ((at + 1) % BURST !== 0) continue;
      // Sealing and the outbox leave no gap by themselves in which the network is heard.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async #account(accepted: ReadonlySet<string>): Promise<Omit<ManyKeepersReport, "ms">> {
    const keep = await this.#postgres.keep(this.#postgres.url);
    const ids: string[] = [];
    const owner = this.#houses[0]?.owner.keyId ?? new Uint8Array(16);
    for (let at = await keep.next(owner, 0); at !== undefined; at = await keep.next(owner, at.seq)) {
      ids.push(toHex(parseEnvelope(at.message).header.messageId));
    }
    await keep.close();
    const distinct = new Set(ids);
    const events = this.#keepers.flatMap(({ log }) => log.map(({ event }) => event));
    return {
      accepted: this.#sum("accepted"),
      receipted: this.#sum("receipted"),
      published: this.#devices.reduce((sum, { counts }) => sum + counts.sent, 0),
      kept: ids.length,
      distinct: distinct.size,
      lost: [...accepted].filter((id) => !distinct.has(id)).length,
      visibleDuplicates: ids.length - distinct.size,
      repeated: events.filter((event) => event === "clip-known").length,
    };
  }

  #sum(what: "accepted" | "receipted"): number {
    return this.#devices.reduce((sum, { ledger }) => sum + ledger[what], 0);
  }

  async #until(isDone: () => Promise<boolean>): Promise<void> {
    const ends = performance.now() + this.#options.deadlineMs;
    let told = 0;
    while (!(await isDone())) {
      if (performance.now() > ends) throw new SottoError("INTERNAL", `after the deadline: ${this.#state()}`);
      const tenth = Math.floor((10 * this.#sum("receipted")) / this.#options.clips);
      if (tenth > told) {
        told = tenth;
        this.#options.say(this.#state());
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  #state(): string {
    return `${this.#sum("accepted")} accepted, ${this.#sum("receipted")} receipted`;
  }
}

function turned<T>(all: readonly T[], by: number): readonly T[] {
  return all.map((_, at) => all[(at + by) % all.length]).filter((each) => each !== undefined);
}

function makeFolder(folder: string, name: string): string {
  const made = join(folder, name);
  mkdirSync(made, { recursive: true, mode: 0o700 });
  return made;
}

async function endAll(endings: (() => Promise<unknown>)[]): Promise<void> {
  for (let ending = endings.pop(); ending !== undefined; ending = endings.pop()) await ending();
}
