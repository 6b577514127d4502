/** Every key that does something, by where it does; `Mod` is Ctrl, on a Mac the Command key. */
export const shortcuts = {
  title: 'Keyboard shortcuts',
  open: 'Keyboard shortcuts (?)',
  single: 'Single keys work (? and g)',
  groups: [
    {
      name: 'Everywhere',
      keys: [
        ['?', 'this list'],
        ['g then p', 'the playground'],
        ['g then l', 'the list of problems'],
        ['g then c', 'contests'],
      ],
    },
    {
      name: 'Playground and problems',
      keys: [
        ['Mod Enter', 'run, or submit'],
        ['Escape, then Tab', 'leave the editor'],
      ],
    },
    {
      name: 'In the editor',
      keys: [
        ['Mod F', 'search and replace'],
        ['Mod /', 'make a line a comment, or none'],
        ['Tab, Shift Tab', 'more or less indentation'],
        ['Alt ↑, Alt ↓', 'move the line'],
        ['Shift Alt ↓', 'copy the line'],
        ['Shift Mod K', 'delete the line'],
        ['Mod D', 'select the next that is the same'],
        ['Shift Mod \\', 'go to the matching bracket'],
        ['Mod Z, Shift Mod Z', 'undo, redo'],
      ],
    },
  ],
} as const;
