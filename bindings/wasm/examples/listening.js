// Something to run the services of these examples with: a server of this machine, on any free port.
import { createServer } from "node:http";

/**
 * @param {import("node:http").RequestListener} handle
 * @returns {Promise<{ origin: string, close: () => Promise<void> }>}
 */
export async function listening(handle) {
  const server = createServer(handle);
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () => new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    }),
  };
}

/**
 * A fetch handler as Node's `http` would have it.
 *
 * @param {(request: Request) => Promise<Response>} handler
 * @returns {import("node:http").RequestListener}
 */
export function served(handler) {
  return async (req, res) => {
    const chunks = [];
    for await (const chunk of req) chunks.push(chunk);
    const headers = new Headers();
    for (let at = 0; at < req.rawHeaders.length; at += 2) {
      headers.append(String(req.rawHeaders[at]), String(req.rawHeaders[at + 1]));
    }
    const init = { method: req.method ?? "GET", headers, body: chunks.length === 0 ? null : Buffer.concat(chunks) };
    const response = await handler(new Request(`http://${req.headers.host}${req.url}`, init));
    res.writeHead(response.status, Object.fromEntries(response.headers)).end(Buffer.from(await response.arrayBuffer()));
  };
}
