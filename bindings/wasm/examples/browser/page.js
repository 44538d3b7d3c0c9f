// A page that makes calls with a key of its own, which no script can read out of the browser, this one neither.
import { Token, init, presentFetch, webCryptoSigner } from "depute";

/** Whom this page talks to, and as which audience: its own configuration. */
const AUDIENCES = { [location.origin]: "https://pay.example" };

/** The key of this page: the one it made when it was first opened. @returns {Promise<CryptoKeyPair>} */
async function ownKey() {
  const opening = indexedDB.open("agent", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("keys");
  const database = await result(opening);
  const made = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
  const keys = database.transaction("keys", "readwrite").objectStore("keys");
  const kept = await result(keys.get("own"));
  if (kept === undefined) await result(keys.add(made, "own"));
  return kept ?? made;
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

await init();
const key = await webCryptoSigner(await ownKey());
// The token names the key that may use it, so it is no secret: to another page it is worth nothing.
const granted = await fetch("/token", { method: "POST", body: key.did });
const send = presentFetch({ token: Token.parse(await granted.text()), key, audiences: AUDIENCES });

const [form, output] = /** @type {const} */ ([document.forms[0], document.querySelector("output")]);
if (form === undefined || output === null) throw new Error("the page has a form and an output");
form.onsubmit = async (event) => {
  event.preventDefault();
  const input = new FormData(form);
  const [invoice, amount] = [encodeURIComponent(String(input.get("invoice"))), Number(input.get("amount"))];
  const answer = await send(`${location.origin}/v1/acme/invoices/${invoice}/payments`, {
    action: "invoices.pay", params: { account: "acme", invoice }, json: { amount },
  });
  const told = await answer.json();
  output.textContent = answer.ok ? `paid ${told.paid}` : told.fix ?? told.code;
};
output.textContent = "ready";
