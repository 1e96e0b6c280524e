import { actions, authorized, useServer } from "./doors.mjs";
import { dangers, order, settings } from "./dangers.mjs";
import { handles } from "./handles.mjs";
import { browsers, layers, nouns } from "./layers.mjs";
import { paths, serverOnly } from "./modules.mjs";
import { texts } from "./texts.mjs";

/** Steward's own rules. lib/tools/lint/oxlint.json switches them on, and plugin.test.ts shows a violation of each. */
export default {
  meta: { name: "steward" },
  rules: {
    authorized,
    handles,
    actions,
    "use-server": useServer,
    settings,
    layers,
    nouns,
    browsers,
    "server-only": serverOnly,
    paths,
    dangers,
    order,
    texts,
  },
};
