import {Blank} from '../../parts/blank';

export default function Me() {
  return <Blank title="me" />;
}
