/* Persons: registered, invited and disabled by one administrator, given roles by another. */
import {useState} from 'react';
import {App, Button, Dropdown} from 'antd';
import {$api, answer, api, forget, type Schemas} from '../../api/client';
import {useMay, useSession} from '../../app/session';
import {useWords} from '../../app/words';
import {Blank, Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {useTerms} from '../../parts/terms';
import {AskDialog, DialogField, LinkDialog} from './ask';
import {words} from './words';

type Person = Schemas['Person'];
type Open = {what: 'register'} | {what: 'disable' | 'grant'; person: Person} | {what: 'end'; person: Person; role: string} | {what: 'link'; name: string; code: string};

async function everybody(): Promise<Person[]> {
  const all: Person[] = [];
  let after: string | null = null;
  do {
    const page: Schemas['PersonList'] = await answer(api.GET('/api/v1/people', {params: {query: {limit: 500, ...(after === null ? {} : {after})}}}));
    all.push(...page.items);
    after = page.next;
  } while (after !== null);
  return all;
}

export default function People() {
  const t = useWords(words);
  const {message} = App.useApp();
  const roleTitle = useTerms('desk.roles');
  const people = useEverybody();
  const [open, setOpen] = useState<Open | null>(null);
  const [words_, setWords] = useState('');
  const mayRegister = useMay('person.create');
  const renew = () => forget('/api/v1/people', '/api/v1/audit');
  if (people.isPending) {
    return <Waiting />;
  }
  if (people.error !== null) {
    return <ProblemBox error={people.error} again={() => void people.refetch()} />;
  }
  const shown = people.data.filter((person) => [person.name, person.office, ...person.roles.map(roleTitle)].some((text) => text.includes(words_.trim())));
  return (
    <section className="cm-card" aria-label={t('people')}>
      <p className="cm-quiet">{t('apart')}</p>
      <div className="cm-row cm-admin-tools">
        <input type="search" className="cm-input" aria-label={t('find')} placeholder={t('find')} value={words_} onChange={(event) => setWords(event.target.value)} />
        {mayRegister && <Button type="primary" onClick={() => setOpen({what: 'register'})}>{t('register')}</Button>}
      </div>
      {shown.length === 0 ? <Blank title={t('noPeople')} /> : (
        <table className="cm-admin-table">
          <thead><tr><th scope="col">{t('name')}</th><th scope="col">{t('office')}</th><th scope="col">{t('role')}</th><th scope="col">{t('state')}</th><th scope="col">{t('actions')}</th></tr></thead>
          <tbody>{shown.map((person) => <PersonRow key={person.name} person={person} open={setOpen} />)}</tbody>
        </table>
      )}
      {open !== null && <Dialogs open={open} setOpen={setOpen} said={(text) => { void renew(); void message.success(text); }} />}
    </section>
  );
}

export function useEverybody() {
  return $api.useQuery('get', '/api/v1/people', {params: {query: {limit: 500}}}, {queryFn: async () => ({items: await everybody(), next: null}), select: (page) => page.items});
}

function PersonRow({person, open}: {person: Person; open: (what: Open) => void}) {
  const t = useWords(words);
  const {message} = App.useApp();
  const {name: me} = useSession();
  const roleTitle = useTerms('desk.roles');
  const mayInvite = useMay('person.password'), mayDisable = useMay('person.disable'), mayGrant = useMay('role.grant'), mayEnd = useMay('role.end');
  const path = {params: {path: {person: person.name}}};
  const invitation = $api.useMutation('post', '/api/v1/people/{person}/invitation');
  const unlock = $api.useMutation('post', '/api/v1/people/{person}/unlock');
  const codes = $api.useMutation('delete', '/api/v1/people/{person}/codes');
  const more = [
    {key: 'unlock', label: t('unlock'), onClick: () => unlock.mutate(path, {onSuccess: () => void message.success(t('unlocked', {name: person.name}))})},
    {key: 'codes', label: t('resetCodes'), onClick: () => codes.mutate(path, {onSuccess: () => void message.success(t('codesReset', {name: person.name}))})},
  ];
  return (
    <tr>
      <th scope="row">{person.name}</th>
      <td>{person.office}</td>
      <td>{person.roles.length === 0 ? <span className="cm-quiet">{t('noRoles')}</span> : person.roles.map((role) => (
        <span className="cm-admin-role" key={role}>{roleTitle(role)}
          {mayEnd && person.active && person.name !== me && <Button type="text" size="small" aria-label={t('endRoleOf', {name: person.name, role: roleTitle(role)})} onClick={() => open({what: 'end', person, role})}>×</Button>}
        </span>
      ))}</td>
      <td>{person.active ? t('active') : t('disabled')}</td>
      <td>
        {person.active && (
          <span className="cm-row">
            {mayGrant && person.name !== me && <Button size="small" onClick={() => open({what: 'grant', person})} aria-label={t('grantOf', {name: person.name})}>{t('grant')}</Button>}
            {mayInvite && person.name !== me && <Button size="small" loading={invitation.isPending} aria-label={`${t('invite')} ${person.name}`}
              onClick={() => invitation.mutate(path, {onSuccess: ({name, code}) => open({what: 'link', name, code})})}>{t('invite')}</Button>}
            {mayDisable && person.name !== me && <Button size="small" onClick={() => open({what: 'disable', person})} aria-label={t('disableOf', {name: person.name})}>{t('disable')}</Button>}
            {mayInvite && <Dropdown menu={{items: more}} trigger={['click']}><Button size="small" aria-label={t('moreOf', {name: person.name})}>{t('more')}</Button></Dropdown>}
          </span>
        )}
      </td>
    </tr>
  );
}

function OfficeSelect({name}: {name: string}) {
  const offices = $api.useQuery('get', '/api/v1/offices');
  return <select name={name} className="cm-input" required>{offices.data?.items.map((office) => <option key={office.name} value={office.name}>{office.name}</option>)}</select>;
}

function RoleSelect() {
  const roles = $api.useQuery('get', '/api/v1/roles');
  return <select name="role" className="cm-input" required>{roles.data?.items.map((role) => <option key={role.id} value={role.id}>{role.title}</option>)}</select>;
}

function Dialogs({open, setOpen, said}: {open: Open; setOpen: (open: Open | null) => void; said: (text: string) => void}) {
  const t = useWords(words);
  const roleTitle = useTerms('desk.roles');
  const close = () => setOpen(null);
  switch (open.what) {
    case 'link':
      return <LinkDialog name={open.name} code={open.code} close={close} />;
    case 'register':
      return (
        <AskDialog title={t('register')} about={t('registerAbout')} reason="none"
          fields={<><DialogField label={t('name')}><input name="name" className="cm-input" required maxLength={100} /></DialogField><DialogField label={t('office')}><OfficeSelect name="office" /></DialogField></>}
          {...registering(setOpen, said, (name) => t('added', {name}))} />
      );
    case 'disable': {
      const {name} = open.person;
      return <AskDialog title={t('disableOf', {name})} close={close} act={async (reason) => {
        await answer(api.POST('/api/v1/people/{person}/disable', {params: {path: {person: name}}, body: {reason}}));
        said(t('disabledDone', {name}));
      }} />;
    }
    case 'grant': {
      const {name} = open.person;
      return <AskDialog title={t('grantOf', {name})} reason="free" close={close}
        fields={<><DialogField label={t('role')}><RoleSelect /></DialogField><DialogField label={t('until')}><input type="date" name="until" className="cm-input" /></DialogField></>}
        act={async (reason, form) => {
          const until = String(form.get('until') ?? '');
          const body = {role: String(form.get('role')), ...(until === '' ? {} : {until}), ...(reason === '' ? {} : {reason})};
          await answer(api.POST('/api/v1/people/{person}/roles', {params: {path: {person: name}}, body}));
          said(t('granted'));
        }} />;
    }
    case 'end': {
      const {person: {name}, role} = open;
      return <AskDialog title={t('endRoleOf', {name, role: roleTitle(role)})} close={close} act={async (reason) => {
        await answer(api.POST('/api/v1/people/{person}/roles/{role}/end', {params: {path: {person: name, role}}, body: {reason}}));
        said(t('ended'));
      }} />;
    }
  }
}

/* The link of the new person takes the place of the form. */
function registering(setOpen: (open: Open | null) => void, said: (text: string) => void, words_: (name: string) => string) {
  let made: Schemas['Invitation'] | null = null;
  return {
    act: async (_reason: string, form: FormData) => {
      made = await answer(api.POST('/api/v1/people', {body: {name: String(form.get('name')).trim(), office: String(form.get('office'))}}));
      said(words_(made.name));
    },
    close: () => setOpen(made === null ? null : {what: 'link', name: made.name, code: made.code}),
  };
}
