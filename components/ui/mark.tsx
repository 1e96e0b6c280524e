/** Steward's mark: the slash of the composite ID. */
export function Mark() {
  return (
    <svg className="size-5.5 flex-none forced-color-adjust-none" viewBox="0 0 22 22" aria-hidden="true">
      <rect className="fill-accent" width="22" height="22" rx="5.5" />
      <path className="fill-on-accent" d="M12.55 4.2h3.5L9.45 17.8h-3.5z" />
    </svg>
  );
}
