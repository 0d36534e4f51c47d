import {Blank} from '../../parts/blank';

export default function Help() {
  return <Blank title="help" />;
}
