import { words } from '../strings/words.ts';
import { Dialog } from '../ui/dialog.tsx';

const MOD = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';

export interface ShortcutListProps {
  /** Whether single keys do anything. */
  readonly on: boolean;
  onChange(on: boolean): void;
  onClose(): void;
}

/** Loaded when somebody first asks for it. */
export function ShortcutList({ on, onChange, onClose }: ShortcutListProps) {
  const { title, groups, single } = words.shortcuts;
  return (
    <Dialog title={title} onClose={onClose}>
      {groups.map(({ name, keys }) => (
        <section key={name} className="shortcuts">
          <h3>{name}</h3>
          <dl>
            {keys.map(([key, does]) => (
              <div key={key}>
                <dt>
                  <kbd>{key.replaceAll('Mod', MOD)}</kbd>
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <label className="check">
        <input type="checkbox" checked={on} onChange={(event) => onChange(event.target.checked)} /> {single}
      </label>
    </Dialog>
  );
}
