import { CupelError } from './errors/cupel-error.js';

export const MOST_FILES = 100;
const MOST_BYTES = 255;
const MOST_DEPTH = 10;
const COMPONENT = /^[A-Za-z0-9._-]{1,100}$/;

/**
 * What is wrong with a file's name, in words that follow it ("holds a newline"), or undefined where nothing is. Names are
 * paths below /box, folders allowed. This is the one check: whatever passes it is safe to hand to a compiler as an
 * argument (no leading hyphen), to show (no controls, no characters that turn the direction), and to create (no `..`).
 */
export function fileNameProblem(name: string): string | undefined {
  if (name === '') return 'is empty';
  if (name.startsWith('/')) return 'starts with a slash; names are relative to the box';
  if (name.endsWith('/')) return 'ends with a slash; folders come with their files';
  if (name.length > MOST_BYTES) return `is longer than ${MOST_BYTES} bytes`;
  const components = name.split('/');
  if (components.length > MOST_DEPTH) return `is more than ${MOST_DEPTH} folders deep`;
  for (const component of components) {
    const problem = componentProblem(component);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function componentProblem(component: string): string | undefined {
  if (component === '') return 'holds two slashes in a row';
  if (component === '.' || component === '..') return `holds "${component}", which leads elsewhere`;
  if (component.startsWith('-')) return 'holds a part that starts with a hyphen, which programs take for an option';
  if (component.length > 100) return 'holds a part that is longer than 100 characters';
  if (/[\r\n]/.test(component)) return 'holds a line end';
  if (!COMPONENT.test(component)) return 'holds a character other than letters, digits, dot, underscore and hyphen';
  return undefined;
}

/** Throws `file_…` for the first name that cannot stand in a box, or not beside the others. `field` names the list. */
export function checkFileNames(names: readonly string[], field = 'files'): void {
  if (names.length > MOST_FILES) throw new CupelError('files_too_many', { count: names.length, most: MOST_FILES }, { field });
  const seen = new Map<string, string>();
  names.forEach((name, index) => {
    const options = { field: `${field}[${index}].name` };
    const problem = fileNameProblem(name);
    if (problem !== undefined) throw new CupelError('file_name_bad', { name, problem }, options);
    const other = seen.get(name.toLowerCase());
    if (other === name) throw new CupelError('file_name_twice', { name }, options);
    if (other !== undefined) throw new CupelError('file_names_collide', { name: other, other: name }, options);
    seen.set(name.toLowerCase(), name);
  });
  checkFolders(names, seen, field);
}

/** No name may be a folder of another: the second could not be created. */
function checkFolders(names: readonly string[], seen: ReadonlyMap<string, string>, field: string): void {
  names.forEach((other, index) => {
    for (let slash = other.indexOf('/'); slash !== -1; slash = other.indexOf('/', slash + 1)) {
      const name = seen.get(other.slice(0, slash).toLowerCase());
      if (name !== undefined) throw new CupelError('file_is_folder', { name, other }, { field: `${field}[${index}].name` });
    }
  });
}
