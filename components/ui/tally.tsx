export type Run = { look: "full" | "short" | "pending" | "hollow" | "alarm"; count: number };

/** How many things one stroke stands for, where the longest of some tallies must fit: 1, 2, 5, 10, 20 … */
export function strokeUnit(longest: number): number {
  for (let power = 1; ; power *= 10) {
    const unit = [power, 2 * power, 5 * power].find((each) => longest <= each * mostStrokes);
    if (unit) return unit;
  }
}

/** A count drawn in leaning strokes, a look for each kind: beside the figures in words, never instead of them. */
export function Tally({ runs, unit }: { runs: Run[]; unit: number }) {
  return (
    <span className="tally" aria-hidden="true">
      {runs.flatMap(({ look, count }) =>
        Array.from({ length: strokesFor(count, unit) }, (_, at) => <i key={`${look} ${at}`} className={look} />),
      )}
    </span>
  );
}

const mostStrokes = 30;

/** What is there at all gets a stroke, however few it is. */
const strokesFor = (count: number, unit: number) => (count === 0 ? 0 : Math.max(1, Math.round(count / unit)));
