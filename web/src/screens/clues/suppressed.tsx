/* Known false positives: what was decided, and the results that it leaves out. Each can be brought back. */
import {useState} from 'react';
import {Button, Modal} from 'antd';
import {$api, forget} from '../../api/client';
import {useMay} from '../../app/session';
import {useLanguage, useWords} from '../../app/words';
import {Blank, Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {dayText} from '../../parts/values';
import {words} from './words';

function Restore({no, close}: {no: number; close: () => void}) {
  const t = useWords(words);
  const [reason, setReason] = useState('');
  const end = $api.useMutation('post', '/api/v1/suppressions/{suppression}/end', {
    onSuccess: () => {
      void forget('/api/v1/suppressions', '/api/v1/results', '/api/v1/home');
      close();
    },
  });
  return (
    <Modal open title={t('restore')} onCancel={close} okText={t('restore')} okButtonProps={{disabled: reason.trim() === '', loading: end.isPending}}
      onOk={() => end.mutate({params: {path: {suppression: no}}, body: {reason: reason.trim()}})}>
      <label className="cm-field"><span>{t('restoreWhy')}</span><input className="cm-input" value={reason} onChange={(event) => setReason(event.target.value)} /></label>
    </Modal>
  );
}

export default function Suppressed() {
  const t = useWords(words);
  const headers = {'Accept-Language': useLanguage()};
  const [ending, setEnding] = useState<number | null>(null);
  const mayEnd = useMay('suppress.end');
  const list = $api.useQuery('get', '/api/v1/suppressions', {params: {query: {limit: 500}}, headers});
  const results = $api.useQuery('get', '/api/v1/results', {params: {query: {suppressed: 'only', limit: 200}}, headers});
  if (list.error != null) {
    return <ProblemBox error={list.error} again={() => void list.refetch()} />;
  }
  if (list.isPending) {
    return <Waiting />;
  }
  return (
    <section aria-label={t('tabSuppressed')}>
      <p className="cm-quiet">{t('suppAbout')}</p>
      {list.data.items.length === 0 ? <Blank title={t('suppBlank')} about={t('suppBlankAbout')} /> : (
        <table className="cm-table cm-plain">
          <thead><tr>{(['scope', 'reason', 'by', 'until'] as const).map((word) => <th scope="col" key={word}>{t(word)}</th>)}{mayEnd && <th scope="col">{t('restore')}</th>}</tr></thead>
          <tbody>
            {list.data.items.map((one) => (
              <tr key={one.no}>
                <td>{[one.model, one.court, one.charge, one.sub, one.clue].filter(Boolean).join(' · ')}</td>
                <td>{one.reason}</td><td>{one.by}</td><td>{dayText(one.until)}</td>
                {mayEnd && <td><Button size="small" onClick={() => setEnding(one.no)}>{t('restore')}</Button></td>}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {results.data !== undefined && results.data.items.length !== 0 && <>
        <h2>{t('suppResults')}</h2>
        <table className="cm-table cm-plain">
          <thead><tr><th scope="col">{t('number')}</th><th scope="col">{t('court')}</th><th scope="col">{t('finding')}</th></tr></thead>
          <tbody>{results.data.items.map((one) => <tr key={one.id}><td>{one.case_no}</td><td>{one.court}</td><td>{one.finding}</td></tr>)}</tbody>
        </table>
      </>}
      {ending !== null && <Restore no={ending} close={() => setEnding(null)} />}
    </section>
  );
}
