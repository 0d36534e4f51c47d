import {Blank} from '../../parts/blank';

export default function Admin() {
  return <Blank title="admin" />;
}
