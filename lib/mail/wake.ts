import "server-only";

const shared = Symbol.for("steward.mail");
const everywhere = globalThis as { [shared]?: () => void };

/** What wakes the sender of this process. Pages and what begins with the process are bundled apart, and share it here. */
export function onMail(wake: () => void): void {
  everywhere[shared] = wake;
}

/**
 * Tells the sender of this process that there is mail. Whoever queued it may not have committed yet, so it looks more
 * than once; where it still finds nothing, or there is no sender here, its own clock or another process finds the mail.
 */
export function wakeSender(): void {
  for (const wait of [50, 500, 2000]) setTimeout(() => everywhere[shared]?.(), wait).unref();
}
