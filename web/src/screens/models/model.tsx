import {Blank} from '../../parts/blank';

export default function Model() {
  return <Blank title="model" />;
}
