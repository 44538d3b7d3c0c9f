// Chromium as it is installed here; nothing is fetched for it.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const KNOWN = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** A browser without a window. `CHROMIUM` names its program, where it is none of the usual ones. */
export function launch() {
  const executablePath = process.env.CHROMIUM ?? KNOWN.find((path) => existsSync(path));
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
}
