/* Something that is shown once, and how to take it along. */
import {App as Antd, Button} from 'antd';
import {useWords} from '../../app/words';
import {words} from './words';

export function Secret({title, text}: {title: string; text: string}) {
  const t = useWords(words);
  const {message} = Antd.useApp();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      void message.success(t('copied'));
    } catch {
      void message.warning(t('notCopied'));
    }
  };
  return (
    <div className="cm-secret" role="status">
      <div>{title}</div>
      <code>{text}</code> <Button size="small" onClick={() => void copy()} aria-label={`${t('copy')}: ${title}`}>{t('copy')}</Button>
    </div>
  );
}
