/** The explorer: what was pasted, drawn and judged anew whenever something of it changes. */
import { DeputeError, init } from "depute/inline";
import { changed, parseCall, printCall, sampleFor, shapeOf } from "./call_text.js";
import { checkChain, checkPresentation } from "./chain.js";
import { argumentIn } from "./code.js";
import { CopyPanel, copied } from "./copy/panel.js";
import { at, h } from "./dom.js";
import { Editor } from "./editor.js";
import { Gallery, first } from "./gallery.js";
import { allows, attempt, judgeChain, judgeEach, rungs, type Rung } from "./judge.js";
import { Ladder } from "./ladder.js";
import { lasting, seconds } from "./measures.js";
import { Names } from "./names.js";
import { endorsementView, listView, proofView } from "./others.js";
import { read, type Read } from "./read.js";
import type { Made, Scene } from "./scenes/scene.js";
import { firstDenial, refusalOf, saying } from "./saying.js";
import { guardSecrets } from "./secrets_guard.js";
import { forget, linkTo, shared } from "./share.js";
import { themeButton } from "./theme.js";
import { vectorsPanel } from "./vectors.js";
import { verdictSpoken, verdictView, type Shown } from "./verdict.js";

const source = at<HTMLTextAreaElement>("source");
const rootKey = h("input", {
  id: "root",
  type: "text",
  spellcheck: "false",
  autocomplete: "off",
  placeholder: "did:key:z6Mk…",
  oninput: trust,
});
const standing = h("p", { class: "standing", id: "standing" });

const names = new Names();
let shown: Read = { kind: "nothing" };
let chain: Rung[] = [];
let scene: Made | undefined;
let ladder: Ladder | undefined;

const editor = new Editor(judge, names);
const gallery = new Gallery(at("scenes"), open);
const copy = new CopyPanel(at("copy"));

/** Opens a scene: makes it, and shows what was made. */
function open(chosen: Scene): void {
  const made = chosen.make();
  names.clear();
  for (const [name, key] of Object.entries(made.names)) names.set(key.did, name);
  source.value = made.text;
  forget();
  show(read(made.text), { scene: made, call: made.call, root: made.root.did });
  gallery.mark(chosen);
  at("told").textContent = chosen.sentence;
}

/** Shows what stands in the field. */
function load(text: string, call?: string): void {
  const found = read(text);
  if (found.kind === "secret") return warnOf(found.what);
  source.value = text;
  show(found, call === undefined ? {} : { call });
}

function show(found: Read, more: { scene?: Made; call?: string; root?: string } = {}): void {
  [shown, scene, ladder, chain] = [found, more.scene, undefined, []];
  gallery.mark(undefined);
  at("warning").replaceChildren();
  at("told").textContent = "";
  rootKey.value = more.root ?? "";
  const object = at("object");
  document.body.dataset.state =
    found.kind === "token" || found.kind === "presentation" ? "chain" : found.kind === "nothing" ? "blank" : "other";
  switch (found.kind) {
    case "token":
    case "presentation":
      chain = rungs(found.links);
      names.know(
        chain.flatMap(({ link, issuer }) => [
          issuer,
          link.holder,
          ...link.clauses.flatMap((clause) => clause.match(/did:key:\w+/g) ?? []),
        ]),
      );
      ladder = new Ladder(chain, found.token, names, judge);
      object.replaceChildren(
        standingOf(),
        ladder.element,
        ...(found.kind === "presentation" ? [proofView(found.report, names)] : []),
      );
      editor.suggestFrom(chain);
      editor.text = more.call ?? firstCall();
      return trust();
    case "list":
      return object.replaceChildren(unverified(), listView(found.report, names));
    case "endorsement":
      return object.replaceChildren(unverified(), endorsementView(found.report, names));
    case "refused":
      object.replaceChildren();
      return warn(
        h("strong", {}, "This cannot be read. "),
        names.within(found.message),
        ` (${found.code})`,
        found.hint === undefined ? "" : `. ${found.hint}`,
      );
    default:
      object.replaceChildren();
  }
}

function standingOf(): HTMLElement {
  return h(
    "div",
    { class: "trust" },
    standing,
    h("div", { class: "root" }, h("label", { for: "root" }, "Root key that you trust"), rootKey),
  );
}

function unverified(): HTMLElement {
  return h(
    "p",
    { class: "standing unverified" },
    h("strong", {}, "UNVERIFIED"),
    " What follows is what it says of itself.",
  );
}

/** A call to begin with: the last link's first clause, with a value that may pass for each argument that it names. */
function firstCall(): string {
  const clause = chain.at(-1)?.link.clauses[0];
  if (clause === undefined) return "";
  const { action, args } = shapeOf(clause);
  const named = args.filter(({ optional }) => !optional).map(({ name, limits }) => `${name} = ${sampleFor(limits)}`);
  const text = `${action.replace(/\.?\*$/, ".call").replace(/^\./, "")}(${named.join(", ")})`;
  const call = parseCall(text);
  return call instanceof DeputeError ? text : printCall(call.action, call.args);
}

/** Says how far the chain can be trusted. */
function trust(): void {
  if (shown.kind !== "token" && shown.kind !== "presentation") return;
  const root = rootKey.value.trim();
  if (root === "") {
    standing.className = "standing unverified";
    return standing.replaceChildren(h("strong", {}, "UNVERIFIED"), " What follows is what the token says of itself.");
  }
  const audience = chain.flatMap(({ link }) => link.audiences).at(-1) ?? "local";
  const call = parseCall(editor.text);
  const answer =
    shown.kind === "token"
      ? checkChain(shown.token, root, audience, names)
      : call instanceof DeputeError
        ? undefined
        : checkPresentation(shown.presentation, call, root, names);
  standing.className = answer?.ok === true ? "standing verified" : "standing refused";
  if (answer === undefined)
    standing.replaceChildren(h("strong", {}, "UNVERIFIED"), " A presentation is judged with its call.");
  else if (answer.ok) standing.replaceChildren(h("strong", {}, "VERIFIED"), ` ${answer.sentence}`);
  else standing.replaceChildren(h("strong", {}, "NOT VERIFIED"), ` ${names.within(answer.sentence)}`);
}

function judge(): void {
  const call = parseCall(editor.text);
  if (ladder === undefined) return editor.show(undefined);
  if (shown.kind === "presentation") trust();
  if (call instanceof DeputeError) {
    editor.show(undefined);
    ladder.judge([], undefined);
    at("verdict").replaceChildren(
      h(
        "p",
        { class: "fault" },
        h("strong", {}, "Not a call yet. "),
        call.message,
        call.hint === undefined ? "" : `. ${call.hint}`,
      ),
    );
    return say("Not a call yet.");
  }
  copy.show(chain, editor.text, names);
  const each = judgeEach(chain, call, names);
  const judged =
    (scene === undefined ? judgeChain(chain, call, names) : attempt(() => scene!.judge(call))) ?? firstDenial(each);
  const denied = refusalOf(judged);
  ladder.judge(saying(each, judged), call.action, denied !== undefined && denied.link === undefined);
  editor.show(denied === undefined ? undefined : argumentIn(editor.text, denied.argument, denied.value));
  const result: Shown = {
    judged,
    basis: scene === undefined ? "limits" : "real",
    chain,
    names,
    beside: beside(),
    fix: denied && remedy(denied),
  };
  at("verdict").replaceChildren(...verdictView(result));
  at("verdict").dataset.allowed = String(denied === undefined);
  say(verdictSpoken(result));
}

/** A change of the call that the engine, asked, accepts. */
function remedy(denied: NonNullable<ReturnType<typeof refusalOf>>): Shown["fix"] {
  const call = parseCall(editor.text);
  if (call instanceof DeputeError) return undefined;
  const change = changed(call, { code: denied.code, argument: denied.argument, limit: denied.limit });
  const better = change === undefined ? undefined : parseCall(change.text);
  if (change === undefined || better === undefined || better instanceof DeputeError || denied.link === undefined)
    return undefined;
  const then = judgeEach(chain, better, names)[denied.link - 1];
  if (!allows(then)) return undefined;
  return {
    change: change.change,
    apply: () => {
      editor.text = change.text;
      editor.focus();
    },
  };
}

function beside(): string | undefined {
  if (scene !== undefined) return undefined;
  const end = Math.min(...chain.map(({ link }) => (link.expires === null ? Infinity : seconds(link.expires))));
  const now = Math.floor(Date.now() / 1000);
  return now < end
    ? undefined
    : `By what it says, the token ended ${lasting(now - end)} ago: no verifier allows anything by it now.`;
}

let pause: ReturnType<typeof setTimeout> | undefined;

/** Tells a screen reader once the typing pauses. */
function say(sentence: string): void {
  clearTimeout(pause);
  pause = setTimeout(() => (at("spoken").textContent = sentence), 500);
}

function warn(...children: (Node | string)[]): void {
  at("warning").replaceChildren(h("p", { class: "warning" }, ...children));
}

function warnOf(what: string): void {
  forget();
  warn(
    h("strong", {}, `That is ${what}. `),
    "It was not taken: it is neither kept nor shown. Secrets belong in no web page, this one included; ",
    "if it may have been seen elsewhere, replace it.",
  );
}

async function share(): Promise<void> {
  const told = at("told");
  if (shown.kind === "nothing" || shown.kind === "refused")
    return void (told.textContent = "There is nothing to share yet.");
  // A presentation could be used by whoever has it first, so that of one only the token is shared.
  const link = linkTo(
    "token" in shown ? { text: shown.token.text, call: editor.text } : { text: source.value.trim(), call: undefined },
  );
  const isCopied = await copied(link);
  if (!isCopied) history.replaceState(null, "", link);
  const where = isCopied ? "Link copied." : "This browser lets no page copy: the link is in the address bar.";
  const what = shown.kind === "presentation" ? "the token" : "this";
  told.textContent = `${where} Whoever has it can read ${what}, but not use it: that takes the holder's key.`;
}

function files(event: DragEvent): void {
  event.preventDefault();
  document.body.classList.remove("dropping");
  const file = event.dataTransfer?.files[0];
  if (file === undefined) {
    const text = event.dataTransfer?.getData("text") ?? "";
    if (text !== "") load(text);
  } else if (file.size > 1_000_000) warn("That file is larger than anything of Depute's.");
  else void file.text().then((text) => (forget(), load(text)));
}

source.addEventListener("input", () => {
  forget();
  load(source.value);
});
at("example").addEventListener("click", () => open(first));
at("share").addEventListener("click", () => void share());
at("clear").addEventListener("click", () => {
  source.value = "";
  forget();
  show({ kind: "nothing" });
  source.focus();
});
addEventListener("dragover", (event) => {
  event.preventDefault();
  document.body.classList.add("dropping");
});
addEventListener("dragleave", (event) => event.relatedTarget === null && document.body.classList.remove("dropping"));
addEventListener("drop", files);
addEventListener("hashchange", begin);
setInterval(() => {
  ladder?.tick();
  trust();
}, 10_000);

function begin(): void {
  const given = shared();
  if (given !== undefined) load(given.text, given.call);
}

guardSecrets(warnOf);
themeButton(at("theme"));
vectorsPanel();
const wide = matchMedia("(min-width: 75rem)");
const unfold = () => (at<HTMLDetailsElement>("gallery").open = wide.matches);
wide.addEventListener("change", unfold);
unfold();
begin();
// Compiled in the background, unless a share link needed it at once.
void init();
