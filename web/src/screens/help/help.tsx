import {useEffect} from 'react';
import {Link} from 'wouter';
import {$api} from '../../api/client';
import {useLanguage, useWords} from '../../app/words';
import {keys, lines, terms, words} from './words';
import './help.css';

function Keys({column}: {column: 0 | 1}) {
  const t = useWords(words);
  return (
    <section className="cm-card" aria-labelledby="help-keys">
      <h2 id="help-keys">{t('keys')}</h2>
      <p className="cm-quiet">{t('keysAbout')}</p>
      <table>
        <thead><tr><th scope="col">{t('where')}</th><th scope="col">{t('key')}</th><th scope="col">{t('does')}</th></tr></thead>
        <tbody>{keys.map(([where, key, does]) => <tr key={`${where[0]} ${key}`}><td>{where[column]}</td><td><kbd>{key}</kbd></td><td>{does[column]}</td></tr>)}</tbody>
      </table>
    </section>
  );
}

function Terms({column}: {column: 0 | 1}) {
  const t = useWords(words);
  return (
    <section className="cm-card" aria-labelledby="help-terms">
      <h2 id="help-terms">{t('terms')}</h2>
      <table>
        <thead><tr><th scope="col">{t('term')}</th><th scope="col">{t('meaning')}</th></tr></thead>
        <tbody>{terms.map(([word, meaning]) => <tr key={word[0]}><td>{word[column]}</td><td>{meaning[column]}</td></tr>)}</tbody>
      </table>
    </section>
  );
}

export default function Help() {
  const t = useWords(words);
  const column = useLanguage() === 'zh' ? 0 : 1;
  const version = $api.useQuery('get', '/api/v1/version', {}, {staleTime: Infinity});
  useEffect(() => {
    document.title = t('help');
  }, [t]);
  return (
    <>
      <h1>{t('help')}</h1>
      <div className="cm-help">
        <section className="cm-card" aria-labelledby="help-what">
          <h2 id="help-what">{t('what')}</h2>
          <ol>{lines.map((line) => <li key={line[0]}>{line[column]}</li>)}</ol>
        </section>
        <Keys column={column} />
        <Terms column={column} />
        <section className="cm-card" aria-labelledby="help-more">
          <h2 id="help-more">{t('more')}</h2>
          <p>{t('apiAbout')}</p>
          <ul>
            <li><a href="/api/v1/openapi.yaml" target="_blank" rel="noreferrer">{t('api')}</a></li>
            <li><Link href="/me">{t('token')}</Link></li>
          </ul>
          {version.data !== undefined && <p className="cm-quiet">{t('version', {version: version.data.version})}</p>}
        </section>
      </div>
    </>
  );
}
