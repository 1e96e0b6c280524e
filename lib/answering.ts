import "server-only";
import { sendSignUpLink } from "@/lib/sign-ups/operations";
import { sendAddressLink } from "@/lib/addresses/operations";
import { asProgram } from "@/lib/as-program";
import { isUnavailable } from "@/lib/db";
import { log } from "@/lib/log.mjs";
import { sendPasswordLink } from "@/lib/password-links/operations";
import { isRefusal } from "@/lib/result";
import { tellRequirement } from "@/lib/two-factor-requirement/operations";
import { onRequest } from "@/lib/wake-program";

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
