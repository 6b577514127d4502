import { words } from '../strings/words.ts';
import type { FormField } from './account-form.tsx';

const { accounts } = words;

export const LOGIN: FormField = { name: 'login', label: accounts.name, autoComplete: 'username' };

export const DISPLAY_NAME: FormField = {
  name: 'name',
  label: accounts.displayName,
  autoComplete: 'name',
  hint: accounts.displayNameHint,
  optional: true,
};

export const PASSWORD: FormField = {
  name: 'password',
  label: accounts.password,
  type: 'password',
  autoComplete: 'current-password',
};

export const NEW_PASSWORD: FormField = {
  ...PASSWORD,
  autoComplete: 'new-password',
  hint: accounts.passwordRule,
  minLength: 10,
};
