import {Blank} from '../../parts/blank';

export default function Models() {
  return <Blank title="models" />;
}
