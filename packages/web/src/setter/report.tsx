import type { PackageIssue } from '../api/setter.ts';
import { visible } from '../playground/output/visible.ts';
import { words } from '../strings/words.ts';

/** What the reader of packages found, with file and line. */
export function Report({ issues }: { readonly issues: readonly PackageIssue[] }) {
  const { setter } = words;
  if (issues.length === 0) return <p className="quiet">{setter.clean}</p>;
  return (
    <table className="list">
      <thead>
        <tr>
          <th scope="col">{setter.where}</th>
          <th scope="col">{setter.what}</th>
        </tr>
      </thead>
      <tbody>
        {issues.map(({ level, file, line, message }) => (
          <tr key={`${file} ${line} ${message}`}>
            <td className="because">
              <code>
                {visible(file)}
                {line === undefined ? '' : `:${line}`}
              </code>
            </td>
            <td className="because">
              <span className={`state ${level === 'error' ? 'bad' : 'limit'}`}>{setter.level[level]}</span> {visible(message)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
