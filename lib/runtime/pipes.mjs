let outputOpen = true;

/**
 * Lets this process finish its work when nobody reads its output any more, as after `| head -1`. If the output fails for another
 * reason, such as a full disk, the process says so and ends with 1.
 */
export function outlivePipes() {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
      const first = outputOpen;
      if (stream === process.stdout) outputOpen = false;
      if (error.code === "EPIPE") return;
      process.once("exit", () => (process.exitCode = 1));
      if (stream === process.stdout && first) {
        process.stderr.write(
          `The output could not be written (${error.code ?? error.message}). The command's changes up to then are saved.\n`,
        );
      }
    });
  }
}

/** Whether the output of this process still reaches its reader. */
export const isOutputOpen = () => outputOpen;
