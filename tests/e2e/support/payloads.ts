import type { Page } from 'playwright-core';

/** What a stranger may put into any text. Each is to be seen as it is, and to do nothing. */
export const PAYLOADS: readonly string[] = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(2)>',
  '"><svg onload=alert(3)>',
  "'-alert(4)-'",
  '<iframe srcdoc="<script>alert(5)</script>"></iframe>',
  '<style>body{display:none}</style>',
  '</pre><style>*{background:url(http://evil.example/css)}</style>',
  '<link rel=stylesheet href=http://evil.example/a.css>',
  '<a href="javascript:alert(6)">javascript:alert(7)</a>',
  '<meta http-equiv=refresh content="0;url=http://evil.example">',
  '<base href=http://evil.example/>',
  '<form action=http://evil.example><input autofocus onfocus=alert(8)></form>',
  '{{constructor.constructor("alert(9)")()}}',
  '$' + '{alert(10)}',
  '\u202Egnp.exe\u202C',
  '\u2066hidden\u2069',
  '<img src=http://evil.example/i.png>',
  `<img src=x onerror="document.title='owned'">`,
  '<title>owned</title><svg><title>owned</title></svg>',
  '<div style="position:fixed;inset:0;z-index:9999;background:red">over</div>',
  '[click](javascript:alert(11)) ![x](http://evil.example/i.png) <http://evil.example/>',
  '$\\href{javascript:alert(12)}{x}$ $\\htmlStyle{position:fixed}{x}$ $\\includegraphics{http://evil.example/i.png}$',
  'a\u200B\u200D\uFEFFb\u0300\u0301\u0302\u0303',
  '\uFF1Cscript\uFF1Ealert(13)\uFF1C/script\uFF1E',
  '-->--!></textarea></title></noscript><img src=x onerror=alert(14)>',
  '; } * { position: fixed } /* expression(alert(15)) @import "http://evil.example/b.css"',
];

/** All of them in texts of so many characters at most, for fields that are short. */
export function packed(most: number): readonly string[] {
  return PAYLOADS.reduce<string[]>((texts, payload) => {
    const last = texts.at(-1);
    if (last !== undefined && last.length + payload.length + 1 <= most) texts[texts.length - 1] = `${last} ${payload}`;
    else texts.push(payload.slice(0, most));
    return texts;
  }, []);
}

export const ALL = PAYLOADS.join('\n');
/** One word that fits nowhere. */
export const HUGE = 'W'.repeat(180);

/** What must not have come of it: elements, handlers, links and pictures elsewhere, a title, a style, something over the page. */
export interface Effects {
  readonly elements: number;
  readonly links: readonly string[];
  readonly handlers: readonly string[];
  readonly images: readonly string[];
  readonly visible: string;
  readonly title: string;
  /** What lies over the name of the service, or over what the page says first. */
  readonly over: readonly string[];
  /** Pixels by which the page is wider than the window. */
  readonly wider: number;
}

export const NONE: Effects = {
  elements: 0,
  links: [],
  handlers: [],
  images: [],
  visible: 'block',
  title: 'Cupel',
  over: [],
  wider: 0,
};

export async function effectsIn(page: Page): Promise<Effects> {
  return (await page.evaluate(`(() => {
    const inside = document.querySelector('#root');
    const elsewhere = (url) => url !== '' && !url.startsWith(location.origin);
    const isCovered = (element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      const at = document.elementFromPoint(left + Math.min(width, innerWidth) / 2, top + height / 2);
      return at !== null && !element.contains(at) && !at.contains(element);
    };
    return {
      elements: inside.querySelectorAll('script, iframe, object, embed, base, meta, link, style, form[action]').length,
      // A statement may link to a page elsewhere: that waits for a click, and opens no window that would know this one.
      links: [...inside.querySelectorAll('a[href]')]
        .filter((a) => !(a.closest('.statement') && /^https?:$/.test(a.protocol) && a.target === ''))
        .map((a) => a.href).filter(elsewhere),
      handlers: [...inside.querySelectorAll('*')].flatMap((e) => e.getAttributeNames()).filter((name) => name.startsWith('on')),
      images: [...inside.querySelectorAll('img')].map((i) => i.src).filter(elsewhere),
      visible: getComputedStyle(document.body).display,
      title: document.title,
      over: [...document.querySelectorAll('header.bar .name')].filter(isCovered).map(() => 'the name'),
      wider: Math.max(0, document.documentElement.scrollWidth - innerWidth),
    };
  })()`)) as Effects;
}
