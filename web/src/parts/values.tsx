/* Values as people read them: days, amounts, severities. Amounts are whole fen. */
import {useLanguage} from '../app/words';

export function dayText(day: string | null | undefined): string {
  return day ?? '—';
}

/* A moment of the server (UTC) in the time of the reader's machine: 2026-11-22 15:40. */
export function momentText(moment: string | null | undefined): string {
  if (moment == null || moment === '') {
    return '—';
  }
  const at = new Date(moment);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

export function countText(count: number): string {
  return count.toLocaleString('en-US');
}

/* 1234500 fen: "12,345.00 元", with 万 or 亿 before it where it is large. */
export function moneyText(fen: number, language: 'zh' | 'en'): string {
  const yuan = fen / 100;
  const exact = yuan.toLocaleString('en-US', {minimumFractionDigits: fen % 100 === 0 ? 0 : 2});
  if (language === 'en') {
    return `CNY ${exact}`;
  }
  const [size, unit] = Math.abs(yuan) >= 1e8 ? [1e8, '亿'] : Math.abs(yuan) >= 1e4 ? [1e4, '万'] : [1, ''];
  return unit === '' ? `${exact}元` : `${(yuan / size).toLocaleString('en-US', {maximumFractionDigits: 2})}${unit}元（${exact}元）`;
}

export function Money({fen}: {fen: number}) {
  return <span className="cm-number">{moneyText(fen, useLanguage())}</span>;
}

const SEVERITY = {S1: ['高', 'high'], S2: ['中', 'medium'], S3: ['低', 'low'], S4: ['提示', 'notice']} as const;

/* Colour and word together, never colour alone. */
export function Severity({level}: {level: string | null | undefined}) {
  const column = useLanguage() === 'zh' ? 0 : 1;
  if (level == null) {
    return null;
  }
  const word = SEVERITY[level as keyof typeof SEVERITY]?.[column];
  return <span className={`cm-tag cm-tag-${level}`}>{level}{word === undefined ? '' : ` ${word}`}</span>;
}
