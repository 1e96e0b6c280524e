import "server-only";
import { pendingWork } from "@/lib/background/complete-pending";
import { runInBackground } from "@/lib/background/loop";
import { saveInstallationWhenServing } from "@/lib/background/save-installation";
import { sending } from "@/lib/background/send-mail";
import { sweeping } from "@/lib/background/sweep";

/** Starts the work that Steward does automatically. */
export function startBackground(): void {
  runInBackground([sweeping, ...sending, ...pendingWork]);
  saveInstallationWhenServing();
}
