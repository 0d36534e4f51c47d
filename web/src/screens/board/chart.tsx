/* The first groups as bars, by the rung on which their clues stand. The table beside it says the same in numbers. */
import {useEffect, useRef} from 'react';
import {BarChart} from 'echarts/charts';
import {GridComponent, LegendComponent, TooltipComponent} from 'echarts/components';
import {init, use} from 'echarts/core';
import {CanvasRenderer} from 'echarts/renderers';
import type {Schemas} from '../../api/client';
import {useDark} from '../../app/theme';
import {useWords} from '../../app/words';
import {useTerms} from '../../parts/terms';
import {useValueTitle} from './groups';
import type {Dimension} from './query';
import {words} from './words';

use([BarChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

const MOST = 12, LETTERS = 14;
const SHADES = {light: ['#b9c9de', '#8fb0da', '#5f93d0', '#2f74bd', '#14509e', '#135200'], dark: ['#3a4657', '#46648c', '#4f80bd', '#5b9bf0', '#a8c7fa', '#95de64']};

export default function Chart({by, groups}: {by: Dimension; groups: Schemas['LadderGroup'][]}) {
  const t = useWords(words);
  const dark = useDark();
  const box = useRef<HTMLDivElement | null>(null);
  const title = useValueTitle(by);
  const rung = useTerms('desk.rungs');
  const inTime = by === 'month' || by === 'quarter' || by === 'year';
  const first = inTime ? groups.slice(-MOST) : [...groups].sort((a, b) => b.total - a.total).slice(0, MOST).reverse();
  const names = first.map((group) => title(group.value));
  const rungs = Object.keys(first[0]?.at ?? {});
  const series = rungs.map((id) => ({name: rung(id), type: 'bar' as const, stack: 'all', barMaxWidth: 22, data: first.map((group) => group.at[id] ?? 0)}));
  const drawn = JSON.stringify([names, series, dark]);
  useEffect(() => {
    if (box.current === null) {
      return undefined;
    }
    const chart = init(box.current, null, {renderer: 'canvas'});
    const ink = dark ? 'rgba(255,255,255,0.8)' : 'rgba(0,0,0,0.8)';
    const category = {type: 'category' as const, data: names, axisLabel: {color: ink, formatter: (name: string) => (name.length > LETTERS ? `${name.slice(0, LETTERS)}…` : name)}};
    const value = {type: 'value' as const, minInterval: 1, axisLabel: {color: ink}, splitLine: {lineStyle: {color: dark ? '#363b43' : '#d9dee6'}}};
    chart.setOption({
      animation: false, color: dark ? SHADES.dark : SHADES.light, series,
      grid: {left: 8, right: 16, top: 32, bottom: 4, containLabel: true},
      legend: {top: 0, textStyle: {color: ink}, itemWidth: 14},
      tooltip: {trigger: 'axis', renderMode: 'richText', axisPointer: {type: 'shadow'}},
      xAxis: inTime ? category : value, yAxis: inTime ? value : category,
    });
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(box.current);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
    // names and series are in `drawn`
  }, [drawn, inTime]);
  return <div className="cm-card cm-noprint"><div className="cm-board-chart" ref={box} role="img" aria-label={t('chart', {n: first.length})} /></div>;
}
