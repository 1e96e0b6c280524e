import type { Page } from "@playwright/test";
import { violations } from "@/e2e/axe";
import { rounds } from "@/e2e/rounds";

/**
 * What cannot be read while something moves: axe's contrast at the beginning, in the middle and at the end of every animation that the page
 * as it stands has. They start again where motion is wanted again, so nothing has to be pressed once more. They are held, so nothing waits.
 */
export async function unreadableInMotion(page: Page): Promise<string[]> {
  await page.emulateMedia({ reducedMotion: "no-preference" });
  const found: string[] = [];
  // What has almost ended is nearly what axe looks at anyway.
  for (const part of rounds([0, 0.5], [0, 0.5, 0.99])) {
    const moving = await page.evaluate((at) => {
      const animations = document.getAnimations();
      for (const animation of animations) {
        const { delay = 0, duration } = animation.effect!.getComputedTiming();
        animation.pause();
        animation.currentTime = delay + at * Number(duration);
      }
      return animations.length;
    }, part);
    if (moving === 0) break;
    found.push(...(await violations(page, ["color-contrast"])).map((fault) => `at ${part}: ${fault}`));
  }
  await page.emulateMedia({ reducedMotion: "reduce" });
  return found;
}
