/** Next calls this once, when the process begins to serve: what Steward does by itself begins here. */
export async function register(): Promise<void> {
  // The other runtime, for which Next bundles this too, has no database.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { startSweeping } = await import("@/lib/background/sweep");
    startSweeping();
    const { startSending } = await import("@/lib/background/send-mail");
    startSending();
    const { startAnswering } = await import("@/lib/background/answer-requests");
    startAnswering();
    const { startKeeping } = await import("@/lib/background/keep-installation");
    startKeeping();
  }
}
