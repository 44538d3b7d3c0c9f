// Serves the page, what it imports, and the service of `fetch.js`; and grants tokens, as where Alice is logged in.
import { readFile } from "node:fs/promises";
import { Key, mint } from "depute";
import service from "../fetch.js";

const AUDIENCE = "https://pay.example";

const FILES = new Map([
  ["/", [new URL("index.html", import.meta.url), "text/html"]],
  ["/page.js", [new URL("page.js", import.meta.url), "text/javascript"]],
  ["/depute/web.js", [new URL("web.js", import.meta.resolve("depute/depute.wasm")), "text/javascript"]],
  ["/depute/depute.wasm", [new URL(import.meta.resolve("depute/depute.wasm")), "application/wasm"]],
]);

/** @returns {(request: Request) => Promise<Response>} */
export function site() {
  const alice = Key.generate();
  return async (request) => {
    const { pathname } = new URL(request.url);
    const [file, type = ""] = FILES.get(pathname) ?? [];
    if (file !== undefined) return new Response(await readFile(file), { headers: { "content-type": String(type) } });
    if (pathname === "/token" && request.method === "POST") {
      // In earnest Alice is logged in and agrees first. It is her grant to the key that the page names.
      const allow = 'invoices.pay(account = "acme", amount <= 200, ..)';
      const token = mint({ from: alice, to: await request.text(), audience: AUDIENCE, ttl: "15m", allow });
      return new Response(token.text);
    }
    return service.fetch(request, { AUDIENCE, ALICE: alice.did });
  };
}
