import type { Role } from '../api/session.ts';
import { words } from '../strings/words.ts';

const ROLES = Object.keys(words.accounts.rolesShort) as readonly Role[];

export interface RoleChoiceProps<Value extends Role | undefined> {
  readonly label: string;
  /** What stands for no choice, where there need not be one. */
  readonly any?: string;
  readonly value: Value;
  onChange(role: Value | Role): void;
}

export function RoleChoice<Value extends Role | undefined>({ label, any, value, onChange }: RoleChoiceProps<Value>) {
  return (
    <label className="field">
      <span>{label}</span>
      <select
        className="text"
        value={value ?? ''}
        onChange={(event) => onChange(ROLES.find((role) => role === event.target.value) as Value)}
      >
        {any !== undefined && <option value="">{any}</option>}
        {ROLES.map((role) => (
          <option key={role} value={role}>
            {words.accounts.rolesShort[role]}
          </option>
        ))}
      </select>
    </label>
  );
}
