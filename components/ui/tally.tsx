export type Run = { look: keyof typeof looks; count: number };

/** How many things one stroke represents, so that the longest tally fits: 1, 2, 5, 10, 20 … */
export function strokeUnit(longest: number): number {
  for (let power = 1; ; power *= 10) {
    const unit = [power, 2 * power, 5 * power].find((each) => longest <= each * mostStrokes);
    if (unit) return unit;
  }
}

/** A count as slanted strokes, with a look per kind. Stands beside the figures in words, never instead of them. */
export function Tally({ runs, unit }: { runs: Run[]; unit: number }) {
  return (
    <span className="tally" aria-hidden="true">
      {runs.map(({ look, count }) => (
        <span key={look} className={looks[look]}>
          {Array.from({ length: strokesFor(count, unit) }, (_, at) => (
            <i key={at} />
          ))}
        </span>
      ))}
    </span>
  );
}

const looks = {
  full: "contents",
  short: "contents *:h-[57%] [--ink:var(--warning)]",
  pending: "contents *:h-[57%] *:bg-transparent *:[box-shadow:inset_0_0_0_1.5px_var(--ink)] [--ink:var(--warning)]",
  hollow: "contents *:bg-transparent *:[box-shadow:inset_0_0_0_1.5px_var(--ink)] [--ink:var(--line-control)]",
  alarm: "contents *:h-[57%] [--ink:var(--danger)]",
};

const mostStrokes = 30;

/** A count above zero gets at least one stroke. */
const strokesFor = (count: number, unit: number) => (count === 0 ? 0 : Math.max(1, Math.round(count / unit)));
