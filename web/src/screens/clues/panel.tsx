/* Facets with their counts, and the chips of what is chosen. */
import {useState} from 'react';
import {Button} from 'antd';
import type {Schemas} from '../../api/client';
import {useWords} from '../../app/words';
import {countText} from '../../parts/values';
import {FACETS, type Facet, type Filters} from './filters';
import {words} from './words';

const SHOWN = 7;
const BY_VALUE: Partial<Record<Facet, number>> = {severity: 1, year: -1};
type Count = Schemas['FacetCount'];

function One({facet, counts, filters}: {facet: Facet; counts: Count[]; filters: Filters}) {
  const t = useWords(words);
  const [all, setAll] = useState(false);
  const [part, setPart] = useState('');
  const chosen = filters.params.getAll(facet);
  const inOrder = BY_VALUE[facet] === undefined ? counts : [...counts].sort((a, b) => (BY_VALUE[facet] ?? 1) * (a.value ?? '~').localeCompare(b.value ?? '~'));
  const matching = inOrder.filter((one) => part === '' || (one.title ?? one.value ?? '').includes(part));
  const shown = all || part !== '' ? matching.slice(0, 200) : matching.filter((one, i) => i < SHOWN || chosen.includes(one.value ?? ''));
  if (counts.length === 0) {
    return null;
  }
  return (
    <fieldset className="cm-facet">
      <legend>{t(facet)}</legend>
      {counts.length > 2 * SHOWN && <input className="cm-facet-find" type="search" value={part} aria-label={t('find', {name: t(facet)})}
        placeholder={t('find', {name: t(facet)})} onChange={(event) => setPart(event.target.value)} />}
      {shown.map((one) => (
        <label key={one.value ?? ''} className="cm-facet-value">
          <input type="checkbox" checked={chosen.includes(one.value ?? '')} onChange={() => filters.toggle(facet, one.value ?? '')} />
          <span title={one.title ?? undefined}>{one.title ?? one.value ?? t('none')}</span>
          <span className="cm-number cm-quiet">{countText(one.count)}</span>
        </label>
      ))}
      {part === '' && counts.length > SHOWN && <button type="button" className="cm-link" onClick={() => setAll(!all)}>{all ? t('fewer') : t('more', {n: counts.length - SHOWN})}</button>}
    </fieldset>
  );
}

export function Panel({facets, filters}: {facets: Schemas['Facets'] | undefined; filters: Filters}) {
  const t = useWords(words);
  return (
    <aside className="cm-facets" aria-label={t('filters')} id="cm-facets" tabIndex={-1}>
      <label className="cm-facet-value"><input type="checkbox" checked={filters.query.urgent === true} onChange={(event) => filters.set('urgent', event.target.checked ? 'true' : null)} /><span>{t('urgent')}</span></label>
      {FACETS.map((facet) => <One key={facet} facet={facet} counts={facets?.[facet] ?? []} filters={filters} />)}
      <label className="cm-facet-value"><input type="checkbox" checked={filters.query.gone === true} onChange={(event) => filters.set('gone', event.target.checked ? 'true' : null)} /><span>{t('gone')}</span></label>
    </aside>
  );
}

export function Chips({facets, filters}: {facets: Schemas['Facets'] | undefined; filters: Filters}) {
  const t = useWords(words);
  const chips: {name: string; drop: () => void}[] = FACETS.flatMap((facet) => filters.params.getAll(facet).map((value) => {
    const title = facets?.[facet].find((one) => (one.value ?? '') === value)?.title ?? (value === '' ? t('none') : value);
    return {name: `${t(facet)}：${title}`, drop: () => filters.toggle(facet, value)};
  }));
  if (filters.query.words !== undefined) {
    chips.push({name: `“${filters.query.words}”`, drop: () => filters.set('words', null)});
  }
  for (const flag of ['urgent', 'gone'] as const) {
    if (filters.query[flag] === true) {
      chips.push({name: t(flag), drop: () => filters.set(flag, null)});
    }
  }
  return chips.length === 0 ? null : (
    <div className="cm-row cm-chips" role="group" aria-label={t('chips')}>
      {chips.map((chip) => <button type="button" className="cm-chip" key={chip.name} aria-label={t('without', {name: chip.name})} onClick={chip.drop}>{chip.name} ×</button>)}
      <Button type="link" size="small" onClick={filters.clear}>{t('clear')}</Button>
    </div>
  );
}
