/** Strength in four leaning steps, a word and the reason. Nothing typed is 0. */
export function Meter({ score, word, text }: { score: 0 | 1 | 2 | 3 | 4; word?: string; text?: string }) {
  return (
    <div className="meter" data-score={score}>
      <span className="bars" aria-hidden="true"><i /><i /><i /><i /></span>
      <span>
        {word && <b>{`${word} `}</b>}
        {text && <span>{text}</span>}
      </span>
    </div>
  );
}
