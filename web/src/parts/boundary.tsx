/* A part that fails says so and can be tried again; the rest of the screen stays. */
import {Component, type ReactNode} from 'react';
import {Button} from 'antd';
import {isProblem} from '../api/client';
import {words} from '../app/shell.words';
import {useWords} from '../app/words';
import {Blank} from './blank';

function Fault({error, again}: {error: unknown; again: () => void}) {
  const t = useWords(words);
  const about = isProblem(error) ? `${error.title} ${error.detail ?? ''}` : String(error);
  return <div role="alert"><Blank title={t('broken')} about={about} action={<Button onClick={again}>{t('again')}</Button>} /></div>;
}

export class Boundary extends Component<{children: ReactNode}, {error: unknown}> {
  override state = {error: null};

  static getDerivedStateFromError(error: unknown) {
    return {error: error ?? 'error'};
  }

  override render() {
    return this.state.error === null ? this.props.children : <Fault error={this.state.error} again={() => this.setState({error: null})} />;
  }
}
