import type { Page } from "@playwright/test";
import { violations } from "@/e2e/axe";
import { rounds } from "@/e2e/rounds";

/**
 * Finds what is unreadable during motion: checks axe's contrast at the start, middle and end of every animation of the current page. The
 * animations restart when motion is wanted again, so the test presses nothing twice. They are paused, so it does not wait.
 */
export async function unreadableInMotion(page: Page): Promise<string[]> {
  await page.emulateMedia({ reducedMotion: "no-preference" });
  const found: string[] = [];
  // Shortly before its end, an animation looks nearly like the final state, which axe checks anyway.
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
