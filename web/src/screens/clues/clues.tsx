import {Blank} from '../../parts/blank';

export default function Clues() {
  return <Blank title="clues" />;
}
