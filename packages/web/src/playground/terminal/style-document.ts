import { styleNonce } from '../../design/nonce.ts';

/**
 * The document as xterm may see it. The policy of the pages refuses style elements without this answer's nonce, and all style
 * attributes, by both of which xterm draws: its elements are given the one, and the other goes by the object model.
 */
export function styleDocument(): Document {
  const createElement = allowed(document.createElement.bind(document));
  return new Proxy(document, {
    get: (target, key) => {
      if (key === 'createElement') return createElement;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Whatever document xterm is given, some of its parts take the page's own: what is made of that in `work` is allowed, too. */
export function withStyles(work: () => void): void {
  document.createElement = allowed(Document.prototype.createElement.bind(document)) as Document['createElement'];
  try {
    work();
  } finally {
    Reflect.deleteProperty(document, 'createElement');
  }
}

function allowed(create: (name: string) => HTMLElement): (name: string) => HTMLElement {
  return (name) => {
    const element = create(name);
    if (name === 'style') element.nonce = styleNonce();
    if (name === 'span') element.setAttribute = setAttributeByStyle;
    return element;
  };
}

function setAttributeByStyle(this: HTMLElement, name: string, value: string): void {
  if (name === 'style') this.style.cssText = value;
  else Element.prototype.setAttribute.call(this, name, value);
}
