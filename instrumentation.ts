/** Next calls this once, when the process begins to serve. */
export async function register(): Promise<void> {
  const { startSweeping } = await import("@/lib/sweep");
  startSweeping();
}
