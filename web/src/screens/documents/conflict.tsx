/* Somebody else was quicker: both wordings side by side, and the one that writes decides. */
import {useState} from 'react';
import {Button, Modal} from 'antd';
import {useWords} from '../../app/words';
import {Area} from '../../parts/area';
import {useTerms} from '../../parts/terms';
import type {Change, Conflict, Document} from './editor';
import {words} from './words';
import {Difference} from './versions';

function theirsOf(document: Document, change: Change): string {
  if (change.field !== undefined) {
    return document.entries.find((one) => one.name === change.field)?.text ?? '';
  }
  return document.sentences.find((one) => one.k === change.sentence)?.text ?? '';
}

export function ConflictBox({document, conflict, save, settle}: {
  document: Document; conflict: Conflict; save: (change: Change) => Promise<boolean>; settle: () => void;
}) {
  const t = useWords(words);
  const field = useTerms('desk.document_fields');
  const [mine, setMine] = useState(conflict.change.text ?? '');
  const theirs = theirsOf(document, conflict.change);
  const what = conflict.change.field !== undefined ? field(conflict.change.field) : t('sentence', {k: conflict.change.sentence ?? conflict.change.add_after ?? 0});
  const wordless = conflict.change.text === undefined;
  return (
    <Modal open closable={false} width={760} title={`${t('conflict')} · ${what}`} footer={[
      <Button key="theirs" onClick={settle}>{t('keepTheirs')}</Button>,
      <Button key="mine" type="primary" onClick={() => {
        settle();
        void save(wordless ? conflict.change : {...conflict.change, text: mine});
      }}>{t('keepMine')}</Button>,
    ]}>
      <p>{t('conflictAbout', {detail: conflict.problem.detail ?? ''})}</p>
      {!wordless && (
        <div className="cm-two">
          <div><h3>{t('mine')}</h3><Area aria-label={t('mine')} rows={3} value={mine} onChange={(event) => setMine(event.target.value)} /></div>
          <div><h3>{t('theirs')}</h3><p className="cm-theirs"><Difference older={mine} newer={theirs} /></p></div>
        </div>
      )}
    </Modal>
  );
}
