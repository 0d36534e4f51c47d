/* Offices and their departments, in one tree. */
import {useState} from 'react';
import {App, Button} from 'antd';
import {$api, answer, api, forget, type Schemas} from '../../api/client';
import {useMay} from '../../app/session';
import {useWords} from '../../app/words';
import {Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {AskDialog, DialogField} from './ask';
import {words} from './words';

type Office = Schemas['Office'];

/* Each after the one above it, with its depth. */
function inTree(all: Office[]): {office: Office; depth: number}[] {
  const under = (above: string, depth: number): {office: Office; depth: number}[] =>
    all.filter((office) => (office.above ?? '') === above).flatMap((office) => [{office, depth}, ...under(office.name, depth + 1)]);
  return under('', 0);
}

function Above({offices, but}: {offices: Office[]; but?: string}) {
  return <select name="above" className="cm-input" required>{offices.filter((office) => office.name !== but).map((office) => <option key={office.name}>{office.name}</option>)}</select>;
}

export default function Offices() {
  const t = useWords(words);
  const {message} = App.useApp();
  const may = useMay('office.create');
  const [open, setOpen] = useState<'add' | Office | null>(null);
  const offices = $api.useQuery('get', '/api/v1/offices');
  if (offices.isPending) {
    return <Waiting />;
  }
  if (offices.error !== null) {
    return <ProblemBox error={offices.error} again={() => void offices.refetch()} />;
  }
  const all = offices.data.items;
  const done = (text: string) => { void forget('/api/v1/offices'); void message.success(text); };
  return (
    <section className="cm-card" aria-label={t('offices')}>
      {may && <div className="cm-row cm-admin-tools"><Button type="primary" onClick={() => setOpen('add')}>{t('addOffice')}</Button></div>}
      <table className="cm-admin-table">
        <thead><tr><th scope="col">{t('officeName')}</th><th scope="col">{t('officeCode')}</th><th scope="col">{t('kind')}</th>{may && <th scope="col">{t('actions')}</th>}</tr></thead>
        <tbody>
          {inTree(all).map(({office, depth}) => (
            <tr key={office.name}>
              <th scope="row" style={{paddingLeft: 8 + 24 * depth}}>{office.name}</th><td>{office.code}</td><td>{office.department ? t('department') : t('own')}</td>
              {may && <td>{depth > 0 && <Button size="small" aria-label={t('moveOf', {name: office.name})} onClick={() => setOpen(office)}>{t('move')}</Button>}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {open === 'add' && (
        <AskDialog title={t('addOffice')} reason="none" close={() => setOpen(null)}
          fields={<>
            <DialogField label={t('officeName')}><input name="name" className="cm-input" required maxLength={200} /></DialogField>
            <DialogField label={t('officeCode')}><input name="code" className="cm-input" maxLength={40} /></DialogField>
            <DialogField label={t('above')}><Above offices={all} /></DialogField>
            <label className="cm-row"><input type="checkbox" name="department" value="yes" />{t('isDepartment')}</label>
          </>}
          act={async (_reason, form) => {
            const name = String(form.get('name')).trim(), code = String(form.get('code')).trim();
            await answer(api.POST('/api/v1/offices', {body: {name, above: String(form.get('above')), department: form.has('department'), ...(code === '' ? {} : {code})}}));
            done(t('added', {name}));
          }} />
      )}
      {open !== null && open !== 'add' && (
        <AskDialog title={t('moveOf', {name: open.name})} reason="none" close={() => setOpen(null)} fields={<DialogField label={t('above')}><Above offices={all} but={open.name} /></DialogField>}
          act={async (_reason, form) => {
            await answer(api.POST('/api/v1/offices/{office}/move', {params: {path: {office: open.name}}, body: {above: String(form.get('above'))}}));
            done(t('moved'));
          }} />
      )}
    </section>
  );
}
