import {Blank} from '../../parts/blank';

export default function Review() {
  return <Blank title="review" />;
}
