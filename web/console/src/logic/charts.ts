/** ECharts, as little of it as is drawn here: bars and lines, as SVG, with words for screen readers. */

import { BarChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use, type EChartsCoreOption, type EChartsType } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer])

export interface Drawing {
  kind: 'bar' | 'line'
  title: string
  labels: string[]
  series: { name: string; values: (number | null)[] }[]
  shown: (value: number | null, series: number) => string
  /** Bars lying down, for long names. */
  isLying: boolean
}

/** Told apart by lightness too, so that a grey print still says which is which. */
const COLOURS = ['#0e6a82', '#e0a13c', '#c73a24', '#9cc4ce']

export function draw(host: HTMLElement): EChartsType {
  return init(host, null, { renderer: 'svg' })
}

export function optionOf(drawing: Drawing, fontSize: number): EChartsCoreOption {
  const names = { type: 'category', data: drawing.labels, axisLabel: { fontSize, width: drawing.isLying ? fontSize * 14 : 150, overflow: 'truncate' } }
  const values = {
    type: 'value',
    axisLabel: { fontSize, formatter: (value: number) => drawing.shown(value, 0) },
    splitLine: { lineStyle: { color: '#e6ecee' } },
  }
  return {
    color: COLOURS,
    animationDuration: 300,
    textStyle: { fontFamily: 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif', fontSize },
    aria: { enabled: true, label: { description: describe(drawing) } },
    grid: { left: 8, right: 18, top: drawing.series.length > 1 ? 34 : 14, bottom: 4, containLabel: true },
    legend: { show: drawing.series.length > 1, top: 0, textStyle: { fontSize } },
    tooltip: { trigger: 'axis', confine: true, textStyle: { fontSize } },
    xAxis: drawing.isLying ? values : names,
    yAxis: drawing.isLying ? { ...names, inverse: true } : values,
    series: drawing.series.map((one, index) => ({
      type: drawing.kind,
      name: one.name,
      data: one.values,
      symbolSize: 5,
      lineStyle: { width: 2.2, type: index ? 'dashed' : 'solid' },
      barMaxWidth: 22,
      tooltip: { valueFormatter: (value: unknown) => drawing.shown(value as number | null, index) },
    })),
  }
}

function describe(drawing: Drawing): string {
  const said = drawing.series.map((one, index) => {
    const known = one.values.filter((value): value is number => value !== null)
    if (!known.length) return `${one.name}没有数据`
    const most = Math.max(...known)
    const where = drawing.labels[one.values.indexOf(most)] ?? ''
    return `${one.name}最高是${where}的${drawing.shown(most, index)}`
  })
  return `${drawing.title}，共${drawing.labels.length}项；${said.join('；')}。图下方有同样内容的表格。`
}
