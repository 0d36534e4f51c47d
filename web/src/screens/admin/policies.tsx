/* What the office decides about log-ins: set by the security administrator, at once in force. */
import {useState} from 'react';
import {App, Button} from 'antd';
import {$api, answer, api, forget, type Schemas} from '../../api/client';
import {useMay} from '../../app/session';
import {useLanguage, useWords} from '../../app/words';
import {Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {momentText} from '../../parts/values';
import {AskDialog, DialogField} from './ask';
import {words} from './words';

type Policy = Schemas['Policy'];

export default function Policies() {
  const t = useWords(words);
  const language = useLanguage();
  const {message} = App.useApp();
  const may = useMay('policy.set');
  const [open, setOpen] = useState<Policy | null>(null);
  const policies = $api.useQuery('get', '/api/v1/policies', {headers: {'Accept-Language': language}});
  if (policies.isPending) {
    return <Waiting />;
  }
  if (policies.error !== null) {
    return <ProblemBox error={policies.error} again={() => void policies.refetch()} />;
  }
  const text = ({unit}: Policy, value: number) => (unit === 'yes' ? t(value === 0 ? 'no' : 'yes') : t(unit as 'number' | 'minutes' | 'hours' | 'days', {n: value}));
  return (
    <section className="cm-card" aria-label={t('policies')}>
      <table className="cm-admin-table">
        <thead><tr><th scope="col">{t('policy')}</th><th scope="col">{t('value')}</th><th scope="col">{t('byDefault')}</th><th scope="col">{t('bounds')}</th><th scope="col">{t('setBy')}</th>{may && <th scope="col">{t('actions')}</th>}</tr></thead>
        <tbody>
          {policies.data.items.map((policy) => (
            <tr key={policy.id}>
              <th scope="row">{policy.title}</th><td><b>{text(policy, policy.value)}</b></td><td>{text(policy, policy.default)}</td>
              <td>{policy.unit === 'yes' ? '' : `${policy.least} – ${policy.most}`}</td><td>{policy.set_by == null ? '' : `${policy.set_by} ${momentText(policy.set_at)}`}</td>
              {may && <td><Button size="small" aria-label={t('setOf', {title: policy.title})} onClick={() => setOpen(policy)}>{t('set')}</Button></td>}
            </tr>
          ))}
        </tbody>
      </table>
      {open !== null && (
        <AskDialog title={t('setOf', {title: open.title})} reason="free" close={() => setOpen(null)}
          fields={<DialogField label={t('value')}>{open.unit === 'yes'
            ? <select name="value" className="cm-input" defaultValue={open.value}><option value={1}>{t('yes')}</option><option value={0}>{t('no')}</option></select>
            : <input type="number" name="value" className="cm-input" defaultValue={open.value} min={open.least} max={open.most} required />}</DialogField>}
          act={async (reason, form) => {
            await answer(api.PUT('/api/v1/policies/{policy}', {params: {path: {policy: open.id}}, body: {value: Number(form.get('value')), ...(reason === '' ? {} : {reason})}}));
            void forget('/api/v1/policies');
            void message.success(t('saved'));
          }} />
      )}
    </section>
  );
}
