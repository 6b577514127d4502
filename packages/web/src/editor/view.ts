import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension, Prec } from '@codemirror/state';
import {
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  rectangularSelection,
} from '@codemirror/view';
import { styleNonce } from '../design/nonce.ts';
import { languageOf } from './modes.ts';
import { editorTheme } from './theme.ts';

export interface EditorOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly label: string;
  readonly readOnly?: boolean;
  onChange(text: string): void;
  onRun(): void;
}

export interface EditorHandle {
  /** Replaces all text, without a trace in the history: another file was opened. */
  show(text: string, mode: string, label: string): void;
  focus(): void;
  destroy(): void;
}

/**
 * The editor. Tab indents; Escape and then Tab leaves it, which CodeMirror itself provides (`tabFocusMode` for 2 seconds after
 * Escape), so that nobody is caught in it.
 */
export function openEditor(options: EditorOptions): EditorHandle {
  const language = new Compartment();
  const label = new Compartment();
  const naming = (name: string) => EditorView.contentAttributes.of({ 'aria-label': name });
  let current = '';
  const fresh = (text: string, name: string) =>
    EditorState.create({
      doc: text,
      extensions: [language.of([]), label.of(naming(name)), ...extensions(options)],
    });
  const view = new EditorView({ parent: options.parent, state: fresh(options.text, options.label) });
  const load = async (mode: string) => {
    current = mode;
    const extension = await languageOf(mode).catch(() => []);
    if (current === mode) view.dispatch({ effects: language.reconfigure(extension) });
  };
  return {
    show: (text, mode, name) => {
      view.setState(fresh(text, name));
      void load(mode);
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

function extensions({ onChange, onRun, readOnly = false }: EditorOptions): Extension[] {
  const run = () => {
    onRun();
    return true;
  };
  return [
    EditorView.cspNonce.of(styleNonce()),
    EditorState.readOnly.of(readOnly),
    Prec.highest(keymap.of([{ key: 'Mod-Enter', run }])),
    lineNumbers(),
    foldGutter(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    dropCursor(),
    EditorState.allowMultipleSelections.of(true),
    indentOnInput(),
    indentUnit.of('    '),
    EditorState.tabSize.of(4),
    bracketMatching(),
    closeBrackets(),
    autocompletion(),
    rectangularSelection(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    search({ top: true }),
    keymap.of([
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...completionKeymap,
      indentWithTab,
    ]),
    editorTheme,
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange(update.state.doc.toString());
    }),
  ];
}
