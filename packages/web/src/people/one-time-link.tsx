import { useId } from 'react';

/** A link that is shown this once, ready to be copied. */
export function OneTimeLink({ label, path }: { readonly label: string; readonly path: string }) {
  const id = useId();
  return (
    <div className="note one-time" role="status">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="text code"
        readOnly
        value={new URL(path, window.location.origin).href}
        onFocus={(event) => event.target.select()}
      />
    </div>
  );
}
