/**
 * Times and durations as people give them, in seconds.
 *
 * @internal
 */
import { text } from "./call.js";
import { ask } from "./engine.js";
import { DeputeError } from "./errors.js";
import { now, type Time } from "./host.js";

export function seconds(what: string, time: Time): number {
  if (typeof time === "number") return time;
  const millis = time instanceof Date ? time.getTime() : typeof time === "string" ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(millis)) {
    throw new DeputeError({ code: "value_invalid", message: `${what} is no time`, hint: "give seconds since 1970, a Date, or 2026-12-01T09:00:00Z" });
  }
  return Math.floor(millis / 1000);
}

/** Seconds of a duration: a number, or a text such as `15m`. */
export function lasting(what: string, duration: number | string): number {
  if (typeof duration === "number") return duration;
  const secs = ask((engine) => engine.duration(text(what, duration)));
  if (secs === undefined) throw new DeputeError({ code: "value_invalid", message: `${what} of ${JSON.stringify(duration)}`, hint: "write it like 90s, 15m, 1h or 7d" });
  return secs;
}

/** A time, or the clock's. */
export function moment(time: Time | undefined): number {
  return time === undefined ? now() : seconds("now", time);
}
