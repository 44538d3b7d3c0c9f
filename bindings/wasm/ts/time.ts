/**
 * Times and durations as people give them, in seconds.
 *
 * @internal
 */
import { ask } from "./engine.js";
import { invalid, isA, text } from "./given.js";
import { now, type Time } from "./host.js";

/** RFC 3339; what hosts read besides depends on the host, and on where it stands. */
const RFC_3339 = /^(\d{4}-\d\d-\d\d)[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

/** Whole seconds; of a `Date` or a text the fraction is left off. */
export function seconds(what: string, time: Time): number {
  if (typeof time === "number") return time;
  const millis = isA("Date", time)
    ? Date.prototype.getTime.call(time)
    : typeof time === "string"
      ? read(time)
      : Number.NaN;
  if (Number.isNaN(millis))
    throw invalid(`${what} is no time`, "give whole seconds since 1970, a Date, or 2026-12-01T09:00:00Z");
  return Math.floor(millis / 1000);
}

/** Seconds of a duration: a number, or a text such as `15m`. */
export function lasting(what: string, duration: number | string): number {
  if (typeof duration === "number") return duration;
  const given = text(what, duration);
  const secs = ask((engine) => engine.duration(given));
  if (secs === undefined) throw invalid(`${what} is no duration`, "write it like 90s, 15m, 1h or 7d");
  return secs;
}

/** A time, or the clock's. */
export function moment(time: Time | undefined): number {
  return time === undefined ? now() : seconds("now", time);
}

function read(time: string): number {
  const day = RFC_3339.exec(time)?.[1];
  // Hosts take 30 February for 2 March.
  if (day === undefined || new Date(`${day}T00:00:00Z`).toJSON()?.slice(0, 10) !== day) return Number.NaN;
  return Date.parse(time.toUpperCase());
}
