/** Next calls this once, when the process begins to serve: what Steward does by itself begins here. */
export async function register(): Promise<void> {
  // The other runtime, for which Next bundles this too, has no database.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { startBackground } = await import("@/lib/background/start");
    startBackground();
  }
}
