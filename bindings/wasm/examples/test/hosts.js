// The services under the hosts that run them: Express, Node's `http`, and workerd, on which Cloudflare Workers run.
import { spawn } from "node:child_process";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Verifier } from "depute/verify";
import workerd from "workerd";
import { service } from "../express.js";
import handler from "../fetch.js";
import { listening, served } from "../listening.js";

export const AUDIENCE = "https://pay.example";

const STARTS = {
  express: (alice) => {
    const trust = { name: "alice", key: alice, allow: "invoices.*(..)" };
    return listening(service(new Verifier({ audience: AUDIENCE, trust, revocations: "none", http: true })));
  },
  "a fetch handler under Node": (alice) =>
    listening(served((request) => handler.fetch(request, { AUDIENCE, ALICE: alice }))),
  "a fetch handler under workerd": inWorkerd,
};

/** Their names. */
export const hosts = Object.keys(STARTS);

/** The service that trusts this key, under the host of this name. */
export async function started(host, alice) {
  return awake(await STARTS[host](alice));
}

/** A fetch handler remembers from its first request on, and takes nothing that was signed before: so here it is. */
export async function awake(server) {
  await (await fetch(`${server.origin}/v1/`)).text();
  return server;
}

async function inWorkerd(alice) {
  const folder = await mkdtemp(join(tmpdir(), "depute-workerd-"));
  const dist = new URL("./", import.meta.resolve("depute/depute.wasm"));
  const files = [
    [new URL("../fetch.js", import.meta.url), "fetch.js"],
    [new URL("verify.workerd.js", dist), "verify.workerd.js"],
    [new URL("verify.wasm", dist), "verify.wasm"],
  ];
  for (const [from, name] of files) await copyFile(from, join(folder, name));
  await writeFile(join(folder, "config.capnp"), `
    using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = (
      services = [(name = "main", worker = .worker)],
      sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
    );
    const worker :Workerd.Worker = (
      compatibilityDate = "2026-01-01",
      modules = [
        (name = "fetch.js", esModule = embed "fetch.js"),
        (name = "depute/verify", esModule = embed "verify.workerd.js"),
        (name = "depute/verify.wasm", wasm = embed "verify.wasm"),
      ],
      bindings = [(name = "AUDIENCE", text = "${AUDIENCE}"), (name = "ALICE", text = "${alice}")],
    );
  `);
  const child = spawn(workerd.default, ["serve", "--control-fd=3", join(folder, "config.capnp")], {
    stdio: ["ignore", "ignore", "inherit", "pipe"],
  });
  const gone = new Promise((done) => child.once("exit", done).once("error", done));
  const close = async () => {
    child.kill();
    await gone;
    await rm(folder, { recursive: true });
  };
  const listens = new Promise((resolve, reject) => {
    gone.then((why) => reject(new Error(`workerd ended: ${why}`)));
    createInterface(child.stdio[3]).on("line", (line) => {
      const { event, port } = JSON.parse(line);
      if (event === "listen") resolve(port);
    });
  });
  try {
    return { origin: `http://127.0.0.1:${await listens}`, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Sends a request as it stands, line by line, and gives status, headers and the body as JSON. */
export function sent(origin, { method, target, headers, body }) {
  const { hostname, port } = new URL(origin);
  const lines = [["host", `${hostname}:${port}`], ...headers].flat();
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, method, path: target, headers: lines }, async (response) => {
      const chunks = [];
      for await (const chunk of response) chunks.push(chunk);
      const text = String(Buffer.concat(chunks));
      const json = /json/.test(response.headers["content-type"] ?? "") ? JSON.parse(text) : undefined;
      resolve({ status: response.statusCode, headers: response.headers, text, json });
    });
    request.on("error", reject).end(body);
  });
}
