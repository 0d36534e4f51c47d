/* Precision as verdicts measured it, with its interval; where there are none, what was measured before shipping. */
import type {Schemas} from '../../api/client';
import {useWords} from '../../app/words';
import {words} from './words';

const percent = (thousandths: number) => `${(thousandths / 10).toFixed(1)}%`;

export function Measured({model}: {model: Schemas['Model']}) {
  const t = useWords(words);
  const here = (model.measured ?? []).filter((one) => one.precision !== null);
  if (here.length > 0) {
    return <>{here.map((one) => <div key={one.content} className="cm-number">v{one.version}: {percent(one.precision ?? 0)} ({percent(one.low ?? 0)}–{percent(one.high ?? 0)})</div>)}</>;
  }
  return <span className="cm-quiet">{t('notMeasured')}</span>;
}
