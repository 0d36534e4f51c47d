/* A part that fails says so and can be tried again; the rest of the screen stays. With another `of` (the address) it is tried anew. */
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

type Properties = {children: ReactNode; of?: string};
type State = {error: unknown; of: string | undefined};

export class Boundary extends Component<Properties, State> {
  override state: State = {error: null, of: this.props.of};

  static getDerivedStateFromProps({of}: Properties, state: State) {
    return of === state.of ? null : {error: null, of};
  }

  static getDerivedStateFromError(error: unknown) {
    return {error: error ?? 'error'};
  }

  override render() {
    return this.state.error === null ? this.props.children : <Fault error={this.state.error} again={() => this.setState({error: null})} />;
  }
}
