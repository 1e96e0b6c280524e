/**
 * Writes one line of JSON to the error stream. Text from people goes into `message` as a value, never as a format. Never log a secret,
 * a password or a body. Only an error of the program has a stack.
 *
 * @param {{ level?: "info" | "warning" | "error", event: string, request?: string, message?: string, error?: unknown }} entry
 */
export function log({ level = "error", event, request, message, error }) {
  const cause = error instanceof Error ? error : error === undefined ? undefined : new Error(String(error));
  const line = {
    at: new Date().toISOString(),
    level,
    event,
    request,
    message: message ?? cause?.message,
    stack: level === "error" ? cause?.stack : undefined,
  };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}
