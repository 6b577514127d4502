import * as Radix from '@radix-ui/react-dialog';
import { type ReactNode, useState } from 'react';
import { styleNonce } from '../design/nonce.ts';
import { words } from '../strings/words.ts';
import './dialog.css';

// What keeps the page behind from scrolling is a style element that radix makes; by this name its library asks for the nonce.
Object.assign(window, { __webpack_nonce__: styleNonce() });

export interface DialogProps {
  readonly title: string;
  readonly children: ReactNode;
  onClose(): void;
}

/** A question or an answer before the page. Escape closes it, focus stays in it and goes back where it was. */
export function Dialog({ title, children, onClose }: DialogProps) {
  // Opened by whatever was pressed, which radix does not know of: it would leave the focus nowhere.
  const [before] = useState(() => document.activeElement);
  const putBack = (event: Event) => {
    event.preventDefault();
    if (before instanceof HTMLElement) before.focus();
  };
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="dialog-veil" />
        <Radix.Content className="dialog" aria-describedby={undefined} onCloseAutoFocus={putBack}>
          <Radix.Title className="dialog-title">{title}</Radix.Title>
          {children}
          <Radix.Close className="button plain square dialog-close" aria-label={words.playground.close}>
            ×
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
