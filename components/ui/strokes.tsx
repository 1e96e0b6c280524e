/** A privilege as one, two or three strokes, or a solid block for the account holder. Stands beside a word, never instead of it. */
export function Strokes({ level }: { level: 1 | 2 | 3 | "all" }) {
  return (
    <svg className="rank" viewBox="0 0 17 11" aria-hidden="true">
      {level === "all" ? (
        <path d="M3 0h13.2l-3 11H0z" />
      ) : (
        strokes.map((path, index) => <path key={path} d={path} opacity={index < level ? undefined : 0.25} />)
      )}
    </svg>
  );
}

const strokes = ["M3 0h3.2l-3 11H0z", "M8 0h3.2l-3 11H5z", "M13 0h3.2l-3 11H10z"];
