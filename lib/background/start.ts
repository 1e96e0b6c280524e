import "server-only";
import { pendingWork } from "@/lib/background/complete-pending";
import { startKeeping } from "@/lib/background/keep-installation";
import { keepDoing } from "@/lib/background/loop";
import { sending } from "@/lib/background/send-mail";
import { sweeping } from "@/lib/background/sweep";

/** Starts the work that Steward does automatically. */
export function startBackground(): void {
  keepDoing([sweeping, ...sending, ...pendingWork]);
  startKeeping();
}
