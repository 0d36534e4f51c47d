/* Losses recovered, judgments corrected, persons released: what was told when clues were closed. */
import type {Schemas} from '../../api/client';
import {useLanguage, useWords} from '../../app/words';
import {useTerms} from '../../parts/terms';
import {countText, moneyText} from '../../parts/values';
import {Change, Count} from './number';
import {words} from './words';

type Group = Schemas['OutcomeGroup'];

export function Outcomes({groups, others}: {groups: Group[]; others: Group[] | null}) {
  const t = useWords(words);
  const language = useLanguage();
  const outcome = useTerms('desk.outcomes');
  const ids = [...new Set([...groups, ...(others ?? [])].map((group) => group.outcome))];
  const sum = (of: (group: Group) => number) => groups.reduce((all, group) => all + of(group), 0);
  const amount = (fen: number) => (fen === 0 ? '—' : moneyText(fen, language));
  return (
    <section className="cm-card" aria-labelledby="board-outcomes">
      <h2 id="board-outcomes">{t('outcomes')}</h2>
      {ids.length === 0 ? <p className="cm-quiet">{t('noOutcomes')}</p> : (
        <table className="cm-board-table">
          <thead>
            <tr>
              <th scope="col">{t('outcome')}</th><th scope="col">{t('count')}</th><th scope="col">{t('amount')}</th><th scope="col">{t('persons')}</th>
              {others !== null && <th scope="col">{t('difference')}</th>}
            </tr>
          </thead>
          <tbody>
            {ids.map((id) => {
              const group = groups.find((one) => one.outcome === id);
              const before = others?.find((one) => one.outcome === id)?.clues ?? 0;
              return (
                <tr key={id}>
                  <th scope="row">{outcome(id)}</th>
                  <td>{group === undefined ? 0 : <Count count={group.clues} filter={group.filter} what={{outcome: id}} label={outcome(id)} />}</td>
                  <td>{amount(group?.amount ?? 0)}</td>
                  <td>{group === undefined || group.persons === 0 ? '—' : countText(group.persons)}</td>
                  {others !== null && <td><Change now={group?.clues ?? 0} before={before} /></td>}
                </tr>
              );
            })}
            <tr className="cm-board-sum">
              <th scope="row">{t('sum')}</th><td>{countText(sum((group) => group.clues))}</td><td>{amount(sum((group) => group.amount))}</td>
              <td>{countText(sum((group) => group.persons))}</td>{others !== null && <td />}
            </tr>
          </tbody>
        </table>
      )}
    </section>
  );
}
