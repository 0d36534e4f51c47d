/* Which role may do what, how far, and who holds it. */
import {$api} from '../../api/client';
import {useLanguage, useWords} from '../../app/words';
import {Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {useTerms} from '../../parts/terms';
import {useEverybody} from './people';
import {words} from './words';

export default function Roles() {
  const t = useWords(words);
  const language = useLanguage();
  const act = useTerms('desk.rights');
  const roles = $api.useQuery('get', '/api/v1/roles', {headers: {'Accept-Language': language}});
  const people = useEverybody();
  if (roles.isPending) {
    return <Waiting />;
  }
  if (roles.error !== null) {
    return <ProblemBox error={roles.error} again={() => void roles.refetch()} />;
  }
  const all = roles.data.items;
  const acts = [...new Set(all.flatMap((role) => role.acts.map((one) => one.act)))];
  const cells = new Map(all.flatMap((role) => role.acts.map((one) => [`${role.id} ${one.act}`, one] as const)));
  const title = (id: string) => all.find((role) => role.id === id)?.title ?? id;
  return (
    <>
      <section className="cm-card" aria-label={t('holders')}>
        <table className="cm-admin-table">
          <thead><tr><th scope="col">{t('role')}</th><th scope="col">{t('holders')}</th><th scope="col">{t('excludes')}</th></tr></thead>
          <tbody>
            {all.map((role) => (
              <tr key={role.id}>
                <th scope="row">{role.title}{role.administrator && <> <span className="cm-tag">{t('administrator')}</span></>}</th>
                <td>{people.data?.filter((person) => person.active && person.roles.includes(role.id)).map((person) => person.name).join('、')}</td>
                <td>{role.excludes.length === all.length - 1 ? t('allOthers') : role.excludes.map(title).join('、')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section className="cm-card" aria-label={t('roles')}>
        <p className="cm-quiet">{t('rolesAbout')}</p>
        <div className="cm-admin-wide" tabIndex={0} role="region" aria-label={t('act')}>
          <table className="cm-admin-table cm-admin-matrix">
            <thead><tr><th scope="col">{t('act')}</th>{all.map((role) => <th scope="col" key={role.id}>{role.title}</th>)}</tr></thead>
            <tbody>
              {acts.map((id) => (
                <tr key={id}>
                  <th scope="row">{act(id)}</th>
                  {all.map((role) => {
                    const cell = cells.get(`${role.id} ${id}`);
                    return <td key={role.id}>{cell === undefined ? '' : `${t(`reach_${cell.reach}`)}${cell.reason ? '!' : ''}`}</td>;
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </>
  );
}
