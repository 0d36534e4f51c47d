import {Blank} from '../../parts/blank';

export default function Board() {
  return <Blank title="board" />;
}
