/** Next calls this once, when the process begins to serve. It starts the work that Steward does automatically. */
export async function register(): Promise<void> {
  // Next bundles this for another runtime too, which has no database.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { startBackground } = await import("@/lib/background/start");
    startBackground();
  }
}
