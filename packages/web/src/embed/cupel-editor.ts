/**
 * `<cupel-editor language="python" token="…">`: the editor of a Cupel service in a page elsewhere, as a frame. It sets no cookie
 * and sends none; height follows content; the event `verdict` comes when a verdict is out. docs/embedding.md shows it.
 */
import type { FrameMessage } from './messages.ts';

const OWN_URL = new URL(import.meta.url);
const PASSED_ON = ['language', 'problem', 'theme', 'code'] as const;

class CupelEditor extends HTMLElement {
  static readonly observedAttributes = [...PASSED_ON, 'token', 'src'];
  readonly #frame = document.createElement('iframe');

  constructor() {
    super();
    this.#frame.title = 'Cupel';
    this.#frame.loading = 'lazy';
    this.#frame.style.cssText = 'display:block;width:100%;height:30rem;border:0';
    // Scripts and forms of its own origin; nothing that reaches the page around it, its windows or its downloads.
    this.#frame.setAttribute('sandbox', 'allow-scripts allow-same-origin allow-forms');
    this.attachShadow({ mode: 'closed' }).append(this.#frame);
  }

  connectedCallback(): void {
    window.addEventListener('message', this.#receive);
    this.#open();
  }

  disconnectedCallback(): void {
    window.removeEventListener('message', this.#receive);
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.#open();
  }

  #open(): void {
    const url = new URL('/embed', this.getAttribute('src') ?? OWN_URL);
    for (const name of PASSED_ON) {
      const value = this.getAttribute(name);
      if (value !== null) url.searchParams.set(name, value);
    }
    url.hash = new URLSearchParams({ token: this.getAttribute('token') ?? '' }).toString();
    if (this.#frame.src !== url.href) this.#frame.src = url.href;
  }

  readonly #receive = (event: MessageEvent): void => {
    // Any window may post here: only our own frame is heard.
    if (event.source === null || event.source !== this.#frame.contentWindow) return;
    const message = event.data as FrameMessage;
    if (message?.cupel === 'height' && Number.isFinite(message.height))
      this.#frame.style.height = `${Math.min(20_000, Math.max(100, Math.ceil(message.height)))}px`;
    if (message?.cupel === 'verdict')
      this.dispatchEvent(new CustomEvent('verdict', { detail: message.detail, bubbles: true, composed: true }));
  };
}

if (!customElements.get('cupel-editor')) customElements.define('cupel-editor', CupelEditor);
