/* What came out for each case, and the value of each step of the rule for the cases that are facts. */
import type {Schemas} from '../../api/client';
import {useWords} from '../../app/words';
import {words} from './words';

export function CaseTable({table, go}: {table: Schemas['TestAnswer']['table']; go: (line: number) => void}) {
  const t = useWords(words);
  const steps = new Map(table.flatMap((one) => one.steps.map((step) => [step.name, step.text] as const)));
  return (
    <div className="cm-models-wide" role="region" aria-label={t('testTable')} tabIndex={0}>
      <table className="cm-models-table">
        <thead>
          <tr><th scope="col">{t('why')}</th><th scope="col">{t('expected')}</th><th scope="col">{t('came')}</th>{[...steps].map(([name, text]) => <th scope="col" key={name} title={text}>{name.replace(/^derive\./, '')}</th>)}</tr>
        </thead>
        <tbody>
          {table.map((one) => (
            <tr key={one.line} className={one.passed ? undefined : 'cm-models-failed'}>
              <td><button type="button" className="cm-models-line" onClick={() => go(one.line)}>{one.line}</button> {one.why}</td>
              <td>{one.expected ?? t('outOfScope')}</td>
              <td>{one.passed ? '✓' : '✕'} {one.came ?? t('outOfScope')}{one.missing.length > 0 && <span className="cm-quiet"> ({one.missing.join('、')})</span>}</td>
              {[...steps.keys()].map((name) => <td key={name}>{one.steps.find((step) => step.name === name)?.value ?? '—'}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
