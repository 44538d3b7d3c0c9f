// A static server of the tests: folders by the beginnings of paths, on this machine alone.
import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".wasm": "application/wasm",
};

/**
 * Serves these folders, `{ "/": folder, "/depute/": folder }`, the longest beginning first. `headers` go with every
 * answer. Gives the origin, the paths that were asked for, and how to end it.
 */
export async function serve(folders, { headers = {} } = {}) {
  const asked = [];
  const beginnings = Object.keys(folders).sort((one, other) => other.length - one.length);
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://local").pathname);
    if (path === "/favicon.ico") {
      response.writeHead(204).end();
      return;
    }
    asked.push(path);
    const beginning = beginnings.find((beginning) => path.startsWith(beginning));
    const inside = normalize(`/${path.slice(beginning?.length ?? 0)}`);
    const file = join(folders[beginning] ?? "", inside.endsWith("/") ? `${inside}index.html` : inside);
    if (beginning === undefined || !statSync(file, { throwIfNoEntry: false })?.isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream", ...headers });
    createReadStream(file).pipe(response);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const close = () => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  };
  return { origin: `http://127.0.0.1:${server.address().port}`, asked, close };
}
