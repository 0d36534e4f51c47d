import {Blank} from '../../parts/blank';

export default function Data() {
  return <Blank title="data" />;
}
