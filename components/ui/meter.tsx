import { classes } from "@/components/ui/classes";

/** Password strength: four slanted bars, a word and the reason. An empty password has score 0. */
export function Meter({ score, word, text }: { score: 0 | 1 | 2 | 3 | 4; word?: string; text?: string }) {
  const filled = score < 3 ? "bg-danger" : "bg-success";
  return (
    // The height keeps what is below in place while the words change, because the user may be about to press it.
    <div
      className="grid min-h-[2lh] grid-cols-[auto_1fr] items-start gap-2.5 text-13 text-muted forced-color-adjust-none"
      data-meter=""
    >
      <span className="mt-[calc((1lh-6px)/2)] grid grid-cols-[repeat(4,26px)] gap-0.75" aria-hidden="true">
        {[1, 2, 3, 4].map((bar) => (
          <i
            key={bar}
            className={classes("h-1.5 [transform:skewX(-24deg)] rounded-[1px]", bar <= score ? filled : "bg-line")}
          />
        ))}
      </span>
      <span>
        {word && <b className="font-medium text-text">{`${word} `}</b>}
        {text && <span>{text}</span>}
      </span>
    </div>
  );
}
