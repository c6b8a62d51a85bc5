import { afterEach, describe, expect, it } from "vitest";
import { addressed, loadBrokerSettings } from "../../src/deliver/edge/broker-settings.js";
import { brokerWorld, within } from "../support/broker-world.js";
import { freePort } from "../support/free-port.js";
import { startMosquitto } from "../support/mosquitto.js";
import { thrownCode } from "../support/thrown.js";

const world = await brokerWorld();
afterEach(() => world.end());

describe("A broker of several nodes", () => {
  it("is reached by the next address when one is dead from the start, or dies", async () => {
    const [first, second] = [
      await startMosquitto({ folder: world.folder() }),
      await startMosquitto({ folder: world.folder() }),
    ];
    world.later(() => first.stop());
    world.later(() => second.stop());
    const url = `mqtt://127.0.0.1:${await freePort()}, ${first.url},${second.url}`;
    const transport = world.transport({ url });
    await transport.ready(within(20_000));
    expect((await transport.publish(await world.clip())).outcome).toBe("accepted");
    const { connection } = transport;
    await first.kill();
    await connection?.closed;
    await expect.poll(() => transport.connection?.number, { timeout: 20_000 }).toBe(2);
    expect((await transport.publish(await world.clip())).outcome).toBe("accepted");
  }, 60_000);

  it("has all its addresses with TLS or none, and none with a password", async () => {
    const load = (url: string) => loadBrokerSettings({ url });
    const settings = load("mqtts://a.example,mqtts://b.example:1,mqtts://[::1]");
    expect([0, 1, 2, 3].map((turn) => addressed(settings, turn))).toMatchObject([
      { host: "a.example", port: 8883 },
      { host: "b.example", port: 1 },
      { host: "::1", port: 8883 },
      { host: "a.example", port: 8883 },
    ]);
    for (const url of ["mqtts://a.example,mqtt://b.example", "mqtts://a.example,mqtts://u:p@b.example", ""]) {
      expect(await thrownCode(() => load(url))).toBe("CONFIG_INVALID");
    }
    expect(loadBrokerSettings({ url: "amqps://h/houses" }, "amqp")).toMatchObject({
      port: 5671,
      virtualHost: "houses",
    });
    expect(await thrownCode(() => load("amqps://h"))).toBe("CONFIG_INVALID");
    const broken = () => loadBrokerSettings({ url: "amqps://h/%ZZ" }, "amqp");
    expect(await thrownCode(broken)).toBe("CONFIG_INVALID");
  });
});
