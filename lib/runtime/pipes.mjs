let heard = true;

/**
 * Lets this process go on where nobody reads what it prints any more, as after `| head -1`: it finishes its work, and is not
 * cut in the middle of it by its own words.
 */
export function outlivePipes() {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code !== "EPIPE") throw error;
      if (stream === process.stdout) heard = false;
    });
  }
}

/** Whether somebody still reads what it prints. */
export const isHeard = () => heard;
