/* Period, period to compare with, day, and what the board is narrowed to: all of it in the address. */
import {Button, Tag} from 'antd';
import {useKeys} from '../../app/keys';
import {useWords} from '../../app/words';
import {useValueTitle} from './groups';
import {NARROW, periodBefore, presetOf, yearBefore, type Asked, type Narrow, type Period, type Preset} from './query';
import {words} from './words';

const PRESETS: Preset[] = ['all', 'month', 'quarter', 'year'];

function Chip({name, value, drop}: {name: Narrow; value: string; drop: () => void}) {
  const t = useWords(words);
  const title = useValueTitle(name)(value);
  const what = `${t(`by${name.charAt(0).toUpperCase()}${name.slice(1)}` as keyof typeof words)}：${title}`;
  return <Tag closable={{'aria-label': t('widen', {what})}} onClose={(event) => { event.preventDefault(); drop(); }}>{what}</Tag>;
}

function Day({label, value, set}: {label: string; value: string | undefined; set: (day: string | null) => void}) {
  return (
    <label className="cm-board-day">{label}
      <input type="date" className="cm-input" value={value ?? ''} onChange={(event) => set(event.target.value === '' ? null : event.target.value)} />
    </label>
  );
}

type Props = {asked: Asked; change: (values: Record<string, string | null | undefined>) => void; sheet: string | null};

export function Ask({asked, change, sheet}: Props) {
  const t = useWords(words);
  const {period, against} = asked;
  const before = periodBefore(period), lastYear = yearBefore(period);
  const same = (a: Period | null, b: Period | null) => a !== null && b !== null && a.from === b.from && a.to === b.to;
  const chosen = against === null ? 'none' : same(against, before) ? 'before' : same(against, lastYear) ? 'year' : 'own';
  useKeys(t('title'), [{key: 'p', what: t('print'), act: () => window.print()}]);

  function compare(how: string) {
    const other = how === 'before' ? before : how === 'year' ? lastYear : how === 'own' ? against ?? before ?? period : null;
    change({vs_from: other?.from, vs_to: other?.to});
  }

  return (
    <div className="cm-card cm-noprint">
      <div className="cm-row" role="group" aria-label={t('period')}>
        {PRESETS.map((preset) => (
          <Button key={preset} size="small" className={same(period, presetOf(preset)) ? 'cm-board-on' : undefined} aria-pressed={same(period, presetOf(preset))}
            onClick={() => change({from: null, to: null, vs_from: null, vs_to: null, ...presetOf(preset)})}>{t(preset)}</Button>
        ))}
        <Day label={t('from')} value={period.from} set={(from) => change({from})} />
        <Day label={t('to')} value={period.to} set={(to) => change({to})} />
        <label className="cm-board-day">{t('compare')}
          <select className="cm-input" value={chosen} onChange={(event) => compare(event.target.value)} disabled={before === null}>
            <option value="none">{t('noCompare')}</option>
            <option value="before">{t('before')}{before === null ? '' : ` ${before.from} – ${before.to}`}</option>
            <option value="year">{t('lastYear')}</option>
            <option value="own">{t('own')}</option>
          </select>
        </label>
        {against !== null && <Day label={t('compareFrom')} value={against.from} set={(day) => change({vs_from: day})} />}
        {against !== null && <Day label={t('compareTo')} value={against.to} set={(day) => change({vs_to: day})} />}
        <Day label={t('asOf')} value={asked.asOf} set={(day) => change({as_of: day})} />
        <span className="cm-board-end">
          <Button size="small" onClick={() => window.print()}>{t('print')}</Button>
          {sheet !== null && <Button size="small" href={sheet} download>{t('sheet')}</Button>}
        </span>
      </div>
      {Object.keys(asked.narrow).length !== 0 && (
        <div className="cm-row cm-board-chips"><span>{t('narrowed')}</span>
          {NARROW.map((name) => {
            const value = asked.narrow[name];
            return value === undefined ? null : <Chip key={name} name={name} value={value} drop={() => change({[name]: null})} />;
          })}
        </div>
      )}
    </div>
  );
}
