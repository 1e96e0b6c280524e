let heard = true;

/**
 * Lets this process go on where nobody reads what it prints any more, as after `| head -1`: it finishes its work, and is not
 * cut in the middle of it by its own words. Where they are lost for another reason, as on a full disk, it says so and ends with 1.
 */
export function outlivePipes() {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
      const first = heard;
      if (stream === process.stdout) heard = false;
      if (error.code === "EPIPE") return;
      process.once("exit", () => (process.exitCode = 1));
      if (stream === process.stdout && first) {
        process.stderr.write(`The answer could not be written (${error.code ?? error.message}). What the command did by then is done.\n`);
      }
    });
  }
}

/** Whether somebody still reads what it prints. */
export const isHeard = () => heard;
