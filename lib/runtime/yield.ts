import "server-only";
import { setTimeout as pause } from "node:timers/promises";

/**
 * Pauses between two steps of long work, for as long as the step took. Requests, signals and another SQLite writer get their turn; a
 * writer tries again after 16 ms at most.
 */
export const yieldToEventLoop = (took = longestYield) => pause(Math.min(took, longestYield));

/** In milliseconds. */
const longestYield = 20;
