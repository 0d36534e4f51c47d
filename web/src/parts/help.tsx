/* What a field means, from the catalogue of the fact tables (data/catalogue.tsv), beside its name. */
import {Popover} from 'antd';
import {$api, type Schemas} from '../api/client';
import {useLanguage, useWords, type Words} from '../app/words';

const words = {
  about: ['说明：{name}', 'About {name}'],
  unit: ['单位', 'Unit'],
  allowed: ['可取值', 'Allowed values'],
} as const satisfies Words;

type Column = Schemas['Catalogue']['tables'][number]['columns'][number];

/* find('person', 'name'): the column, or undefined. */
export function useCatalogue(): (table: string, column: string) => Column | undefined {
  const language = useLanguage();
  const {data} = $api.useQuery('get', '/api/v1/catalogue', {headers: {'Accept-Language': language}}, {staleTime: Infinity});
  return (table, column) => data?.tables.find((one) => one.table === table)?.columns.find((one) => one.name === column);
}

/* A small button that explains; nothing where there is no explanation. */
export function About({name, text}: {name: string; text: string | null | undefined}) {
  const t = useWords(words);
  if (!text) {
    return null;
  }
  return (
    <Popover trigger="click" title={name} content={<div className="cm-about">{text}</div>}>
      <button type="button" className="cm-about-button" aria-label={t('about', {name})}>?</button>
    </Popover>
  );
}

export function FieldHelp({table, column}: {table: string; column: string}) {
  const t = useWords(words);
  const found = useCatalogue()(table, column);
  if (found === undefined) {
    return null;
  }
  const more = [found.unit && `${t('unit')}: ${found.unit}`, found.allowed.length !== 0 && `${t('allowed')}: ${found.allowed.join('、')}`].filter(Boolean).join('; ');
  return <About name={found.title} text={more === '' ? found.about : `${found.about} (${more})`} />;
}
