import "server-only";
import { isUnavailable } from "@/lib/database/db";
import { sendAddressLink } from "@/lib/domain/addresses/operations";
import { sendPasswordLink } from "@/lib/domain/password-links/operations";
import { sendSignUpLink } from "@/lib/domain/sign-ups/operations";
import { tellRequirement } from "@/lib/domain/two-factor-requirement/operations";
import { asProgram } from "@/lib/doors/program";
import { isRefusal } from "@/lib/isomorphic/result";
import { log } from "@/lib/runtime/log.mjs";
import { onRequest } from "@/lib/runtime/wake";

/** How often it looks by itself, in milliseconds: requests of other processes, and what was cut short. */
const interval = 20_000;

/** Answers what people asked for, for as long as the process runs; several processes may. */
export function startAnswering(): void {
  let [timer, underWay]: [NodeJS.Timeout | undefined, boolean] = [undefined, false];
  const turn = async () => {
    if (underWay) return;
    underWay = true;
    clearTimeout(timer);
    await answerRequests().catch((error: unknown) => log({ level: isUnavailable(error) ? "warning" : "error", event: "answering failed", error }));
    underWay = false;
    timer = setTimeout(turn, interval).unref();
  };
  onRequest(() => void turn());
  timer = setTimeout(turn, 500).unref();
}

/** Answers every request that waits now. */
export async function answerRequests(): Promise<void> {
  for (const answerOne of [asProgram(sendPasswordLink), asProgram(sendSignUpLink), asProgram(sendAddressLink), asProgram(tellRequirement)]) {
    for (;;) {
      const answer = await answerOne({});
      if (isRefusal(answer) || !answer.value) break;
    }
  }
}
