/** Puts the values of constants in the place of `{{name}}`. Names that are not known stay as they are. */
export function replaceConstants(bytes: Uint8Array, constants: Readonly<Record<string, string>>): Uint8Array {
  if (Object.keys(constants).length === 0) return bytes;
  // Latin-1 keeps every byte as it is, whatever the file's encoding; the values are put in as UTF-8.
  const text = Buffer.from(bytes).toString('latin1');
  const replaced = replaceConstantsIn(text, constants, (value) => Buffer.from(value).toString('latin1'));
  return Buffer.from(replaced, 'latin1');
}

export function replaceConstantsIn(
  text: string,
  constants: Readonly<Record<string, string>>,
  encode: (value: string) => string = (value) => value,
): string {
  return text.replace(/\{\{([a-zA-Z_][a-zA-Z0-9_]*)\}\}/g, (whole, name: string) =>
    Object.hasOwn(constants, name) ? encode(constants[name] ?? '') : whole,
  );
}
