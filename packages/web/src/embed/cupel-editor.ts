/**
 * `<cupel-editor language="python" token="…">`: the editor of a Cupel service in a page elsewhere, as a frame. It sets no cookie
 * and sends none; height follows content; the event `verdict` comes when a verdict is out, and `tokenexpired` when a new token is
 * wanted. docs/embedding.md shows it.
 */
import type { FrameMessage, PageMessage } from './messages.ts';

const OWN_URL = new URL(import.meta.url);
/** What stands in the frame's address: another of these is another frame. */
const LOADED = ['language', 'problem', 'code'] as const;

class CupelEditor extends HTMLElement {
  static readonly observedAttributes = [...LOADED, 'src', 'token', 'theme'];
  readonly #frame = document.createElement('iframe');
  #ready = false;

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
    this.#ready = false;
  }

  attributeChangedCallback(name: string): void {
    if (!this.isConnected) return;
    // A new token or theme must not cost what somebody has written; before the frame hears, it is told when it does.
    if (name === 'token' || name === 'theme') this.#tellAll();
    else this.#open();
  }

  get #origin(): URL {
    return new URL('/embed', this.getAttribute('src') ?? OWN_URL);
  }

  #open(): void {
    const url = this.#origin;
    for (const name of [...LOADED, 'theme']) {
      const value = this.getAttribute(name);
      if (value !== null) url.searchParams.set(name, value);
    }
    url.hash = new URLSearchParams({ token: this.getAttribute('token') ?? '' }).toString();
    this.#ready = false;
    this.#frame.src = url.href;
  }

  #tellAll(): void {
    if (!this.#ready) return;
    this.#tell({ cupel: 'theme', theme: this.getAttribute('theme') ?? '' });
    this.#tell({ cupel: 'token', token: this.getAttribute('token') ?? '' });
  }

  /** To the service's own page alone: a frame that was led elsewhere gets no token. */
  #tell(message: PageMessage): void {
    this.#frame.contentWindow?.postMessage(message, this.#origin.origin);
  }

  readonly #receive = (event: MessageEvent): void => {
    // Any window may post here: only our own frame is heard.
    if (event.source === null || event.source !== this.#frame.contentWindow) return;
    const message = event.data as FrameMessage;
    if (message?.cupel === 'ready') {
      this.#ready = true;
      this.#tellAll();
    }
    if (message?.cupel === 'height' && Number.isFinite(message.height))
      this.#frame.style.height = `${Math.min(20_000, Math.max(100, Math.ceil(message.height)))}px`;
    if (message?.cupel === 'expired') this.#dispatch('tokenexpired', undefined);
    if (message?.cupel === 'verdict') this.#dispatch('verdict', message.detail);
  };

  #dispatch(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

if (!customElements.get('cupel-editor')) customElements.define('cupel-editor', CupelEditor);
