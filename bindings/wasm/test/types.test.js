// The types allow what the package takes, and refuse what it refuses.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const flags = [
  "--noEmit",
  "--strict",
  "--exactOptionalPropertyTypes",
  "--noUncheckedIndexedAccess",
  "--skipLibCheck",
  "false",
  "--ignoreConfig",
];

for (const [module, resolution, ...more] of [
  ["nodenext", "nodenext", "--types", "node"],
  ["esnext", "bundler", "--types", "", "--lib", "es2022,dom"],
]) {
  test(`a program compiles under \`${resolution}\`, and each line that must not is refused`, () => {
    const args = [
      path("../node_modules/typescript/bin/tsc"),
      ...flags,
      "--target",
      "es2022",
      "--module",
      module,
      "--moduleResolution",
      resolution,
      ...more,
    ];
    const { stdout, status } = spawnSync(process.execPath, [...args, path("../cast/consumer.ts")], {
      cwd: path(".."),
      encoding: "utf8",
    });
    assert.deepEqual([stdout, status], ["", 0]);
  });
}
