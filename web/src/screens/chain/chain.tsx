import {Blank} from '../../parts/blank';

export default function Chain() {
  return <Blank title="chain" />;
}
