import { actions, authorized, useServer } from "./doors.mjs";
import { dangers, settings } from "./dangers.mjs";
import { paths, serverOnly, walls } from "./walls.mjs";

/** Steward's own rules; lib/oxlint.json switches them on, and plugin.test.ts shows each one red. */
export default {
  meta: { name: "steward" },
  rules: { authorized, actions, "use-server": useServer, settings, walls, "server-only": serverOnly, paths, dangers },
};
