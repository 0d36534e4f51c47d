import {Blank} from '../../parts/blank';

export default function Check() {
  return <Blank title="check" />;
}
