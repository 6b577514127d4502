import MarkdownItConstructor from 'markdown-it';
import footnote from 'markdown-it-footnote';

export type MarkdownIt = ReturnType<typeof markdownIt>;
export type StateInline = Parameters<Parameters<MarkdownIt['inline']['ruler']['push']>[1]>[0];
export type StateBlock = Parameters<Parameters<MarkdownIt['block']['ruler']['push']>[1]>[0];

/** CommonMark with tables and footnotes. Markup in the text is text: what strangers write is shown in other people's pages. */
export function markdownIt() {
  const library = new MarkdownItConstructor({ html: false, linkify: false, typographer: false });
  // Their types describe two builds of one library, which are the same at run time.
  library.use(footnote as unknown as Parameters<typeof library.use>[0]);
  // Images and links stay inside the package, or lead to the web; no data:, no other scheme.
  library.validateLink = (url) => /^(https?:\/\/|mailto:)/i.test(url) || !/^[a-z][a-z0-9+.-]*:|^\/\//i.test(url);
  library.renderer.rules.image = (tokens, index, options, _environment, self) => {
    const token = tokens[index];
    const source = String(token?.attrGet('src') ?? '');
    // A picture from elsewhere would tell its server who reads the statement; one by an absolute path asks ours for anything.
    if (/^[a-z]+:|^[/\\]|(^|[/\\])\.\.([/\\]|$)/i.test(source)) return library.utils.escapeHtml(token?.content ?? '');
    return self.renderToken(tokens, index, options);
  };
  return library;
}
