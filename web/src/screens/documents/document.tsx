import {Blank} from '../../parts/blank';

export default function Document() {
  return <Blank title="document" />;
}
