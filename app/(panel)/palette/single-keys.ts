"use client";

const name = "steward-single-keys";
const yearInSeconds = 365 * 24 * 3600;

/** Whether `/` and `?` work in this browser. Users of speech input, or with a tremor, can switch them off. */
export const singleKeysAreOn = () => !document.cookie.split("; ").includes(`${name}=off`);

/** Uses a cookie, because logging out clears everything else that the browser stores for the panel. */
export function switchSingleKeys(on: boolean) {
  document.cookie = `${name}=off; path=/; samesite=lax; max-age=${on ? 0 : yearInSeconds}`;
}
