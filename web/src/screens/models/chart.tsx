/* Clues of a model by month of judgment, as a chart and as the table behind it. Loaded when it is looked at. */
import {useEffect, useRef} from 'react';
import {BarChart} from 'echarts/charts';
import {GridComponent, LegendComponent, TooltipComponent} from 'echarts/components';
import {init, use} from 'echarts/core';
import {SVGRenderer} from 'echarts/renderers';
import {$api} from '../../api/client';
import {useWords} from '../../app/words';
import {Blank, Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {words} from './words';

use([BarChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

type Bar = {month: string; hits: number; held: number};

function Picture({bars}: {bars: Bar[]}) {
  const t = useWords(words);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place.current === null) {
      return undefined;
    }
    const ink = getComputedStyle(document.documentElement).getPropertyValue('--cm-ink-2').trim();
    const chart = init(place.current, undefined, {renderer: 'svg'});
    chart.setOption({
      animation: false,
      textStyle: {color: ink},
      legend: {textStyle: {color: ink}},
      tooltip: {trigger: 'axis', renderMode: 'richText'},
      grid: {left: 40, right: 12, top: 36, bottom: 28},
      xAxis: {type: 'category', data: bars.map((one) => one.month), axisLabel: {color: ink}},
      yAxis: {type: 'value', minInterval: 1, axisLabel: {color: ink}},
      series: [
        {name: t('hits'), type: 'bar', data: bars.map((one) => one.hits)},
        {name: t('held'), type: 'bar', data: bars.map((one) => one.held)},
      ],
    });
    const resized = new ResizeObserver(() => chart.resize());
    resized.observe(place.current);
    return () => {
      resized.disconnect();
      chart.dispose();
    };
  }, [bars, t]);
  return <div ref={place} className="cm-models-chart" aria-hidden="true" />;
}

export default function OverTime({model}: {model: string}) {
  const t = useWords(words);
  const ladder = $api.useQuery('get', '/api/v1/statistics/ladder', {params: {query: {by: 'month', model}}});
  if (ladder.isError) {
    return <ProblemBox error={ladder.error} />;
  }
  if (ladder.data === undefined) {
    return <Waiting />;
  }
  const bars = ladder.data.counts.groups.filter((one) => one.value).map((one) => ({month: one.value ?? '', hits: one.total, held: one.verdicts['held'] ?? 0}));
  if (bars.length === 0) {
    return <Blank title={t('noHits')} about={t('noHitsAbout')} />;
  }
  return (
    <>
      <p className="cm-quiet">{t('overTimeAbout')}</p>
      <Picture bars={bars} />
      <details>
        <summary>{t('month')}</summary>
        <table className="cm-models-table">
          <thead><tr><th scope="col">{t('month')}</th><th scope="col">{t('hits')}</th><th scope="col">{t('held')}</th></tr></thead>
          <tbody>{bars.map((one) => <tr key={one.month}><td>{one.month}</td><td>{one.hits}</td><td>{one.held}</td></tr>)}</tbody>
        </table>
      </details>
    </>
  );
}
