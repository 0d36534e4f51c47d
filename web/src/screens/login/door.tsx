/* The frame of what comes before a log-in, and its fields. */
import {useId, type InputHTMLAttributes, type ReactNode} from 'react';
import {Button} from 'antd';
import {setLanguage, useLanguage, useWords} from '../../app/words';
import {words as shell} from '../../app/shell.words';

export function Door({title, about, wide, children}: {title: string; about?: string; wide?: boolean; children: ReactNode}) {
  const t = useWords(shell);
  const language = useLanguage();
  return (
    <main className="cm-door">
      <div className={wide ? 'cm-door-box cm-wide' : 'cm-door-box'}>
        <div className="cm-door-head">
          <img src="/icon.svg" alt="" width="36" height="36" />
          <div><h1>{t('product')} · {title}</h1><span className="cm-quiet">{t('subtitle')}</span></div>
        </div>
        {about !== undefined && <p className="cm-quiet">{about}</p>}
        {children}
        <p><Button type="link" size="small" aria-label={t('languageName')} onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}>{t('language')}</Button></p>
      </div>
    </main>
  );
}

type FieldProps = InputHTMLAttributes<HTMLInputElement> & {label: string; hint?: string};

export function Field({label, hint, ...rest}: FieldProps) {
  const id = useId();
  return (
    <label className="cm-field" htmlFor={id}>
      <span>{label}</span>
      <input id={id} className="cm-input" aria-describedby={hint === undefined ? undefined : `${id}-hint`} {...rest} />
      {hint !== undefined && <small id={`${id}-hint`}>{hint}</small>}
    </label>
  );
}
