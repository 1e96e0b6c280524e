"use client";

const name = "steward-single-keys";
const yearInSeconds = 365 * 24 * 3600;

/** Whether `/` and `?` act in this browser. Whoever speaks to the computer, or types with a tremor, can switch them off. */
export const singleKeysAreOn = () => !document.cookie.split("; ").includes(`${name}=off`);

/** A cookie, because logging out clears everything else that a browser keeps of the panel. */
export function switchSingleKeys(on: boolean) {
  document.cookie = `${name}=off; path=/; samesite=lax; max-age=${on ? 0 : yearInSeconds}`;
}
