/* Nothing here: why, and what to do next. Never an empty screen. */
import type {ReactNode} from 'react';
import {words} from '../app/shell.words';
import {useWords} from '../app/words';

export function Blank({title, about, action}: {title: string; about?: ReactNode; action?: ReactNode}) {
  return (
    <div className="cm-blank">
      <p className="cm-blank-title">{title}</p>
      {about !== undefined && <p>{about}</p>}
      {action !== undefined && <p>{action}</p>}
    </div>
  );
}

export function Waiting() {
  const t = useWords(words);
  return <div className="cm-waiting" role="status">{t('loading')}…</div>;
}
