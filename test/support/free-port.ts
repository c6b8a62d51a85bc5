import { once } from "node:events";
import { createServer } from "node:net";
import { SottoError } from "../../src/domain/errors.js";

/** Free a moment ago; never a default port. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new SottoError("INTERNAL", "no port");
  server.close();
  await once(server, "close");
  return address.port;
}
