/* Deleting for good asks for a reason, which stands in the certificate. */
import {useState} from 'react';
import {Alert, Input, Modal} from 'antd';
import {useWords} from '../../app/words';
import {words} from './words';

export function Delete({title, busy, done, close}: {title: string; busy: boolean; done: (reason: string) => void; close: () => void}) {
  const t = useWords(words);
  const [why, setWhy] = useState('');
  return (
    <Modal open title={title} okText={t('delete')} cancelText={t('close')} okButtonProps={{danger: true, disabled: why.trim() === '', loading: busy}} onOk={() => done(why)} onCancel={close}>
      <Alert type="warning" showIcon title={t('deleteAbout')} />
      <label>{t('why')} <span className="cm-quiet">{t('whyAbout')}</span><Input.TextArea value={why} maxLength={500} rows={3} onChange={(event) => setWhy(event.target.value)} /></label>
    </Modal>
  );
}
