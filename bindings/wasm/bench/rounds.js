// How it is measured: every figure for a moment, then the next, and again from the first.

/**
 * The medians of so many rounds, in microseconds of processor time: that of this process and all its threads, so that other
 * work on the machine counts little. A ratio is the median of the rounds' own.
 *
 * @param {import("./figures.js").Figure[]} figures
 * @param {{ rounds: number, millis: number }} time
 * @returns {Promise<Map<string, { micros: number, ratio: number | undefined }>>}
 */
export async function measured(figures, time) {
  const measures = [];
  for (const figure of figures) measures.push({ ...figure, times: await enough(figure.run, time), samples: [] });
  for (let round = 0; round < time.rounds; round += 1) {
    for (const { run, times, samples } of measures) {
      await repeated(run, 1);
      samples.push((await repeated(run, times)) / times);
    }
  }
  const samples = new Map(measures.map(({ name, samples }) => [name, samples]));
  return new Map(measures.map(({ name, floor, samples: own }) => {
    const beside = samples.get(floor);
    return [name, { micros: median(own), ratio: beside && median(own.map((micros, round) => micros / beside[round])) }];
  }));
}

/** How often it is to be repeated to take so long, once the host has compiled it: that takes as long as all rounds will. */
async function enough(run, { rounds, millis }) {
  const micros = 1000 * millis * rounds;
  let [times, taken] = [0, 0];
  while (taken < micros) {
    const more = times + 1;
    taken += await repeated(run, more);
    times += more;
  }
  return Math.max(1, Math.round((times * millis * 1000) / taken));
}

/** What so many repetitions take. */
async function repeated(run, times) {
  const before = process.cpuUsage();
  for (let time = 0; time < times; time += 1) {
    const pending = run();
    // Waiting for what is there already would cost something too.
    if (pending instanceof Promise) await pending;
  }
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
