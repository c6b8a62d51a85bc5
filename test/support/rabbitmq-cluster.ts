import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { SottoError } from "../../src/domain/errors.js";
import { freePort } from "./free-port.js";
import { UNPACKED, unpackedEnv } from "./unpacked.js";

/** As docs/operations.md tells operators: the largest message of a feed, with room. */
export const RABBIT_MAX_MESSAGE_SIZE = 200_000;

export interface RabbitNode {
  /** mqtt://127.0.0.1:PORT */
  readonly mqttUrl: string;
  /** amqp://127.0.0.1:PORT */
  readonly amqpUrl: string;
  /** SIGKILL: nothing is written, nobody is told. */
  kill(): Promise<void>;
  /** On the same ports, with the same files; waits until it has joined the others again. */
  restart(): Promise<void>;
}

export interface RabbitCluster {
  readonly nodes: readonly RabbitNode[];
  stop(): Promise<void>;
}

interface Installation {
  readonly erlang: string;
  readonly runtime: string;
  readonly rabbit: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Erlang and RabbitMQ: Debian's packages unpacked into the cache, or installed.
 * @throws SottoError where there are none: tests against a real cluster fail, they don't skip.
 */
function findRabbit(): Installation {
  for (const root of [UNPACKED, ""]) {
    const erlang = join(root, "/", "usr/lib/erlang");
    const versions = join(root, "/", "usr/lib/rabbitmq/lib");
    const rabbit = childOf(versions, "rabbitmq_server-");
    const runtime = childOf(erlang, "erts-");
    if (rabbit !== undefined && runtime !== undefined)
      return { erlang, runtime, rabbit, env: unpackedEnv(root) };
  }
  throw new SottoError("FILE_UNREADABLE", "no RabbitMQ: run scripts/test");
}

function childOf(folder: string, start: string): string | undefined {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const name = names.find((each) => each.startsWith(start));
  return name === undefined ? undefined : join(folder, name);
}

/**
 * Starts real RabbitMQ nodes with MQTT on free ports of loopback and joins them, with a port mapper of their own.
 * @param folder an empty one
 */
export async function startRabbitCluster(folder: string, count: number): Promise<RabbitCluster> {
  const installation = findRabbit();
  const mapperPort = await freePort();
  const mapper = spawnMortal(join(installation.runtime, "bin", "epmd"), ["-port", String(mapperPort)], {
    env: { ...installation.env, ERL_EPMD_ADDRESS: "127.0.0.1" },
    stdio: "ignore",
  });
  const names = Array.from({ length: count }, (_, at) => `rabbit${at + 1}@localhost`);
  const cookie = randomBytes(16).toString("hex");
  const nodes: OneNode[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.kill()));
    await killed(mapper);
  };
  try {
    for (const name of names)
      nodes.push(await OneNode.prepare({ folder, installation, mapperPort, names, name, cookie }));
    const [first, ...others] = nodes;
    // The others find it; where all look at once, each may take itself for the first.
    await first?.start();
    await Promise.all(others.map((node) => node.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  return { nodes, stop };
}

interface NodeOptions {
  readonly folder: string;
  readonly installation: Installation;
  readonly mapperPort: number;
  readonly names: readonly string[];
  readonly name: string;
  /** Whoever knows it is one of them. */
  readonly cookie: string;
}

class OneNode implements RabbitNode {
  readonly mqttUrl: string;
  readonly amqpUrl: string;
  readonly #installation: Installation;
  readonly #env: NodeJS.ProcessEnv;
  #child: ChildProcess | undefined;

  static async prepare({
    folder,
    installation,
    mapperPort,
    names,
    name,
    cookie,
  }: NodeOptions): Promise<OneNode> {
    const [mqtt, amqp, distribution] = [await freePort(), await freePort(), await freePort()];
    const home = join(folder, name);
    mkdirSync(home, { recursive: true, mode: 0o700 });
    const lines = [
      `listeners.tcp.1 = 127.0.0.1:${amqp}`,
      `mqtt.listeners.tcp.1 = 127.0.0.1:${mqtt}`,
      ...["mqtt.allow_anonymous = true", "mqtt.vhost = /", "mqtt.exchange = amq.topic"],
      ...["log.console = true", "log.console.level = info", "log.file = false"],
      ...["vm_memory_high_watermark.absolute = 1GB", "disk_free_limit.absolute = 50MB"],
      `max_message_size = ${RABBIT_MAX_MESSAGE_SIZE}`,
      "cluster_formation.peer_discovery_backend = classic_config",
      ...names.map((each, at) => `cluster_formation.classic_config.nodes.${at + 1} = ${each}`),
    ];
    writeFileSync(join(home, "rabbitmq.conf"), `${lines.join("\n")}\n`);
    writeFileSync(join(home, "enabled_plugins"), "[rabbitmq_mqtt].\n");
    const env = {
      ...installation.env,
      ...{
        ROOTDIR: installation.erlang,
        BINDIR: join(installation.runtime, "bin"),
        EMU: "beam",
        PROGNAME: "erl",
      },
      ...{ HOME: home, ERL_EPMD_PORT: String(mapperPort), ERL_EPMD_ADDRESS: "127.0.0.1" },
      ERL_LIBS: join(installation.rabbit, "plugins"),
      ...{ RABBITMQ_HOME: installation.rabbit, RABBITMQ_PLUGINS_DIR: join(installation.rabbit, "plugins") },
      ...{
        RABBITMQ_NODENAME: name,
        RABBITMQ_DIST_PORT: String(distribution),
        RABBITMQ_CONF_ENV_FILE: "/dev/null",
      },
      ...{ RABBITMQ_MNESIA_BASE: join(home, "mnesia"), RABBITMQ_LOG_BASE: join(home, "log") },
      RABBITMQ_CONFIG_FILE: join(home, "rabbitmq.conf"),
      RABBITMQ_ENABLED_PLUGINS_FILE: join(home, "enabled_plugins"),
    };
    writeFileSync(join(home, ".erlang.cookie"), cookie, { mode: 0o400 });
    return new OneNode(
      { mqttUrl: `mqtt://127.0.0.1:${mqtt}`, amqpUrl: `amqp://127.0.0.1:${amqp}` },
      installation,
      env,
    );
  }

  private constructor(
    urls: { readonly mqttUrl: string; readonly amqpUrl: string },
    installation: Installation,
    env: NodeJS.ProcessEnv,
  ) {
    this.mqttUrl = urls.mqttUrl;
    this.amqpUrl = urls.amqpUrl;
    this.#installation = installation;
    this.#env = env;
  }

  async start(): Promise<void> {
    const args = [
      ...[
        "-noinput",
        "-boot",
        "start_sasl",
        "-s",
        "rabbit",
        "boot",
        "-sname",
        this.#env["RABBITMQ_NODENAME"] ?? "",
      ],
      // No busy waiting: the nodes share their cores with the test.
      ...["+W", "w", "+S", "2:2", "+sbwt", "none", "+sbwtdcpu", "none", "+sbwtdio", "none"],
      ...[
        "-kernel",
        "inet_dist_use_interface",
        "{127,0,0,1}",
        "-kernel",
        "prevent_overlapping_partitions",
        "false",
      ],
    ];
    const child = spawnMortal(join(this.#installation.runtime, "bin", "erlexec"), args, {
      env: this.#env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    const seen: string[] = [];
    await new Promise<void>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code) =>
        reject(new SottoError("INTERNAL", `RabbitMQ ended with ${code}:\n${seen.join("\n")}`)),
      );
      for (const stream of [child.stdout, child.stderr]) {
        if (stream === null) continue;
        createInterface({ input: stream }).on("line", (line) => {
          seen.push(line);
          if (seen.length > 80) seen.shift();
          if (line.includes("Server startup complete")) resolve();
        });
      }
    });
  }

  async kill(): Promise<void> {
    if (this.#child !== undefined) await killed(this.#child);
  }

  restart(): Promise<void> {
    return this.start();
  }
}

/** Ends with whoever started it, however that ends. */
function spawnMortal(program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  return spawn("bwrap", ["--dev-bind", "/", "/", "--die-with-parent", "--", program, ...args], options);
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
}
