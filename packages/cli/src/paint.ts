import { wantsColour } from './config.js';

const CODES = { green: 32, red: 31, yellow: 33, dim: 2, bold: 1 } as const;
export type Colour = keyof typeof CODES;
export type Paint = (colour: Colour, text: string) => string;

/** Colours for a stream that a person looks at; plain text for every other. */
export function paintFor(stream: { readonly isTTY?: boolean }): Paint {
  if (!wantsColour(stream)) return (_colour, text) => text;
  return (colour, text) => `\u001b[${CODES[colour]}m${text}\u001b[0m`;
}
