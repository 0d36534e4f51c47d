import {useEffect} from 'react';
import {useSession} from '../../app/session';
import {useWords} from '../../app/words';
import {useTerms} from '../../parts/terms';
import {Codes, Password} from './password';
import {Tokens} from './tokens';
import {Visits} from './visits';
import {words} from './words';
import './me.css';

export default function Me() {
  const t = useWords(words);
  const role = useTerms('desk.roles');
  const session = useSession();
  useEffect(() => {
    document.title = t('me');
  }, [t]);
  return (
    <>
      <h1>{t('me')}</h1>
      <p>{t('who', {name: session.name, office: session.office})} · {t('roles')}：{session.roles.map(role).join('、')}</p>
      <div className="cm-me-page">
        <Visits />
        <Password />
        <Codes />
        <Tokens />
      </div>
    </>
  );
}
