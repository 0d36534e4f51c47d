import {Blank} from '../../parts/blank';

export default function Home() {
  return <Blank title="home" />;
}
