/** Password strength: four slanted bars, a word and the reason. An empty password has score 0. */
export function Meter({ score, word, text }: { score: 0 | 1 | 2 | 3 | 4; word?: string; text?: string }) {
  return (
    <div className="meter" data-score={score}>
      <span className="bars" aria-hidden="true">
        <i />
        <i />
        <i />
        <i />
      </span>
      <span>
        {word && <b>{`${word} `}</b>}
        {text && <span>{text}</span>}
      </span>
    </div>
  );
}
