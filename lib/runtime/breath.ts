import "server-only";
import { setTimeout as pause } from "node:timers/promises";

/**
 * Between two steps of long work others get their turn, for as long as the step took: requests, signals, and a writer of SQLite, who
 * looks again after 16 ms at most.
 */
export const breath = (took = longestBreath) => pause(Math.min(took, longestBreath));

/** Milliseconds. */
const longestBreath = 20;
