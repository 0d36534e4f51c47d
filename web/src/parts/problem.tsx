/* A problem of the server in place, with what to do about it. */
import {Alert, Button} from 'antd';
import {isProblem} from '../api/client';
import {words} from '../app/shell.words';
import {useWords} from '../app/words';

export function ProblemBox({error, again}: {error: unknown; again?: () => void}) {
  const t = useWords(words);
  const problem = isProblem(error) ? error : {title: t('failed'), detail: String(error), instance: ''};
  return (
    <Alert type="error" showIcon role="alert" title={problem.title} description={<>{problem.detail}{problem.instance && <small> ({problem.instance})</small>}</>}
      action={again && <Button size="small" onClick={again}>{t('again')}</Button>} />
  );
}
