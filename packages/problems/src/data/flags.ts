/** Arguments as a shell would split them: quotes keep spaces, a backslash keeps the next character. Nothing is expanded. */
export function splitFlags(text: string): readonly string[] {
  const words = text.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/g) ?? [];
  return words.map((word) => word.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/g, unquoted));
}

function unquoted(_: string, double: string | undefined, single: string | undefined, escaped: string | undefined): string {
  if (double !== undefined) return double.replace(/\\(["\\$`])/g, '$1');
  return single ?? escaped ?? '';
}
