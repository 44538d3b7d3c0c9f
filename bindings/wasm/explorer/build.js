// Makes the page twice of one source: `dist/` to be served, and one file that opens from disk.
import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { texts } from "../vectors/files.js";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const inline = join(here, "..", "dist", "inline.js");

/** The vectors as one module: a text of the gzipped files, since a page without network cannot fetch them. */
const vectors = {
  name: "vectors",
  resolveId: (id) => (id === "virtual:vectors" ? `\0${id}` : undefined),
  load(id) {
    if (id !== "\0virtual:vectors") return undefined;
    // Their spelling matters to nobody here, and without white space they are half as long.
    const files = texts().map((text) => JSON.stringify(JSON.parse(text)));
    return `export default "${gzipSync(JSON.stringify(files), { level: 9 }).toString("base64")}";`;
  },
};

const common = {
  root: here,
  configFile: false,
  base: "./",
  logLevel: "warn",
  publicDir: false,
  // One engine for the page and for what runs the vectors.
  resolve: {
    alias: [
      { find: /^depute(\/inline)?$/, replacement: inline },
      { find: /^vectors\//, replacement: join(here, "..", "vectors", "/") },
    ],
  },
};
const output = (outDir, more) => ({
  outDir,
  emptyOutDir: true,
  target: "es2022",
  assetsInlineLimit: 0,
  // Vite's own preloading fetches, which the page forbids itself.
  modulePreload: false,
  // The engine is in the script, as bytes.
  chunkSizeWarningLimit: 4096,
  ...more,
});

await build({ ...common, plugins: [vectors, policy("'self'", "'self'")], build: output(dist) });

const single = join(dist, "single");
await build({
  ...common,
  plugins: [vectors],
  build: output(single, { rolldownOptions: { output: { codeSplitting: false } } }),
});
writeFileSync(join(dist, "depute-explorer.html"), inlined(single));
rmSync(single, { recursive: true });

/** Puts the policy of content into the page: what may run and what may be loaded. */
function policy(script, style) {
  return { name: "policy", transformIndexHtml: (html) => withPolicy(html, script, style) };
}

function withPolicy(html, script, style) {
  const content = [
    "default-src 'none'",
    `script-src ${script} 'wasm-unsafe-eval'`,
    `style-src ${style}`,
    "img-src data:",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
  return html.replace("<!-- policy -->", `<meta http-equiv="Content-Security-Policy" content="${content}" />`);
}

/** Script and style within the page, each allowed by its digest. */
function inlined(folder) {
  const html = readFileSync(join(folder, "index.html"), "utf8");
  const [, scriptAt] = /<script type="module"[^>]* src="\.\/([^"]+)"><\/script>/.exec(html);
  const [, styleAt] = /<link rel="stylesheet"[^>]* href="\.\/([^"]+)">/.exec(html);
  // The one sequence that would end the element; in a script it only ever stands within texts.
  const script = readFileSync(join(folder, scriptAt), "utf8").replaceAll("</script", "<\\/script");
  const style = readFileSync(join(folder, styleAt), "utf8");
  const page = html
    .replace(/<script type="module"[^>]*><\/script>/, "")
    .replace(/<link rel="stylesheet"[^>]*>/, () => `<style>${style}</style>`)
    .replace("</body>", () => `<script type="module">${script}</script></body>`);
  return withPolicy(page, digest(script), digest(style));
}

function digest(text) {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
