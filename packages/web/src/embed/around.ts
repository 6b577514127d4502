import type { FrameMessage, PageMessage } from './messages.ts';

export function tellPage(message: FrameMessage): void {
  if (window.parent !== window) window.parent.postMessage(message, '*');
}

/** Hears what the page around says, and no other window; returns what ends it. */
export function whenPageTells(hear: (message: PageMessage) => void): () => void {
  const receive = ({ source, data }: MessageEvent) => {
    if (source === window || source !== window.parent) return;
    if (data?.cupel === 'token' && typeof data.token === 'string') hear({ cupel: 'token', token: data.token });
    if (data?.cupel === 'theme' && typeof data.theme === 'string') hear({ cupel: 'theme', theme: data.theme });
  };
  window.addEventListener('message', receive);
  return () => window.removeEventListener('message', receive);
}
