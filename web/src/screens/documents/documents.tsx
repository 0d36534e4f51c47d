import {Blank} from '../../parts/blank';

export default function Documents() {
  return <Blank title="documents" />;
}
