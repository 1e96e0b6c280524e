import { accessSync, constants, mkdtempSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A new folder for the databases of tests. It is in memory if there is room, because a disk takes milliseconds for each commit. */
export const newFolder = (name: string): string => mkdtempSync(join(hasRoom(memory) ? memory : tmpdir(), `${name}-`));

/** Linux keeps the files of this folder in memory. */
const memory = "/dev/shm";

/** The databases of a run together have less than this. */
const room = 2 ** 31;

function hasRoom(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize > room;
  } catch {
    return false;
  }
}
