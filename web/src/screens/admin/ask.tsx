/* A dialog that asks for a reason and little else, and one that shows a link once. */
import {useId, useState, type ReactNode} from 'react';
import {App, Button, Modal} from 'antd';
import {useWords} from '../../app/words';
import {ProblemBox} from '../../parts/problem';
import {words} from './words';

type Props = {title: string; about?: ReactNode; reason?: 'asked' | 'free' | 'none'; fields?: ReactNode; act: (reason: string, form: FormData) => Promise<unknown>; close: () => void};

export function AskDialog({title, about, reason = 'asked', fields, act, close}: Props) {
  const t = useWords(words);
  const id = useId();
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  async function send(form: HTMLFormElement) {
    const values = new FormData(form);
    setBusy(true);
    try {
      await act(String(values.get('reason') ?? '').trim(), values);
      close();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal open title={title} onCancel={close} okText={t('ok')} cancelText={t('cancel')} okButtonProps={{htmlType: 'submit', form: id, loading: busy}}>
      <form id={id} onSubmit={(event) => { event.preventDefault(); void send(event.currentTarget); }}>
        {about !== undefined && <p className="cm-quiet">{about}</p>}
        {fields}
        {reason !== 'none' && (
          <label className="cm-field"><span>{t('reason')}</span>
            <textarea name="reason" className="cm-input" rows={3} style={{height: 'auto'}} required={reason === 'asked'} maxLength={2000} aria-describedby={`${id}-why`} />
            {reason === 'asked' && <small id={`${id}-why`}>{t('reasonAsked')}</small>}
          </label>
        )}
        {failure !== null && <ProblemBox error={failure} />}
      </form>
    </Modal>
  );
}

export function LinkDialog({name, code, close}: {name: string; code: string; close: () => void}) {
  const t = useWords(words);
  const {message} = App.useApp();
  const link = `${location.origin}/invitation#${code}`;
  const copy = () => void navigator.clipboard.writeText(link).then(() => message.success(t('copied')));
  return (
    <Modal open title={t('invite')} onCancel={close} footer={[<Button key="copy" type="primary" onClick={copy}>{t('copy')}</Button>, <Button key="close" onClick={close}>{t('close')}</Button>]}>
      <p>{t('inviteAbout', {name})}</p>
      <code className="cm-admin-link">{link}</code>
    </Modal>
  );
}

/* A label and its field in a dialog. */
export function DialogField({label, children}: {label: string; children: ReactNode}) {
  return <label className="cm-field"><span>{label}</span>{children}</label>;
}
