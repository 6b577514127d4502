/** What of an OpenAPI document the page shows; it is our own, so its shape is known. */
interface Operation {
  readonly summary: string;
  readonly tags: readonly string[];
  readonly 'x-cupel-scope': string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: Schema;
    readonly description?: string;
  }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}
type Content = Readonly<Record<string, { readonly schema: Schema }>>;
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}
interface Document {
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export const STYLE = `:root{color-scheme:light dark;--line:#8884;--soft:#8881}
body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:1rem 1.5rem 4rem}
h1{margin-bottom:0}h2{margin-top:2.5rem;border-bottom:1px solid var(--line)}
code,pre{font:14px/1.5 ui-monospace,monospace}pre{background:var(--soft);padding:.75rem;overflow-x:auto}
details{border:1px solid var(--line);border-radius:6px;margin:.5rem 0;padding:.5rem .75rem}summary{cursor:pointer}
table{border-collapse:collapse;width:100%;margin:.5rem 0}td,th{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid var(--line)}
.method{display:inline-block;min-width:4.5rem;font-weight:600}.scope{float:right;opacity:.75}`;

const html = (text: string) => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** The page of /docs: everything that openapi.json says, without a script. */
export function renderDocs({ info, paths, components }: Document): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const tags = [...new Set(operations.flatMap(({ operation }) => operation.tags))].sort();
  const groups = tags.map((tag) => {
    const own = operations.filter(({ operation }) => operation.tags.includes(tag));
    return `<h2>${html(tag)}</h2>${own.map(({ path, method, operation }) => operationHtml(path, method, operation)).join('')}`;
  });
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) =>
      `<details id="${html(name)}"><summary><code>${html(name)}</code> ${html(schema.description ?? '')}</summary>${propertiesHtml(schema)}</details>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${html(info.title)} ${html(info.version)}: routes</title><style>${STYLE}</style></head><body>
<h1>${html(info.title)} <small>${html(info.version)}</small></h1><p>${html(info.description)}</p>
<p>A key goes into <code>x-api-key</code> or <code>Authorization: Bearer</code>. The same as data: <a href="/openapi.json">openapi.json</a>.</p>
${groups.join('\n')}<h2>Shapes</h2>${schemas.join('\n')}</body></html>`;
}

function operationHtml(path: string, method: string, operation: Operation): string {
  const body = operation.requestBody?.content['application/json']?.schema;
  const answers = Object.entries(operation.responses).map(([status, { description, content }]) => {
    const [type, media] = Object.entries(content ?? {})[0] ?? [];
    const shape = type === 'application/json' && media ? typeHtml(media.schema) : html(type ?? '');
    return `<tr><td><code>${html(status)}</code></td><td>${shape}</td><td>${codes(description)}</td></tr>`;
  });
  return `<details><summary><span class="scope">${html(operation['x-cupel-scope'])}</span><code><span class="method">${html(method.toUpperCase())}</span>${html(path)}</code><br>${html(operation.summary)}</summary>
${parametersHtml(operation)}${body ? `<p>Body: ${typeHtml(body)}</p>` : ''}<table><tr><th>Status</th><th>Shape</th><th></th></tr>${answers.join('')}</table></details>`;
}

function parametersHtml({ parameters }: Operation): string {
  if (parameters.length === 0) return '';
  const rows = parameters.map(
    ({ name, in: place, required, schema, description }) =>
      `<tr><td><code>${html(name)}</code>${required ? '' : '?'}</td><td>${html(place)}</td><td>${typeHtml(schema)}</td><td>${html(description ?? schema.description ?? '')}</td></tr>`,
  );
  return `<table>${rows.join('')}</table>`;
}

function propertiesHtml(schema: Schema): string {
  if (!schema.properties) return `<p>${typeHtml({ ...schema, description: '' })}</p>`;
  const rows = Object.entries(schema.properties).map(
    ([name, property]) =>
      `<tr><td><code>${html(name)}</code>${schema.required?.includes(name) ? '' : '?'}</td><td>${typeHtml(property)}</td><td>${html(property.description ?? '')}</td></tr>`,
  );
  return `<table>${rows.join('')}</table>`;
}

function typeHtml(schema: Schema): string {
  if (schema.$ref) {
    const name = html(schema.$ref.split('/').at(-1) ?? '');
    return `<a href="#${name}"><code>${name}</code></a>`;
  }
  if (schema.enum) return schema.enum.map((value) => `<code>${html(String(value))}</code>`).join(' ');
  const parts = schema.anyOf ?? schema.allOf;
  if (parts) return parts.map(typeHtml).join(' or ');
  if (schema.items) return `list of ${typeHtml(schema.items)}`;
  return html([schema.type ?? 'anything'].flat().join(' or '));
}

function codes(description: string): string {
  return html(description).replace(/`([^`]+)`/g, '<code>$1</code>');
}
