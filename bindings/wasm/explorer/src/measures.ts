/** Time, budgets and depth of a link, each as a bar within what the links above left. */
import type { UnverifiedLink } from "depute/inline";
import { h } from "./dom.js";
import type { Rung } from "./judge.js";

/** The bars of one link. */
export function measures(chain: Rung[], index: number, now: number): HTMLElement {
  const { link } = chain[index]!;
  return h(
    "div",
    { class: "measures" },
    time(chain[0]!.link, link, now),
    ...budgets(chain, index),
    depth(chain, index),
  );
}

function time(root: UnverifiedLink, link: UnverifiedLink, now: number): HTMLElement | undefined {
  if (link.expires === null) return undefined;
  const start = seconds(root.not_before ?? root.issued_at ?? link.expires);
  const end = Math.max(seconds(root.expires ?? link.expires), seconds(link.expires));
  const [from, to] = [
    seconds(link.not_before ?? root.not_before ?? root.issued_at ?? link.expires),
    seconds(link.expires),
  ];
  const of = (second: number) => Math.min(1, Math.max(0, (second - start) / Math.max(1, end - start)));
  const state =
    now >= to
      ? `ended ${lasting(now - to)} ago`
      : now < from
        ? `begins in ${lasting(from - now)}`
        : `${lasting(to - now)} left`;
  const bar = track(of(from), of(to), now >= to);
  if (now >= start && now < end) {
    const tick = h("span", { class: "now", title: "now" });
    tick.style.left = `${of(now) * 100}%`;
    bar.append(tick);
  }
  return row("time", bar, `${lasting(to - from)}, until ${clock(to)}`, state, now >= to);
}

function budgets(chain: Rung[], index: number): HTMLElement[] {
  return chain[index]!.link.budgets.map((budget) => {
    const { counted, amount, rest } = parts(budget);
    const above = chain
      .slice(0, index)
      .flatMap(({ link }) => link.budgets.map(parts))
      .filter((one) => one.counted === counted && one.rest === rest);
    const first = above[0]?.amount ?? amount;
    const [name = "", action] = counted.split(" of ");
    const value = [`${amount}`, rest, action === undefined ? "" : `of ${action}`]
      .filter((part) => part !== "")
      .join(" ");
    return row(
      name,
      track(0, first === 0 ? 0 : Math.min(1, amount / first), false),
      value,
      first === amount ? undefined : `from ${first}`,
    );
  });
}

/** What a budget counts, how much of it, and the rest: unit, window, ledger, account. */
function parts(budget: string): { counted: string; amount: number; rest: string } {
  const [, counted = budget, amount = "0", rest = ""] = /^(.*?) <= ([\d.]+) ?(.*)$/.exec(budget) ?? [];
  return { counted, amount: Number(amount), rest: rest.replace(/^"([^"]*)"/, "$1") };
}

function depth(chain: Rung[], index: number): HTMLElement {
  const most = chain[0]!.link.may_delegate;
  const left = chain[index]!.link.may_delegate;
  const text = left === 0 ? "may not hand on" : `may hand on, ${left} deep`;
  return row("depth", track(0, most === 0 ? 0 : left / most, false), text, undefined);
}

function row(name: string, bar: HTMLElement, value: string, more: string | undefined, isOver = false): HTMLElement {
  return h(
    "div",
    { class: "measure" },
    h("span", { class: "name" }, name),
    bar,
    h(
      "span",
      { class: "value" },
      value,
      more !== undefined && h("span", { class: isOver ? "more over" : "more" }, ` · ${more}`),
    ),
  );
}

function track(from: number, to: number, isOver: boolean): HTMLElement {
  const fill = h("span", { class: isOver ? "fill over" : "fill" });
  fill.style.left = `${from * 100}%`;
  fill.style.width = `${Math.max(0, to - from) * 100}%`;
  return h("span", { class: "track", "aria-hidden": "true" }, fill);
}

export function seconds(time: string): number {
  return Math.floor(Date.parse(time) / 1000);
}

/** A duration as people say it. */
export function lasting(secs: number): string {
  if (secs < 90) return `${secs} s`;
  if (secs < 5400) return `${Math.round(secs / 60)} min`;
  return secs < 172_800 ? `${Math.round(secs / 360) / 10} h` : `${Math.round(secs / 8640) / 10} d`;
}

/** A time of the reader's clock, with its zone; the day where it is not today. */
export function clock(secs: number): string {
  const time = new Date(secs * 1000);
  const isToday = time.toDateString() === new Date().toDateString();
  const day: Intl.DateTimeFormatOptions = isToday ? {} : { day: "numeric", month: "short", year: "numeric" };
  return time.toLocaleString("en-GB", { ...day, hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
}
