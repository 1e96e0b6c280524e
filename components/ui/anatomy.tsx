type Part = { text: string; label: string };

/** An ID in its parts: a bracket and a name under each side of the slash. */
export function Anatomy({ account, person }: { account: Part; person: Part }) {
  return (
    <span className="anatomy">
      <Bracketed {...account} />
      <i>/</i>
      <Bracketed {...person} />
    </span>
  );
}

function Bracketed({ text, label }: Part) {
  return (
    <span>
      <span>{text}</span>
      <small>
        <em>{label}</em>
      </small>
    </span>
  );
}
